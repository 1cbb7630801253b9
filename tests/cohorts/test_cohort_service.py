"""Cohorts are made, changed and followed, what was promised is kept, and all of it is in the log; on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lms.accounts.models import Profession, UserRole
from lms.audit import Act, AuditEntry
from lms.cohorts import cohort_service, membership_service
from lms.cohorts import service as places
from lms.cohorts.cohort_service import Description, NoSuchCoordinator, Promised
from lms.cohorts.models import Cohort, CohortCoordinator, JoinCode, Membership, Shown
from lms.errors import Conflict, NotFound
from tests.factories import START, Make
from tests.together import together

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
DESCRIBED = Description(
    name="Судьи Оша",
    audience=Profession.INVESTIGATOR,
    starts_on=date(2026, 11, 1),
    ends_on=date(2026, 12, 20),
    course_keys=("basics",),
)


@pytest.fixture
def make(any_session):
    return Make(any_session)


@pytest.fixture
def coordinator(make):
    return make.coordinator(name="Dilnoza", email="dilnoza@example.org")


def entries(session, act: Act) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


class TestCreate:
    def test_the_coordinator_who_makes_it_follows_it(self, any_session, coordinator):
        cohort = cohort_service.create_cohort(any_session, DESCRIBED, by=coordinator.id, now=NOW)

        assert cohort_service.list_coordinators(any_session, cohort.id) == [coordinator]
        assert (cohort.course_keys, cohort.name_folded) == (["basics"], "судьи оша")
        assert [it.actor_id for it in entries(any_session, Act.COHORT_CREATED)] == [coordinator.id]
        assert '"name": "Судьи Оша"' in entries(any_session, Act.COHORT_CREATED)[0].new

    def test_an_administrator_who_is_no_coordinator_does_not(self, any_session, make):
        cohort = cohort_service.create_cohort(any_session, DESCRIBED, by=make.admin().id, now=NOW)

        assert any_session.scalars(select(CohortCoordinator)).all() == []
        assert cohort.id

    @pytest.mark.parametrize(
        ("audience", "shown"),
        [
            (Profession.JUDGE, Shown.COMPLETION),
            (Profession.INVESTIGATOR, Shown.SCORES),
            (Profession.PROSECUTOR, Shown.SCORES),
            (Profession.OTHER, Shown.SCORES),
        ],
    )
    def test_scores_of_judges_are_not_shown_unless_somebody_says_so(self, any_session, coordinator, audience, shown):
        described = replace(DESCRIBED, audience=audience)

        usual = cohort_service.create_cohort(any_session, described, by=coordinator.id, now=NOW)
        told = cohort_service.create_cohort(
            any_session, replace(described, shown=Shown.SCORES), by=coordinator.id, now=NOW
        )

        assert (usual.shown, told.shown) == (shown, Shown.SCORES)


class TestChange:
    def test_the_log_tells_what_was_and_what_is_of_what_changed(self, any_session, make, coordinator):
        cohort = make.cohort(name="Old", coordinators=[coordinator])
        described = replace(DESCRIBED, name="New", shown=Shown.SCORES)

        cohort_service.change_cohort(any_session, cohort.id, described, by=coordinator.id, now=NOW)

        entry = entries(any_session, Act.COHORT_CHANGED)[0]
        assert (entry.old, entry.new, entry.subject_id) == ('{"name": "Old"}', '{"name": "New"}', str(cohort.id))

    def test_what_changes_nothing_leaves_no_entry(self, any_session, make, coordinator):
        cohort = make.cohort(name=DESCRIBED.name)

        cohort_service.change_cohort(any_session, cohort.id, DESCRIBED, by=coordinator.id, now=NOW)

        assert entries(any_session, Act.COHORT_CHANGED) == []

    def test_members_take_a_place_on_a_course_that_is_new_in_it(self, any_session, make, coordinator):
        cohort = make.cohort(courses=["basics"])
        member, listed, gone = (make.learner() for _person in range(3))
        make.membership(cohort=cohort, user=member)
        make.membership(cohort=cohort, user=listed, joined_at=None)
        make.membership(cohort=cohort, user=gone, left_at=START)

        cohort_service.change_cohort(
            any_session,
            cohort.id,
            replace(DESCRIBED, course_keys=("advanced", "basics")),
            by=coordinator.id,
            now=NOW,
        )

        any_session.commit()
        any_session.expire_all()
        assert any_session.get(Cohort, cohort.id).course_keys == ["advanced", "basics"]
        assert [it.course_key for it in places.list_enrolments(any_session, member.id)] == ["advanced"]
        assert places.list_enrolments(any_session, listed.id) == places.list_enrolments(any_session, gone.id) == []

    def test_a_course_taken_out_leaves_members_their_places(self, any_session, make, coordinator):
        cohort = make.cohort(courses=["advanced", "basics"])
        membership = make.membership(cohort=cohort)
        make.enrolment(user=membership.user, course_key="advanced")

        cohort_service.change_cohort(any_session, cohort.id, DESCRIBED, by=coordinator.id, now=NOW)

        assert cohort.course_keys == ["basics"]
        assert places.find_place(any_session, membership.user_id, "advanced")


class TestPromise:
    def change(self, session, cohort, shown):
        described = replace(DESCRIBED, shown=shown)
        return cohort_service.change_cohort(session, cohort.id, described, by=1, now=NOW)

    def test_scores_may_always_be_hidden(self, any_session, make):
        cohort = make.cohort(shown=Shown.SCORES)
        make.membership(cohort=cohort)

        assert self.change(any_session, cohort, Shown.COMPLETION).shown == Shown.COMPLETION

    @pytest.mark.parametrize("left_at", [None, START], ids=["in it", "gone since"])
    def test_hidden_scores_stay_hidden_once_somebody_has_joined(self, any_session, make, left_at):
        cohort = make.cohort(shown=Shown.COMPLETION)
        make.membership(cohort=cohort, left_at=left_at)

        with pytest.raises(Promised, match="This promise is kept"):
            self.change(any_session, cohort, Shown.SCORES)

    def test_the_usual_choice_does_not_go_around_it(self, any_session, make):
        cohort = make.cohort(shown=Shown.COMPLETION)
        make.membership(cohort=cohort)

        with pytest.raises(Promised):
            self.change(any_session, cohort, None)

    def test_while_people_are_only_on_the_list_it_may_be_changed(self, any_session, make):
        cohort = make.cohort(shown=Shown.COMPLETION)
        make.membership(cohort=cohort, joined_at=None)

        assert self.change(any_session, cohort, Shown.SCORES).shown == Shown.SCORES

    def test_who_joins_at_the_same_moment_has_the_promise_kept(self, any_app, any_session, make):
        cohort = make.cohort(shown=Shown.COMPLETION)
        ids = [make.membership(cohort=cohort, joined_at=None).id for _person in range(3)]
        any_session.rollback()

        def act(session, number):
            if number == 3:
                return self.change(session, cohort, Shown.SCORES)
            membership = session.get_one(Membership, ids[number])
            return membership_service.join(session, membership, now=NOW, read=Shown.COMPLETION)

        together(any_app, act, expected=Conflict)

        any_session.expire_all()
        promised = set(any_session.scalars(select(Membership.promised)))
        if any_session.get(Cohort, cohort.id).shown == Shown.SCORES:
            assert Shown.COMPLETION not in promised


class TestDelete:
    def test_one_that_never_had_anybody_goes_with_all_that_is_its(self, any_session, make, coordinator):
        cohort = make.cohort(name="By mistake", coordinators=[coordinator])
        make.join_code(cohort=cohort)

        cohort_service.delete_cohort(any_session, cohort.id, by=coordinator.id, now=NOW)
        any_session.commit()

        assert [any_session.scalars(select(it)).all() for it in (Cohort, CohortCoordinator, JoinCode)] == [[], [], []]
        assert "By mistake" in entries(any_session, Act.COHORT_DELETED)[0].old

    @pytest.mark.parametrize("fields", [{"joined_at": None}, {}, {"left_at": START}], ids=["listed", "in it", "gone"])
    def test_one_that_has_or_had_somebody_stays(self, any_session, make, fields):
        membership = make.membership(**fields)

        with pytest.raises(Conflict, match="It is kept"):
            cohort_service.delete_cohort(any_session, membership.cohort_id, by=1, now=NOW)


class TestCoordinators:
    def test_several_share_a_cohort(self, any_session, make, coordinator):
        cohort = make.cohort(coordinators=[coordinator])
        other = make.coordinator(name="Anara", email=None, sign_in_name="anara.k")

        cohort_service.add_coordinator(any_session, cohort.id, " Anara.K ", by=coordinator.id, now=NOW)

        assert cohort_service.list_coordinators(any_session, cohort.id) == [other, coordinator]
        assert entries(any_session, Act.COORDINATOR_ADDED)[0].new == f"coordinator: account {other.id}"

    def test_whoever_is_no_coordinator_reads_like_nobody(self, any_session, make, coordinator):
        cohort = make.cohort(coordinators=[coordinator])
        make.learner(email="learner@example.org")
        make.coordinator(email="closed@example.org", disabled_at=START)
        sentences = set()

        for login in ("learner@example.org", "closed@example.org", "nobody@example.org", "nobody", ""):
            with pytest.raises(NoSuchCoordinator) as refused:
                cohort_service.add_coordinator(any_session, cohort.id, login, by=coordinator.id, now=NOW)
            sentences.add(refused.value.message)

        assert len(sentences) == 1

    def test_nobody_is_added_twice(self, any_session, make, coordinator):
        cohort = make.cohort(coordinators=[coordinator])

        with pytest.raises(Conflict, match="already"):
            cohort_service.add_coordinator(any_session, cohort.id, coordinator.email, by=coordinator.id, now=NOW)

    def test_the_last_one_who_counts_is_removed_by_an_administrator_alone(self, any_session, make, coordinator):
        demoted = make.coordinator()
        cohort = make.cohort(coordinators=[coordinator, demoted])
        any_session.delete(any_session.scalars(select(UserRole).where(UserRole.user_id == demoted.id)).one())
        any_session.commit()
        any_session.expire_all()
        asked = {"reason": "Moved to another office", "by": coordinator.id, "now": NOW}

        with pytest.raises(Conflict, match="Nobody else"):
            cohort_service.remove_coordinator(any_session, cohort.id, coordinator.id, may_be_last=False, **asked)
        cohort_service.remove_coordinator(any_session, cohort.id, coordinator.id, may_be_last=True, **asked)

        assert cohort_service.list_coordinators(any_session, cohort.id) == []
        assert entries(any_session, Act.COORDINATOR_REMOVED)[0].reason == "Moved to another office"

    def test_two_who_remove_each_other_at_once_leave_one(self, any_app, any_session, make):
        people = [make.coordinator() for _person in range(2)]
        cohort = make.cohort(coordinators=people)
        any_session.rollback()

        def act(session, number):
            return cohort_service.remove_coordinator(
                session, cohort.id, people[number].id, reason="", by=people[1 - number].id, may_be_last=False, now=NOW
            )

        together(any_app, act, hands=2, expected=Conflict)

        assert len(cohort_service.list_coordinators(any_session, cohort.id)) == 1

    def test_whoever_does_not_coordinate_it_cannot_be_removed(self, any_session, make, coordinator):
        with pytest.raises(NotFound):
            cohort_service.remove_coordinator(
                any_session, make.cohort().id, coordinator.id, reason="", by=1, may_be_last=True, now=NOW
            )
