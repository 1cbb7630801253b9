"""What is recorded of learners on a course, read in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, String, bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from lms.assessment.models import Attempt, Response
from lms.assessment.results import Result, best_passes, list_results
from lms.cohorts.models import Enrolment
from lms.progress.completion import Done, Pass
from lms.progress.models import LessonCompletion, ModuleCompletion

# Made once, and of tables and not of classes: they are sent for every page, and making them, or asking the classes what
# to make of plain values, takes longer than sending them.
_ENROLMENTS: BindParameter[Any] = bindparam("enrolments", expanding=True)
_LESSON, _MODULE = LessonCompletion.__table__.c, ModuleCompletion.__table__.c
_LESSONS = select(_LESSON.enrolment_id, _LESSON.lesson_path).where(_LESSON.enrolment_id.in_(_ENROLMENTS))
_MODULES = select(literal_column("1", Integer), _MODULE.enrolment_id, _MODULE.module_key, _MODULE.course_version)
_DONE = union_all(  # both in one query; the first column tells modules from lessons
    select(literal_column("0", Integer), _LESSON.enrolment_id, _LESSON.lesson_path, literal_column("''", String)).where(
        _LESSON.enrolment_id.in_(_ENROLMENTS)
    ),
    _MODULES.where(_MODULE.enrolment_id.in_(_ENROLMENTS)),
)


@dataclass(frozen=True, slots=True)
class Record:
    """What a learner has done on a course, and how her attempts came out."""

    done: Done
    results: list[Result]  # in the order in which they were handed in


def lock(session: Session, enrolment_ids: Collection[int]) -> None:
    """Let what is recorded about learners' places happen one after the other.

    Of a lesson and a quiz that end at once in two transactions, neither would see the other, and nobody would complete
    the course. Rows that point to the enrolment are not kept waiting. SQLite has one writer and needs no lock.
    """
    if session.get_bind().dialect.name != "sqlite":
        places = select(Enrolment.id).where(Enrolment.id.in_(enrolment_ids)).order_by(Enrolment.id)
        session.execute(places.with_for_update(key_share=True))


def list_records(session: Session, enrolment_ids: Collection[int]) -> dict[int, Record]:
    """Read what is recorded, by enrolment id; what the session still holds back must have been flushed."""
    lessons: dict[int, set[str]] = defaultdict(set)
    modules: dict[int, dict[str, str]] = defaultdict(dict)
    for is_module, enrolment_id, key, version in session.connection().execute(_DONE, {"enrolments": enrolment_ids}):
        if is_module:
            modules[enrolment_id][key] = version
        else:
            lessons[enrolment_id].add(key)
    results = list_results(session, enrolment_ids)
    return {it: _record(frozenset(lessons[it]), results[it], modules[it]) for it in enrolment_ids}


def list_lessons(session: Session, enrolment_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Give the paths of the lessons that learners completed, by enrolment id."""
    lessons: dict[int, set[str]] = {it: set() for it in enrolment_ids}
    for enrolment_id, path in session.connection().execute(_LESSONS, {"enrolments": enrolment_ids}):
        lessons[enrolment_id].add(path)
    return {it: frozenset(paths) for it, paths in lessons.items()}


def list_other_acts(session: Session, enrolment_ids: Collection[int]) -> dict[int, list[datetime]]:
    """Give when learners last completed a lesson and last saved a response, by enrolment id."""
    acts: dict[int, list[datetime]] = defaultdict(list)
    for enrolment_id, at in _list_last(session, enrolment_ids):
        acts[enrolment_id].append(at)
    return acts


def _list_last(session: Session, enrolment_ids: Collection[int]) -> Iterator[tuple[int, datetime]]:
    read = select(LessonCompletion.enrolment_id, func.max(LessonCompletion.completed_at))
    read = read.where(LessonCompletion.enrolment_id.in_(enrolment_ids)).group_by(LessonCompletion.enrolment_id)
    saved = select(Attempt.enrolment_id, func.max(Response.given_at)).join(Response, Response.attempt_id == Attempt.id)
    given = saved.where(Attempt.enrolment_id.in_(enrolment_ids))
    for query in (read, given.group_by(Attempt.enrolment_id)):
        yield from ((row[0], row[1]) for row in session.execute(query) if row[1] is not None)


def _record(lessons: frozenset[str], results: list[Result], modules: dict[str, str]) -> Record:
    passes = {key: Pass(it.attempt_id, it.score, it.pass_mark) for key, it in best_passes(results).items()}
    return Record(Done(lessons=lessons, passes=passes, modules=modules), results)
