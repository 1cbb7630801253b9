"""Questions without their keys, and how often an answer is the key."""

import pytest

from lms.catalog.try_out import mark_answers, sheet_of
from tests.catalog.package import Package

QUIZ = """// [id:first] [tag:see] [tag:apply]
Where do you look *first*? {
~At the gate.#Not there.
=At the door.#There it is.
~At the wall.#Not there.
}

// [id:two] [tag:see] [tag:apply]
Which two do you keep? {
~%50%The key.#Yes.
~%-100%The lock.#No.
~%50%The note.#Yes.
}

// [id:true] [tag:see] [tag:recall]
A door opens. {TRUE#No, it does.#Yes, it does.}

// [id:think] [tag:see] [tag:judge]
What will you change? {####One habit.}
"""


@pytest.fixture
def course(package: Package):
    package.write("01-start/quiz.en.gift", QUIZ)
    return package.load().courses["basics"]


class TestSheet:
    def test_it_shows_what_is_asked_and_the_choices_and_no_key_or_feedback(self, course):
        sheet = sheet_of(course, "en")

        assert "### first\nWhere do you look first?\nA. At the gate.\nB. At the door.\nC. At the wall.\n" in sheet
        assert "### two\nWhich two do you keep?\nA. The key." in sheet
        assert not [told for told in ("There it is", "=", "50", "#Yes", "think") if told in sheet]

    def test_without_what_is_asked_the_choices_are_left(self, course):
        sheet = sheet_of(course, "en", choices_only=True)

        assert "### first\nA. At the gate.\n" in sheet
        assert "Where do you look" not in sheet


class TestMarking:
    def test_answers_are_compared_with_the_keys_and_with_chance(self, course):
        answers = "I tried.\nfirst: b\n two : A, B\ntrue: A\nunknown: A\nthink: A\n"

        (quiz,) = [pool for pool in mark_answers(course, "en", answers) if pool.answered]

        assert (quiz.name, quiz.answered, quiz.as_key) == ("Quiz, module 1", 3, 2)
        assert quiz.by_chance == pytest.approx(1 / 3 + 1 / 3 + 1 / 2)
        assert quiz.others == ("two: A B, the key is A C",)

    def test_what_was_not_answered_is_not_counted(self, course):
        assert {pool.answered for pool in mark_answers(course, "en", "")} == {0}
