"""What a learner has completed, and where she stopped."""

from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from lms.assessment.models import Attempt
from lms.assessment.signals import attempt_submitted, response_saved
from lms.catalog import service as catalog
from lms.catalog.course import Course
from lms.cohorts.models import Enrolment
from lms.cohorts.signals import enrolment_made
from lms.progress import bookkeeping, service
from lms.progress import tasks as tasks  # declares its sweep
from lms.progress.cli import progress_cli


def init_app(app: Flask) -> None:
    """Listen for places that were taken, responses that were saved, and attempts that were handed in."""
    enrolment_made.connect(_on_enrolment_made)
    response_saved.connect(_on_response_saved)
    attempt_submitted.connect(_on_attempt_submitted)
    app.cli.add_command(progress_cli)


def _on_enrolment_made(enrolment: Enrolment, *, session: Session, **_: Any) -> None:
    bookkeeping.open_summary(session, enrolment)


def _on_response_saved(attempt: Attempt, *, session: Session, now: datetime, **_: Any) -> None:
    if bookkeeping.note_act(session, attempt.enrolment_id, now=now):
        return
    course = catalog.find_course(session.get_one(Enrolment, attempt.enrolment_id).course_key)
    if course is not None:
        bookkeeping.recount(session, {attempt.enrolment_id: course})


def _on_attempt_submitted(
    _attempt: Attempt, *, session: Session, course: Course, enrolment: Enrolment, now: datetime, **_: Any
) -> None:
    service.complete_what_is_due(session, enrolment, course=course, now=now)
