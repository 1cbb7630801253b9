"""What a cohort's table says, in words: the page and the file take them from here, and so say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import floor
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.catalog.course import SOURCE_LANGUAGE, Course
from lms.reports.cells import Cell, State
from lms.reports.grid import GridRow
from lms.spreadsheet import Value, show

COMPARED = 1e-9  # what a binary fraction may lose


@dataclass(frozen=True, slots=True)
class WordedCell:
    """A cell as it is read; what a cohort does not show, or is not there, is None or left out."""

    state: State
    words: str
    score: int | None = None  # per cent, rounded down
    last_act_on: date | None = None
    stuck: str = ""
    stopped: str = ""

    @property
    def last_act(self) -> str:
        return str(show(self.last_act_on))

    @property
    def marks(self) -> str:
        return "; ".join(filter(None, (self.stuck, self.stopped)))


@dataclass(frozen=True, slots=True)
class WordedRow:
    """A row as it is read."""

    membership_id: int
    name: str
    agency: str
    has_joined: bool
    place: str  # whether she is a member
    cells: tuple[WordedCell, ...]


class CourseWords:
    """What is said about one course of a cohort, made once for all the rows of a table."""

    def __init__(self, key: str, course: Course | None, language: str) -> None:
        text = course.text(language) if course else None
        self.title = text.value.title if text else key
        self.language = text.language if text else SOURCE_LANGUAGE
        self.is_served = course is not None
        parts = len(course.lessons) + len(course.quizzes) if course else 0
        self._patterns = {
            State.NOT_STARTED: _("not started"),
            State.COMPLETED: _("completed on %(day)s"),
            State.LEFT: _("left the course"),
            State.UNDER_WAY: _parts_pattern(parts) if course else _("parts done: %(done)s"),
        }
        self._stuck = _("stuck at %(quiz)s since %(day)s")
        self._stopped = _("stopped since %(day)s")
        self.quizzes = quiz_titles(course, language) if course else {}

    def word(self, cell: Cell, zone: ZoneInfo) -> WordedCell:
        """Say a cell."""
        values = {"day": _day(cell.completed_at, zone), "done": cell.parts_done}
        quiz = self.quizzes.get(cell.stuck_quiz_key) or cell.stuck_quiz_key
        return WordedCell(
            state=cell.state,
            words=self._patterns[cell.state] % values,
            score=per_cent(cell.best_score),
            last_act_on=cell.last_act_at.astimezone(zone).date() if cell.last_act_at else None,
            stuck=self._stuck % {"quiz": quiz, "day": _day(cell.stuck_since, zone)} if cell.stuck_since else "",
            stopped=self._stopped % {"day": _day(cell.stopped_since, zone)} if cell.stopped_since else "",
        )


def word_rows(rows: Sequence[GridRow], courses: Sequence[CourseWords], zone: ZoneInfo) -> list[WordedRow]:
    """Say rows. Of somebody who has not joined, nothing is said about the courses."""
    member, listed, nameless = _("member"), _("on the list, has not joined yet"), _("without a name")
    return [
        WordedRow(
            membership_id=row.membership_id,
            name=row.name or nameless,
            agency=row.agency,
            has_joined=row.has_joined,
            place=member if row.has_joined else listed,
            cells=tuple(course.word(cell, zone) for course, cell in zip(courses, row.cells, strict=False)),
        )
        for row in rows
    ]


def file_header(courses: Sequence[CourseWords], *, scores: bool) -> list[str]:
    """Give the head of the file: name, agency, place, then what a cell of the page says in columns of its own."""
    parts = [_("state"), *([_("best score, per cent")] if scores else []), _("last activity"), _("stuck or stopped")]
    heads = [f"{course.title}: {part}" for course in courses for part in parts]
    return [_("Name"), _("Agency"), _("In the cohort"), *heads]


def file_row(row: WordedRow, courses: int, *, scores: bool) -> list[Value]:
    """Give a row of the file."""
    values: list[Value] = [row.name, row.agency, row.place]
    for cell in row.cells:
        values += [cell.words, *([cell.score] if scores else []), cell.last_act_on, cell.marks]
    return values + [None] * (3 + courses * (4 if scores else 3) - len(values))


def per_cent(score: float | None) -> int | None:
    """Give a fraction in per cent, rounded down: 79.6 must not read as the 80 that would have passed."""
    return None if score is None else floor(score * 100 + COMPARED)


def quiz_titles(course: Course, language: str) -> dict[str, str]:
    """Give what each quiz of a course is called, by its key."""
    titles = {
        module.quiz.key: _("Quiz: %(module)s", module=module.text(language).value.title)
        for module in course.modules
        if module.quiz
    }
    return {**titles, course.final.key: _("Final assessment")} if course.final else titles


def _parts_pattern(parts: int) -> str:
    """Give the words for so many parts, with a place for those that are done."""
    return ngettext("%(done)s of %(num)d part", "%(done)s of %(num)d parts", parts, done="%(done)s")


def _day(moment: datetime | None, zone: ZoneInfo) -> str:
    return str(show(moment.astimezone(zone).date())) if moment else ""
