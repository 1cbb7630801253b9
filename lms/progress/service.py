"""Completing lessons, modules and courses, and finding the place to go on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from lms.assessment import service as assessment
from lms.catalog.course import Course, Lesson
from lms.cohorts.models import Enrolment
from lms.progress.completion import Done, Pass, is_course_completed, is_module_completed, rested_on
from lms.progress.models import CourseCompletion, LessonCompletion, ModuleCompletion, ReadingPosition
from lms.progress.signals import course_completed

MAX_HEADING = 100

# Made once: they are sent for every page, and making them takes about as long as sending them.
_ENROLMENTS: BindParameter[Any] = bindparam("enrolments", expanding=True)
_LESSONS = select(LessonCompletion.enrolment_id, LessonCompletion.lesson_path).where(
    LessonCompletion.enrolment_id.in_(_ENROLMENTS)
)
_MODULES = select(ModuleCompletion.enrolment_id, ModuleCompletion.module_key, ModuleCompletion.course_version).where(
    ModuleCompletion.enrolment_id.in_(_ENROLMENTS)
)
_POSITIONS = (
    select(ReadingPosition.enrolment_id, ReadingPosition.lesson_path, ReadingPosition.heading)
    .where(ReadingPosition.enrolment_id.in_(_ENROLMENTS))
    .order_by(ReadingPosition.seen_at, ReadingPosition.id)
)
_COMPLETED = select(CourseCompletion.enrolment_id, CourseCompletion.completed_at).where(
    CourseCompletion.enrolment_id.in_(_ENROLMENTS)
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a learner stands on a course."""

    done: Done
    positions: Mapping[str, str]  # lesson path -> key of the heading where she stopped
    last_lesson: str | None  # path of the lesson she read last
    completed_at: datetime | None


NOTHING = Progress(Done(frozenset(), {}, {}), {}, None, None)


def get_progress(session: Session, enrolment: Enrolment | None) -> Progress:
    """Read where a learner stands; without an enrolment nothing is done yet."""
    if enrolment is None:
        return NOTHING
    return list_progress(session, [enrolment.id])[enrolment.id]


def list_progress(session: Session, enrolment_ids: list[int]) -> dict[int, Progress]:
    """Read where learners stand, by enrolment id, in a number of queries that does not grow with them."""
    done = _list_done(session, enrolment_ids)
    positions: dict[int, dict[str, str]] = defaultdict(dict)
    for enrolment_id, path, heading in session.execute(_POSITIONS, {"enrolments": enrolment_ids}):
        positions[enrolment_id][path] = heading
    completed = {row[0]: row[1] for row in session.execute(_COMPLETED, {"enrolments": enrolment_ids})}
    return {
        it: Progress(done[it], positions[it], next(reversed(positions[it]), None), completed.get(it))
        for it in enrolment_ids
    }


def complete_lesson(session: Session, enrolment: Enrolment, lesson: Lesson, *, course: Course, now: datetime) -> None:
    """Record that a learner completed a lesson, once; where it was the last thing missing, module and course too."""
    _lock(session, enrolment)
    known = select(LessonCompletion.id).where(
        LessonCompletion.enrolment_id == enrolment.id, LessonCompletion.lesson_path == lesson.path
    )
    if session.scalar(known) is None:
        session.add(LessonCompletion(enrolment_id=enrolment.id, lesson_path=lesson.path, completed_at=now))
        session.flush()
    complete_what_is_due(session, enrolment, course=course, now=now)


def complete_what_is_due(session: Session, enrolment: Enrolment, *, course: Course, now: datetime) -> None:
    """Record the modules, and then the course, whose rule is met; what was completed stays completed."""
    _lock(session, enrolment)
    done = _list_done(session, [enrolment.id])[enrolment.id]
    due = [module.key for module in course.modules if is_module_completed(course, module, done)]
    for key in due:
        if key not in done.modules:
            row = ModuleCompletion(
                enrolment_id=enrolment.id, module_key=key, course_version=course.version, completed_at=now
            )
            session.add(row)
    session.flush()
    known = select(CourseCompletion.id).where(CourseCompletion.enrolment_id == enrolment.id)
    if is_course_completed(course, done) and session.scalar(known) is None:
        recorded = replace(done, modules={**dict.fromkeys(due, course.version), **done.modules})
        _complete_course(session, enrolment, course=course, done=recorded, now=now)


def record_position(session: Session, enrolment: Enrolment, lesson_path: str, heading: str, *, now: datetime) -> None:
    """Remember the heading at which a learner is; the latest of a lesson counts."""
    _lock(session, enrolment)
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


def _lock(session: Session, enrolment: Enrolment) -> None:
    """Let what is recorded about a learner's place happen one after the other.

    Of a lesson and a quiz that end at once in two transactions, neither would see the other, and nobody would complete
    the course. Rows that point to the enrolment are not kept waiting. SQLite has one writer and needs no lock.
    """
    session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update(key_share=True))


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


def _list_done(session: Session, enrolment_ids: list[int]) -> dict[int, Done]:
    lessons: dict[int, set[str]] = defaultdict(set)
    for enrolment_id, path in session.execute(_LESSONS, {"enrolments": enrolment_ids}):
        lessons[enrolment_id].add(path)
    modules: dict[int, dict[str, str]] = defaultdict(dict)
    for enrolment_id, key, version in session.execute(_MODULES, {"enrolments": enrolment_ids}):
        modules[enrolment_id][key] = version
    passed = assessment.list_passed_quizzes(session, enrolment_ids)
    return {
        it: Done(
            lessons=frozenset(lessons[it]),
            passes={key: Pass(won.attempt_id, won.score, won.pass_mark) for key, won in passed.get(it, {}).items()},
            modules=modules[it],
        )
        for it in enrolment_ids
    }
