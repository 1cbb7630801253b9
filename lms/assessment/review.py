"""What a learner is shown of an attempt that was handed in: everything, or the outcomes missed. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lms.assessment import scoring
from lms.assessment.models import Response
from lms.assessment.snapshot import Asked
from lms.assessment.standing import Posed, Standing, pose
from lms.catalog.course import Review as ReviewRule
from lms.catalog.question import EMPTY, Given, Kind, Text


class Verdict(StrEnum):
    """How a response did."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NONE = "none"  # nothing was given
    OPEN = "open"  # an essay: nobody marks it
    TOLD = "told"  # a description: nothing was asked


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """A question as it was asked, and what became of it."""

    number: int | None  # from 1; None for a description
    asked: Asked
    given: Given | None
    verdict: Verdict
    feedback: tuple[Text, ...]  # to the choices made and in general; of an essay none
    model_answer: Text  # of an essay, where it may be shown
    chosen: frozenset[str]  # keys of the choices made


@dataclass(frozen=True, slots=True)
class MissedOutcome:
    """An outcome on which fewer points were earned than the pass mark asks, and the lessons that teach it."""

    key: str
    lessons: tuple[str, ...]  # paths, in the order of the questions


@dataclass(frozen=True, slots=True)
class Review:
    """What is shown. Where the key is not, there are the outcomes missed and, of the questions, her own essays."""

    shows_key: bool
    questions: tuple[ReviewedQuestion, ...]
    missed: tuple[MissedOutcome, ...]


def make_review(standing: Standing) -> Review:
    """Give what may be shown of an attempt handed in: its own rule, copied when it began, decides."""
    responses = standing.attempt.responses
    shows_key = standing.has_passed or standing.attempt.review == ReviewRule.KEY
    reviewed = tuple(review_all(responses))
    missed = () if standing.has_passed else tuple(find_missed(responses, standing.attempt.pass_mark))
    if shows_key:
        return Review(True, reviewed, missed)
    essays = (replace(it, model_answer=EMPTY) for it in reviewed if it.verdict is Verdict.OPEN and it.given)
    return Review(False, tuple(essays), missed)


def review_all(responses: Sequence[Response]) -> list[ReviewedQuestion]:
    """Review the responses of an attempt in the order asked."""
    return [_review(posed, response) for posed, response in zip(pose(responses), responses, strict=True)]


def find_missed(responses: Sequence[Response], pass_mark: float) -> list[MissedOutcome]:
    """Give the outcomes on which the share of points is below the pass mark, in the order in which they were asked."""
    points: dict[str, list[float]] = defaultdict(list)
    lessons: dict[str, dict[str, None]] = defaultdict(dict)
    for response in responses:
        asked = response.asked
        if asked.outcome is not None and asked.question.kind.is_scored:
            points[asked.outcome].append(points_of(response, asked))
            lessons[asked.outcome].update(dict.fromkeys(asked.lessons))
    return [
        MissedOutcome(outcome, tuple(lessons[outcome]))
        for outcome, earned in points.items()
        if not scoring.has_passed(scoring.score(sum(earned), len(earned)), pass_mark)
    ]


def points_of(response: Response, asked: Asked) -> float:
    """Give the points of a response: those recorded or, where the attempt's end is not recorded yet, what they are."""
    return response.points if response.points is not None else scoring.score_response(asked.question, response.given)


def _review(posed: Posed, response: Response) -> ReviewedQuestion:
    question, given = posed.asked.question, posed.given
    is_essay = question.kind is Kind.ESSAY
    return ReviewedQuestion(
        number=posed.number,
        asked=posed.asked,
        given=given,
        verdict=_judge(posed, response),
        feedback=() if is_essay else scoring.feedback_texts(question, given),
        model_answer=question.feedback if is_essay else EMPTY,
        chosen=frozenset(choice.key for choice in scoring.matched_choices(question, given)),
    )


def _judge(posed: Posed, response: Response) -> Verdict:
    kind = posed.asked.question.kind
    if not kind.is_scored:
        return Verdict.OPEN if kind is Kind.ESSAY else Verdict.TOLD
    if not posed.is_answered:
        return Verdict.NONE
    points = points_of(response, posed.asked)
    if points >= 1:
        return Verdict.RIGHT
    return Verdict.PARTLY if points > 0 else Verdict.WRONG
