"""A learner on each of the two databases in turn, and what the domains above are told."""

import pytest

from lms.catalog.loader import load_library
from lms.progress.signals import course_completed
from tests.factories import COURSES, Make
from tests.progress.learner import Learner


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


@pytest.fixture
def make(any_session):
    return Make(any_session)


@pytest.fixture
def told():
    """The completions that the domains above were told of."""
    heard = []

    def listen(completion, **_rest):
        heard.append(completion)

    with course_completed.connected_to(listen):
        yield heard


@pytest.fixture
def aigul(any_app, any_session, make, course):
    """Somebody with a place on the basics; what she does is not committed by itself."""
    with any_app.app_context():
        yield Learner(any_session, make.enrolment(), course)
