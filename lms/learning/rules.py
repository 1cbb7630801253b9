"""Who may read a lesson, record that she did, and report a mistake in it."""

from typing import Any

from lms.cohorts.rules import is_open_to, may_enrol
from lms.permissions import RULES, Permission


def may_read(user: Any, subject: Any) -> bool:
    """Tell whether `user` may read the course that a lesson or a media file belongs to."""
    return is_open_to(user, subject.course)


def may_record(user: Any, lesson: Any) -> bool:
    """Tell whether `user` may take a place on the course, and so record what she does there."""
    return may_enrol(user, lesson.course)


def register() -> None:
    """State the rules of this domain, and whose reports the authors hear: those of everybody who may read a course.

    Authoring, below cohorts, does not know who may read.
    """
    RULES[Permission.LESSON_READ] = (may_read,)
    RULES[Permission.PROGRESS_RECORD] = (may_record,)
    RULES[Permission.MISTAKE_REPORT] = (is_open_to,)
