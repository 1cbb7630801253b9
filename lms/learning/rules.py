"""Who may read a lesson, and record that she did."""

from typing import Any

from lms.cohorts.rules import is_open_to, may_enrol
from lms.permissions import RULES, Permission


def may_read(user: Any, lesson: Any) -> bool:
    """Tell whether `user` may read a lesson's course."""
    return is_open_to(user, lesson.course)


def may_record(user: Any, lesson: Any) -> bool:
    """Tell whether `user` may take a place on the course, and so record what she does there."""
    return may_enrol(user, lesson.course)


def register() -> None:
    """State the rules of this domain."""
    RULES[Permission.LESSON_READ] = (may_read,)
    RULES[Permission.PROGRESS_RECORD] = (may_record,)
