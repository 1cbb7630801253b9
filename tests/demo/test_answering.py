import random

import pytest

from lms.assessment.scoring import normalize, score_response
from lms.catalog.question import Choice, Kind, Question, Text
from lms.demo.answering import answer


def choice(key: str, text: str = "", weight: float = 0.0, match: str = "", low: float = 0, high: float = 0) -> Choice:
    return Choice(key, Text(text), weight, match=match, low=low, high=high)


STEM = Text("Which?")
QUESTIONS = {
    "single": Question("q", Kind.SINGLE, STEM, (choice("1", "a", 1), choice("2", "b"), choice("3", "c"))),
    "true-false": Question("q", Kind.TRUE_FALSE, STEM, (choice("true", "", 1), choice("false"))),
    "multiple": Question(
        "q", Kind.MULTIPLE, STEM, (choice("1", "a", 0.5), choice("2", "b", 0.5), choice("3", "c", -1))
    ),
    "short": Question("q", Kind.SHORT, STEM, (choice("1", "the *threat*", 1), choice("2", "force", 0.5))),
    "number": Question("q", Kind.NUMBER, STEM, (choice("1", "18", 1, low=17.5, high=18.5),)),
    "matching": Question("q", Kind.MATCHING, STEM, (choice("1", "a", 1, "x"), choice("2", "b", 1, "y"))),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
class TestAnswer:
    def test_the_skilled_are_right(self, question):
        given = answer(question, 1.0, random.Random(1))

        assert score_response(question, given) == 1.0

    def test_the_unskilled_are_mostly_wrong(self, question):
        rng = random.Random(1)
        points = [score_response(question, answer(question, 0.0, rng)) for _try in range(50)]

        assert sum(points) < 30

    def test_it_has_the_shape_of_its_kind(self, question):
        rng = random.Random(1)
        for _try in range(30):
            given = answer(question, 0.5, rng)
            sent = {key: [it] for key, it in given.items()} if isinstance(given, dict) else given
            assert normalize(question, [sent] if isinstance(sent, str) else sent) == given


def test_an_essay_is_written_and_a_description_asks_nothing():
    rng = random.Random(1)

    assert answer(Question("q", Kind.ESSAY, STEM), 0.5, rng)
    assert answer(Question("q", Kind.DESCRIPTION, STEM), 0.5, rng) is None
