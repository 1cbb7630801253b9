"""The questions of an attempt: drawn, mixed, and written down with all that their review will need."""

import random
from collections.abc import Collection, Sequence

from lms.assessment.drawing import draw, outcome_of, shuffle_choices, shuffle_questions
from lms.assessment.models import Response
from lms.assessment.snapshot import Asked, snapshot
from lms.assessment.teaching import lessons_for
from lms.catalog.course import Course, Quiz
from lms.catalog.question import Kind, Question


def draw_paper(
    course: Course, quiz: Quiz, language: str, *, seen: Collection[str], rng: random.Random
) -> list[Question]:
    """Draw the questions of an attempt by the quiz's rules, in the order in which they are asked."""
    drawn = draw(
        quiz.pool(language).value,
        count=quiz.rules.questions,
        blueprint=quiz.rules.blueprint,
        outcomes=course.outcomes,
        seen=seen,
        rng=rng,
    )
    return shuffle_questions(drawn, rng) if quiz.rules.shuffle else drawn


def ask_all(questions: Sequence[Question], *, course: Course, quiz: Quiz, rng: random.Random) -> list[Response]:
    """Write questions down as an attempt's responses, to which nothing was given yet."""
    return [_ask(question, place, course, quiz, rng) for place, question in enumerate(questions, start=1)]


def choice_order(question: Question, quiz: Quiz, rng: random.Random) -> tuple[str, ...] | None:
    """Give the keys of the choices in the order in which this attempt shows them; None for the file's order."""
    is_mixed = quiz.rules.shuffle or question.kind is Kind.MATCHING  # the file has each right side beside its left one
    return shuffle_choices(question, rng) if is_mixed else None


def write_down(question: Question, *, course: Course, quiz: Quiz, order: Sequence[str] | None) -> Asked:
    """Write a question down whole, with the outcome that it tests and the lessons that teach it."""
    return snapshot(
        question,
        order=order,
        outcome=outcome_of(question, course.outcomes),
        lessons=lessons_for(course, quiz, question),
    )


def _ask(question: Question, position: int, course: Course, quiz: Quiz, rng: random.Random) -> Response:
    order = choice_order(question, quiz, rng)
    asked = write_down(question, course=course, quiz=quiz, order=order)
    return Response(position=position, question_key=question.key, asked=asked)
