"""The line [contacts]: where it cuts a lesson, and where the check refuses it."""

import pytest

from lms.catalog.contact_places import MISPLACED, ContactsPlace
from lms.catalog.rendering import Html, Practice, render_lesson
from tests.catalog.package import Package, question

FILE = "basics/01-start/01-first.en.md"


def parts(package: Package, body: str) -> list[object]:
    package.lesson(body)
    course = package.course()
    text = course.lessons[0].text("en").value
    return list(render_lesson(course, text, sources={}, language="en").parts)


def refused(package: Package) -> list[str]:
    return [one for one in package.mistakes() if MISPLACED in one]


@pytest.mark.parametrize(
    "body",
    [
        "Before.\n\n[contacts]\n\nAfter.",
        "Before.\n[contacts]  \nAfter.",
        "- a list\n\n[contacts]\n\nAfter.",
        "> said\n\n[contacts]\n\nAfter.",
    ],
)
def test_the_line_cuts_the_lesson(package: Package, body: str) -> None:
    before, place, after = parts(package, body)

    assert isinstance(before, Html) and isinstance(place, ContactsPlace) and isinstance(after, Html)
    assert refused(package) == []


def test_it_may_stand_first_and_beside_practice(package: Package) -> None:
    kinds = [type(part) for part in parts(package, f"[contacts]\n\n```gift\n{question('p-1')}```\n\n[contacts]\n")]

    assert kinds == [ContactsPlace, Practice, ContactsPlace]
    assert refused(package) == []


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (4, "See [contacts] below."),
        (5, "- item\n- [contacts]\n"),
        (4, "> [contacts]"),
        (4, "  [contacts]"),
        (6, "<div>\n\n[contacts]\n\n</div>"),
        (5, '!!! note "A note"\n    [contacts]\n'),
    ],
)
def test_elsewhere_it_is_a_mistake_and_shown_as_the_word(package: Package, row: int, body: str) -> None:
    package.lesson(body)

    assert refused(package)[0].startswith(f"{FILE}:{row}: ")
    shown = "".join(str(part.markup) for part in parts(package, body))  # type: ignore[attr-defined]
    assert "[contacts]" in shown and "\ue000" not in shown


@pytest.mark.parametrize("body", ["`[contacts]`", "```\n[contacts]\n```", "[contacts](#look)\n\n## Look {#look}\n"])
def test_code_and_links_of_that_name_are_left_alone(package: Package, body: str) -> None:
    assert len(parts(package, body)) == 1
    assert refused(package) == []


def test_no_other_text_shows_contacts(package: Package) -> None:
    package.write("course.en.md", package.path("course.en.md").read_text() + "\n[contacts]\n")
    package.write("01-start/quiz.en.gift", question("q-1").replace("You saw it.", "See [contacts]."))

    assert len(refused(package)) == 2
