"""Who may read a course, and who may take a place on it."""

from typing import Any

from lms.accounts.rules import is_administrator, is_author
from lms.catalog.course import Access, Course
from lms.cohorts import service
from lms.db import db
from lms.permissions import RULES, Permission, anyone


def is_open_to(user: Any, course: Course) -> bool:
    """Tell whether `user` may read the course's lessons.

    Public courses are open to everybody, those for learners to every account. Those for practitioners are open to
    the people who write and run courses, and to whoever was given a place.
    """
    if course.access == Access.PUBLIC:
        return True
    if course.access == Access.LEARNERS:
        return bool(user.is_authenticated)
    return is_author(user, course) or is_administrator(user, course) or has_place(user, course)


def has_place(user: Any, course: Course) -> bool:
    """Tell whether `user` has a place on the course."""
    return bool(user.is_authenticated) and service.find_place(db.session, user.id, course.key) is not None


def may_enrol(user: Any, course: Course) -> bool:
    """Tell whether `user` may take a place on the course herself."""
    return bool(user.is_authenticated) and is_open_to(user, course)


def register() -> None:
    """State the rules of this domain. Lessons and quizzes state their own with `is_open_to`."""
    RULES[Permission.COURSE_VIEW] = (anyone,)  # title and outcomes are shown to all
    RULES[Permission.COURSE_ENROL] = (may_enrol,)
