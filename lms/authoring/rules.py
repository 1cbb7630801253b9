"""Who may see what is wrong with courses, and who may report a mistake."""

from typing import Any

from lms.permissions import RULES, Permission, is_signed_in


def register() -> None:
    """State the rules of this domain; COURSES_AUTHOR is stated with the roles."""
    RULES[Permission.MISTAKE_REPORT] = (is_signed_in, _reads_public)


def _reads_public(_user: Any, course: Any) -> bool:
    """Let a reader without an account report what she reads in a public course."""
    return course is not None and course.access == "public"
