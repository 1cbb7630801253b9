"""Cohorts and memberships as a person may have them: loaders for views, each taking the acting user."""

from typing import Any

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from lms.accounts.rules import is_administrator, is_coordinator
from lms.cohorts.models import Cohort, CohortCoordinator, CohortCourse, Membership
from lms.db import db
from lms.errors import NotFound

LARGEST_ID = 2**31 - 1  # PostgreSQL's integer


def load_cohort(user: Any, cohort_id: int) -> Cohort:
    """Load a cohort for those who follow it. :raise NotFound: if there is none, or it is not theirs"""
    cohort = None
    if cohort_id <= LARGEST_ID:
        cohort = db.session.scalar(visible_cohorts(user).where(Cohort.id == cohort_id))
    if cohort is None:
        raise NotFound
    return cohort


def load_member(user: Any, cohort_id: int, membership_id: int) -> Membership:
    """Load somebody of a cohort, or of its list, for those who follow it.

    :raise NotFound: if the cohort is not theirs, or has no such membership
    """
    load_cohort(user, cohort_id)
    membership = db.session.get(Membership, membership_id) if membership_id <= LARGEST_ID else None
    if membership is None or membership.cohort_id != cohort_id:
        raise NotFound
    return membership


def load_coordinator(user: Any, cohort_id: int, coordinator_id: int) -> CohortCoordinator:
    """Load that somebody coordinates a cohort, for those who follow it.

    :raise NotFound: if the cohort is not theirs, or she does not coordinate it
    """
    load_cohort(user, cohort_id)
    held = db.session.get(CohortCoordinator, (cohort_id, coordinator_id))
    if held is None:
        raise NotFound
    return held


def load_own_membership(user: Any, membership_id: int) -> Membership:
    """Load one's own place in a cohort. :raise NotFound: if there is none, or it is not hers"""
    membership = db.session.get(Membership, membership_id) if membership_id <= LARGEST_ID else None
    if membership is None or membership.user_id != getattr(user, "id", None):
        raise NotFound
    return membership


def visible_cohorts(user: Any) -> Select[Cohort]:
    """Select the cohorts that a person follows: an administrator all, a coordinator her own, anybody else none.

    Every list, page and file about cohorts starts from here.
    """
    if is_administrator(user):
        return select(Cohort)
    if not is_coordinator(user):
        return select(Cohort).where(false())
    return select(Cohort).where(
        Cohort.id.in_(select(CohortCoordinator.cohort_id).where(CohortCoordinator.user_id == user.id))
    )


def is_on_course(session: Session, user_id: int, course_key: str) -> bool:
    """Tell whether a person is a member of a cohort that takes the course."""
    takes = (CohortCourse.cohort_id == Membership.cohort_id) & (CohortCourse.course_key == course_key)
    mine = select(Membership.id).join(CohortCourse, takes).where(Membership.user_id == user_id)
    joined = mine.where(Membership.joined_at.is_not(None), Membership.left_at.is_(None))
    return session.scalar(joined.limit(1)) is not None
