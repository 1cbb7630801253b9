"""An attempt as it stands at a moment. Pure: whoever looks, one that ran over its deadline was handed in then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.assessment import scoring
from lms.assessment.models import Attempt, Response
from lms.assessment.schedule import is_overdue
from lms.assessment.snapshot import Asked
from lms.catalog.question import Given, Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an attempt is handed in, and how it was scored."""

    attempt: Attempt
    submitted_at: datetime | None
    points: float
    score: float  # fraction, 0 to 1; 0 while it is open

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def has_passed(self) -> bool:
        return not self.is_open and scoring.has_passed(self.score, self.attempt.pass_mark)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question of an attempt and what is stored for it."""

    number: int | None  # from 1; None for a description, which asks nothing
    asked: Asked
    given: Given | None

    @property
    def key(self) -> str:
        return self.asked.question.key

    @property
    def is_answered(self) -> bool:
        return self.number is None or scoring.is_answered(self.given)


def stand(attempt: Attempt, now: datetime) -> Standing:
    """Say how an attempt stands, without recording anything."""
    if attempt.submitted_at is not None:
        return Standing(attempt, attempt.submitted_at, attempt.points or 0.0, attempt.score or 0.0)
    if not is_overdue(attempt.deadline_at, now):
        return Standing(attempt, None, 0.0, 0.0)
    points = sum(mark(attempt.responses).values())
    return Standing(attempt, attempt.deadline_at, points, scoring.score(points, attempt.points_possible))


def mark(responses: Iterable[Response]) -> Mapping[str, float]:
    """Give the points, 0 to 1, of each question that carries any, by its key, from what is stored."""
    marks = {}
    for response in responses:
        question = response.asked.question
        if question.kind.is_scored:
            marks[question.key] = scoring.score_response(question, response.given)
    return marks


def pose(responses: Iterable[Response]) -> list[Posed]:
    """Give the questions of an attempt in the order asked, numbered."""
    posed: list[Posed] = []
    number = 0
    for response in responses:
        asked = response.asked
        is_asked = asked.question.kind is not Kind.DESCRIPTION
        number += is_asked
        posed.append(Posed(number if is_asked else None, asked, response.given))
    return posed


def is_complete(responses: Iterable[Response]) -> bool:
    """Tell whether something was given for each question that asks something."""
    return all(it.asked.question.kind is Kind.DESCRIPTION or scoring.is_answered(it.given) for it in responses)
