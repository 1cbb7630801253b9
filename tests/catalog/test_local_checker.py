"""Law and terms in lessons: what is known may be cited, and only where a page can say what it is."""

import pytest

from lms.catalog.rendering import render_lesson
from tests.catalog.package import Package
from tests.catalog.test_glossary import HEAD, WITNESS

GIFT = "// [id:f-1] [tag:see]\nWhat? {{=a#See {mark}. ~b}}\n"


@pytest.fixture
def words(package: Package) -> Package:
    package.write("../glossary.csv", HEAD + WITNESS)
    return package


@pytest.mark.parametrize(
    "body",
    [
        "The code punishes it. [@law:trafficking]",
        "The code punishes it. [@law:trafficking; @some-treaty-2000]",
        "A [witness](glossary:witness) speaks.",
        "`[@law:nothing]` and `[x](glossary:nothing)`",
    ],
)
def test_what_is_known_is_right(words: Package, body: str) -> None:
    words.lesson(f"{body}\n")
    words.write("01-start/01-first.summary.en.md", f"---\ntitle: Short\n---\n{body}\n")

    assert words.mistakes() == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("See [@law:nothing].", "No law has the key “nothing”: it can be trafficking, child-trafficking"),
        ("See [@law:trafficking, Art. 3].", "Cite national law by its key alone, as [@law:trafficking]"),
        ("See [it](glossary:nothing).", "No term has the key “nothing”: add it to glossary.csv."),
        ("## Look {#law-trafficking}", "The page itself uses keys such as {#law-trafficking}"),
        ("## Look {#word-witness}", "The page itself uses keys such as {#word-witness}"),
    ],
)
def test_what_is_not_known_is_told_with_its_line_and_the_course_served(words: Package, body: str, message: str) -> None:
    words.lesson(f"Text.\n\n{body}\n")

    (told,) = words.mistakes()

    assert told.startswith(f"basics/01-start/01-first.en.md:6: {message}")
    assert words.load().courses


@pytest.mark.parametrize(
    ("mark", "message"),
    [("[@law:trafficking]", "National law is cited in a lesson"), ("[x](glossary:witness)", "Terms are marked in a")],
    ids=["law", "term"],
)
@pytest.mark.parametrize(
    ("file", "content", "place"),
    [
        ("final.en.gift", GIFT, 2),
        ("01-start/module.en.md", "---\ntitle: A module\n---\n\nSee {mark}.\n", 5),
        ("aids/card.en.md", "---\ntitle: A card\n---\nSee {mark}.\n", 4),
    ],
    ids=["question", "introduction", "aid"],
)
def test_elsewhere_they_are_told(words: Package, file: str, content: str, place: int, mark: str, message: str) -> None:
    mark = mark.replace(":", "\\:") if file.endswith("gift") else mark
    words.write(file, content.format(mark=mark))

    (told,) = words.problems()

    assert told.startswith(f"basics/{file}:{place}: {message}")


def test_an_unknown_term_is_shown_as_words_alone(words: Package) -> None:
    words.lesson("See [it](glossary:nothing).\n")
    course = words.course()

    rendered = render_lesson(course, course.lessons[0].texts["en"], sources={}, language="en", terms={"witness"})

    assert "href" not in str(rendered.parts[0].markup)
    assert rendered.terms == ()
