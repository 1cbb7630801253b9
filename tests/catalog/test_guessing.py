"""How far the wording of choices gives the key away."""

from lms.catalog.guessing import guess_keys
from tests.catalog.asked import ask

ACTS = ("dig", "look", "write", "ring", "wait", "read", "ask", "go", "stay", "call")


def pool(right: str, wrong: str) -> list:
    """Ask fifty questions: what is right and what is wrong differ by one word, and by what there is to do."""
    return [
        ask(f"{one} or {other}?", f"={right} {one} {other}.", f"~{wrong} {other} {one}.", key=f"{one}-{other}")
        for one in ACTS[:5]
        for other in ACTS
    ]


class TestGuessKeys:
    def test_a_word_that_right_answers_alone_have_is_learnt(self):
        questions = pool("Safely", "Quickly")

        told = guess_keys(questions, questions)

        assert (told.questions, told.found, told.chance) == (50, 50, 25.0)

    def test_questions_of_the_other_sound_are_guessed_wrong(self):
        questions = pool("Safely", "Quickly")
        turned = ask("And now?", "=Quickly dig look.", "~Safely look dig.", key="turned")

        assert guess_keys([*questions, turned], [turned]).found == 0

    def test_nothing_is_asked_of_nothing(self):
        assert guess_keys([], []).questions == 0
