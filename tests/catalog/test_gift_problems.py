"""What an author is told: each mistake with line and column, and nothing behind it lost."""

import pytest

from lms.catalog.gift import parse_gift
from lms.catalog.gift_lexer import MAX_CHARACTERS, MAX_PROBLEMS
from lms.catalog.question import Problem


def problems_of(text: str) -> list[Problem]:
    return parse_gift(text, file="quiz.en.gift")[1]


@pytest.mark.parametrize(
    ("body", "line", "column", "says"),
    [
        pytest.param("Who? {=she ~he", 2, 6, "Close the answers", id="unclosed"),
        pytest.param("Who? =she}", 2, 10, "\\}", id="closed without being opened"),
        pytest.param("Who? {=a{b} ~c}", 2, 9, "\\{", id="brace inside answers"),
        pytest.param("A {T} and {F}", 2, 11, "\\{", id="second answers"),
        pytest.param("Sum? {\n=1 + 1 = 2\n~3}", 3, 8, "\\=", id="equals sign in a choice"),
        pytest.param('Link? {=<a href="x">a</a> ~b}', 2, 16, "\\=", id="equals sign in an attribute"),
        pytest.param("Sum? {~%50%a#x=y ~%50%b}", 2, 15, "\\=", id="equals sign in the feedback of weighted choices"),
        pytest.param("Who? {=she or ~ he ~}", 2, 20, "text of this choice", id="empty choice"),
        pytest.param("Who? {~a ~b}", 2, 7, "Mark the right choice", id="no right choice"),
        pytest.param("Who? {~a ~%-50%b}", 2, 7, "Mark the right choice", id="negative weights alone"),
        pytest.param("Who? {=%50%she}", 2, 7, "whole point", id="no whole point for a short answer"),
        pytest.param("Who? {~%150%a ~b =c}", 2, 8, "-100 to 100", id="weight too high"),
        pytest.param("Who? {~%-101%a =b}", 2, 8, "-100 to 100", id="weight too low"),
        pytest.param("Who? {~%33,3%a =b}", 2, 8, "decimal point", id="weight with a comma"),
        pytest.param("Who? {=%50%a ~b}", 2, 7, "Leave the weight out", id="weight behind a right mark"),
        pytest.param("Who? {~%50%a ~%40%b ~c}", 2, 7, "add up to 90", id="weights short of the hundred"),
        pytest.param("Who? {=she ~she}", 2, 12, "same text", id="two identical choices"),
        pytest.param("Who? {=She =she}", 2, 12, "same text", id="two short answers that differ in capitals"),
        pytest.param("Who? {~%100%she}", 2, 7, "two choices", id="one choice"),
        pytest.param("Who? {she =he ~it}", 2, 7, "Begin each answer", id="text without a mark"),
        pytest.param("True? {true}", 2, 8, "capitals", id="true in small letters"),
        pytest.param("Match {=a -> b}", 2, 8, "two pairs", id="one pair"),
        pytest.param("Match {=a -> b =c =d -> e}", 2, 16, "as =left -> right", id="pair without an arrow"),
        pytest.param("Match {=a -> b =c -> }", 2, 16, "right side", id="pair without a right side"),
        pytest.param("Match {=a -> b#no =c -> d}", 2, 15, "\\#", id="feedback of a pair"),
        pytest.param("Match {=a -> b =a -> d}", 2, 16, "same left side", id="two identical left sides"),
        pytest.param("[htm]Who? {T}", 2, 1, "[htm] is no format", id="unknown format"),
        pytest.param("Who? {=[HTML]she ~he}", 2, 8, "[HTML] is no format", id="format in capitals"),
        pytest.param("How many? {#three}", 2, 13, '"three"', id="no number"),
        pytest.param("How many? {#3,5}", 2, 13, "decimal point", id="decimal comma"),
        pytest.param("How many? {#}", 2, 12, "right number", id="missing number"),
        pytest.param("How many? {#5..1}", 2, 13, "smaller number first", id="interval upside down"),
        pytest.param("How many? {#3:-1}", 2, 13, "0 or more", id="negative tolerance"),
        pytest.param("::Name Who? {T}", 2, 1, "Close the name", id="unclosed name"),
        pytest.param("{T}", 2, 1, "text of the question", id="no question text"),
        pytest.param("$CATEGORY: a\nWho? {T}", 3, 1, "blank line", id="category without a blank line"),
        pytest.param("// [id:again]\nWho? {T}", 2, 4, "second id", id="two ids"),
    ],
)
def test_mistake_is_named_at_its_place(body: str, line: int, column: int, says: str) -> None:
    questions, problems = parse_gift(f"// [id:q]\n{body}", file="quiz.en.gift", course="basics")

    (problem,) = problems
    assert (problem.file, problem.course, problem.line, problem.column) == ("quiz.en.gift", "basics", line, column)
    assert says in problem.message
    assert questions == []


def test_character_that_cannot_be_shown_is_named_once_a_line() -> None:
    (problem,) = problems_of("// [id:q]\nWho\u0007\ufdd1? {T}")

    assert (problem.line, problem.column) == (2, 4)
    assert "U+0007" in problem.message


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("", id="no comment"),
        pytest.param("// [tag:elements]\n", id="a tag alone"),
    ],
)
def test_question_without_id_is_told_how_to_get_one(comment: str) -> None:
    (problem,) = problems_of(f"{comment}Who? {{T}}")

    assert "[id:a-name]" in problem.message


@pytest.mark.parametrize("key", ["two words", "x" * 101, "<b>", "-x"])
def test_id_holds_letters_digits_and_few_signs(key: str) -> None:
    (problem,) = problems_of(f"// [id:{key}]\nWho? {{T}}")

    assert "Write an id of letters" in problem.message


def test_same_id_twice_is_named_with_the_line_of_the_first() -> None:
    (problem,) = problems_of("// [id:q]\nOne {T}\n\n// [id:q]\nTwo {T}")

    assert (problem.line, problem.column) == (4, 4)
    assert "line 2" in problem.message


@pytest.mark.parametrize("rest", ["Who? {T}", "// a comment\n\n", ""], ids=["question", "comment", "end"])
def test_id_parted_from_its_question_is_one_mistake(rest: str) -> None:
    (problem,) = problems_of(f"// [id:q]\n\n{rest}")

    assert "no blank line" in problem.message


def test_every_mistake_is_reported_and_sound_questions_are_read() -> None:
    text = "\n\n".join(
        [
            "// [id:a]\nA {=x ~x}",
            "// [id:b]\nB {=x ~y}",
            "// [id:c]\nC {=x\n~y",
            "// [id:d]\n::D:: D {=x ~y}",
            "// [id:e]\nE {~x ~}",
        ]
    )

    questions, problems = parse_gift(text, file="quiz.en.gift")

    assert [question.key for question in questions] == ["b", "d"]
    assert [problem.line for problem in problems] == [2, 8, 15, 15]


@pytest.mark.parametrize(
    "following",
    ["// [id:r]\nNext {=x ~y}", "// [id:r]\nNext", "// [id:r]\n::N:: Next {T}"],
    ids=["question", "description", "named"],
)
def test_unclosed_answers_do_not_swallow_the_next_question(following: str) -> None:
    questions, problems = parse_gift(f"// [id:q]\nWho? {{=she\n\n~he\n\n{following}", file="quiz.en.gift")

    assert [question.key for question in questions] == ["r"]
    assert [(problem.line, problem.column) for problem in problems] == [(2, 6)]


def test_line_ends_of_old_macs_are_refused_kindly() -> None:
    questions, (problem,) = parse_gift("// [id:q]\rWho? {T}\r", file="quiz.en.gift")

    assert questions == []
    assert "LF" in problem.message


def test_lines_count_from_where_the_text_begins_in_its_file() -> None:
    _questions, (problem,) = parse_gift("// [id:q]\nWho? {", file="lesson.en.md", first_line=40)

    assert str(problem).startswith("lesson.en.md:41:6: ")


@pytest.mark.parametrize(
    "pattern",
    ["{", "}", "\\", "~", "=", "#", "::", "[", "[id:", "{~%", "{=a*", "{\n\n", "a{=b}\n\n", "// [id:\n\n", "a{\n~\n\n"],
)
def test_hostile_repetition_ends_in_few_problems(pattern: str) -> None:
    questions, problems = parse_gift(pattern * 20_000, file="quiz.en.gift")

    assert questions == []
    assert 0 < len(problems) <= MAX_PROBLEMS + 1


def test_too_many_choices_and_too_long_questions_are_refused() -> None:
    (many,) = problems_of("// [id:q]\nWho? {" + "".join(f"={number}\n" for number in range(101)) + "}")
    (long,) = problems_of("// [id:q]\n" + "x" * 20_001)
    (huge,) = problems_of("x" * (MAX_CHARACTERS + 1))

    assert "no more than 100 choices" in many.message
    assert "Shorten this question" in long.message
    assert "Split this file" in huge.message
