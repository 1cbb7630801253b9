"""Questions as they are written down with an attempt, each turned into text once and used for everybody."""

import json
import random
from collections.abc import Sequence

from lms.assessment.paper import choice_order, write_down
from lms.assessment.snapshot import write_snapshot
from lms.catalog.course import Course, Quiz
from lms.catalog.question import Question

_MARK = "\0order\0"
_MARK_WRITTEN = json.dumps([_MARK])


class Papers:
    """The written questions of a course. They differ between attempts in the order of the choices alone."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._texts: dict[tuple[str, str, str], tuple[str, str]] = {}

    def write(self, question: Question, *, quiz: Quiz, language: str, rng: random.Random) -> str:
        """Give the JSON of a question as an attempt asks it, its choices in a new order.

        :param language: of the question
        """
        order = choice_order(question, quiz, rng)
        if order is None:
            order = tuple(choice.key for choice in question.choices)
        return json.dumps(order).join(self._around(question, quiz, language))

    def _around(self, question: Question, quiz: Quiz, language: str) -> Sequence[str]:
        """Give what stands before and behind the order."""
        name = (quiz.key, language, question.key)
        if name not in self._texts:
            asked = write_snapshot(write_down(question, course=self._course, quiz=quiz, order=[_MARK]))
            before, _mark, behind = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).partition(
                _MARK_WRITTEN
            )
            self._texts[name] = (before, behind)
        return self._texts[name]
