"""Practice questions: judged at once, kept nowhere."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from lms.assessment.scoring import feedback_texts, is_answered, score_response
from lms.catalog.question import Choice, Given, Kind, Question, Text


class Verdict(StrEnum):
    """How a practice answer did."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    OPEN = "open"  # an essay: nobody marks it
    NONE = "none"  # nothing was given


@dataclass(frozen=True, slots=True)
class Practised:
    """An answer to the practice question number `index` of a lesson, and what is said to it."""

    index: int
    given: Given
    verdict: Verdict
    feedback: tuple[Text, ...]


def judge(question: Question, index: int, given: Given) -> Practised:
    """Say how an answer did; without an answer nothing is given away."""
    if not is_answered(given):
        return Practised(index, given, Verdict.NONE, ())
    return Practised(index, given, _verdict(question, given), feedback_texts(question, given))


def shown_choices(question: Question) -> list[Choice]:
    """Give the choices in an order that is the same for every reader and says nothing: authors put the key first."""
    if question.kind is Kind.TRUE_FALSE:
        return list(question.choices)
    return sorted(question.choices, key=lambda it: hashlib.sha256(f"{question.key}/{it.key}".encode()).digest())


def right_sides(question: Question) -> list[str]:
    """Give the right sides of a matching question in alphabetical order, so that the order gives nothing away."""
    return sorted({choice.match for choice in question.choices if choice.match})


def _verdict(question: Question, given: Given) -> Verdict:
    if not question.kind.is_scored:
        return Verdict.OPEN
    points = score_response(question, given)
    if points >= 1:
        return Verdict.RIGHT
    return Verdict.PARTLY if points > 0 else Verdict.WRONG
