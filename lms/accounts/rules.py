"""Who may do what with accounts, and the roles that upper domains ask for."""

from typing import Any

from lms.accounts.models import Role
from lms.permissions import RULES, Permission, is_signed_in


def is_administrator(user: Any, _subject: Any = None) -> bool:
    """Tell whether this is an administrator."""
    return bool(user.is_authenticated and user.has_role(Role.ADMINISTRATOR))


def is_author(user: Any, _subject: Any = None) -> bool:
    """Tell whether this is an author of courses."""
    return bool(user.is_authenticated and user.has_role(Role.AUTHOR))


def is_coordinator(user: Any, _subject: Any = None) -> bool:
    """Tell whether this is a coordinator of any cohort."""
    return bool(user.is_authenticated and user.has_role(Role.COORDINATOR))


def register() -> None:
    """State the rules of this domain."""
    RULES[Permission.ACCOUNT_OWN] = (is_signed_in,)
    RULES[Permission.PEOPLE_MANAGE] = (is_administrator,)
    RULES[Permission.SITE_ADMINISTER] = (is_administrator,)
    RULES[Permission.COURSES_AUTHOR] = (is_author, is_administrator)
