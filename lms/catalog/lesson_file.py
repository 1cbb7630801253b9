"""The Markdown files of a course: its page, its modules, its lessons, its job aids."""

import re
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import Any

from lms.catalog.code_spans import blank_code
from lms.catalog.course import AidText, ContentNote, CourseText, LessonText, ModuleText, Paper
from lms.catalog.folder import Report, Root
from lms.catalog.front_matter import Page, parse_page
from lms.catalog.practice import PracticeReader
from lms.catalog.yaml_file import Fields, Mistake, boolean, integer, list_of, mapping_of, one_of, text, title

WORDS_A_MINUTE = 150  # reading to learn, in a second language too
MINUTES_PER_PRACTICE = 1.25
WORD = re.compile(r"\w+(?:['’ʻʼ-]\w+)*")


class LessonKind(StrEnum):
    """What a lesson is."""

    READING = "reading"
    SCENARIO = "scenario"


COURSE_PAGE = Fields({"title": title, "summary": text, "outcomes": mapping_of(text)}, ("title", "summary", "outcomes"))
MODULE_PAGE = Fields({"title": title, "outcomes": list_of(text)}, ("title",))
LESSON_PAGE = Fields(
    {
        "title": title,
        "minutes": integer(1, 600),
        "content_notes": list_of(one_of(ContentNote)),
        "kind": one_of(LessonKind),
    },
    ("title",),
)
AID_PAGE = Fields({"title": title, "paper": one_of(Paper), "courtroom": boolean}, ("title",))
PICTURE = re.compile(r"(?<!\\)!\[|<(?:img|video|audio)\b")


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson in one language, with what its top says about the lesson in all of them."""

    text: LessonText
    content_notes: tuple[ContentNote, ...]
    kind: str


def read_course_page(root: Root, path: Path, report: Report) -> CourseText | None:
    """Read course.<language>.md; None if it cannot be."""
    page, fields = _read(root, path, COURSE_PAGE, report)
    if page is None or len(fields) < len(COURSE_PAGE.required):
        return None
    return CourseText(**fields, introduction=page.body, file=root.relative(path), line=page.body_line)


def read_module_page(root: Root, path: Path, report: Report) -> ModuleText | None:
    """Read module.<language>.md; None if it cannot be."""
    page, fields = _read(root, path, MODULE_PAGE, report)
    if page is None or "title" not in fields:
        return None
    return ModuleText(**fields, introduction=page.body, file=root.relative(path), line=page.body_line)


def read_lesson(root: Root, path: Path, report: Report) -> LessonFile | None:
    """Read a lesson or its summary, its practice questions taken out; None if it cannot be."""
    page, fields = _read(root, path, LESSON_PAGE, report)
    if page is None:
        return None
    file = root.relative(path)
    kind = fields.get("kind", LessonKind.READING)
    if kind == LessonKind.SCENARIO:
        report.add(file, page.fields.line, "Scenarios cannot be read by this version: use kind: reading.")
    practice = PracticeReader(file, page.body_line, report)
    markdown = practice.read(page.body)
    if not markdown.strip():
        report.add(file, page.body_line, "There is no text below the fields: write the lesson.")
    lesson_text = LessonText(
        title=fields.get("title", ""),
        minutes=fields.get("minutes") or count_minutes(markdown, len(practice.questions)),
        markdown=markdown,
        practice=tuple(practice.questions),
        digest=page.digest,
        file=file,
        line=page.body_line,
    )
    return LessonFile(lesson_text, fields.get("content_notes", ()), kind)


def read_aid(root: Root, path: Path, report: Report) -> AidText | None:
    """Read a job aid; None if it cannot be."""
    page, fields = _read(root, path, AID_PAGE, report)
    if page is None or "title" not in fields:
        return None
    file = root.relative(path)
    if not page.body.strip():
        report.add(file, page.body_line, "There is no text below the fields: write the aid.")
    practice = PracticeReader(file, page.body_line, report)
    practice.read(page.body)
    for question in practice.questions:
        report.add(file, question.line, "A job aid asks nothing: put this question into a lesson.")
    text = blank_code(page.body)
    for picture in PICTURE.finditer(text):
        row = page.body_line + text.count("\n", 0, picture.start())
        report.add(file, row, "A job aid is words on one page: put this picture, film or sound into a lesson.")
    return AidText(**fields, markdown=page.body, digest=page.digest, file=file, line=page.body_line)


def count_minutes(markdown: str, questions: int) -> int:
    """Give the minutes that a text takes to study with its practice questions."""
    words = sum(1 for _word in WORD.finditer(markdown))
    return max(1, ceil(words / WORDS_A_MINUTE) + round(questions * MINUTES_PER_PRACTICE))


def _read(root: Root, path: Path, fields: Fields, report: Report) -> tuple[Page | None, dict[str, Any]]:
    file = root.relative(path)
    try:
        page = parse_page(root.read(path))
    except Mistake as mistake:
        report.add_mistake(file, mistake)
        return None, {}
    return page, fields.read(page.fields, lambda mistake: report.add_mistake(file, mistake))
