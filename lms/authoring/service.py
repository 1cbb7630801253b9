"""Keeping readers' reports of mistakes, and closing them."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring.models import MistakeReport
from lms.catalog.course import Course
from lms.errors import Conflict, NotFound

REPORTS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a course a reader found a mistake."""

    course: Course
    lesson_path: str  # "<module>/<lesson>"; "" for a question
    question_key: str
    heading: str
    language: str


def report_mistake(session: Session, place: Place, text: str, *, user_id: int | None, now: datetime) -> MistakeReport:
    """Keep a report with the course's version of today."""
    report = MistakeReport(
        user_id=user_id,
        course_key=place.course.key,
        course_version=place.course.version,
        lesson_path=place.lesson_path,
        question_key=place.question_key,
        heading=place.heading,
        language=place.language,
        text=text,
        created_at=now,
    )
    session.add(report)
    session.flush()
    return report


def list_reports(session: Session, *, closed: bool, page: int) -> list[MistakeReport]:
    """Give reports, open or closed, the latest first, one more than a page holds if there are more."""
    state = MistakeReport.closed_at.is_not(None) if closed else MistakeReport.closed_at.is_(None)
    query = select(MistakeReport).where(state).order_by(MistakeReport.id.desc())
    return list(session.scalars(query.offset((page - 1) * REPORTS_A_PAGE).limit(REPORTS_A_PAGE + 1)))


def get_report(session: Session, report_id: int) -> MistakeReport:
    """Give a report. :raise NotFound: if there is none"""
    report = session.get(MistakeReport, report_id)
    if report is None:
        raise NotFound
    return report


def close_report(session: Session, report_id: int, *, answer: str, now: datetime) -> None:
    """Close a report with what was done about it. :raise Conflict: if it is closed; nothing is changed"""
    report = get_report(session, report_id)
    if report.closed_at is not None:
        raise Conflict(_("This report is closed already. What was written about it is kept as it is."))
    report.answer = answer
    report.closed_at = now
    session.flush()
