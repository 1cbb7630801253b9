"""Slips that coordinators print: for whom, and never a way into an account that is somebody's."""

import pytest
from sqlalchemy import select

from lms.accounts.models import LinkKind, OneTimeLink, Role
from lms.audit import Act, AuditEntry
from lms.cohorts.models import Membership
from tests.accounts.conftest import NEW_PASSWORD
from tests.factories import START


@pytest.fixture
def awaited(make, cohort):
    """Put somebody on the cohort's list who has never come in."""

    def awaited(surname="Nazarov", **fields) -> Membership:
        roles = fields.pop("roles", ())
        person = {"email": None, "sign_in_name": surname.lower(), "password_hash": None, "consented_at": None, **fields}
        user = make.user(name=f"Firuz {surname}", roles=roles, **person)
        return make.membership(cohort=cohort, user=user, surname=surname, given_name="Firuz", joined_at=None)

    return awaited


def slips_of(page) -> list[tuple[str, str, str]]:
    """Give name, sign-in name and code of each slip."""
    return [
        (slip.h2.get_text(strip=True), *(tag.get_text(strip=True) for tag in slip.select(".code")))
        for slip in page.find_all(".slip")
    ]


def given(session) -> list[OneTimeLink]:
    session.expire_all()
    return list(session.scalars(select(OneTimeLink).where(OneTimeLink.kind == LinkKind.SLIP)))


class TestRule:
    """Whoever holds a slip is that person: so none for an account that is, or may be, somebody's."""

    def ask(self, sign_in, coordinator, membership, status):
        visitor = sign_in(coordinator)
        token = visitor.page("/courses").find("input[name=csrf_token]")["value"]
        address = f"/cohorts/{membership.cohort_id}/members/{membership.id}/slip"
        answer = visitor.client.post(address, data={"csrf_token": token})
        assert answer.status_code == status
        return answer

    def test_somebody_who_never_came_in_gets_one(self, sign_in, coordinator, awaited, session):
        self.ask(sign_in, coordinator, awaited(), 200)

        assert len(given(session)) == 1

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.COORDINATOR, Role.ADMINISTRATOR])
    def test_nobody_with_a_role(self, sign_in, coordinator, awaited, session, role):
        self.ask(sign_in, coordinator, awaited(roles=(role,)), 409)

        assert given(session) == []

    def test_nobody_who_has_chosen_a_password(self, sign_in, coordinator, cohort, make, session):
        without_mail = make.learner(email=None, sign_in_name="in.use")

        self.ask(sign_in, coordinator, make.membership(cohort=cohort, user=without_mail, joined_at=None), 409)
        self.ask(sign_in, coordinator, make.membership(cohort=cohort), 409)

        assert given(session) == []

    def test_nobody_on_the_list_of_another_cohort(self, sign_in, coordinator, awaited, other_cohort, make, session):
        membership = awaited()
        elsewhere = make.membership(cohort=other_cohort, user=membership.user, joined_at=None)
        self.ask(sign_in, coordinator, membership, 409)
        assert given(session) == []

        elsewhere.left_at = START
        session.commit()

        self.ask(sign_in, coordinator, membership, 200)

    def test_nobody_whose_account_is_disabled(self, sign_in, coordinator, awaited, session):
        self.ask(sign_in, coordinator, awaited(disabled_at=START), 409)

        assert given(session) == []

    def test_nobody_who_was_taken_from_the_list(self, sign_in, coordinator, awaited, session):
        membership = awaited()
        membership.left_at = START
        session.commit()

        self.ask(sign_in, coordinator, membership, 409)

    def test_nobody_of_a_cohort_that_is_not_hers(self, sign_in, other_coordinator, awaited, session):
        self.ask(sign_in, other_coordinator, awaited(), 404)

        assert given(session) == []

    def test_the_page_offers_it_only_where_it_is_given(self, sign_in, coordinator, awaited, cohort, make):
        visitor = sign_in(coordinator)
        open_, role = awaited(), awaited("Author", roles=(Role.AUTHOR,))

        assert visitor.page(f"/cohorts/{cohort.id}/members/{open_.id}").find_all("form[action$='/slip']")
        assert not visitor.page(f"/cohorts/{cohort.id}/members/{role.id}").find_all("form[action$='/slip']")


class TestManyAtOnce:
    def test_each_who_waits_gets_one_that_opens_her_account(
        self, sign_in, visitor, coordinator, cohort, awaited, session
    ):
        awaited("Nazarov"), awaited("Abdiev")

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips").submit()

        first, second = slips_of(page)
        assert (first[:2], second[:2]) == (("Firuz Abdiev", "abdiev"), ("Firuz Nazarov", "nazarov"))
        entries = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.SLIP_GIVEN)).all()
        assert {entry.actor_id for entry in entries} == {coordinator.id} and len(entries) == 2
        home = visitor.page("/slip").submit(
            sign_in_name=first[1], code=first[2], consent="y", password=NEW_PASSWORD, again=NEW_PASSWORD
        )
        assert home.address == "/" and "You are on the list of “Investigators of Osh”" in home.text

    def test_there_are_forty_at_once_and_then_the_next(self, sign_in, coordinator, cohort, awaited):
        for number in range(42):
            awaited(f"Member{number:02d}")
        first = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips")

        second = first.follow("Next")

        assert len(first.find_all("input[name=people]")) == 40
        assert [name for name, *_rest in slips_of(second.submit(form="main form"))] == [
            "Firuz Member40",
            "Firuz Member41",
        ]

    def test_whoever_has_a_slip_is_not_ticked_and_a_new_one_replaces_it(
        self, sign_in, visitor, coordinator, cohort, awaited, session
    ):
        membership = awaited()
        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips")
        before = slips_of(page.submit())[0]

        again = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips")

        assert not again.find_all("input[name=people][checked]")
        assert again.submit().errors == ["Tick at least one person."]
        again.submit(people=[membership.id])
        fields = {"consent": "y", "password": NEW_PASSWORD, "again": NEW_PASSWORD}
        assert visitor.page("/slip").submit(sign_in_name=before[1], code=before[2], **fields).errors
        assert len(given(session)) == 1

    def test_whoever_is_invited_by_mail_is_not_ticked_and_a_slip_is_said_to_end_the_link(
        self, sign_in, coordinator, cohort, awaited
    ):
        awaited("Nazarov"), awaited("Abdiev", email="firuz@example.org")

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips")

        assert "Abdiev Firuz (is invited by mail; a slip ends that link)" in page.text
        assert [name for name, *_rest in slips_of(page.submit())] == ["Firuz Nazarov"]

    def test_whoever_came_in_meanwhile_gets_none_and_the_page_says_so(
        self, sign_in, coordinator, cohort, awaited, session, make
    ):
        awaited("Nazarov")
        late = awaited("Abdiev")
        form = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips")
        late.user.password_hash = "chosen"
        session.commit()

        page = form.submit()

        assert [name for name, *_rest in slips_of(page)] == ["Firuz Nazarov"]

    @pytest.mark.parametrize("number", ["999999", "-1", str(2**63), "x"])
    def test_numbers_of_others_and_of_nobody_give_nothing(
        self, sign_in, coordinator, cohort, other_cohort, awaited, make, session, number
    ):
        awaited()
        theirs = make.user(email=None, sign_in_name="theirs", password_hash=None)
        other = make.membership(cohort=other_cohort, user=theirs, joined_at=None)
        form = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips")

        for chosen in (number, str(other.id)):
            answer = form.client.post(
                f"/cohorts/{cohort.id}/slips", data={**form.filled(), "people": chosen, "once": f"a{chosen}"}
            )
            assert answer.status_code in (200, 409) and 'class="slip"' not in answer.text

        assert given(session) == []

    def test_sent_twice_makes_them_once(self, sign_in, coordinator, cohort, awaited, session):
        awaited()
        form = sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips")
        sent = form.filled()
        form.send(sent)

        form.send(sent, status=409)

        assert len(given(session)) == 1

    def test_where_nobody_waits_it_says_so(self, sign_in, coordinator, cohort):
        assert "Nobody on the list waits" in sign_in(coordinator).page(f"/cohorts/{cohort.id}/slips").text
