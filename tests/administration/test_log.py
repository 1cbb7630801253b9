"""The audit log as it is read: narrowed down, page by page, and as a file."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms import audit
from lms.administration import wording
from lms.administration.acts import ACTS
from lms.audit import Act, AuditEntry, Change, Subject
from tests.factories import START
from tests.site.test_hostile import CORPUS
from tests.site.world import make_credential

SITE = Subject()


@pytest.fixture
def record(session):
    """Add an entry; gives the function that does."""

    def add(act=Act.EXPORTED, about=SITE, *, by=None, now=START, **change):
        audit.record(session, act, about, by=by, now=now, change=Change(**change))
        session.commit()

    return add


@pytest.fixture
def log(sign_in, admin):
    """Open the log; gives the function that does."""
    staff = sign_in(admin)
    return lambda query="": staff.page(f"/admin/log{query}")


def rows(page) -> list[list[str]]:
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in page.find_all("tbody tr")]


def table(answer) -> list[list[str]]:
    return list(csv.reader(answer.data.decode("utf-8-sig").splitlines(), delimiter=";"))


class TestPage:
    def test_an_entry_says_when_who_what_whom_before_after_and_why(self, log, record, admin, learner):
        about = audit.person(learner.id)
        record(Act.ROLES_CHANGED, about, by=admin.id, old="author", new="author, coordinator", reason="She moved.")

        page = log("?act=roles-changed")

        assert rows(page) == [
            [
                "2 November 2026, 09:00", f"Gulnara Administrator ({admin.id})", "changed roles",
                f"Aigul Sadykova ({learner.id})", "Before: author After: author, coordinator", "She moved.",
            ]
        ]  # fmt: skip
        assert "Asia/Tashkent" in page.find("caption").get_text()

    def test_the_newest_is_first_and_a_sign_in_says_from_which_network(self, log, record):
        record(now=START)

        assert [row[2] for row in rows(log())] == ["exported", "signed in 127.0.0.0/24"]
        assert rows(log("?act=signed-in"))[0][4] == "password"

    def test_who_is_gone_is_a_number_and_who_was_nobody_is_told_apart(self, log, record):
        record(by=999, about=audit.person(998))
        record(Act.SIGN_IN_REFUSED)
        record(Act.BACKUP_MADE)

        assert [(row[1], row[3]) for row in rows(log())[:3]] == [
            ("the site itself", ""),
            ("somebody not signed in", ""),
            ("account 999, which is not there", "account 998, which is not there"),
        ]

    def test_a_certificate_names_its_owner(self, log, record, make, learner):
        credential = make_credential(make, learner, make.enrolment(user=learner).id)
        record(Act.CERTIFICATE_ISSUED, Subject("certificate", credential.serial))

        assert rows(log(f"?person={learner.id}"))[0][3] == (
            f"certificate {credential.serial}, Aigul Sadykova ({learner.id})"
        )

    def test_a_page_holds_fifty_and_one_turns_to_and_fro(self, log, record):
        for number in range(120):
            record(reason=f"number {number}")

        first = log("?act=exported")
        second = first.follow("Earlier entries")
        third = second.follow("Earlier entries")
        back = third.follow("Later entries")

        assert [len(rows(page)) for page in (first, second, third)] == [50, 50, 20]
        assert rows(third)[-1][5] == "number 0"
        assert rows(back) == rows(second)
        assert rows(back.follow("Later entries")) == rows(first)
        assert not [link for link in third.find_all(".pager a") if "Earlier" in link.get_text()]
        assert not [link for link in first.find_all(".pager a") if "Later" in link.get_text()]

    def test_no_entry_was_found(self, log):
        assert "No entry was found." in log("?act=restored").text


class TestInRussian:
    """What cohorts record is stored as keys; the page tells it in the reader's language."""

    @pytest.mark.parametrize(
        ("act", "stored", "shown"),
        [
            (Act.MEMBERS_LISTED, "cohort 4 by list", "группа 4, по списку"),
            (Act.MEMBERS_LISTED, "invited: 1, slip: 2", "приглашено по электронной почте: 1, получат листок: 2"),
            (Act.MEMBER_JOINED, "cohort 4, shown: completion", "группа 4, координаторы видят только прохождение"),
            (Act.MEMBER_REMOVED, "cohort 4", "группа 4"),
            (Act.COORDINATOR_ADDED, "coordinator: account 7", "учётная запись 7"),
            (Act.CODE_MADE, "until 2026-12-31 19:00 UTC", "до 1 января 2027 г., 00:00"),
            (Act.PERSON_VIEWED, "progress in cohort 4", "ход обучения в группе 4"),
            (Act.EXPORTED, "progress.csv, show all, rows 12", "progress.csv, строк: 12"),
            (Act.PERSON_CHANGED, "name: Азиз; 100 %", "имя: Азиз; 100 %"),
            (Act.EXTENSION_GRANTED, "basics/final: 2 attempts, 0 minutes",
             "basics/final: дополнительных попыток — 2, дополнительных минут — 0"),
            (Act.BACKUP_MADE, "not encrypted", "не зашифрована"),
            (Act.RESTORED, "the backup of 2026-11-01 19:30 UTC", "резервная копия от 2 ноября 2026 г., 00:30"),
            (Act.COHORT_CHANGED, '{"shown": "completion", "name": "shown: scores; name: X"}',
             "Что координаторы видят об отдельном участнике: "
             "Только прохождение: что пройдено и когда была последняя активность; "
             "Название группы: shown: scores; name: X"),
            (Act.MEMBER_CHANGED, '{"sex": "female", "agency": ""}', "Пол: Женский; Ведомство: –"),
            (Act.MEMBER_CHANGED, '{"language": "ky"}', "Рабочий язык: Кыргызча"),
            (Act.COHORT_CHANGED, '{"ends_on": "2026-12-31"}', "Последний день: 31 декабря 2026 г."),
            (Act.COHORT_CHANGED, '{"ends_on": "soon"}', "Последний день: soon"),
            (Act.COHORT_CREATED, "name: of an earlier version", "name: of an earlier version"),
        ],
    )  # fmt: skip
    def test_old_and_new_values_are_in_words(self, sign_in, make, record, act, stored, shown):
        record(act, new=stored)

        page = sign_in(make.admin(language="ru")).page(f"/admin/log?act={act.value}")

        assert rows(page)[0][4] == shown

    def test_a_file_of_the_log_is_told_with_what_it_was_asked_for(self, sign_in, make, learner):
        staff = sign_in(make.admin(language="ru"))
        assert staff.client.get(
            f"/admin/log.csv?person={learner.id}&act=signed-in&from=2026-11-01&to=2026-11-30"
        ).data  # fmt: skip

        page = staff.page("/admin/log?act=exported")

        assert rows(page)[0][4] == (
            f"журнал действий, учётная запись {learner.id}, вход, с 1 ноября 2026 г., по 30 ноября 2026 г."
        )

    def test_whose_name_changed_and_for_which_cohort_a_slip_was_printed(self, sign_in, make, session, learner):
        coordinator = make.coordinator()
        unknown = make.user(email=None, sign_in_name="new", password_hash=None, consented_at=None)
        awaited = make.membership(cohort=make.cohort(coordinators=[coordinator]), user=unknown, joined_at=None)
        sign_in(coordinator).page(f"/cohorts/{awaited.cohort_id}/slips").submit()
        sign_in(learner).page("/account/details").submit(name="Айгуль Садыкова")

        staff = sign_in(make.admin(language="ru"))

        assert rows(staff.page("/admin/log?act=slip-given"))[0][5] == f"группа {awaited.cohort_id}"
        assert rows(staff.page("/admin/log?act=person-changed"))[0][4] == (
            "Было: имя: Aigul Sadykova Стало: имя: Айгуль Садыкова"
        )

    def test_who_leaves_by_herself_was_not_removed(self, log, record, learner, admin):
        record(Act.MEMBER_REMOVED, audit.person(learner.id), by=admin.id)
        record(Act.MEMBER_REMOVED, audit.person(learner.id), by=learner.id)

        assert [row[2] for row in rows(log("?act=member-removed"))] == ["left a cohort", "removed a member"]


class TestFilter:
    @pytest.fixture
    def entries(self, record, learner, outsider):
        record(reason="she did", by=learner.id, now=START)
        record(reason="to her", about=audit.person(learner.id), now=START + timedelta(days=1))
        record(reason="another", by=outsider.id, about=audit.person(outsider.id), now=START + timedelta(days=2))

    def reasons(self, page) -> list[str]:
        return [row[5] for row in rows(page)]

    @pytest.mark.parametrize("person", ["aigul@example.org", " AIGUL@example.org ", "{id}"])
    def test_a_person_is_found_as_actor_and_as_subject(self, log, entries, learner, person):
        page = log(f"?act=exported&person={person.format(id=learner.id)}")

        assert self.reasons(page) == ["to her", "she did"]

    @pytest.mark.parametrize("person", ["nobody@example.org", "x", "1" * 30, "-1"])
    def test_nobody_is_said_to_be_nobody(self, log, entries, person):
        page = log(f"?person={person}")

        assert "Nobody has this e-mail address" in page.text
        assert rows(page) == []
        assert page.client.get(f"/admin/log.csv?person={person}").status_code == 404

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("&from=2026-11-03", ["another", "to her"]),
            ("&to=2026-11-03", ["to her", "she did"]),
            ("&from=2026-11-03&to=2026-11-03", ["to her"]),
            ("&from=2026-11-04&to=2026-11-03", []),
            ("&from=yesterday&to=0001-01-01", ["another", "to her", "she did"]),
        ],
    )
    def test_days_are_those_of_the_installations_zone(self, log, entries, query, found):
        assert self.reasons(log(f"?act=exported{query}")) == found

    def test_the_first_minute_of_a_day_belongs_to_it(self, log, record):
        record(reason="first", now=datetime(2026, 11, 2, 19, 0, tzinfo=UTC))  # 00:00 of the 3rd in Tashkent
        record(reason="last", now=datetime(2026, 11, 3, 18, 59, 59, tzinfo=UTC))
        record(reason="after", now=datetime(2026, 11, 3, 19, 0, tzinfo=UTC))

        assert self.reasons(log("?act=exported&from=2026-11-03&to=2026-11-03")) == ["last", "first"]

    def test_the_form_keeps_what_was_asked(self, log, entries):
        page = log("?person=aigul@example.org&act=exported&from=2026-11-01&to=2026-11-30")

        values = [page.find(f"[name={name}]").get("value") for name in ("person", "from", "to")]
        assert values == ["aigul@example.org", "2026-11-01", "2026-11-30"]
        assert page.find("[name=act] option[selected]")["value"] == "exported"

    def test_a_persons_page_leads_to_her_entries(self, sign_in, admin, entries, learner):
        page = sign_in(admin).page(f"/admin/people/{learner.id}")

        assert [row[5] for row in rows(page) if row[5]] == ["to her", "she did"]
        assert self.reasons(page.follow("All entries about this person"))[-2:] == ["to her", "she did"]


class TestFile:
    def test_it_holds_exactly_what_is_found_and_says_so_in_the_log(self, log, record, session, learner):
        for number in range(120):
            record(by=learner.id, reason=f"number {number}")

        link = log(f"?person={learner.id}").find("main a[href*='log.csv']")
        answer = log().client.get(str(link["href"]))

        head, *lines = table(answer)
        assert head == ["When (Asia/Tashkent)", "Who", "What", "About", "Before", "After", "Reason", "Network"]
        assert [line[6] for line in lines] == [f"number {number}" for number in range(119, -1, -1)]
        assert lines[0][:3] == ["2026-11-02 09:00:00", f"Aigul Sadykova ({learner.id})", "exported"]
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        taken = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (taken.act, taken.new) == ("exported", f"audit log, person {learner.id}")

    def test_what_cannot_be_recorded_is_not_given_out(self, log, session, record):
        record(reason="a reason")
        page = log()
        full = "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        session.connection().exec_driver_sql(full)
        session.commit()

        answer = page.client.get("/admin/log.csv")

        assert answer.status_code == 503
        assert "a reason" not in answer.text

    @pytest.mark.parametrize("text", [text for text in CORPUS.values() if text.strip()], ids=lambda text: text[:12])
    def test_whatever_a_name_or_a_reason_holds_is_text(self, log, record, make, text):
        user = make.learner(name=text[:200])
        record(Act.PERSON_CHANGED, audit.person(user.id), by=user.id, old=text, new=f"name: {text}", reason=text)

        page = log(f"?person={user.id}")
        cells = [cell for line in table(page.client.get(f"/admin/log.csv?person={user.id}")) for cell in line]

        assert page.find_all("main script, main img, main svg, main h1 + h1") == []
        assert len(rows(page)) == 1
        assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")]


class TestWording:
    def test_each_act_has_its_words(self):
        assert set(ACTS) == set(Act)

    def test_what_a_later_version_wrote_is_shown_as_it_is(self, log, record):
        record("brewed", Subject("teapot", "7"), old="cold", new="hot")

        assert rows(log())[0][2:5] == ["brewed", "teapot 7", "Before: cold After: hot"]

    def test_a_name_that_is_a_key_stays_a_name(self, app):
        with app.test_request_context():
            assert wording.name_change("person-changed", "name: password", "name: email") == (
                "name: password", "name: email",
            )  # fmt: skip
            assert wording.name_change("person-changed", "", "email") == ("", "e-mail address")


class TestAccess:
    def test_an_administrator_who_is_disabled_or_demoted_loses_the_pages_at_once(self, sign_in, make, session, admin):
        other = make.admin()
        visitor = sign_in(other)
        addresses = ["/admin", "/admin/log", "/admin/log.csv", "/admin/mail", "/admin/work", "/admin/settings"]
        assert {visitor.client.get(address).status_code for address in addresses} == {200}

        page = sign_in(admin).page(f"/admin/people/{other.id}")
        page.submit(form="#roles-form", roles=[], reason="left")
        assert {visitor.client.get(address).status_code for address in addresses} == {403}
        page.submit(form=f"form[action='/admin/people/{other.id}/disable']", reason="left")
        assert {visitor.client.get(address).status_code for address in addresses} == {302}

    def test_nobody_writes_entries_by_looking(self, log, session):
        log()
        before = session.scalar(select(func.count()).select_from(AuditEntry))
        session.rollback()

        log("?act=exported")

        assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
