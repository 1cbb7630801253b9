"""People are listed, join what they have read, correct what is said of them, and leave; on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from lms.audit import Act, AuditEntry
from lms.cohorts import membership_service
from lms.cohorts import service as places
from lms.cohorts.details import Details
from lms.cohorts.models import CameBy, Membership, Sex, Shown
from lms.errors import Conflict, NotFound
from tests.factories import START, Make
from tests.together import together

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
AIGUL = Details(surname="Садыкова", given_name="Айгүл", patronymic="Маратовна", agency="Прокуратура", sex=Sex.FEMALE)


@pytest.fixture
def make(any_session):
    return Make(any_session)


def entries(session, act: Act) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


def put_on_list(session, cohort, user_id, details=AIGUL, came_by=CameBy.LIST):
    return membership_service.list_person(session, cohort, user_id, details, came_by, now=NOW, by=1)


def leave(session, membership, restricted=(), **fields):
    membership_service.end_membership(session, membership, restricted=restricted, by=1, now=NOW, **fields)


class TestListPerson:
    def test_who_is_on_the_list_is_no_member_and_on_no_course(self, any_session, make):
        cohort, user = make.cohort(), make.learner()

        membership = put_on_list(any_session, cohort, user.id)

        assert (membership.agency, membership.sex, membership.listed_at) == ("Прокуратура", Sex.FEMALE, NOW)
        assert (membership.joined_at, membership.promised) == (None, None)
        assert not membership.is_member
        assert places.list_enrolments(any_session, user.id) == []
        assert entries(any_session, Act.MEMBERS_LISTED)[0].subject_id == str(user.id)

    def test_the_same_person_twice_is_one_and_keeps_what_was_said_of_her(self, any_session, make):
        member = make.membership(agency="Court")

        again = put_on_list(any_session, member.cohort, member.user_id)

        assert (again.id, again.agency, again.joined_at) == (member.id, "Court", START)
        assert entries(any_session, Act.MEMBERS_LISTED) == []

    def test_who_has_left_is_on_the_list_anew_and_joins_herself(self, any_session, make):
        member = make.membership(agency="Court", province="Osh", left_at=START)

        again = put_on_list(any_session, member.cohort, member.user_id, Details(agency="Police"))

        assert again.id == member.id
        assert (again.joined_at, again.promised, again.left_at) == (None, None, None)
        assert (again.agency, again.province) == ("Police", "Osh")

    def test_lists_that_name_her_at_once_name_one(self, any_app, any_session, make):
        cohort, user_id = make.cohort(), make.learner().id
        any_session.rollback()

        found = together(any_app, lambda session, _n: put_on_list(session, cohort, user_id).id)

        assert len(set(found)) == 1
        assert any_session.scalar(select(func.count()).select_from(Membership)) == 1


class TestJoin:
    def test_a_member_has_read_what_is_shown_and_is_on_every_course(self, any_session, make):
        cohort = make.cohort(courses=["basics", "advanced"], shown=Shown.COMPLETION)
        membership = make.membership(cohort=cohort, joined_at=None)

        membership_service.join(any_session, membership, now=NOW, read=Shown.COMPLETION)

        assert (membership.joined_at, membership.promised) == (NOW, Shown.COMPLETION)
        taken = {it.course_key for it in places.list_enrolments(any_session, membership.user_id)}
        assert taken == {"basics", "advanced"}
        assert entries(any_session, Act.MEMBER_JOINED)[0].actor_id == membership.user_id

    @pytest.mark.parametrize(("read", "shown"), [(Shown.COMPLETION, Shown.SCORES), (Shown.SCORES, Shown.COMPLETION)])
    def test_what_was_changed_after_she_read_it_is_read_again(self, any_session, make, read, shown):
        membership = make.membership(cohort=make.cohort(shown=shown), joined_at=None)

        with pytest.raises(Conflict, match="read the page again"):
            membership_service.join(any_session, membership, now=NOW, read=read)

        assert membership.joined_at is None

    def test_joining_twice_is_once(self, any_session, make):
        membership = make.membership()

        membership_service.join(any_session, membership, now=NOW, read=Shown.COMPLETION)

        assert (membership.joined_at, membership.promised) == (START, Shown.SCORES)
        assert entries(any_session, Act.MEMBER_JOINED) == []

    def test_who_has_left_does_not_come_back_by_an_old_page(self, any_session, make):
        membership = make.membership(left_at=START)

        with pytest.raises(Conflict):
            membership_service.join(any_session, membership, now=NOW)


class TestWhoCounts:
    def test_members_are_who_joined_stayed_and_can_sign_in(self, any_session, make):
        cohort = make.cohort()
        member = make.membership(cohort=cohort)
        make.membership(cohort=cohort, joined_at=None)
        make.membership(cohort=cohort, left_at=START)
        make.membership(cohort=cohort, user=make.learner(disabled_at=START))
        make.membership()

        assert any_session.scalars(membership_service.select_members(cohort.id)).all() == [member]


class TestDetails:
    def test_what_is_corrected_is_in_the_log_with_what_it_was(self, any_session, make):
        membership = make.membership(agency="Court", province="Osh")

        membership_service.change_details(
            any_session, membership, Details(agency="Police", province="Osh"), by=7, now=NOW
        )

        entry = entries(any_session, Act.MEMBER_CHANGED)[0]
        assert (entry.old, entry.new, entry.actor_id) == ('{"agency": "Court"}', '{"agency": "Police"}', 7)

    def test_what_is_not_corrected_leaves_no_entry(self, any_session, make):
        membership = make.membership(agency="Court")

        membership_service.change_details(any_session, membership, Details(agency="Court"), by=7, now=NOW)

        assert entries(any_session, Act.MEMBER_CHANGED) == []

    def test_a_place_that_was_given_up_stays_as_it_was(self, any_session, make):
        membership = make.membership(left_at=START)

        with pytest.raises(Conflict):
            membership_service.change_details(any_session, membership, AIGUL, by=7, now=NOW)

    @pytest.mark.parametrize(
        ("details", "name"),
        [
            (AIGUL, "Айгүл Маратовна Садыкова"),
            (Details(surname="Sadykova", given_name="Aigul"), "Aigul Sadykova"),
            (Details(), ""),
        ],
    )
    def test_a_name_on_a_certificate_begins_with_the_given_one(self, details, name):
        assert details.own_name == name


class TestLeave:
    def test_the_record_stays_and_the_log_says_why(self, any_session, make):
        membership = make.membership(agency="Court")
        make.enrolment(user=membership.user)

        leave(any_session, membership, reason="Moved to another office")

        assert (membership.left_at, membership.joined_at, membership.agency) == (NOW, START, "Court")
        assert not membership.is_member
        assert places.find_place(any_session, membership.user_id, "basics")
        assert entries(any_session, Act.MEMBER_REMOVED)[0].reason == "Moved to another office"

    def test_a_place_among_practitioners_ends_with_it(self, any_session, make):
        membership = make.membership(cohort=make.cohort(courses=["basics", "advanced"]))
        for key in ("basics", "advanced", "another"):
            make.enrolment(user=membership.user, course_key=key)

        leave(any_session, membership, restricted=["advanced", "another"])

        kept = {it.course_key for it in places.list_enrolments(any_session, membership.user_id)}
        assert kept == {"basics", "another"}

    @pytest.mark.parametrize(
        ("fields", "is_kept"),
        [({}, True), ({"joined_at": None}, False), ({"left_at": START}, False)],
        ids=["in it", "only on its list", "gone"],
    )
    def test_another_cohort_of_hers_on_the_course_keeps_it(self, any_session, make, fields, is_kept):
        membership = make.membership()
        make.membership(user=membership.user, **fields)
        make.enrolment(user=membership.user)

        leave(any_session, membership, restricted=["basics"])

        assert (places.find_place(any_session, membership.user_id, "basics") is not None) is is_kept

    def test_who_was_only_on_the_list_keeps_her_places(self, any_session, make):
        membership = make.membership(joined_at=None)
        make.enrolment(user=membership.user)

        leave(any_session, membership, restricted=["basics"])

        assert places.find_place(any_session, membership.user_id, "basics")

    def test_leaving_twice_is_once(self, any_session, make):
        membership = make.membership(left_at=START)

        with pytest.raises(NotFound):
            leave(any_session, membership)
