"""What a learner has completed, and where she stopped."""

from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from lms.assessment.models import Attempt
from lms.assessment.signals import attempt_submitted
from lms.catalog.course import Course
from lms.cohorts.models import Enrolment
from lms.progress import service


def init_app(_app: Flask) -> None:
    """Listen for attempts that were handed in."""
    attempt_submitted.connect(_on_attempt_submitted)


def _on_attempt_submitted(
    _attempt: Attempt, *, session: Session, course: Course, enrolment: Enrolment, now: datetime, **_: Any
) -> None:
    service.complete_what_is_due(session, enrolment, course=course, now=now)
