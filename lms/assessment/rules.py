"""Who may take a quiz, and see an attempt."""

from typing import Any

from lms.cohorts.rules import may_enrol
from lms.permissions import RULES, Permission


def may_take(user: Any, place: Any) -> bool:
    """Tell whether `user` may take a place on the quiz's course: starting the quiz does so."""
    return may_enrol(user, place.course)


def has_place(user: Any, place: Any) -> bool:
    """Tell whether `user` has a place on the quiz's course."""
    enrolment = place.enrolment
    return bool(user.is_authenticated and enrolment and enrolment.withdrawn_at is None)


def is_own(user: Any, subject: Any) -> bool:
    """Tell whether an attempt, or a question of one, is the user's own: nobody else sees single responses."""
    return bool(user.is_authenticated and subject and subject.enrolment.user_id == user.id)


def register() -> None:
    """State the rules of this domain."""
    RULES[Permission.QUIZ_VIEW] = (may_take, has_place)
    RULES[Permission.ATTEMPT_SUBMIT] = (is_own,)
    RULES[Permission.ATTEMPT_VIEW] = (is_own,)
