"""The questions of an attempt: drawn, mixed, and written down with all that their review will need."""

import random
from collections.abc import Collection, Sequence

from lms.assessment.drawing import draw, outcome_of, shuffle_choices, shuffle_questions
from lms.assessment.models import Response
from lms.assessment.snapshot import snapshot
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


def _ask(question: Question, position: int, course: Course, quiz: Quiz, rng: random.Random) -> Response:
    is_mixed = quiz.rules.shuffle or question.kind is Kind.MATCHING  # the file has each right side beside its left one
    asked = snapshot(
        question,
        order=shuffle_choices(question, rng) if is_mixed else None,
        outcome=outcome_of(question, course.outcomes),
        lessons=lessons_for(course, quiz, question),
    )
    return Response(position=position, question_key=question.key, asked=asked)
