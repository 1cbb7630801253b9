"""Practice questions are taken out of a lesson; one that Markdown would show as text is a mistake."""

import pytest

from tests.catalog.package import Package, question

FENCE = f"```gift\n{question('p-1')}```"


def test_a_question_leaves_a_mark_and_the_lines_stay(package: Package) -> None:
    package.lesson(f"Before.\n{FENCE}\nAfter.\n")

    text = package.course().lessons[0].texts["en"]

    assert [practice.key for practice in text.practice] == ["p-1"]
    assert text.practice[0].line in (5, 6, 7)
    assert text.markdown.split("\n").index("After.") == FENCE.count("\n") + 2
    assert "You saw it" not in text.markdown
    assert "gift" not in text.markdown


def test_questions_of_one_block_and_of_several_are_counted_on(package: Package) -> None:
    package.lesson(f"```gift\n{question('p-1')}\n{question('p-2')}```\n\nText.\n\n~~~ gift\n{question('p-3')}~~~\n")

    text = package.course().lessons[0].texts["en"]

    assert [practice.key for practice in text.practice] == ["p-1", "p-2", "p-3"]


@pytest.mark.parametrize(
    "body",
    [
        "- item\n\n  " + FENCE.replace("\n", "\n  "),
        "1. item\n\n    " + FENCE.replace("\n", "\n    "),
        "- " + FENCE,
        "> " + FENCE.replace("\n", "\n> "),
        "!!! note\n    " + FENCE.replace("\n", "\n    "),
        FENCE.replace("```gift", "```gift linenums"),
        FENCE.replace("```gift", "``` {.gift}"),
        FENCE.replace("```gift", "```GIFT"),
        FENCE.replace("```gift", "```.gift"),
        "````\n" + FENCE + "\n````",
        "[^1]: " + FENCE + "\n\n" + " " + FENCE,
    ],
    ids=["list", "numbers", "item", "quote", "note", "option", "braces", "case", "dot", "in code", "indented"],
)
def test_a_question_that_would_be_shown_as_text_is_told(package: Package, body: str) -> None:
    package.lesson(f"Text.\n\n{body}\n")

    assert any("would be shown as text" in problem for problem in package.problems()), package.problems()
    assert not package.load().courses


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("```gift\n// [id:p-1]\nWhat? {=a ~b}\n", 4, "Close this block with a line of ```"),
        ("```\ncode\n", 4, "Close this block"),
        ("```gift\n```\n", 4, "no question in this gift block"),
        (f"<div>\n\n{FENCE}\n\n</div>\n", 6, "Close <div> before this gift block"),
        (f"<!-- hidden\n\n{FENCE}\n-->\n", 6, "Close the comment <!--"),
        (f"<details>\n<summary>x</summary>\n\n{FENCE}\n\n</details>\n", 7, "Close <details>"),
    ],
)
def test_a_question_that_would_be_lost_is_told(package: Package, body: str, line: int, message: str) -> None:
    package.lesson(body)

    told = package.problems()

    assert any(one.startswith(f"basics/01-start/01-first.en.md:{line}: ") and message in one for one in told), told


def test_a_mistake_in_a_question_is_told_at_its_line_in_the_lesson(package: Package) -> None:
    package.lesson("Text.\n\n```gift\n// [id:p-1] [tag:see]\nWhat? {=a =b ~c\n```\n")

    assert package.problems()[0].startswith("basics/01-start/01-first.en.md:8:")


def test_an_id_used_twice_in_one_lesson_is_told(package: Package) -> None:
    package.lesson(f"{FENCE}\n\n{FENCE}\n")

    assert any("an id of its own" in problem for problem in package.problems())
