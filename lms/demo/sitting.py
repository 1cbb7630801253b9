"""Sits an attempt for a sample learner: draws its questions, answers them, and writes down what would be stored."""

import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.assessment import scoring
from lms.assessment.paper import draw_paper
from lms.assessment.schedule import deadline
from lms.catalog.course import Course, Quiz
from lms.catalog.question import Given, Question
from lms.demo.answering import answer
from lms.demo.papers import Papers
from lms.demo.plans import Wanted
from lms.demo.rows import Rows

MOST_TRIES = 12  # at giving responses that end an attempt as wanted
ANSWERED_SHARE = 0.6  # of the questions of an attempt that is left open


@dataclass(frozen=True, slots=True)
class Desk:
    """What every attempt at a course's quizzes takes from and writes to."""

    course: Course
    papers: Papers
    rows: Rows


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt to be made."""

    enrolment_id: int
    quiz: Quiz
    number: int
    language: str  # of the pages
    wanted: Wanted
    skill: float  # chance of getting each thing right, 0 to 1
    started_at: datetime
    ended_at: datetime
    seen: Collection[str]  # keys of the questions met before


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt that was made."""

    attempt_id: int
    question_keys: tuple[str, ...]
    submitted_at: datetime | None
    score: float  # fraction, 0 to 1
    last_at: datetime  # of its last act


def sit(sitting: Sitting, desk: Desk, rng: random.Random) -> Sat:
    """Make an attempt and keep its rows."""
    quiz = sitting.quiz
    questions = draw_paper(desk.course, quiz, sitting.language, seen=sitting.seen, rng=rng)
    given = _answer(questions, sitting, rng)
    marks = _mark(questions, given)
    points = sum(marks.values())
    score = scoring.score(points, len(marks))
    is_open = sitting.wanted is Wanted.OPEN
    values = {
        "enrolment_id": sitting.enrolment_id,
        "quiz_key": quiz.key,
        "number": sitting.number,
        "course_version": desk.course.version,
        "language": quiz.pool(sitting.language).language,
        "pass_mark": quiz.rules.pass_mark,
        "review": quiz.rules.review,
        "started_at": sitting.started_at,
        "deadline_at": deadline(quiz.rules, sitting.started_at, 0),
        "submitted_at": None if is_open else sitting.ended_at,
        "points": None if is_open else points,
        "points_possible": len(marks),
        "score": None if is_open else score,
    }
    attempt_id = desk.rows.add_with_id("attempt", values)
    last_at = _write_responses(attempt_id, questions, given, {} if is_open else marks, sitting, desk, rng)
    return Sat(
        attempt_id=attempt_id,
        question_keys=tuple(question.key for question in questions),
        submitted_at=None if is_open else sitting.ended_at,
        score=score,
        last_at=last_at if is_open else sitting.ended_at,
    )


def _answer(questions: Sequence[Question], sitting: Sitting, rng: random.Random) -> dict[str, Given | None]:
    """Give responses of one who passes or fails as wanted; where that cannot be, the last ones tried."""
    skill = rng.uniform(0.45, 0.72) if sitting.wanted is Wanted.FAIL else sitting.skill
    given: dict[str, Given | None] = {}
    for _try in range(MOST_TRIES):
        given = {question.key: answer(question, skill, rng) for question in questions}
        if sitting.wanted is Wanted.OPEN:
            kept = max(1, int(len(questions) * ANSWERED_SHARE))
            return {key: value if place < kept else None for place, (key, value) in enumerate(given.items())}
        marks = _mark(questions, given)
        score = scoring.score(sum(marks.values()), len(marks))
        if scoring.has_passed(score, sitting.quiz.rules.pass_mark) == (sitting.wanted is Wanted.PASS):
            break
        skill = (1 + skill) / 2 if sitting.wanted is Wanted.PASS else skill * 0.8
    return given


def _mark(questions: Sequence[Question], given: Mapping[str, Given | None]) -> dict[str, float]:
    return {it.key: scoring.score_response(it, given[it.key]) for it in questions if it.kind.is_scored}


def _write_responses(
    attempt_id: int,
    questions: Sequence[Question],
    given: Mapping[str, Given | None],
    marks: Mapping[str, float],
    sitting: Sitting,
    desk: Desk,
    rng: random.Random,
) -> datetime:
    """Keep a row for each question, responses coming one after the other, and give the moment of the last one."""
    quiz, language = sitting.quiz, sitting.quiz.pool(sitting.language).language
    pause = (sitting.ended_at - sitting.started_at) / (len(questions) + 1)
    last_at = sitting.started_at
    for place, question in enumerate(questions, start=1):
        response = given[question.key]
        given_at = sitting.started_at + (place * pause) if response else None
        values = {
            "attempt_id": attempt_id,
            "position": place,
            "question_key": question.key,
            "asked": desk.papers.write(question, quiz=quiz, language=language, rng=rng),
            "given": json.dumps(response) if response else None,
            "given_at": given_at,
            "points": marks.get(question.key),
        }
        desk.rows.add("response", values)
        last_at = given_at or last_at
    return last_at
