"""Cohorts as a list shows them: what runs now first, with how many members each has, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import User
from lms.cohorts.models import Cohort, Membership

COHORTS_A_PAGE = 50


class Phase(StrEnum):
    """Where a cohort stands on a day; in the order in which a list shows them."""

    CURRENT = "current"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort in a list."""

    cohort: Cohort
    phase: Phase
    members: int  # who joined and has not left, and whose account can be used


def phase_of(starts_on: date, ends_on: date, today: date) -> Phase:
    """Tell where a cohort stands; its first and its last day belong to it."""
    if today < starts_on:
        return Phase.COMING
    return Phase.CURRENT if today <= ends_on else Phase.ENDED


def list_cohorts(
    session: Session, visible: Select[Cohort], *, today: date, find: str = "", page: int = 1
) -> list[CohortRow]:
    """List those of `visible` whose name holds `find`: current, coming, ended ones, each by name.

    One more than a page holds is given where there are more.
    """
    order = case((Cohort.ends_on < today, 2), (Cohort.starts_on > today, 1), else_=0)
    wanted = visible.order_by(order, Cohort.name_folded, Cohort.id)
    if find:
        wanted = wanted.where(Cohort.name_folded.contains(find.casefold(), autoescape=True))
    found = session.scalars(wanted.offset((page - 1) * COHORTS_A_PAGE).limit(COHORTS_A_PAGE + 1)).all()
    members = count_members(session, [cohort.id for cohort in found])
    return [CohortRow(it, phase_of(it.starts_on, it.ends_on, today), members.get(it.id, 0)) for it in found]


def count_members(session: Session, cohort_ids: Iterable[int]) -> dict[int, int]:
    """Count the members of each of these cohorts; one that has none is left out."""
    counted = select(Membership.cohort_id, func.count()).join(User, User.id == Membership.user_id)
    joined = (Membership.joined_at.is_not(None), Membership.left_at.is_(None), User.disabled_at.is_(None))
    those = counted.where(Membership.cohort_id.in_(list(cohort_ids)), *joined).group_by(Membership.cohort_id)
    return dict(session.execute(those).all())
