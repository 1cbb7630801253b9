"""What is said to a practice answer."""

import pytest

from lms.catalog.gift import parse_gift
from lms.catalog.question import Question
from lms.learning.practice import Verdict, judge, right_sides, shown_choices

GIFT = r"""
// [id:single]
What first? {
=Listen.#You heard it.
~Leave.#You missed it.
~Wait.#You lost time.
}

// [id:multiple]
Which two? {
~%50%Words.#They matter.
~%50%Time.#It matters.
~%-100%Guess.#No record.
}

// [id:true]
May a support person be there? {TRUE#Look again.#Right so.}

// [id:short]
What comes before questions? {=safety#Yes. =her safety}

// [id:number]
How many rooms? {#2:0}

// [id:pairs]
Who does what? {
=guard -> keeps the door
=clerk -> keeps the file
=doctor -> keeps the health
}

// [id:think]
What changes on Monday? {####One habit.}
"""


@pytest.fixture(scope="module")
def questions() -> dict[str, Question]:
    found, problems = parse_gift(GIFT, file="x.gift", course="x", first_line=1)
    assert problems == []
    return {question.key: question for question in found}


class TestJudge:
    @pytest.mark.parametrize(
        ("key", "given", "verdict", "feedback"),
        [
            ("single", "1", Verdict.RIGHT, ["You heard it."]),
            ("single", "2", Verdict.WRONG, ["You missed it."]),
            ("multiple", ["1", "2"], Verdict.RIGHT, ["They matter.", "It matters."]),
            ("multiple", ["1"], Verdict.PARTLY, ["They matter."]),
            ("multiple", ["1", "2", "3"], Verdict.WRONG, ["They matter.", "It matters.", "No record."]),
            ("true", "true", Verdict.RIGHT, ["Right so."]),
            ("true", "false", Verdict.WRONG, ["Look again."]),
            ("short", "  SAFETY ", Verdict.RIGHT, ["Yes."]),
            ("short", "papers", Verdict.WRONG, []),
            ("number", "2,0", Verdict.RIGHT, []),
            ("number", "two", Verdict.WRONG, []),
            ("pairs", {"1": "keeps the door"}, Verdict.PARTLY, []),
            ("think", "I will wait.", Verdict.OPEN, ["One habit."]),
        ],
    )
    def test_an_answer_is_judged_and_told_why(self, questions, key, given, verdict, feedback):
        practised = judge(questions[key], 3, given)

        assert (practised.index, practised.given, practised.verdict) == (3, given, verdict)
        assert [text.source for text in practised.feedback] == feedback

    @pytest.mark.parametrize(("key", "given"), [("single", ""), ("multiple", []), ("pairs", {}), ("think", "  ")])
    def test_without_an_answer_nothing_is_given_away(self, questions, key, given):
        practised = judge(questions[key], 0, given)

        assert (practised.verdict, practised.feedback) == (Verdict.NONE, ())


class TestOrder:
    def test_choices_are_all_shown_in_an_order_that_does_not_change(self, questions):
        shown = [choice.key for choice in shown_choices(questions["single"])]

        assert sorted(shown) == ["1", "2", "3"]
        assert shown == [choice.key for choice in shown_choices(questions["single"])]

    def test_the_right_choice_is_not_always_the_first(self, questions):
        source = questions["single"]
        firsts = set()

        for number in range(20):
            other = Question(f"q-{number}", source.kind, source.stem, source.choices)
            firsts.add(shown_choices(other)[0].key)

        assert firsts == {"1", "2", "3"}

    def test_true_stands_before_false(self, questions):
        assert [choice.key for choice in shown_choices(questions["true"])] == ["true", "false"]

    def test_right_sides_stand_in_the_order_of_letters(self, questions):
        assert right_sides(questions["pairs"]) == ["keeps the door", "keeps the file", "keeps the health"]
