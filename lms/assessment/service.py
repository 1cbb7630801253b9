"""Starting attempts, saving responses as they are given, handing in once, and what was passed."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from lms import audit
from lms.assessment import scoring
from lms.assessment.errors import AlreadySubmitted, MayNotStart, TooLate
from lms.assessment.given import Form
from lms.assessment.models import Attempt, Extension, Response
from lms.assessment.paper import ask_all, draw_paper
from lms.assessment.results import Result, best_passes, list_results
from lms.assessment.schedule import Start, deadline, is_overdue, may_start
from lms.assessment.sheet import Sheet, read_sheet
from lms.assessment.signals import attempt_submitted, response_saved
from lms.assessment.standing import Standing, is_complete, mark, stand
from lms.audit import Act, Change
from lms.catalog.course import Course, Quiz
from lms.catalog.question import Given, Kind
from lms.cohorts.models import Enrolment
from lms.db import Base
from lms.errors import NotFound

LARGEST_ID = 2**31 - 1  # PostgreSQL's integer
MAX_REASON = 500  # characters

# Made once: they are sent for every page of an attempt, and making them takes about as long as sending them.
_SITTING = (
    select(Attempt)
    .join(Attempt.enrolment)
    .options(contains_eager(Attempt.enrolment))
    .where(Attempt.id == bindparam("attempt"))
)
_LOCKED_SITTING = _SITTING.with_for_update(of=Attempt).execution_options(populate_existing=True)
_ATTEMPTS = Base.metadata.tables[Attempt.__tablename__]
_RESPONSES = Base.metadata.tables[Response.__tablename__]
_STORE = update(_RESPONSES).where(_RESPONSES.c.id == bindparam("response"))
_CLOSE = update(_ATTEMPTS).where(_ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.submitted_at.is_(None))


@dataclass(frozen=True, slots=True)
class Extra:
    """What a person was granted at a quiz beyond its rules."""

    attempts: int = 0
    minutes: int = 0

    def in_words(self, quiz_key: str) -> str:
        """Give it as the audit log holds it."""
        return f"{quiz_key}: {self.attempts} attempts, {self.minutes} minutes"


def start_attempt(
    session: Session,
    *,
    enrolment: Enrolment,
    course: Course,
    quiz: Quiz,
    language: str,
    now: datetime,
    rng: random.Random,
) -> Attempt:
    """Start an attempt, or give the one that is open; one that ran over its deadline is recorded first.

    :param language: asked for; the attempt notes the one that the questions are in
    :raise MayNotStart: if the rules give no attempt now
    """
    opened = find_open_attempt(session, enrolment.id, quiz.key)
    if opened and not close_overdue(session, opened.id, course=course, now=now):
        return opened
    earlier = list_attempts(session, enrolment.id, quiz.key)
    extra = get_extra(session, enrolment.id, quiz.key)
    start = judge_start(quiz, [stand(it, now) for it in earlier], extra, now=now)
    if not start:
        raise MayNotStart(start.verdict)
    attempt = Attempt(
        enrolment_id=enrolment.id,
        quiz_key=quiz.key,
        number=max((it.number for it in earlier), default=0) + 1,
        course_version=course.version,
        language=quiz.pool(language).language,
        pass_mark=quiz.rules.pass_mark,
        review=quiz.rules.review,
        started_at=now,
        deadline_at=deadline(quiz.rules, now, extra.minutes),
    )
    questions = draw_paper(course, quiz, language, seen=_list_seen(session, attempt), rng=rng)
    attempt.points_possible = sum(question.kind.is_scored for question in questions)
    attempt.responses = ask_all(questions, course=course, quiz=quiz, rng=rng)
    return _insert(session, attempt)


def judge_start(quiz: Quiz, standings: Iterable[Standing], extra: Extra, *, now: datetime) -> Start:
    """Say whether another attempt may start, an open one aside.

    :param standings: how the learner's attempts at the quiz stand now
    """
    ended = [standing for standing in standings if not standing.is_open]
    return may_start(
        quiz.rules,
        submitted=[it.submitted_at for it in ended if it.submitted_at],
        passed=any(it.has_passed for it in ended),
        extra_attempts=extra.attempts,
        now=now,
        is_final=quiz.is_final,
    )


def save_responses(session: Session, attempt_id: int, given: Mapping[str, Given], *, now: datetime) -> Attempt:
    """Save what was given for questions of an open attempt, over what was saved before.

    :param given: question key -> what was given, in the shape of the question's kind
    :raise NotFound: if a question was not drawn, or asks nothing
    :raise AlreadySubmitted, TooLate: if the attempt is closed; nothing is changed
    """
    attempt = _lock_open(session, attempt_id, now)
    found = select(Response).where(Response.attempt_id == attempt_id, Response.question_key.in_(given))
    _store(session, _give(session.scalars(found), given, now))
    _tell_saved(session, attempt, given, now)
    return attempt


def receive_page(
    session: Session, attempt_id: int, form: Form, shown: str, *, wants_to_end: bool, course: Course, now: datetime
) -> tuple[Sheet, bool]:
    """Save what a page brought and, with `wants_to_end`, hand in unless something is missing or could not be read.

    :param form, shown: see `read_sheet`
    :return: what was read, and whether the attempt was handed in
    :raise AlreadySubmitted, TooLate: if the attempt is closed; nothing is changed
    """
    attempt = _lock_open(session, attempt_id, now)
    sheet = read_sheet(attempt.responses, form, shown)  # here and not before: the questions are then read once
    changed = _give(attempt.responses, sheet.changed, now)
    if wants_to_end and not sheet.errors and is_complete(attempt.responses):
        _close(session, attempt, course=course, now=now)
        return sheet, True
    _store(session, changed)
    _tell_saved(session, attempt, sheet.changed, now)
    return sheet, False


def save_response(session: Session, attempt_id: int, question_key: str, given: Given, now: datetime) -> None:
    """Save what was given for one question, see `save_responses`."""
    save_responses(session, attempt_id, {question_key: given}, now=now)


def submit_attempt(session: Session, attempt_id: int, *, course: Course, now: datetime) -> Attempt:
    """Score what is stored and close the attempt, once; past its deadline it is closed as of the deadline.

    :raise AlreadySubmitted: if the attempt is closed; nothing is changed
    """
    attempt = _lock(session, attempt_id)
    _close(session, attempt, course=course, now=now)
    return attempt


def close_overdue(session: Session, attempt_id: int, *, course: Course, now: datetime) -> bool:
    """Record an open attempt whose time is over; False if there is nothing to record."""
    attempt = _lock(session, attempt_id)
    if attempt.submitted_at is not None or not is_overdue(attempt.deadline_at, now):
        return False
    _close(session, attempt, course=course, now=now)
    return True


def list_overdue(session: Session, *, now: datetime) -> list[tuple[int, str]]:
    """Give the ids of open attempts whose time is over, with their course's key, the oldest first."""
    query = select(Attempt.id, Enrolment.course_key).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    overdue = query.where(Attempt.submitted_at.is_(None), Attempt.deadline_at < now).order_by(Attempt.deadline_at)
    return [(row[0], row[1]) for row in session.execute(overdue)]


def get_attempt(session: Session, attempt_id: int) -> Attempt:
    """Give an attempt. :raise NotFound: if there is none"""
    attempt = session.get(Attempt, attempt_id) if 0 < attempt_id <= LARGEST_ID else None
    if attempt is None:
        raise NotFound
    return attempt


def get_sitting(session: Session, attempt_id: int) -> Attempt:
    """Give an attempt with the place it belongs to, in one query. :raise NotFound: if there is none"""
    if not 0 < attempt_id <= LARGEST_ID:
        raise NotFound
    return _one(session, _SITTING, attempt_id)


def get_response(session: Session, attempt_id: int, question_key: str) -> Response:
    """Give a question of an attempt, with its response. :raise NotFound: if it was not drawn"""
    query = select(Response).where(Response.attempt_id == attempt_id, Response.question_key == question_key)
    response = session.scalars(query).one_or_none()
    if response is None:
        raise NotFound
    return response


def find_open_attempt(session: Session, enrolment_id: int, quiz_key: str) -> Attempt | None:
    """Give the attempt that was not handed in; there is one at most. Its time may be over."""
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key)
    return session.scalars(query.where(Attempt.submitted_at.is_(None))).one_or_none()


def list_attempts(session: Session, enrolment_id: int, quiz_key: str) -> list[Attempt]:
    """Give a learner's attempts at a quiz in the order of starting; their responses are read when asked for."""
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key)
    return list(session.scalars(query.order_by(Attempt.number)))


def passed_quizzes(session: Session, enrolment_id: int) -> dict[str, Result]:
    """Give the quizzes that a learner passed, by quiz key. The best score counts."""
    return best_passes(list_results(session, [enrolment_id])[enrolment_id])


def delete_essay(session: Session, attempt_id: int, question_key: str) -> None:
    """Delete what a learner wrote for an essay; it carries no points. :raise NotFound: if this is no essay of hers"""
    _lock(session, attempt_id)
    response = get_response(session, attempt_id, question_key)
    if response.asked.question.kind is not Kind.ESSAY:
        raise NotFound
    response.given = None
    session.flush()


def grant_extension(
    session: Session,
    *,
    enrolment: Enrolment,
    quiz_key: str,
    extra_attempts: int,
    extra_minutes: int,
    reason: str,
    by: int | None = None,
    now: datetime,
) -> Extension:
    """Give a learner more attempts or minutes at a quiz; an attempt that is open gets the minutes at once.

    :param by: who grants it; None for a command
    """
    had = get_extra(session, enrolment.id, quiz_key)
    extension = Extension(
        enrolment_id=enrolment.id,
        quiz_key=quiz_key,
        extra_attempts=extra_attempts,
        extra_minutes=extra_minutes,
        reason=reason,
        granted_at=now,
    )
    session.add(extension)
    opened = find_open_attempt(session, enrolment.id, quiz_key)
    if opened and opened.deadline_at and not is_overdue(opened.deadline_at, now):
        opened.deadline_at += timedelta(minutes=extra_minutes)
    session.flush()
    change = Change(had.in_words(quiz_key), get_extra(session, enrolment.id, quiz_key).in_words(quiz_key), reason)
    audit.record(session, Act.EXTENSION_GRANTED, audit.person(enrolment.user_id), by=by, now=now, change=change)
    return extension


def get_extra(session: Session, enrolment_id: int, quiz_key: str) -> Extra:
    """Add up what a learner was granted at a quiz."""
    sums = select(
        func.coalesce(func.sum(Extension.extra_attempts), 0), func.coalesce(func.sum(Extension.extra_minutes), 0)
    )
    row = session.execute(sums.where(Extension.enrolment_id == enrolment_id, Extension.quiz_key == quiz_key)).one()
    return Extra(row[0], row[1])


def _lock(session: Session, attempt_id: int) -> Attempt:
    """Read an attempt as it is now, with its place, and hold it until the commit: others wait."""
    return _one(session, _LOCKED_SITTING, attempt_id)


def _one(session: Session, query: Select[Attempt], attempt_id: int) -> Attempt:
    attempt = session.scalars(query, {"attempt": attempt_id}).one_or_none()
    if attempt is None:
        raise NotFound
    return attempt


def _lock_open(session: Session, attempt_id: int, now: datetime) -> Attempt:
    attempt = _lock(session, attempt_id)
    if attempt.submitted_at is not None:
        raise AlreadySubmitted
    if is_overdue(attempt.deadline_at, now):
        raise TooLate
    return attempt


def _give(responses: Iterable[Response], given: Mapping[str, Given], now: datetime) -> list[Response]:
    """Let responses say what was given, for `_store` to write. :raise NotFound: as `save_responses`"""
    drawn = {it.question_key: it for it in responses if it.asked.question.kind is not Kind.DESCRIPTION}
    if not given.keys() <= drawn.keys():
        raise NotFound
    for key, value in given.items():
        _set(drawn[key], {"given": value or None, "given_at": now})
    return [drawn[key] for key in given]


def _store(session: Session, responses: Iterable[Response]) -> None:
    """Write responses, all at once: for the session to find out what changed takes longer than writing it."""
    rows = [{"response": it.id, "given": it.given, "given_at": it.given_at, "points": it.points} for it in responses]
    if rows:
        session.execute(_STORE, rows)


def _set(row: Base, values: Mapping[str, Any]) -> None:
    """Let a row that was read say what is written past the session."""
    for name, value in values.items():
        set_committed_value(row, name, value)


def _tell_saved(session: Session, attempt: Attempt, given: Mapping[str, Given], now: datetime) -> None:
    """Tell the domains above that something was saved, if anything was."""
    if given:
        response_saved.send(attempt, session=session, now=now)


def _close(session: Session, attempt: Attempt, *, course: Course, now: datetime) -> None:
    """Score an attempt that is locked, close it, and tell the domains above."""
    if attempt.submitted_at is not None:
        raise AlreadySubmitted
    marks = mark(attempt.responses)
    for response in attempt.responses:
        _set(response, {"points": marks.get(response.question_key)})
    _store(session, attempt.responses)
    points = sum(marks.values())
    ended_at = attempt.deadline_at if attempt.deadline_at and is_overdue(attempt.deadline_at, now) else now
    score = scoring.score(points, attempt.points_possible)
    closed = {"submitted_at": ended_at, "points": points, "score": score}
    if session.execute(_CLOSE, {"attempt": attempt.id, **closed}).rowcount == 0:  # type: ignore[attr-defined]
        raise AlreadySubmitted
    _set(attempt, closed)
    attempt_submitted.send(attempt, session=session, course=course, enrolment=attempt.enrolment, now=now)


def _list_seen(session: Session, attempt: Attempt) -> set[str]:
    """Give the keys of the questions that a learner met in earlier attempts at the quiz."""
    seen = select(Response.question_key).join(Attempt, Attempt.id == Response.attempt_id).distinct()
    earlier = seen.where(Attempt.enrolment_id == attempt.enrolment_id, Attempt.quiz_key == attempt.quiz_key)
    return set(session.scalars(earlier))


def _insert(session: Session, attempt: Attempt) -> Attempt:
    """Insert an attempt; where another request was quicker, theirs is the attempt."""
    try:
        with session.begin_nested():
            session.add(attempt)
    except IntegrityError:
        opened = find_open_attempt(session, attempt.enrolment_id, attempt.quiz_key)
        if opened is None:
            raise
        return opened
    return attempt
