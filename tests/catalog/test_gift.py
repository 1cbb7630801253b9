"""GIFT as authors write it: every kind of question, and what stands around it."""

import pytest

from lms.catalog.gift import parse_gift
from lms.catalog.question import Choice, Format, Kind, Question, Text


def read(text: str) -> list[Question]:
    """Read questions that hold no mistake."""
    questions, problems = parse_gift(text, file="quiz.en.gift")
    assert [str(problem) for problem in problems] == []
    return questions


def read_one(body: str) -> Question:
    (question,) = read(f"// [id:q]\n{body}")
    return question


def weights(question: Question) -> list[float]:
    return [choice.weight for choice in question.choices]


def sources(question: Question) -> list[str]:
    return [choice.text.source for choice in question.choices]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param("Who? {=she ~he}", Kind.SINGLE, id="one right choice"),
        pytest.param("Who? {~Grant~Jefferson=no one}", Kind.SINGLE, id="marks without spaces"),
        pytest.param("Who? {~he ~%50%they =she}", Kind.SINGLE, id="part credit beside a right choice"),
        pytest.param("Who? {\n=she\n=a woman\n~he}", Kind.SINGLE, id="two right choices on their own lines"),
        pytest.param("Who? {~%50%a ~%50%b ~%-50%c}", Kind.MULTIPLE, id="weights alone"),
        pytest.param("Who? {=she =a woman =%50%he}", Kind.SHORT, id="right answers alone"),
        pytest.param("True? {T}", Kind.TRUE_FALSE, id="T"),
        pytest.param("True? { FALSE }", Kind.TRUE_FALSE, id="FALSE with spaces"),
        pytest.param("True? {T#about ~5 or x=y}", Kind.TRUE_FALSE, id="marks in the feedback of a true one"),
        pytest.param("How many? {#3}", Kind.NUMBER, id="a number"),
        pytest.param("Match {=a->b =c -> d}", Kind.MATCHING, id="arrows"),
        pytest.param("Think. {}", Kind.ESSAY, id="empty braces"),
        pytest.param("Think. {####A model answer.}", Kind.ESSAY, id="general feedback alone"),
        pytest.param("Read this.", Kind.DESCRIPTION, id="no braces"),
        pytest.param("2 + 2 \\= \\{4\\}", Kind.DESCRIPTION, id="escaped braces"),
    ],
)
def test_kind_follows_from_what_stands_between_the_braces(body: str, kind: Kind) -> None:
    assert read_one(body).kind is kind


class TestAroundAQuestion:
    def test_comment_gives_id_and_tags(self) -> None:
        question = read_one("// [tag:elements] and [tag:form:labour] [tag:elements]\nText {T}")

        assert (question.key, question.tags) == ("q", ("elements", "form:labour"))

    def test_name_stands_between_double_colons(self) -> None:
        question = read_one("::The garage\\: again:: Who: you or I? {T}")

        assert (question.name, question.stem) == ("The garage: again", Text("Who: you or I?"))

    def test_category_holds_until_the_next(self) -> None:
        questions = read(
            "// [id:a]\nA\n\n$CATEGORY: one/two\n\n// [id:b]\nB\n\n// [id:c]\nC\n\n$CATEGORY:\n\n// [id:d]\nD"
        )

        assert [question.category for question in questions] == ["", "one/two", "one/two", ""]

    def test_question_knows_its_file_and_line(self) -> None:
        questions, _problems = parse_gift("\n// [id:q]\n::N:: Text", file="a/b.gift", first_line=10)

        assert [(it.file, it.line) for it in questions] == [("a/b.gift", 12)]

    @pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["Linux", "Windows"])
    def test_line_ends_and_a_byte_order_mark_change_nothing(self, end: str) -> None:
        text = end.join(["\ufeff// [id:q]", "First", "second {", "=a#x", "~b}", "", "// [id:r]", "Text"])

        first, second = read(text)

        assert first.stem.source == "First\nsecond"
        assert (second.key, second.line) == ("r", 8)

    def test_blank_lines_between_answers_and_comments_in_them_are_passed_over(self) -> None:
        question = read_one("Who? {\n=she#Yes,\n  // a note with } and [x\n  indeed.\n\n  \n~he\n}")

        assert sources(question) == ["she", "he"]
        assert question.choices[0].feedback.source == "Yes,\n  indeed."

    @pytest.mark.parametrize("text", ["", "\n \n", "// only a comment\n\n// another", "\ufeff"])
    def test_file_without_questions_is_no_mistake(self, text: str) -> None:
        assert read(text) == []


class TestText:
    @pytest.mark.parametrize(
        ("written", "text"),
        [
            (r"\~ \= \# \{ \} \:", "~ = # { } :"),
            (r"one\ntwo", "one\ntwo"),
            (r"a \\ b", "a \\ b"),
            (r"\\{T}", "\\"),
            (r"\*kept\* \[too\]", r"\*kept\* \[too\]"),
            ("[@un-tip-protocol-2000] says", "[@un-tip-protocol-2000] says"),
            ("[see](https://a.example) it", "[see](https://a.example) it"),
        ],
    )
    def test_escapes_are_resolved_and_other_backslashes_kept(self, written: str, text: str) -> None:
        assert read_one(written).stem.source == text

    def test_format_of_the_question_holds_for_its_parts_unless_they_name_their_own(self) -> None:
        question = read_one("::N:: [html]<b>Who</b> {=[plain]she#[moodle]Yes ~he#No ####[markdown]*All*} came?")

        first, second = question.choices
        assert (question.stem, question.stem_after) == (Text("<b>Who</b>", Format.HTML), Text("came?", Format.HTML))
        assert (first.text, first.feedback) == (Text("she", Format.PLAIN), Text("Yes", Format.MOODLE))
        assert (second.text, second.feedback) == (Text("he", Format.HTML), Text("No", Format.HTML))
        assert question.feedback == Text("*All*", Format.MARKDOWN)

    def test_missing_word_keeps_the_text_behind_the_gap(self) -> None:
        question = read_one("Grant is {~buried =entombed} in his tomb.")

        assert question.has_gap
        assert (question.stem.source, question.stem_after.source) == ("Grant is", "in his tomb.")

    def test_number_sign_inside_feedback_is_text(self) -> None:
        question = read_one("Who? {=she#See #2 ~he}")

        assert question.choices[0].feedback.source == "See #2"


class TestAnswers:
    def test_keys_are_positions_in_the_file(self) -> None:
        question = read_one("Who? {~a#1 =b#2 ~%-20%c#3}")

        assert question.choices == (
            Choice("1", Text("a"), 0.0, Text("1")),
            Choice("2", Text("b"), 1.0, Text("2")),
            Choice("3", Text("c"), -0.2, Text("3")),
        )

    def test_decimal_weights_may_miss_the_hundred_by_a_little(self) -> None:
        question = read_one("Who? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}")

        assert weights(question) == pytest.approx([1 / 3, 1 / 3, 1 / 3, -1], abs=1e-6)

    @pytest.mark.parametrize(
        ("body", "when_true", "when_false", "right"),
        [
            ("Yes? {T#no!#yes!}", "yes!", "no!", "true"),
            ("Yes? {FALSE#no!#yes!}", "no!", "yes!", "false"),
            ("Yes? {TRUE#no!}", "", "no!", "true"),
            ("Yes? {F##yes!}", "", "yes!", "false"),
        ],
    )
    def test_feedback_of_true_and_false_goes_to_the_choice(
        self, body: str, when_true: str, when_false: str, right: str
    ) -> None:
        true, false = read_one(body).choices

        assert [true.key, false.key] == ["true", "false"]
        assert (true.feedback.source, false.feedback.source) == (when_true, when_false)
        assert {true.key: true.weight, false.key: false.weight}[right] == 1.0
        assert true.weight + false.weight == 1.0

    @pytest.mark.parametrize(
        ("answer", "low", "high"),
        [
            ("#3", 3, 3),
            ("# 3:0.1", 2.9, 3.1),
            ("#0.7:0.1", 0.6, 0.8),
            ("#1..5", 1, 5),
            ("#-1.5 .. 1e2", -1.5, 100),
            ("#=3\\:2", 1, 5),
        ],
    )
    def test_number_accepts_an_interval(self, answer: str, low: float, high: float) -> None:
        (choice,) = read_one(f"How many? {{{answer}}}").choices

        assert (choice.low, choice.high, choice.weight) == (low, high, 1.0)

    def test_numbers_have_weights_and_feedback_and_one_for_all_others(self) -> None:
        first, second, other = read_one("When? {#\n=1822:0#Right\n=%50%1822:2#Close\n~#Far off}").choices

        assert [first.weight, second.weight, other.weight] == [1.0, 0.5, 0.0]
        assert [it.feedback.source for it in (first, second, other)] == ["Right", "Close", "Far off"]
        assert other.low < -1e300 and other.high > 1e300

    def test_matching_may_offer_a_right_side_that_belongs_to_none(self) -> None:
        question = read_one("Match {=[plain]guard -> the door\n=clerk->the\nfile\n= -> the roof}")

        assert sources(question) == ["guard", "clerk", ""]
        assert [choice.match for choice in question.choices] == ["the door", "the file", "the roof"]
        assert weights(question) == [1.0, 1.0, 0.0]

    def test_general_feedback_stands_behind_the_last_four_number_signs(self) -> None:
        question = read_one("True? {T#no#yes #### or ####In general.}")

        assert question.feedback.source == "In general."
        assert question.choices[0].feedback.source == "yes #### or"
