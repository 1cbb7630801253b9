"""Members added by a list: whatever is handed in is shown line by line first, and all of it is stored or nothing."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms import mail
from lms.accounts.models import OneTimeLink, User
from lms.audit import Act, AuditEntry
from lms.cohorts.models import CameBy, Membership, Sex
from tests.factories import START
from tests.page import Page
from tests.site.test_forms import WRITTEN_BY_GET, snapshot

HEADER = "Фамилия;Имя;Отчество;Ведомство;Эл. почта"
LIST = f"""{HEADER}
Садыкова;Айгүл;Маратовна;Прокуратура;aigul@example.com
Асанов;Бакыт;;МВД;
"""
ENGLISH = "Surname,Given name,E-mail\nAsanov,Bakyt,bakyt@example.com\n"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://evil.example";"x")',
    "template": "{{ 7919*7907 }}",
    "end-of-field": "</textarea><h1>x</h1>",
    "placeholder": "%(name)s %s {0}",
    "database": "'; DROP TABLE user_account; --",
}


@pytest.fixture
def cohort(make, coordinator):
    return make.cohort(coordinators=[coordinator])


@pytest.fixture
def add(sign_in, coordinator, cohort):
    """Open the page for adding members, as the cohort's coordinator."""
    visitor = sign_in(coordinator)
    return lambda: visitor.page(f"/cohorts/{cohort.id}/members/add")


@pytest.fixture
def watch(session):
    """Begin to watch the tables; what is given back tells which hold something else, what looking may write aside."""

    def begin() -> Callable[[], set[str]]:
        before = snapshot(session)

        def changed() -> set[str]:
            after = snapshot(session)
            return {name for name in before if before[name] != after[name]} - WRITTEN_BY_GET

        return changed

    return begin


def send_file(page: Page, data: bytes, name: str = "list.csv") -> Page:
    return page.send({**page.filled(), "file": (BytesIO(data), name)})  # type: ignore[dict-item]


def post_by_hand(page: Page, fields: dict[str, str]) -> TestResponse:
    """Send a form as browsers do that holds more than the test client keeps in memory."""
    file = '; filename="x.csv"'
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"{file if name == "file" else ""}\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    kind = "multipart/form-data; boundary=x"
    return page.client.post(page.address, data="".join(parts) + "--x--\r\n", content_type=kind)


def said(page: Page) -> dict[int, str]:
    """What the page says will be done with each line."""
    rows = page.find_all(".checked-lines tbody tr")
    texts = {int(row.select(".meta")[0].get_text().split()[-1]): row.select("td")[0] for row in rows}
    return {number: " ".join(cell.get_text(" ").split()) for number, cell in texts.items()}


def people(session, cohort) -> dict[str, User]:
    """Everybody in the cohort or on its list, by the name of the account."""
    session.rollback()
    found = session.scalars(select(User).join(Membership, Membership.user_id == User.id))
    return {user.name: user for user in found}


class TestPreview:
    def test_it_says_what_becomes_of_each_line(self, add, make, cohort):
        make.membership(cohort=cohort, surname="Жапаров", given_name="Эрлан")
        make.user(name="Hidden Name", email="has@example.com")
        text = f"{LIST}Жапаров;Эрлан;;;\nИванов;Иван;;;has@example.com\nСадыкова;Айгүл;Маратовна;;\n"

        shown = add().submit(text=text)

        assert said(shown) == {
            2: "Gets an account, and an invitation by e-mail.",
            3: "Gets an account, to be opened with a printed slip.",
            4: "Is in the cohort or on its list. Nothing changes. Taken for the person of this name who is, or was, "
            "here. Is it somebody else? Then give an e-mail address, or add this person alone, on the page for one "
            "person.",
            5: "Has an account. Is asked by e-mail to join.",
            6: "The same person as in line 2: taken once.",
        }
        assert "3 people can be added, 1 line names a person again, 1 person is here already." in shown.text
        assert "Hidden Name" not in shown.html

    def test_nothing_is_stored_by_looking(self, add, watch):
        page, changed = add(), watch()

        page.submit(text=LIST).submit("check", text=LIST + "Каримова;Дилноза;;;\n")

        assert changed() == set()

    def test_what_is_wrong_comes_first_and_nothing_can_be_added(self, add, make):
        make.user(email="off@example.com", disabled_at=START)
        bad = f"{LIST}Т?рсунова;Нина;;;\nПетров;Пётр;;;off@example.com\nКаримова;Дилноза;;;dilnoza(at)example.com\n"

        shown = add().submit(text=bad)

        assert list(said(shown)) == [4, 5, 6, 2, 3]
        assert all(text.startswith("Must be corrected") for line, text in said(shown).items() if line > 3)
        assert "is disabled" in said(shown)[5]
        assert [button["value"] for button in shown.find_all("main form button")] == ["check"]
        assert shown.find("#text").get_text().strip() == bad.strip()

    def test_five_hundred_lines_without_remark_are_shown_and_the_rest_is_counted(self, add):
        lines = "".join(f"Фамилия{chr(0x430 + i % 32)}{chr(0x430 + i // 32)};Имя;;;\n" for i in range(600))

        shown = add().submit(text=f"{HEADER}\n{lines}Т?рсунова;Нина;;;\n")

        assert len(said(shown)) == 501
        assert "100 more lines, of which there is nothing to remark, are not shown." in shown.text

    def test_columns_that_are_not_read_are_named(self, add, session, cohort):
        shown = add().submit(text="Surname;Name;Role;Password;Room\nAsanov;Bakyt;administrator;secret-of-mine;12\n")

        assert "never taken from a list, whatever they say: “Role”, “Password”" in shown.text
        assert "left out: “Room”" in shown.text
        shown.submit("add")
        made = people(session, cohort)["Bakyt Asanov"]
        assert made.roles == [] and made.password_hash is None


class TestFiles:
    @pytest.mark.parametrize(
        "data",
        [
            LIST.encode("utf-8"),
            LIST.encode("utf-8-sig"),
            LIST.replace("ү", "у").encode("cp1251"),
            LIST.encode("utf-16"),
            LIST.encode("utf-16-be"),
            b"sep=;\r\n" + LIST.replace("\n", "\r\n").encode(),
            LIST.replace(";", "\t").encode(),
            LIST.replace(";", ",").replace("\n", "\r").encode(),
        ],
        ids=["utf-8", "bom", "cp1251", "utf-16", "utf-16-be", "sep", "tabs", "commas"],
    )
    def test_a_list_is_read_and_added_however_it_was_saved(self, add, data, session, cohort):
        shown = send_file(add(), data)

        done = shown.submit("add")

        assert "2 people are on the list now. 1 mail is on its way. 1 needs a printed slip." in done.flashes
        names = {name.replace("ү", "у") for name in people(session, cohort)}
        assert names == {"Айгул Маратовна Садыкова", "Бакыт Асанов"}

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"PK\x03\x04" + b"\0" * 100, "Excel workbook"),
            (b"%PDF-1.7 ...", "This is a PDF"),
            (b"\x89PNG\r\n\x1a\n\0\0\0", "no list in plain text"),
            (b"Surname;Name\nAsanov\0;Bakyt\n", "no list in plain text"),
            (b"", "The list is empty"),
            (b"\xef\xbb\xbf\n\n", "The list is empty"),
            ("Цвет;Размер\nкрасный;12\n".encode(), "names no column that is known here"),
            ("Фамилия;Имя\n".encode(), "There is nobody under the names of the columns"),
            (b"Surname;Name\n" + b"A;B\n" * 5001, "more than 5000 lines"),
        ],
        ids=["xlsx", "pdf", "image", "nul", "empty", "blank", "other-columns", "header-alone", "too-long"],
    )
    def test_what_is_no_list_is_refused_with_a_sentence(self, add, data, sentence, watch):
        page, changed = add(), watch()

        shown = send_file(page, data, "../../<b>x.csv")

        assert sentence in shown.text
        assert "x.csv" not in shown.html
        assert not shown.find_all("button[value=add]")
        assert changed() == set()

    def test_a_huge_file_is_refused_with_a_sentence(self, add):
        page = add()

        answer = post_by_hand(page, {**page.filled(), "file": "x;y\n" * 300_000})

        assert answer.status_code == 200 and "The list is larger than 1024 KB" in answer.text

    def test_a_pasted_megabyte_fits(self, add):
        page = add()
        text = HEADER + "\n" + "Фамилия;Имя;Отчествовна;Генеральная прокуратура Кыргызской Республики;\n" * 4999

        answer = post_by_hand(page, {**page.filled(), "text": text + "Т?рсунова;;;" + "м" * 180_000})

        assert answer.status_code == 200 and "1 person can be added, 1 line must be corrected" in answer.text

    def test_a_list_and_a_file_at_once_are_one_too_many(self, add):
        page = add()

        shown = page.send({**page.filled(text=LIST), "file": (BytesIO(LIST.encode()), "x.csv")})

        assert any("Choose one of the two" in error for error in shown.errors)
        assert "Садыкова" in shown.find("#text").get_text()

    def test_more_than_the_body_may_hold_is_refused_kindly(self, add):
        page = add()

        answer = post_by_hand(page, {**page.filled(), "text": "x" * 2_200_000})

        assert answer.status_code == 413 and "at most 2 MB" in answer.text

    def test_five_thousand_lines_fit_and_are_added(self, add, session, cohort):
        letters = "абвгдежзик"
        words = ["".join(letters[int(digit)] for digit in f"{number:04d}") for number in range(5000)]
        text = HEADER + "\n" + "".join(f"Фамилия{it};Имя;;МВД;\n" for it in words)

        shown = add().submit(text=text)
        done = shown.submit("add")

        assert "5000 people are on the list now." in done.flashes
        assert len(people(session, cohort)) == 5000


class TestHostileCells:
    @pytest.mark.parametrize("cell", HOSTILE.values(), ids=list(HOSTILE))
    def test_what_stands_in_a_cell_is_text(self, add, session, cohort, cell):
        quoted = '"' + cell.replace('"', '""') + '"'

        shown = add().submit(text=f"Surname;Name;Agency\nAsanov;Bakyt;{quoted}\n")
        shown.submit("add")

        assert "62615533" not in shown.html
        assert session.scalar(select(Membership.agency)) == cell

    @pytest.mark.parametrize("text", ["Asanov\u202egnp", "Asa\u0007nov"], ids=["turned", "bell"])
    def test_what_turns_or_hides_a_text_must_be_corrected(self, add, text):
        shown = add().submit(text=f"Surname;Name\n{text};Bakyt\n")

        assert said(shown)[2].startswith("Must be corrected")

    def test_a_pasted_nul_is_refused(self, add):
        page = add()

        assert page.client.post(page.address, data={**page.filled(), "text": "a\0b"}).status_code == 400


class TestAdd:
    def test_a_list_makes_accounts_that_wait_and_nobody_a_member(self, add, session, cohort, coordinator):
        done = add().submit(text=LIST).submit("add")

        assert done.address == f"/cohorts/{cohort.id}/members"
        made = people(session, cohort)
        aigul, bakyt = made["Айгүл Маратовна Садыкова"], made["Бакыт Асанов"]
        assert (aigul.email, aigul.sign_in_name) == ("aigul@example.com", None)
        assert (bakyt.email, bakyt.sign_in_name) == (None, "bakyt.asanov")
        for user in (aigul, bakyt):
            assert (user.password_hash, user.consented_at, user.roles, user.language) == (None, None, [], "en")
            assert user.profession == cohort.audience
        hers = session.scalars(select(Membership).where(Membership.user_id == aigul.id)).one()
        assert (hers.surname, hers.given_name, hers.agency) == ("Садыкова", "Айгүл", "Прокуратура")
        assert (hers.came_by, hers.joined_at, hers.promised) == (CameBy.LIST, None, None)

    def test_what_the_list_states_is_kept(self, add, session, cohort):
        text = (
            "Surname;Name;Sex;Language;Profession;Country;Position;Province;Surname in Latin letters\n"
            "Садыкова;Айгүл;f;ru;judge;KG;Chair;Osh;Sadykova\n"
        )

        add().submit(text=text).submit("add")

        user = people(session, cohort)["Айгүл Садыкова"]
        hers = session.scalars(select(Membership).where(Membership.user_id == user.id)).one()
        assert (user.language, user.profession, user.country) == ("ru", "judge", "kg")
        assert (hers.sex, hers.position, hers.province, hers.surname_latin) == (Sex.FEMALE, "Chair", "Osh", "Sadykova")

    def test_the_log_says_who_was_listed_by_whom(self, add, session, cohort, coordinator):
        add().submit(text=LIST).submit("add")

        session.rollback()
        entries = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.MEMBERS_LISTED)).all()
        assert {entry.actor_id for entry in entries} == {coordinator.id}
        (whole,) = [entry for entry in entries if entry.subject_kind == "cohort"]
        assert (whole.subject_id, whole.new) == (str(cohort.id), "invited: 1, slip: 1")
        assert len(entries) == 3

    def test_a_double_click_adds_nobody_twice(self, add, session, cohort):
        shown = add().submit(text=LIST)
        data = shown.filled("add")
        shown.send(data)

        again = shown.send(data, status=409)

        assert "already received" in again.text
        assert len(people(session, cohort)) == 2

    def test_the_same_list_again_adds_nobody(self, add):
        add().submit(text=LIST).submit("add")

        again = add().submit(text=LIST)

        assert "0 people can be added, 2 people are here already." in again.text
        assert not again.find_all("button[value=add]")

    def test_what_was_typed_after_looking_is_looked_at_first(self, add, session, cohort):
        shown = add().submit(text=LIST)

        again = shown.submit("add", text=LIST + "Каримова;Дилноза;;;\n")

        assert "no longer what was shown" in again.text
        assert people(session, cohort) == {}
        assert "3 people are on the list now." in again.submit("add").flashes

    @pytest.mark.parametrize("what", ["disabled", "taken", "member"])
    def test_what_changes_after_looking_stops_all_of_it(self, add, make, cohort, watch, what):
        shown = add().submit(text=LIST)
        other = make.user(
            name="Somebody Else", email="aigul@example.com", disabled_at=START if what == "disabled" else None
        )
        if what == "member":
            make.membership(cohort=cohort, user=other, surname="Else", given_name="Somebody")
        changed = watch()

        page = shown.submit("add")

        assert changed() == set()
        assert "Nobody was added" in page.text
        assert page.find("#text").get_text().strip() == LIST.strip()
        assert ("Must be corrected" in said(page)[2]) == (what != "taken")
        assert "Somebody Else" not in page.html

    def test_an_error_page_keeps_what_was_pasted(self, add):
        page = add()

        refused = page.send({**page.filled(text=LIST), "csrf_token": "wrong"}, status=400)

        assert "Садыкова;Айгүл;Маратовна" in refused.html

    def test_an_outsider_adds_nobody(self, sign_in, make, cohort, outsider):
        sign_in(outsider).page(f"/cohorts/{cohort.id}/members/add", status=404)
        sign_in(make.coordinator()).page(f"/cohorts/{cohort.id}/members/add", status=404)


class TestMails:
    def test_an_invitation_leads_to_the_cohort(self, app, add, visitor, session, instance, cohort):
        add().submit(text=LIST).submit("add")
        letter = message_from_bytes(next((instance / "outbox").glob("*.eml")).read_bytes(), policy=policy.default)
        assert (letter["To"], letter["Subject"]) == ("aigul@example.com", "You are invited to Sabak")
        address = re.search(r"http://localhost(/invitation/\S+)", letter.get_content())
        assert address

        words = "eleven poplars by Naryn"
        page = visitor.page(address[1]).submit(password=words, again=words, consent="y")

        hers = session.scalars(select(Membership).where(Membership.surname == "Садыкова")).one()
        assert page.address == f"/memberships/{hers.id}" and cohort.name in page.text
        assert not hers.is_member
        page.submit("Join this cohort")
        session.refresh(hers)
        assert hers.is_member

    def test_who_has_an_account_is_asked_in_her_language(self, add, make, session, cohort):
        make.user(email="aigul@example.com", language="en", name="Her Own Name")

        add().submit(text=LIST).submit("add")

        letter = session.scalars(select(mail.Mail)).one()
        assert letter.subject == "You were put on a list on Sabak"
        assert session.scalars(select(OneTimeLink)).all() == []

    def test_many_mails_are_left_to_the_sweep(self, app, add, session):
        lines = "".join(f"Surname{chr(97 + n)};Name;p{n}@example.com\n" for n in range(25))
        add().submit(text=f"Surname;Given name;E-mail\n{lines}").submit("add")
        waiting = select(mail.Mail).where(mail.Mail.sent_at.is_(None))
        assert len(session.scalars(waiting).all()) == 25

        with app.app_context():
            mail.deliver_left_over()

        session.rollback()
        assert session.scalars(waiting).all() == []


class TestTemplate:
    def test_the_empty_list_is_a_file_that_is_understood(self, sign_in, coordinator, add):
        answer = sign_in(coordinator).client.get("/cohorts/members-template.csv")

        assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
        shown = send_file(add(), answer.data + b"Asanov;Bakyt" + 12 * b";" + b"\r\n")
        assert "1 person can be added" in shown.text
