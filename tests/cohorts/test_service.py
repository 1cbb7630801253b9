"""Places on courses: taken once, given up, taken again; on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.cohorts import service
from lms.cohorts.models import Enrolment
from lms.errors import NotFound
from tests.factories import START, Make
from tests.together import together

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def make(any_session):
    return Make(any_session)


class TestEnrol:
    def test_enrolling_gives_a_place_from_that_moment(self, any_session, make):
        user = make.learner()

        enrolment = service.enrol(any_session, user.id, "basics", now=NOW)

        assert enrolment.id
        assert (enrolment.enrolled_at, enrolment.withdrawn_at) == (NOW, None)

    def test_enrolling_twice_is_one_place_and_keeps_its_first_day(self, any_session, make):
        enrolment = make.enrolment()

        again = service.enrol(any_session, enrolment.user_id, "basics", now=NOW)

        assert again.id == enrolment.id
        assert again.enrolled_at == START

    def test_hands_that_enrol_at_once_get_one_place(self, any_app, any_session, make):
        user_id = make.learner().id
        any_session.rollback()

        places = together(any_app, lambda session, _n: service.enrol(session, user_id, "basics", now=NOW).id)

        assert len(set(places)) == 1
        assert any_session.scalar(select(func.count()).select_from(Enrolment)) == 1

    def test_the_place_that_another_request_took_is_hers_and_the_transaction_goes_on(self, any_session, make):
        enrolment = make.enrolment()

        found = service._insert(any_session, enrolment.user_id, "basics", NOW)
        any_session.commit()

        assert found.id == enrolment.id

    def test_each_course_is_a_place_of_its_own(self, any_session, make):
        user = make.learner()

        first = service.enrol(any_session, user.id, "basics", now=NOW)
        second = service.enrol(any_session, user.id, "advanced", now=NOW)

        assert first.id != second.id

    def test_nobody_is_enrolled_who_has_no_account(self, any_session):
        with pytest.raises(IntegrityError):
            service.enrol(any_session, 4711, "basics", now=NOW)


class TestWithdraw:
    def test_a_place_given_up_is_kept_and_no_longer_listed(self, any_session, make):
        enrolment = make.enrolment()

        service.withdraw(any_session, enrolment, now=NOW)

        assert service.find_enrolment(any_session, enrolment.user_id, "basics").withdrawn_at == NOW
        assert service.find_place(any_session, enrolment.user_id, "basics") is None
        assert service.list_enrolments(any_session, enrolment.user_id) == []

    def test_who_returns_has_her_old_place(self, any_session, make):
        enrolment = make.enrolment(withdrawn_at=START)

        returned = service.enrol(any_session, enrolment.user_id, "basics", now=NOW)

        assert (returned.id, returned.withdrawn_at, returned.enrolled_at) == (enrolment.id, None, START)
        assert service.find_place(any_session, enrolment.user_id, "basics") is returned


class TestFindAndList:
    def test_the_latest_place_comes_first(self, any_session, make):
        user = make.learner()
        make.enrolment(user=user, course_key="older")
        make.enrolment(user=user, course_key="newer", enrolled_at=NOW)
        make.enrolment(course_key="of somebody else")

        places = service.list_enrolments(any_session, user.id)

        assert [place.course_key for place in places] == ["newer", "older"]

    def test_a_place_is_found_by_person_and_course_together(self, any_session, make):
        enrolment = make.enrolment()

        assert service.find_enrolment(any_session, enrolment.user_id, "another") is None
        assert service.find_enrolment(any_session, enrolment.user_id + 1, "basics") is None
        assert service.find_enrolment(any_session, enrolment.user_id, "basics") is enrolment

    def test_a_place_that_does_not_exist_is_not_found(self, any_session):
        with pytest.raises(NotFound):
            service.get_enrolment(any_session, 1)
