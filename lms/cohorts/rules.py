"""Who may read a course, who may take a place on it, and who follows which cohort."""

from typing import Any

from lms.accounts.rules import is_administrator, is_author, is_coordinator
from lms.catalog.course import Access, Course
from lms.cohorts import places, service
from lms.cohorts.models import Cohort, CohortCoordinator, Membership
from lms.db import db
from lms.permissions import RULES, Permission, anyone


def is_open_to(user: Any, course: Course) -> bool:
    """Tell whether `user` may read the course's lessons.

    Public courses are open to everybody, those for learners to every account. Those for practitioners are open to
    the people who write and run courses, to members of a cohort on them, and to whoever was given a place.
    """
    if course.access == Access.PUBLIC:
        return True
    if course.access == Access.LEARNERS:
        return bool(user.is_authenticated)
    if is_author(user, course) or is_administrator(user, course):
        return True
    return bool(user.is_authenticated) and (
        has_place(user, course) or places.is_on_course(db.session, user.id, course.key)
    )


def has_place(user: Any, course: Course) -> bool:
    """Tell whether `user` has a place on the course."""
    return bool(user.is_authenticated) and service.find_place(db.session, user.id, course.key) is not None


def may_enrol(user: Any, course: Course) -> bool:
    """Tell whether `user` may take a place on the course herself."""
    return bool(user.is_authenticated) and is_open_to(user, course)


def coordinates(user: Any, subject: Any) -> bool:
    """Tell whether `user` is a coordinator of a cohort, given itself or by somebody in it; only while she is one."""
    if subject is None:
        return False
    cohort_id = subject.id if isinstance(subject, Cohort) else subject.cohort_id
    if not is_coordinator(user):
        return False
    return db.session.get(CohortCoordinator, (cohort_id, user.id)) is not None


def administers(user: Any, subject: Any) -> bool:
    """Tell whether `user` may see any cohort there is."""
    return isinstance(subject, Cohort | Membership | CohortCoordinator) and is_administrator(user)


def is_own_membership(user: Any, membership: Any) -> bool:
    """Tell whether a place in a cohort is the user's own; without one, whether she could have any."""
    return bool(user.is_authenticated) and (membership is None or membership.user_id == user.id)


def register() -> None:
    """State the rules of this domain. Lessons and quizzes state their own with `is_open_to`."""
    RULES[Permission.COHORTS_LIST] = (is_coordinator, is_administrator)
    RULES[Permission.COHORT_CREATE] = (is_coordinator, is_administrator)
    RULES[Permission.COHORT_VIEW] = (coordinates, administers)
    RULES[Permission.COHORT_MANAGE] = (coordinates, administers)
    RULES[Permission.MEMBERSHIP_OWN] = (is_own_membership,)
    RULES[Permission.COURSE_VIEW] = (anyone,)  # title and outcomes are shown to all
    RULES[Permission.COURSE_ENROL] = (may_enrol,)
