"""Completing lessons, modules and courses, and finding the place to go on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, String, bindparam, literal_column, select, union_all
from sqlalchemy.orm import Session

from lms.catalog.course import Course, Lesson
from lms.cohorts.models import Enrolment
from lms.progress.bookkeeping import keep_summary
from lms.progress.completion import Done, is_course_completed, is_module_completed, rested_on
from lms.progress.models import CourseCompletion, LessonCompletion, ModuleCompletion, ReadingPosition
from lms.progress.records import list_lessons, list_records, lock
from lms.progress.signals import course_completed

MAX_HEADING = 100

# Made once, and of tables and not of classes, as in `records`.
_ENROLMENTS: BindParameter[Any] = bindparam("enrolments", expanding=True)
_POSITION, _COURSE = ReadingPosition.__table__.c, CourseCompletion.__table__.c
_STANDING = union_all(  # both in one query; the first column tells the completion from the positions
    select(
        literal_column("0", Integer),
        _POSITION.enrolment_id,
        _POSITION.lesson_path,
        _POSITION.heading,
        _POSITION.seen_at.label("at"),
        _POSITION.id.label("id"),
    ).where(_POSITION.enrolment_id.in_(_ENROLMENTS)),
    select(
        literal_column("1", Integer),
        _COURSE.enrolment_id,
        literal_column("''", String),
        literal_column("''", String),
        _COURSE.completed_at,
        _COURSE.id,
    ).where(_COURSE.enrolment_id.in_(_ENROLMENTS)),
).order_by("at", "id")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a learner stands on a course."""

    done: Done
    positions: Mapping[str, str]  # lesson path -> key of the heading where she stopped
    last_lesson: str | None  # path of the lesson she read last
    completed_at: datetime | None


NOTHING = Progress(Done(frozenset(), {}, {}), {}, None, None)


def get_progress(session: Session, enrolment_id: int | None) -> Progress:
    """Read where a learner stands; without an enrolment nothing is done yet."""
    if enrolment_id is None:
        return NOTHING
    return list_progress(session, [enrolment_id])[enrolment_id]


def list_done_lessons(session: Session, enrolment_id: int | None) -> frozenset[str]:
    """Give the paths of the lessons that a learner completed, which is all that a lesson's page asks."""
    return list_lessons(session, [enrolment_id])[enrolment_id] if enrolment_id else frozenset()


def list_progress(session: Session, enrolment_ids: list[int]) -> dict[int, Progress]:
    """Read where learners stand, by enrolment id, in a number of queries that does not grow with them."""
    records = list_records(session, enrolment_ids)
    positions: dict[int, dict[str, str]] = defaultdict(dict)
    completed: dict[int, datetime] = {}
    for is_end, enrolment_id, path, heading, at, _id in session.connection().execute(
        _STANDING, {"enrolments": enrolment_ids}
    ):
        if is_end:
            completed[enrolment_id] = at
        else:
            positions[enrolment_id][path] = heading
    return {
        it: Progress(records[it].done, positions[it], next(reversed(positions[it]), None), completed.get(it))
        for it in enrolment_ids
    }


def complete_lesson(session: Session, enrolment: Enrolment, lesson: Lesson, *, course: Course, now: datetime) -> None:
    """Record that a learner completed a lesson, once; where it was the last thing missing, module and course too."""
    lock(session, [enrolment.id])
    known = select(LessonCompletion.id).where(
        LessonCompletion.enrolment_id == enrolment.id, LessonCompletion.lesson_path == lesson.path
    )
    is_new = session.scalar(known) is None
    if is_new:
        session.add(LessonCompletion(enrolment_id=enrolment.id, lesson_path=lesson.path, completed_at=now))
        session.flush()
    _complete_what_is_due(session, enrolment, course=course, now=now, acted_at=now if is_new else None)


def complete_what_is_due(session: Session, enrolment: Enrolment, *, course: Course, now: datetime) -> None:
    """Record the modules, and then the course, whose rule is met; what was completed stays completed."""
    lock(session, [enrolment.id])
    _complete_what_is_due(session, enrolment, course=course, now=now, acted_at=None)


def record_position(session: Session, enrolment: Enrolment, lesson_path: str, heading: str, *, now: datetime) -> None:
    """Remember the heading at which a learner is; the latest of a lesson counts."""
    lock(session, [enrolment.id])
    query = select(ReadingPosition).where(
        ReadingPosition.enrolment_id == enrolment.id, ReadingPosition.lesson_path == lesson_path
    )
    position = session.scalars(query).one_or_none()
    if position is None:
        position = ReadingPosition(enrolment_id=enrolment.id, lesson_path=lesson_path)
        session.add(position)
    position.heading = heading[:MAX_HEADING]
    position.seen_at = now
    session.flush()


def _complete_what_is_due(
    session: Session, enrolment: Enrolment, *, course: Course, now: datetime, acted_at: datetime | None
) -> None:
    """Record what is due at a place that is locked, and keep its summary."""
    record = list_records(session, [enrolment.id])[enrolment.id]
    done = record.done
    due = [module.key for module in course.modules if is_module_completed(course, module, done)]
    for key in due:
        if key not in done.modules:
            row = ModuleCompletion(
                enrolment_id=enrolment.id, module_key=key, course_version=course.version, completed_at=now
            )
            session.add(row)
    session.flush()
    recorded = replace(done, modules={**dict.fromkeys(due, course.version), **done.modules})
    keep_summary(session, enrolment.id, course=course, record=replace(record, done=recorded), acted_at=acted_at)
    known = select(CourseCompletion.id).where(CourseCompletion.enrolment_id == enrolment.id)
    if is_course_completed(course, done) and session.scalar(known) is None:
        _complete_course(session, enrolment, course=course, done=recorded, now=now)


def _complete_course(session: Session, enrolment: Enrolment, *, course: Course, done: Done, now: datetime) -> None:
    completion = CourseCompletion(
        enrolment_id=enrolment.id,
        completed_at=now,
        course_version=course.version,
        rested_on=rested_on(course, done),
    )
    session.add(completion)
    session.flush()
    course_completed.send(completion, session=session, course=course, enrolment=enrolment, now=now)
