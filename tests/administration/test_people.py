"""People, for administrators."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Role, User
from lms.audit import AuditEntry
from tests.factories import START

WHY = "a new office"


def action(user: User, what: str) -> str:
    return f"form[action='/admin/people/{user.id}/{what}']"


class TestPeople:
    def test_people_are_listed_by_name_with_their_roles(self, sign_in, admin, learner, author):
        rows = [
            " ".join(row.get_text(" ").split()) for row in sign_in(admin).page("/admin/people").find_all("tbody tr")
        ]

        assert rows == [
            "Aigul Sadykova aigul@example.org learner active",
            "Farhod Author farhod@example.org author active",
            "Gulnara Administrator gulnara@example.org administrator active",
        ]

    @pytest.mark.parametrize("find", ["айгүл", "АЙГҮЛ", "Садык", "aigul@", " aigul.sad "])
    def test_they_are_found_by_a_part_in_any_case(self, sign_in, admin, make, find):
        make.learner(name="Айгүл Садыкова", email="aigul@example.org", sign_in_name="aigul.sadykova")

        page = sign_in(admin).page("/admin/people").client.get("/admin/people", query_string={"find": find})

        text = page.get_data(as_text=True)
        assert "Айгүл Садыкова" in text
        assert "gulnara@example.org" not in text

    @pytest.mark.parametrize("find", ["%", "_", "' OR 1=1 --", "<script>"])
    def test_what_means_something_to_a_database_is_text(self, sign_in, admin, find):
        answer = sign_in(admin).client.get("/admin/people", query_string={"find": find})

        assert "Nobody was found." in answer.get_data(as_text=True)

    def test_there_are_fifty_on_a_page(self, sign_in, admin, make):
        for number in range(60):
            make.learner(name=f"Member {number:02d}")
        visitor = sign_in(admin)

        first = visitor.page("/admin/people")
        second = first.follow("Next")

        assert len(first.find_all("tbody tr")) == 50
        assert len(second.find_all("tbody tr")) == 11
        assert second.follow("Previous").address == "/admin/people"

    @pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
    def test_an_odd_page_is_answered_kindly(self, sign_in, admin, page):
        assert sign_in(admin).client.get(f"/admin/people?page={page}").status_code == 200

    @pytest.mark.parametrize("who", ["learner", "author", "coordinator"])
    def test_nobody_else_opens_it(self, sign_in, request, who, make):
        other = make.learner()
        visitor = sign_in(request.getfixturevalue(who))

        visitor.page("/admin/people", status=403)
        visitor.page("/admin/people/invite", status=403)
        visitor.page("/admin/people/new", status=403)
        assert visitor.page(f"/admin/people/{other.id}", status=404).text == visitor.page("/x", status=404).text

    def test_a_person_who_does_not_exist_is_missing(self, sign_in, admin):
        sign_in(admin).page("/admin/people/999999", status=404)


class TestFilters:
    @pytest.fixture(autouse=True)
    def people(self, make, admin):
        make.learner(name="Only Learner")
        make.author(name="An Author")
        make.author(name="Disabled Author", disabled_at=START)
        make.learner(name="Not Yet", password_hash=None)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("role=author", ["An Author", "Disabled Author"]),
            ("role=learner", ["Not Yet", "Only Learner"]),
            ("role=administrator", ["Gulnara Administrator"]),
            ("state=waiting", ["Not Yet"]),
            ("state=disabled", ["Disabled Author"]),
            ("state=active", ["An Author", "Gulnara Administrator", "Only Learner"]),
            ("role=author&state=active&find=aut", ["An Author"]),
            (
                "role=king&state=odd",
                ["An Author", "Disabled Author", "Gulnara Administrator", "Not Yet", "Only Learner"],
            ),
        ],
    )
    def test_people_are_found_by_role_and_state(self, sign_in, admin, query, found):
        page = sign_in(admin).page(f"/admin/people?{query}")

        assert [tag.get_text() for tag in page.find_all("tbody th")] == found
        assert f"{len(found)} in all" in page.find("caption").get_text()

    def test_the_next_page_asks_for_the_same(self, sign_in, admin, make):
        for number in range(60):
            make.learner(name=f"Member {number:02d}", disabled_at=START)

        page = sign_in(admin).page("/admin/people?state=disabled").follow("Next")

        assert len(page.find_all("tbody tr")) == 11
        assert "Page 2 of 2" in page.text
        assert page.find("#state option[selected]")["value"] == "disabled"


class TestLink:
    @pytest.fixture
    def link(self, sign_in, admin, learner) -> str:
        """A link for a learner, as the page shows it."""
        page = sign_in(admin).page(f"/admin/people/{learner.id}")
        shown = page.submit("Make a link to hand over", form=action(learner, "slip"), reason=WHY)
        return shown.find(".slip .code").get_text().removeprefix("http://localhost")

    def test_it_lets_its_owner_choose_a_password_once(self, visitor, link, new_password):
        home = visitor.page(link).submit(**new_password)

        assert home.address == "/"
        visitor.page(link, status=404)

    @pytest.mark.parametrize(("days", "status"), [(6, 200), (8, 404)])
    def test_it_works_for_a_week(self, visitor, sign_in, admin, learner, clock, days, status):
        page = sign_in(admin).page(f"/admin/people/{learner.id}")
        shown = page.submit("Make a link to hand over", form=action(learner, "slip"), reason=WHY)
        clock.advance(days=days)

        visitor.page(shown.find(".slip .code").get_text().removeprefix("http://localhost"), status=status)

    def test_a_later_slip_or_link_replaces_it(self, visitor, sign_in, admin, learner, link):
        for way in ("Make a link to hand over", "Make a new slip"):
            page = sign_in(admin).page(f"/admin/people/{learner.id}")
            page.submit(way, form=action(learner, "slip"), reason=WHY)
            visitor.page(link, status=404)

    def test_the_host_is_that_of_the_settings(self, sign_in, admin, learner):
        staff = sign_in(admin)
        page = staff.page(f"/admin/people/{learner.id}")
        sent = page.filled("Make a link to hand over", form=action(learner, "slip"), reason=WHY)

        answer = staff.client.post(
            f"/admin/people/{learner.id}/slip", data=sent, headers={"X-Forwarded-Host": "evil.example"}
        )

        assert "http://localhost/reset-password/" in answer.text
        assert "evil.example" not in answer.text

    def test_there_is_none_for_a_disabled_account(self, sign_in, admin, make):
        user = make.learner(disabled_at=START)

        assert sign_in(admin).page(f"/admin/people/{user.id}").find_all(action(user, "slip")) == []


class TestWaiting:
    """Accounts that others made, whose owners have not come in yet."""

    @pytest.fixture
    def waiting(self, make) -> User:
        return make.learner(
            name="Not Yet", email="not.yet@example.org", password_hash=None, notice_version=None, consented_at=None
        )

    def test_the_invitation_can_be_sent_again_and_says_why_in_the_log(
        self, sign_in, visitor, admin, waiting, outbox, session, new_password
    ):
        page = sign_in(admin).page(f"/admin/people/{waiting.id}")

        page.submit(form=action(waiting, "invitation"), reason=WHY)

        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (entry.act, entry.actor_id, entry.subject_id, entry.reason) == (
            "person-invited", admin.id, str(waiting.id), WHY,
        )  # fmt: skip
        assert visitor.page(outbox()[-1].path).submit(consent="y", **new_password).address == "/"

    def test_without_a_reason_none_is_sent(self, sign_in, admin, waiting, outbox):
        page = sign_in(admin).page(f"/admin/people/{waiting.id}").submit(form=action(waiting, "invitation"))

        assert page.find("#error-summary a")["href"] == "#invitation-reason"
        assert outbox() == []

    def test_whoever_has_come_in_is_not_invited(self, sign_in, admin, learner):
        assert sign_in(admin).page(f"/admin/people/{learner.id}").find_all(action(learner, "invitation")) == []

    @pytest.mark.parametrize("fields", [{}, {"email": None, "sign_in_name": "not.yet"}], ids=["mail", "no mail"])
    def test_a_link_that_is_handed_over_asks_for_consent_first(
        self, sign_in, visitor, admin, make, session, new_password, fields
    ):
        values = {"email": "not.yet@example.org", "notice_version": None, "consented_at": None, **fields}
        user = make.learner(name="Not Yet", password_hash=None, **values)
        page = sign_in(admin).page(f"/admin/people/{user.id}")
        shown = page.submit("Make a link to hand over", form=action(user, "slip"), reason=WHY)
        form = visitor.page(shown.find(".slip .code").get_text().removeprefix("http://localhost"))

        assert form.submit(**new_password).errors == ["Read the notice and tick the box to go on."]
        assert form.submit(consent="y", **new_password).address == "/"

        session.rollback()
        session.refresh(user)
        assert user.consented_at is not None


class TestRecord:
    def test_it_counts_courses_and_says_no_result(self, sign_in, admin, learner, make):
        enrolment = make.enrolment(user=learner)
        make.attempt(enrolment=enrolment, submitted_at=START, score=0.93, points=1.86)

        text = sign_in(admin).page(f"/admin/people/{learner.id}").text

        assert "on 1 course, in 0 cohorts" in text
        assert not {"93", "1.86", "basics"} & set(text.replace("%", " ").split())

    def test_the_latest_twenty_entries_stand_on_it_with_their_reasons(self, sign_in, admin, learner):
        staff = sign_in(admin)
        for number in range(11):
            page = staff.page(f"/admin/people/{learner.id}")
            page.submit(form=action(learner, "disable"), reason=f"reason {number}")
            page = staff.page(f"/admin/people/{learner.id}")
            page.submit(form=action(learner, "enable"), reason=f"again {number}")

        found = staff.page(f"/admin/people/{learner.id}").find_all(".log tbody tr")

        assert len(found) == 20
        assert "again 10" in found[0].get_text()


class TestInvite:
    def test_an_invited_person_has_the_roles_that_were_given(
        self, sign_in, visitor, admin, outbox, session, new_password
    ):
        form = sign_in(admin).page("/admin/people/invite")
        form.submit(email="New@Example.org", roles=["author", "coordinator"])

        visitor.page(outbox()[0].path).submit(name="New", consent="y", **new_password)

        session.rollback()
        user = session.scalar(select(User).where(User.email == "new@example.org"))
        assert {held.role for held in user.roles} == {Role.AUTHOR, Role.COORDINATOR}

    def test_an_address_with_an_account_is_not_invited(self, sign_in, admin, learner, outbox):
        page = sign_in(admin).page("/admin/people/invite").submit(email=learner.email)

        assert page.errors == ["There is an account with this e-mail address already."]
        assert outbox() == []

    def test_a_second_invitation_replaces_the_first(self, sign_in, visitor, admin, outbox):
        staff = sign_in(admin)
        for _time in range(2):
            staff.page("/admin/people/invite").submit(email="new@example.org")

        visitor.page(outbox()[0].path, status=404)
        visitor.page(outbox()[1].path)

    def test_a_role_that_does_not_exist_is_refused(self, sign_in, admin, outbox):
        form = sign_in(admin).page("/admin/people/invite")

        page = form.send({**form.filled(email="new@example.org"), "roles": "king"})

        assert page.errors == ["Choose only from what is offered here."]
        assert outbox() == []


class TestRoles:
    def test_a_role_given_or_taken_counts_on_the_next_request(self, sign_in, admin, learner):
        staff, visitor = sign_in(admin), sign_in(learner)
        visitor.page("/admin/people", status=403)

        staff.page(f"/admin/people/{learner.id}").submit(form="#roles-form", reason=WHY, roles=["administrator"])
        visitor.page("/admin/people")

        staff.page(f"/admin/people/{learner.id}").submit(form="#roles-form", reason=WHY, roles=["author"])
        visitor.page("/admin/people", status=403)

    def test_nobody_raises_his_own_role(self, sign_in, admin, session):
        page = sign_in(admin).page(f"/admin/people/{admin.id}")

        answer = page.submit(form="#roles-form", reason=WHY, roles=["administrator", "author"])

        assert "You cannot give yourself a role" in answer.errors[0]
        session.rollback()
        assert {held.role for held in admin.roles} == {Role.ADMINISTRATOR}

    def test_the_last_administrator_stays_one(self, sign_in, admin, make, session):
        make.admin(disabled_at=START)
        make.admin(password_hash=None)

        page = sign_in(admin).page(f"/admin/people/{admin.id}").submit(form="#roles-form", reason=WHY, roles=[])

        assert "only administrator" in page.errors[0]
        session.rollback()
        assert admin.has_role(Role.ADMINISTRATOR)

    def test_one_of_two_administrators_may_step_back(self, sign_in, admin, make, session):
        make.admin()

        sign_in(admin).page(f"/admin/people/{admin.id}").submit(form="#roles-form", reason=WHY, roles=[])

        session.rollback()
        assert not admin.has_role(Role.ADMINISTRATOR)


class TestDisable:
    def test_a_disabled_account_is_out_at_once_and_for_good(self, sign_in, visitor, admin, learner):
        signed_in = sign_in(learner)

        sign_in(admin).page(f"/admin/people/{learner.id}").submit(form=action(learner, "disable"), reason=WHY)

        assert signed_in.client.get("/account").status_code == 302
        assert sign_in(learner).client.get("/account").status_code == 302

    def test_it_can_be_enabled_again_without_its_old_sessions(self, sign_in, admin, learner):
        before, staff = sign_in(learner), sign_in(admin)
        disabled = staff.page(f"/admin/people/{learner.id}").submit(form=action(learner, "disable"), reason=WHY)

        disabled.submit(form=action(learner, "enable"), reason=WHY)

        assert before.client.get("/account").status_code == 302
        assert sign_in(learner).client.get("/account").status_code == 200

    def test_a_row_that_is_disabled_behind_our_back_ends_its_sessions_too(self, sign_in, learner, session):
        visitor = sign_in(learner)
        session.rollback()
        learner.disabled_at = START
        session.commit()

        assert visitor.client.get("/account").status_code == 302

    def test_the_last_administrator_cannot_be_disabled(self, sign_in, admin, session):
        sign_in(admin).page(f"/admin/people/{admin.id}").submit(form=action(admin, "disable"), reason=WHY, status=409)

        session.rollback()
        assert admin.disabled_at is None

    def test_an_administrator_ends_anyones_sessions(self, sign_in, admin, learner):
        gone, staff = sign_in(learner), sign_in(admin)

        staff.page(f"/admin/people/{learner.id}").submit(form=action(learner, "end-sessions"), reason=WHY)

        assert gone.client.get("/account").status_code == 302
        assert staff.client.get("/account").status_code == 200
