"""Learners about to complete the basics, and the certificates of those who did."""

from collections.abc import Callable

import pytest

from lms.catalog.loader import load_library
from lms.certificates.models import Credential
from lms.cohorts.models import Enrolment
from lms.db import writing
from tests.factories import COURSES
from tests.progress.learner import EVERYTHING, Learner


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


@pytest.fixture
def complete(app, make, session, course) -> Callable[..., Credential]:
    """Let somebody complete the basics as the pages do, jobs included; give her certificate."""

    def _complete(user=None, *, course=course) -> Credential:
        enrolment_id = make.enrolment(user=user or make.learner()).id
        with app.app_context(), writing() as writer:
            Learner(writer, writer.get_one(Enrolment, enrolment_id), course).does(*EVERYTHING)
        return session.query(Credential).order_by(Credential.id.desc()).first()

    return _complete
