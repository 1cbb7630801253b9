"""The line `[contacts]` in a lesson, where the page shows help contacts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from lms.catalog.code_spans import blank_code
from lms.catalog.contents import list_pools, list_texts, texts_of
from lms.catalog.course import Course
from lms.catalog.folder import Report
from lms.markdown import render

WORD = "[contacts]"
ANYWHERE = re.compile(r"\[contacts\](?![(\[:])")  # but for a link of that text
LINE = re.compile(r"^\[contacts\][ \t]*$", re.MULTILINE)
MARK = "\ue000contacts\ue001"  # of the shape of markdown.TOKEN, which no file may hold
BLOCK = f"<p>{MARK}</p>"

MISPLACED = (
    "The contacts cannot be shown here: write [contacts] at the beginning of a line of its own, in a lesson, outside "
    "of lists, quotations and other blocks."
)


@dataclass(frozen=True, slots=True)
class ContactsPlace:
    """The place of the help contacts on a page. A page that shows none there shows the word that stood there."""

    is_contacts: bool = True
    markup: str = "[contacts]"


def mark_contacts(markdown: str) -> str:
    """Put a mark that is a paragraph of its own in place of each line `[contacts]`; code is left as it is."""
    whole = blank_code(markdown)
    for found in reversed(list(LINE.finditer(whole))):
        markdown = f"{markdown[: found.start()]}\n{MARK}\n{markdown[found.end() :]}"
    return markdown


def split_at_contacts(markup: Markup) -> Iterator[Markup | ContactsPlace]:
    """Cut a rendered text where the contacts go; a mark that is no paragraph becomes the word again."""
    first, *others = markup.split(BLOCK)
    yield first.replace(MARK, WORD)
    for part in others:
        yield ContactsPlace()
        yield part.replace(MARK, WORD)


def check_contact_places(course: Course, report: Report) -> None:
    """Report each `[contacts]` that stands where no page could show contacts."""
    lessons = {text.file for lesson in course.lessons for text in (*lesson.texts.values(), *lesson.summaries.values())}
    for markdown, file, line in list_texts(course):
        for row in find_misplaced(markdown, in_lesson=file in lessons):
            report.add(file, line + row, MISPLACED)
    for _place, pools in list_pools(course):
        for question in (one for questions in pools.values() for one in questions):
            if any(ANYWHERE.search(text) for text in texts_of(question)):
                report.add(question.file, question.line, MISPLACED)


def find_misplaced(markdown: str, *, in_lesson: bool) -> Iterator[int]:
    """Go through the lines, from 0, whose `[contacts]` does not come out as a block of its own."""
    whole = blank_code(markdown)
    lines = {found.start() for found in LINE.finditer(whole)} if in_lesson else set()
    places = [found.start() for found in ANYWHERE.finditer(whole)]
    html = str(render(mark_contacts(markdown))) if lines else ""
    is_whole = html.count(BLOCK) == len(lines)
    for at in places:
        if at not in lines or not is_whole:
            yield whole.count("\n", 0, at)
