"""What the check asks of one question."""

import pytest

from lms.catalog.question import Question
from lms.catalog.question_rules import find_faults
from tests.catalog.asked import FEEDBACK, ask, mark, read


def faults(question: Question, language: str = "en") -> list[str]:
    return list(find_faults(question, language, ("see", "act")))


def fault(question: Question, language: str = "en") -> str:
    (only,) = faults(question, language)
    return only


def words(count: int) -> str:
    return " ".join(["word"] * (count - 1)) + " what?"


def test_a_good_question_has_no_fault() -> None:
    assert faults(ask()) == []


@pytest.mark.parametrize("kind", ["{TRUE#%s#%s}", "{=her safety#%s =safety#%s}", "{#2:0#%s#####%s}"])
def test_other_kinds_can_be_good_too(kind: str) -> None:
    feedbacks = (FEEDBACK.format(number="One."), FEEDBACK.format(number="Two."))

    assert faults(read(f"// [id:a] {mark('see recall')}\nHow is it? {kind % feedbacks}\n")) == []


class TestTags:
    @pytest.mark.parametrize(("tags", "count"), [("apply", 0), ("see act apply", 2)])
    def test_one_outcome_is_tested(self, tags: str, count: int) -> None:
        assert fault(ask(tags=tags)) == f"Tag exactly one outcome of course.yaml: this question has {count}."

    @pytest.mark.parametrize(("tags", "count"), [("see", 0), ("see apply judge", 2)])
    def test_one_level_is_named(self, tags: str, count: int) -> None:
        assert fault(ask(tags=tags)) == f"Tag exactly one level, recall, apply or judge: this question has {count}."

    def test_an_essay_has_no_level_and_no_source(self) -> None:
        essay = read(
            f"// [id:a] {mark('see')}\nWhat will you change? {{####One small habit is enough to begin with.}}\n"
        )

        assert faults(essay) == []

    def test_a_source_stands_in_the_feedback(self) -> None:
        told = fault(
            ask(
                "What does [@some-guide-2010] say?",
                "=Look.#You saw what there was, and that was the thing to do.",
                "~Wait.#You missed what there was, and it is gone by now.",
            )
        )

        assert told.startswith("Cite in the feedback")


class TestStem:
    @pytest.mark.parametrize("tag", ["form:labour", "victim:man"])
    @pytest.mark.parametrize("count", [19, 91])
    def test_a_situation_is_neither_thin_nor_long(self, tag: str, count: int) -> None:
        question = ask(words(count), tags=f"see apply {tag}")

        assert fault(question) == f"Tell the situation in 20 to 90 words: this one has {count}."

    @pytest.mark.parametrize("count", [20, 90])
    def test_the_bounds_themselves_are_allowed(self, count: int) -> None:
        assert faults(ask(words(count), tags="see apply form:labour")) == []

    @pytest.mark.parametrize(
        "stem", ["Name what you do.", 'She asks, "Why me?" Choose an answer.', "«Где он?» Дальше\\:"]
    )
    def test_a_stem_asks(self, stem: str) -> None:
        assert fault(ask(stem)) == "Ask something: the stem has no question mark outside of quotation marks."

    def test_a_gap_and_a_statement_ask_without_a_question_mark(self) -> None:
        feedback = FEEDBACK.format(number="One."), FEEDBACK.format(number="Two.")
        gap = f"// [id:a] {mark('see recall')}\nShe is heard {{~after#{feedback[0]} =before#{feedback[1]}}} him.\n"
        statement = f"// [id:a] {mark('see recall')}\nShe may be heard. {{TRUE#{feedback[0]}#{feedback[1]}}}\n"

        assert faults(read(gap)) == faults(read(statement)) == []


class TestNegations:
    @pytest.mark.parametrize(
        ("language", "stem", "word"),
        [
            ("en", "Here are four. Which of these is not a means?", "not"),
            ("en", "In which of these cases is an interpreter NOT needed?", "NOT"),
            ("en", "In this case, what can't you ask?", "can't"),
            ("en", "Which of these is not a means? Choose one.", "not"),
            ("en", "All of these are means except which?", "except"),
            ("ru", "Какой из признаков не является средством?", "не"),
            ("ru", "Какие слова, все, кроме одного, говорят о средстве?", "все, кроме"),
        ],
    )
    def test_a_word_that_turns_the_question_round_is_bold(self, language: str, stem: str, word: str) -> None:
        told = faults(ask(stem), language)
        marked = faults(ask(stem.replace(word, f"**{word}**")), language)

        assert told == [f"Mark the word that turns the question round as bold, **{word}**, or ask without it."]
        assert marked == []

    @pytest.mark.parametrize(
        ("language", "stem"),
        [
            ("en", "He did not return. What do you do?"),
            ("en", "What would he lose if he did not return?"),
            ("en", "If she does not answer, what do you do?"),
            ("en", "What do you say to a man who does not want help?"),
            ("en", 'What do you make of "I do not know"?'),
            ("en", "Why did she not leave?"),
            ("en", "What do you note not only of his words?"),
            ("ru", "Он не вернулся. Что вы сделаете?"),
            ("ru", "Что он терял, если бы не вернулся?"),
            ("ru", "Если он не ответит, что вы сделаете?"),
            ("ru", "Чего не хватает этой записи?"),
            ("ru", "О чём вы спросите, кроме паспорта?"),
        ],
    )
    def test_a_natural_sentence_may_say_no(self, language: str, stem: str) -> None:
        assert faults(ask(stem), language) == []


class TestChoices:
    @pytest.mark.parametrize(
        ("language", "choice"),
        [
            ("en", "All of the above."),
            ("en", "None of these."),
            ("en", "Both A and B."),
            ("ru", "Всё перечисленное."),
            ("ru", "Ничего из перечисленного."),
            ("ru", "И а, и б."),
            ("ru", "Оба ответа верны."),
        ],
    )
    def test_no_choice_stands_for_the_others(self, language: str, choice: str) -> None:
        told = " ".join(faults(ask("What?", "=Look at it all.", f"~{choice}"), language))

        assert f"instead of “{choice[:-1]}”, which stands for the others" in told

    def test_a_choice_may_speak_of_all(self) -> None:
        assert faults(ask("What?", "=All of the workers.", "~None of them left.")) == []

    @pytest.mark.parametrize(
        ("language", "word"), [("en", "always"), ("en", "Never"), ("en", "only"), ("ru", "всегда"), ("ru", "Только")]
    )
    def test_absolute_words_stand_in_all_choices_or_in_none(self, language: str, word: str) -> None:
        told = fault(ask("What?", "=Look at it.", f"~{word} look."), language)

        assert told.startswith(f"Take out “{word}”")
        assert faults(ask("What?", f"={word} look.", f"~{word} leave."), language) == []

    def test_the_longest_has_at_most_three_fifths_more(self) -> None:
        told = fault(ask("What?", "=" + "a" * 40 + ".", "~" + "b" * 24 + "."))

        assert told.startswith("Make the choices more alike in length: the longest has 41 characters, the shortest 25")
        assert faults(ask("What?", "=" + "a" * 39 + ".", "~" + "b" * 24 + ".")) == []

    def test_words_alone_may_differ_in_length(self) -> None:
        assert faults(ask("What?", "=Transportation", "~Gift")) == []

    def test_all_end_with_the_same_mark(self) -> None:
        assert fault(ask("What?", "=Look.", "~Leave")).startswith("End all choices with the same punctuation mark")


class TestSeveralRight:
    def test_choosing_all_earns_nothing(self) -> None:
        told = fault(ask("Which two?", "~%50%Look.", "~%50%Ask.", "~%-50%Leave."))

        assert told.startswith("Give the wrong choices weights so that choosing all earns nothing")

    @pytest.mark.parametrize(
        ("language", "stem", "good"),
        [("en", "What do you do?", "Which two do you do?"), ("ru", "Что вы сделаете?", "Какие два шага вы сделаете?")],
    )
    def test_the_stem_says_how_many(self, language: str, stem: str, good: str) -> None:
        choices = ("~%50%Look.", "~%50%Ask.", "~%-100%Leave.")

        assert fault(ask(stem, *choices), language).startswith("Say in the stem how many choices are right")
        assert faults(ask(good, *choices), language) == []

    def test_another_number_is_told_too(self) -> None:
        assert fault(ask("Which three?", "~%50%Look.", "~%50%Ask.", "~%-100%Leave.")).endswith("2 are.")


class TestFeedback:
    def test_each_choice_has_one(self) -> None:
        gift = f"// [id:a] {mark('see apply')}\nWhat? {{=Look.#{FEEDBACK.format(number='One.')}\n~Leave.}}\n"

        assert fault(read(gift)) == "Write feedback for each choice: 1 of 2 have none."

    def test_pairs_have_one_for_all(self) -> None:
        pairs = "=guard -> keeps the door =clerk -> keeps the file"
        gift = f"// [id:a] {mark('see recall')}\nWho does what? {{{pairs} %s}}\n"

        assert "Write feedback, after ####: this question has none." in faults(read(gift % ""))
        assert faults(read(gift % f"####{FEEDBACK.format(number='One.')}")) == []

    def test_it_says_something(self) -> None:
        told = fault(ask("What?", "=Look.", "~Leave.#You missed what there was to see. [@some-guide-2010]"))

        assert told.startswith("Say more in the feedback “You missed what there was to see.”")

    def test_the_remark_for_all_may_be_short_beside_the_others(self) -> None:
        assert faults(ask("What?", "=Look.", "~Leave.", "####Look first.")) == []

    def test_each_is_of_its_own(self) -> None:
        same = FEEDBACK.format(number="One.")

        assert fault(ask("What?", f"=Look.#{same}", f"~Leave.#{same}")).startswith("Two feedbacks of this question")


def test_a_language_without_lists_is_not_judged_by_them() -> None:
    assert faults(ask("Which is not a means?", "=Always look.", "~All of the above."), "kk") == []
