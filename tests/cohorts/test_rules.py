"""Who may read a course, and take a place on it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from lms.accounts.models import Role
from lms.catalog.course import Access
from lms.catalog.loader import load_library
from lms.cohorts.rules import is_open_to, may_enrol
from tests.factories import COURSES, START

STRANGER = SimpleNamespace(is_authenticated=False, is_active=False, id=None, roles=[])


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


@pytest.fixture
def somebody(make):
    """Give a person by what she is."""
    roles = {"author": (Role.AUTHOR,), "administrator": (Role.ADMINISTRATOR,), "coordinator": (Role.COORDINATOR,)}

    def _somebody(kind):
        return STRANGER if kind == "stranger" else make.user(roles=roles.get(kind, ()))

    return _somebody


@pytest.mark.parametrize(
    ("access", "kind", "readable", "enrollable"),
    [
        (Access.PUBLIC, "stranger", True, False),
        (Access.PUBLIC, "learner", True, True),
        (Access.LEARNERS, "stranger", False, False),
        (Access.LEARNERS, "learner", True, True),
        (Access.PRACTITIONERS, "stranger", False, False),
        (Access.PRACTITIONERS, "learner", False, False),
        (Access.PRACTITIONERS, "coordinator", False, False),
        (Access.PRACTITIONERS, "author", True, True),
        (Access.PRACTITIONERS, "administrator", True, True),
    ],
)
def test_access_says_who_reads_and_who_may_enrol(app, course, somebody, access, kind, readable, enrollable):
    course = replace(course, access=access)
    user = somebody(kind)

    with app.app_context():
        assert is_open_to(user, course) is readable
        assert may_enrol(user, course) is enrollable


class TestAPlaceAmongPractitioners:
    @pytest.fixture
    def course(self, course):
        return replace(course, access=Access.PRACTITIONERS)

    def test_whoever_was_given_a_place_reads(self, app, make, course):
        user = make.learner()
        make.enrolment(user=user)

        with app.app_context():
            assert is_open_to(user, course)

    def test_a_place_on_another_course_opens_nothing(self, app, make, course):
        user = make.learner()
        make.enrolment(user=user, course_key="advanced")

        with app.app_context():
            assert not is_open_to(user, course)

    def test_who_has_withdrawn_cannot_take_the_place_again_herself(self, app, make, course):
        user = make.learner()
        make.enrolment(user=user, withdrawn_at=START)

        with app.app_context():
            assert not may_enrol(user, course)
