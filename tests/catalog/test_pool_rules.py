"""What the check asks of a quiz, a final or the practice of a module as a whole."""

from collections.abc import Sequence

import pytest

from lms.catalog.pool_figures import Pool
from lms.catalog.pool_rules import (
    find_pool_faults,
    kind_faults,
    length_faults,
    place_faults,
    size_faults,
    telling_faults,
)
from lms.catalog.question import Question
from tests.catalog.asked import ask, mark, pool, read


def single(
    number: int, *, key: str = "Look here.", place: int = 1, stem: str = "What?", tags: str = "see apply"
) -> Question:
    choices = ["~Go inside.", "~Ask a man."]
    choices.insert(place - 1, f"={key}")
    return ask(stem, *choices, tags=tags, key=f"q-{number}")


def true_false(number: int) -> Question:
    return read(f"// [id:tf-{number}] {mark('see recall')}\nIt is so. {{TRUE}}\n")


def singles(count: int, **changes: str) -> list[Question]:
    return [single(number, place=number % 3 + 1, **changes) for number in range(count)]


def few_changed(total: int, changed: int, **changes: str) -> Pool:
    ordinary = [single(number, place=number % 3 + 1) for number in range(changed, total)]
    return pool(*singles(changed, **changes), *ordinary)


class TestSize:
    @pytest.mark.parametrize(("kind", "least"), [("quiz", 8), ("final", 60)])
    def test_a_pool_has_questions_to_spare(self, kind: str, least: int) -> None:
        enough = singles(least)

        assert list(size_faults(pool(*enough, kind=kind))) == []
        assert list(size_faults(pool(*enough[1:], kind=kind))) == [
            f"Write more questions: a {kind} needs {least} that carry points, and this one has {least - 1}."
        ]

    def test_practice_may_be_small(self) -> None:
        assert list(find_pool_faults(pool(single(1)))) == []

    def test_a_question_without_points_does_not_count(self) -> None:
        essay = read(f"// [id:e] {mark('see')}\nWhat will you change? {{}}\n")

        assert "this one has 7" in next(size_faults(pool(*singles(7), essay, kind="quiz")))


class TestKinds:
    def test_a_final_has_no_true_or_false(self) -> None:
        (told,) = kind_faults(pool(*singles(19), true_false(1), kind="final"))

        assert told == "Ask otherwise than by true or false: 1 of 20 do, and none may in a final."

    def test_a_quiz_has_few_of_them(self) -> None:
        assert list(kind_faults(pool(*singles(9), true_false(1), kind="quiz"))) == []
        (told,) = kind_faults(pool(*singles(8), true_false(1), kind="quiz"))
        assert told == "Ask otherwise than by true or false: 1 of 9 do, and at most 10% may in a quiz."

    def test_a_final_asks_to_apply_and_to_judge(self) -> None:
        def final(applied: int) -> list[str]:
            other = singles(10 - applied, tags="see")
            return list(kind_faults(pool(*singles(applied), *other, kind="final")))

        assert final(6) == []
        assert final(5) == ["Ask more to apply or to judge: 5 of 10 do, and at least 60 % should in a final."]

    def test_a_final_asks_little_from_memory(self) -> None:
        def final(recall: int) -> list[str]:
            return list(kind_faults(pool(*singles(recall, tags="see recall"), *singles(20 - recall), kind="final")))

        assert final(5) == []
        assert final(6) == ["Ask less from memory: 6 of 20 are recall, and at most 25 % may be in a final."]

    def test_a_quiz_may(self) -> None:
        assert list(kind_faults(pool(*singles(8, tags="see recall"), kind="quiz"))) == []


class TestLengths:
    def told(self, questions: Pool) -> list[str]:
        return [one for one in length_faults(questions) if "mean key" not in one]

    def test_the_key_is_seldom_the_longest(self) -> None:
        assert self.told(few_changed(10, 4, key="Look it up.")) == []
        assert self.told(few_changed(10, 5, key="Look it up.")) == [
            "Even out the choices: the key is the longest in 5 of 10 questions, at most 40 % may be."
        ]

    def test_and_seldom_the_shortest(self) -> None:
        assert self.told(few_changed(10, 4, key="Look.")) == []
        assert self.told(few_changed(10, 5, key="Look.")) == [
            "Even out the choices: the key is the shortest in 5 of 10 questions, at most 40 % may be."
        ]

    @pytest.mark.parametrize(("key", "ratio"), [("Look it up there.", "1.28"), ("Look.", "0.80")])
    def test_keys_are_as_long_as_wrong_choices_on_average(self, key: str, ratio: str) -> None:
        (told,) = (one for one in length_faults(few_changed(10, 4, key=key)) if "mean key" in one)

        assert f"the mean key is {ratio} times" in told

    def test_of_a_few_questions_no_share_is_taken(self) -> None:
        assert list(find_pool_faults(pool(*singles(4, key="Look it up there.")))) == []


class TestTellingWords:
    STEM = "The foreman keeps the passports. What?"

    def test_the_stem_seldom_leads_to_the_key_alone(self) -> None:
        assert list(telling_faults(few_changed(12, 3, stem=self.STEM, key="A passport."))) == []
        (told,) = telling_faults(few_changed(12, 4, stem=self.STEM, key="A passport."))
        assert "in 4 of 12 questions the key alone has one" in told
        assert "q-0 (“passports”)" in told

    def test_a_word_of_the_stem_in_a_wrong_choice_leads_there_as_well(self) -> None:
        choices = ("=A passport.", "~A foreman.", "~Nothing.")
        questions = [ask(self.STEM, *choices, key=f"q-{number}") for number in range(5)]

        assert list(telling_faults(pool(*questions))) == []

    def test_common_words_tell_nothing(self) -> None:
        questions = [ask("Which might there be?", "=Which there.", "~A foreman.", key=f"q-{n}") for n in range(5)]

        assert list(telling_faults(pool(*questions))) == []

    def test_russian_words_are_known_by_their_beginning(self) -> None:
        stem, choices = "У прораба их паспорта. Что?", ("=О паспортах.", "~О погоде.")
        questions = [ask(stem, *choices, key=f"q-{number}") for number in range(5)]

        assert list(telling_faults(pool(*questions, language="ru")))


class TestPlaces:
    def told(self, places: Sequence[int]) -> list[str]:
        return list(place_faults(pool(*(single(number, place=place) for number, place in enumerate(places)))))

    def test_no_place_holds_the_key_too_often(self) -> None:
        assert self.told([1] * 5 + [2] * 4 + [3] * 3) == []
        assert self.told([1] * 6 + [2] * 3 + [3] * 3) == [
            "Move some keys: in 6 of 12 questions with 3 choices the key stands in place 1, at most 5 should."
        ]

    def test_of_fewer_questions_nothing_is_said(self) -> None:
        assert self.told([1] * 11) == []


def test_a_pool_is_judged_in_every_respect_at_once() -> None:
    stem = TestTellingWords.STEM
    questions = [single(number, key="The passports of all.", stem=stem, tags="see recall") for number in range(12)]

    told = "\n".join(find_pool_faults(pool(*questions, kind="final")))

    for beginning in (
        "Write more questions",
        "Ask more to apply",
        "Even out",
        "Give wrong choices a word",
        "Move some",
    ):
        assert beginning in told
