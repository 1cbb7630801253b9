"""People, for administrators."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Role, User
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

        assert "Nobody gives himself a role" in answer.errors[0]
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
