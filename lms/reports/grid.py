"""The table of a cohort, read in two queries: sorted, filtered, counted and paged by the database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    false,
    func,
    nulls_last,
    select,
    true,
)
from sqlalchemy.orm import Session

from lms.accounts.models import User
from lms.cohorts.models import Cohort, CohortCourse, Enrolment, Membership, Shown
from lms.progress.models import CourseCompletion, ProgressSummary
from lms.reports.asked import Asked, Order, Show
from lms.reports.cells import NOTHING, STOPPED_AFTER, Cell, Facts, see

ROWS_A_PAGE = 50
MEMBERS_AT_ONCE = 1000  # whose cells are read in one query: databases take so many parameters and no more

# Made once: making it takes as long as reading a page of it.
_STORED = (
    select(
        Membership.id,
        CohortCourse.course_key,
        Enrolment.withdrawn_at,
        CourseCompletion.completed_at,
        ProgressSummary.parts_done,
        ProgressSummary.best_score,
        ProgressSummary.last_act_at,
        ProgressSummary.stuck_quiz_key,
        ProgressSummary.stuck_since,
    )
    .join(CohortCourse, CohortCourse.cohort_id == Membership.cohort_id)
    .outerjoin(
        Enrolment, and_(Enrolment.user_id == Membership.user_id, Enrolment.course_key == CohortCourse.course_key)
    )
    .outerjoin(ProgressSummary, ProgressSummary.enrolment_id == Enrolment.id)
    .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    .where(Membership.id.in_(bindparam("members", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A member of a cohort, or somebody on its list, of whom nothing is shown but what the list says."""

    membership_id: int
    name: str
    agency: str
    has_joined: bool
    cells: tuple[Cell, ...]  # one for each course, in the cohort's order; none for somebody who has not joined


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a cohort: of all in it, and of those that were asked for."""

    members: int
    listed: int  # on the list, not joined yet
    with_scores: int  # members whose scores are shown
    stuck: int
    stopped: int
    asked_for: int
    completed: tuple[int, ...]  # members who completed each course, in the cohort's order


def read_page(
    session: Session, cohort: Cohort, asked: Asked, *, now: datetime, limit: int = ROWS_A_PAGE
) -> tuple[Totals, list[GridRow]]:
    """Count a cohort and give the page of rows that was asked for: by one query, since both take the same sums."""
    it = _standing(cohort, now)
    counts = _count(cohort, asked, it)
    page = _choose(cohort, asked, it).limit(limit).offset((asked.page - 1) * limit).subquery("page")
    both = select(counts, page).select_from(counts.outerjoin(page, true())).order_by(*_order(asked.order, page))
    found = session.execute(both).all()
    first, plain = found[0], len(counts.c) - len(cohort.courses)
    totals = Totals(
        members=first.members,
        listed=first.listed,
        with_scores=first.with_scores,
        stuck=first.stuck,
        stopped=first.stopped,
        asked_for=first.asked_for,
        completed=tuple(first[plain : len(counts.c)]),
    )
    return totals, _make_rows(session, cohort, [row for row in found if row.membership_id is not None], now)


def list_rows(session: Session, cohort: Cohort, asked: Asked, *, now: datetime) -> list[GridRow]:
    """Give all rows that were asked for, whatever the page."""
    it = _standing(cohort, now)
    found = session.execute(_choose(cohort, asked, it)).all()
    return _make_rows(session, cohort, found, now)


def name_in_cohort(account_name: ColumnElement[str]) -> ColumnElement[str]:
    """Give what somebody is called in a cohort: as its list or she herself says there, else as her account does.

    An account's name is hers: it is shown once she has joined.
    """
    listed = func.trim(Membership.surname + " " + Membership.given_name)
    whole = func.trim(listed + " " + Membership.patronymic)
    return case((whole != "", whole), (Membership.joined_at.is_not(None), account_name), else_="")


def get_name(session: Session, membership_id: int) -> str:
    """Give what somebody is called in a cohort; "" for somebody whom the list does not name."""
    query = (
        select(name_in_cohort(User.__table__.c.name)).select_from(Membership).join(User, User.id == Membership.user_id)
    )
    return session.scalars(query.where(Membership.id == membership_id)).one()


def _make_rows(session: Session, cohort: Cohort, found: Sequence[Row[Any]], now: datetime) -> list[GridRow]:
    facts = list_facts(session, [row.membership_id for row in found if row.joined_at])
    return [_row(row, facts[row.membership_id], cohort.course_keys, now) for row in found]


def _count(cohort: Cohort, asked: Asked, it: CTE) -> Subquery:
    """Select the figures of `Totals`, in their order, in one row."""
    completed = [func.coalesce(func.sum(it.c[_completed(number)]), 0) for number in range(len(cohort.courses))]
    fits = case((_fits(asked, it, len(cohort.courses)), 1), else_=0)
    figures = {
        "members": func.count(it.c.joined_at),
        "listed": func.count(it.c.membership_id) - func.count(it.c.joined_at),
        "with_scores": func.coalesce(func.sum(it.c.scores), 0),
        "stuck": func.count(it.c.stuck_since),
        "stopped": func.count(it.c.stopped_since),
        "asked_for": func.coalesce(func.sum(fits), 0),
        **{f"all_{_completed(number)}": total for number, total in enumerate(completed)},
    }
    return select(*(figure.label(name) for name, figure in figures.items())).subquery("counts")


def _choose(cohort: Cohort, asked: Asked, it: CTE) -> Select[Any]:
    return select(it).where(_fits(asked, it, len(cohort.courses))).order_by(*_order(asked.order, it))


def _completed(number: int) -> str:
    return f"completed_{number}"


def _standing(cohort: Cohort, now: datetime) -> CTE:
    """Select each member, and each person on the list, once, with what she is sorted, filtered and counted by.

    Whose account is disabled is neither named nor counted.
    """
    more = [
        func.count(case((CohortCourse.course_key == key, CourseCompletion.id))).label(_completed(number))
        for number, key in enumerate(cohort.course_keys)
    ]
    scores = Membership.promised == Shown.SCORES if cohort.shown == Shown.SCORES else false()
    is_open = and_(CourseCompletion.id.is_(None), Enrolment.withdrawn_at.is_(None))
    acted = ProgressSummary.last_act_at
    joined = and_(Enrolment.user_id == Membership.user_id, Membership.joined_at.is_not(None))
    query = (
        select(
            Membership.id.label("membership_id"),
            name_in_cohort(func.min(User.name)).label("name"),
            Membership.agency,
            Membership.joined_at,
            case((scores, 1), else_=0).label("scores"),
            func.count(CourseCompletion.id).label("completed"),
            func.count(acted).label("started"),
            func.max(acted).label("last_act_at"),
            func.min(case((and_(scores, is_open), ProgressSummary.stuck_since))).label("stuck_since"),
            func.min(case((and_(is_open, acted <= now - STOPPED_AFTER), acted))).label("stopped_since"),
            *more,
        )
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(CohortCourse, CohortCourse.cohort_id == Membership.cohort_id)
        .outerjoin(Enrolment, and_(joined, Enrolment.course_key == CohortCourse.course_key))
        .outerjoin(ProgressSummary, ProgressSummary.enrolment_id == Enrolment.id)
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    )
    present = query.where(Membership.cohort_id == cohort.id, Membership.left_at.is_(None), User.disabled_at.is_(None))
    return present.group_by(Membership.user_id, Membership.id).cte(
        "standing"
    )  # the order of an index: nothing is sorted


def _fits(asked: Asked, it: CTE, courses: int) -> ColumnElement[bool]:
    """Say who was asked for."""
    is_member = it.c.joined_at.is_not(None)
    shown: dict[Show, ColumnElement[bool]] = {
        Show.ALL: it.c.membership_id.is_not(None),
        Show.STUCK: it.c.stuck_since.is_not(None),
        Show.STOPPED: it.c.stopped_since.is_not(None),
        Show.NOT_STARTED: and_(is_member, it.c.started == 0, it.c.completed == 0),
        Show.COMPLETED: and_(is_member, it.c.completed == courses, it.c.completed > 0),
    }
    fits = shown[asked.show]
    return and_(fits, func.lower(it.c.name).contains(asked.find.lower(), autoescape=True)) if asked.find else fits


def _order(order: Order, it: CTE | Subquery) -> list[ColumnElement[Any]]:
    name = [func.lower(it.c.name), it.c.membership_id]
    if order is Order.NAME:
        return name
    if order is Order.ACTIVITY:
        return [nulls_last(it.c.last_act_at.desc()), *name]
    rank = case(
        (it.c.stuck_since.is_not(None), 0), (it.c.stopped_since.is_not(None), 1), (it.c.joined_at.is_not(None), 2)
    )
    return [nulls_last(rank), nulls_last(func.coalesce(it.c.stuck_since, it.c.stopped_since)), *name]


def list_facts(session: Session, member_ids: Sequence[int]) -> dict[int, dict[str, Facts]]:
    """Read what is stored of members on their cohort's courses, by membership and course."""
    facts: dict[int, dict[str, Facts]] = defaultdict(dict)
    for start in range(0, len(member_ids), MEMBERS_AT_ONCE):
        some = member_ids[start : start + MEMBERS_AT_ONCE]
        for row in session.execute(_STORED, {"members": some}):
            facts[row[0]][row[1]] = Facts(*row[2:])
    return facts


def _row(row: Row[Any], facts: dict[str, Facts], keys: list[str], now: datetime) -> GridRow:
    scores = bool(row.scores)
    cells = (see(facts.get(key, NOTHING), scores=scores, now=now) for key in keys) if row.joined_at else ()
    return GridRow(row.membership_id, row.name, row.agency, row.joined_at is not None, tuple(cells))
