"""Keeping the summaries of progress: written with each act, made again where they are missing or out of date."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, insert, or_, select, update
from sqlalchemy.orm import Session

from lms.catalog.course import Course
from lms.cohorts.models import Enrolment
from lms.db import UTCDateTime
from lms.progress.models import ProgressSummary
from lms.progress.records import Record, list_other_acts, list_records, lock
from lms.progress.summary import Summary, summarise

NOTHING_COUNTED = ""  # digest of a summary in which nothing was done yet: it holds for every version
_SUMMARY: Any = ProgressSummary.__table__  # an object for each row would cost more than the row

# Made once; what else is written is named by the values sent with it. The later of what is stored and what is sent
# stays, since a response may be saved while a summary is made again.
_ACTED: BindParameter[Any] = bindparam("acted_at", type_=UTCDateTime)
_STORED = _SUMMARY.c.last_act_at
_WRITE = (
    update(_SUMMARY)
    .where(_SUMMARY.c.enrolment_id == bindparam("enrolment"))
    .values(last_act_at=case((or_(_STORED.is_(None), _STORED < _ACTED), _ACTED), else_=_STORED))
)


def open_summary(session: Session, enrolment: Enrolment) -> None:
    """Write the summary of a new place, on which nothing was done yet."""
    values = {"enrolment_id": enrolment.id, "course_digest": NOTHING_COUNTED, "parts_done": 0, "stuck_quiz_key": ""}
    session.execute(insert(_SUMMARY).values(values))


def keep_summary(
    session: Session, enrolment_id: int, *, course: Course, record: Record, acted_at: datetime | None = None
) -> None:
    """Write where a learner stands after an act; her place is locked.

    :param record: as it is after the act
    :param acted_at: when she acted, if the results do not say so
    """
    summary = summarise(course, record.done, record.results, [acted_at] if acted_at else [])
    if not _update(session, enrolment_id, course.digest, summary):
        recount(session, {enrolment_id: course})


def note_act(session: Session, enrolment_id: int, *, now: datetime) -> bool:
    """Note that a learner did something that changes nothing else; False if she has no summary."""
    return _write(session, enrolment_id, acted_at=now)


def recount(session: Session, courses: Mapping[int, Course]) -> None:
    """Make the summaries of these places again from what is recorded.

    :param courses: enrolment id -> the course as it is now
    """
    lock(session, courses)
    records = list_records(session, list(courses))
    acts = list_other_acts(session, list(courses))
    for enrolment_id, course in courses.items():
        record = records[enrolment_id]
        summary = summarise(course, record.done, record.results, acts[enrolment_id])
        if not _update(session, enrolment_id, course.digest, summary):
            values = {"enrolment_id": enrolment_id, "course_digest": course.digest, **_figures(summary)}
            session.execute(insert(_SUMMARY).values({**values, "last_act_at": summary.last_act_at}))


def list_outdated(session: Session, courses: Iterable[Course], *, limit: int) -> list[tuple[int, str]]:
    """Give places without a summary, or with one of another version, with their course's key, the oldest first."""
    by_key = {course.key: course.digest for course in courses}
    query = _places(list(by_key)).outerjoin(_SUMMARY, _SUMMARY.c.enrolment_id == Enrolment.id)
    outdated = or_(
        _SUMMARY.c.enrolment_id.is_(None), _SUMMARY.c.course_digest.not_in([NOTHING_COUNTED, *by_key.values()])
    )
    return [(row[0], row[1]) for row in session.execute(query.where(outdated).limit(limit))]


def list_places(session: Session, courses: Iterable[Course], *, after: int, limit: int) -> list[tuple[int, str]]:
    """Give places whose id is larger than `after`, with their course's key, the oldest first."""
    query = _places([course.key for course in courses]).where(Enrolment.id > after)
    return [(row[0], row[1]) for row in session.execute(query.limit(limit))]


def _places(course_keys: list[str]) -> Select[int, str]:
    return (
        select(Enrolment.id, Enrolment.course_key).where(Enrolment.course_key.in_(course_keys)).order_by(Enrolment.id)
    )


def _update(session: Session, enrolment_id: int, digest: str, summary: Summary) -> bool:
    values = {"course_digest": digest, **_figures(summary)}
    return _write(session, enrolment_id, acted_at=summary.last_act_at, **values)


def _write(session: Session, enrolment_id: int, **values: Any) -> bool:
    """Write these values of a summary; False if there is none."""
    return bool(session.execute(_WRITE, {"enrolment": enrolment_id, **values}).rowcount)  # type: ignore[attr-defined]


def _figures(summary: Summary) -> dict[str, Any]:
    return {
        "parts_done": summary.parts_done,
        "best_score": summary.best_score,
        "stuck_quiz_key": summary.stuck_quiz_key,
        "stuck_since": summary.stuck_since,
    }
