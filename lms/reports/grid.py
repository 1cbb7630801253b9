"""The table of a cohort, read in two queries: sorted, filtered, counted and paged by the database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
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
from lms.cohorts.member_list import name_in_cohort
from lms.cohorts.models import Cohort, CohortCourse, Enrolment, Membership, Shown
from lms.db import UTCDateTime
from lms.progress.models import CourseCompletion, ProgressSummary
from lms.reports.asked import Asked, Order, Show
from lms.reports.cells import NOTHING, STOPPED_AFTER, Cell, Facts, see

ROWS_A_PAGE = 50
PLAIN_FIGURES = 6  # of `Totals`, before those of each course
ESCAPE = "/"  # before what would mean something to the database in a name that is looked for
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


@dataclass(frozen=True, slots=True)
class _Shape:
    """What makes a query another one; what fills its places is in `_values`. Making one takes as long as sending it."""

    keys: tuple[str, ...]  # of the cohort's courses
    scores: bool  # whether the cohort shows them
    order: Order
    show: Show
    has_find: bool


def read_page(
    session: Session, cohort: Cohort, asked: Asked, *, now: datetime, limit: int = ROWS_A_PAGE
) -> tuple[Totals, list[GridRow]]:
    """Count a cohort and give the page of rows that was asked for: by one query, since both take the same sums."""
    shape = _shape_of(cohort, asked)
    part = {"rows": limit, "start": (asked.page - 1) * limit}
    found = session.execute(_page_query(shape), {**_values(cohort, asked, now), **part}).all()
    first = found[0]
    totals = Totals(
        members=first.members,
        listed=first.listed,
        with_scores=first.with_scores,
        stuck=first.stuck,
        stopped=first.stopped,
        asked_for=first.asked_for,
        completed=tuple(first[PLAIN_FIGURES : PLAIN_FIGURES + len(shape.keys)]),
    )
    return totals, _make_rows(session, cohort, [row for row in found if row.membership_id is not None], now)


def list_rows(session: Session, cohort: Cohort, asked: Asked, *, now: datetime) -> list[GridRow]:
    """Give all rows that were asked for, whatever the page."""
    found = session.execute(_rows_query(_shape_of(cohort, asked)), _values(cohort, asked, now)).all()
    return _make_rows(session, cohort, found, now)


def get_name(session: Session, membership_id: int) -> str:
    """Give what somebody is called in a cohort; "" for somebody whom the list does not name."""
    query = (
        select(name_in_cohort(User.__table__.c.name)).select_from(Membership).join(User, User.id == Membership.user_id)
    )
    return session.scalars(query.where(Membership.id == membership_id)).one()


def _make_rows(session: Session, cohort: Cohort, found: Sequence[Row[Any]], now: datetime) -> list[GridRow]:
    facts = list_facts(session, [row.membership_id for row in found if row.joined_at])
    return [_row(row, facts[row.membership_id], cohort.course_keys, now) for row in found]


def _shape_of(cohort: Cohort, asked: Asked) -> _Shape:
    scores = cohort.shown == Shown.SCORES
    return _Shape(tuple(cohort.course_keys), scores, asked.order, asked.show, has_find=bool(asked.find))


def _values(cohort: Cohort, asked: Asked, now: datetime) -> dict[str, Any]:
    """Give what fills the places of a query."""
    values: dict[str, Any] = {"cohort": cohort.id, "stopped_by": now - STOPPED_AFTER}
    if asked.find:
        found = asked.find.lower()
        for sign in (ESCAPE, "%", "_"):
            found = found.replace(sign, ESCAPE + sign)
        values["find"] = f"%{found}%"
    return values


@lru_cache(maxsize=256)
def _page_query(shape: _Shape) -> Select[Any]:
    it = _standing(shape)
    counts = _count(shape, it)
    rows, start = bindparam("rows", type_=Integer), bindparam("start", type_=Integer)
    page = _choose(shape, it).limit(rows).offset(start).subquery("page")
    return select(counts, page).select_from(counts.outerjoin(page, true())).order_by(*_order(shape.order, page))


@lru_cache(maxsize=256)
def _rows_query(shape: _Shape) -> Select[Any]:
    return _choose(shape, _standing(shape))


def _count(shape: _Shape, it: CTE) -> Subquery:
    """Select the figures of `Totals`, in their order, in one row."""
    completed = [func.coalesce(func.sum(it.c[_completed(number)]), 0) for number in range(len(shape.keys))]
    fits = case((_fits(shape, it), 1), else_=0)
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


def _choose(shape: _Shape, it: CTE) -> Select[Any]:
    return select(it).where(_fits(shape, it)).order_by(*_order(shape.order, it))


def _completed(number: int) -> str:
    return f"completed_{number}"


def _standing(shape: _Shape) -> CTE:
    """Select each member, and each person on the list, once, with what she is sorted, filtered and counted by.

    Whose account is disabled is neither named nor counted.
    """
    more = [
        func.count(case((CohortCourse.course_key == key, CourseCompletion.id))).label(_completed(number))
        for number, key in enumerate(shape.keys)
    ]
    scores = Membership.promised == Shown.SCORES if shape.scores else false()
    is_open = and_(CourseCompletion.id.is_(None), Enrolment.withdrawn_at.is_(None))
    acted = ProgressSummary.last_act_at
    has_stopped = and_(is_open, acted <= bindparam("stopped_by", type_=UTCDateTime))
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
            func.min(case((has_stopped, acted))).label("stopped_since"),
            *more,
        )
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(CohortCourse, CohortCourse.cohort_id == Membership.cohort_id)
        .outerjoin(Enrolment, and_(joined, Enrolment.course_key == CohortCourse.course_key))
        .outerjoin(ProgressSummary, ProgressSummary.enrolment_id == Enrolment.id)
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    )
    present = (Membership.left_at.is_(None), User.disabled_at.is_(None))
    mine = query.where(Membership.cohort_id == bindparam("cohort"), *present)
    return mine.group_by(Membership.user_id, Membership.id).cte("standing")  # an index's order: nothing is sorted


def _fits(shape: _Shape, it: CTE) -> ColumnElement[bool]:
    """Say who was asked for."""
    is_member = it.c.joined_at.is_not(None)
    shown: dict[Show, ColumnElement[bool]] = {
        Show.ALL: it.c.membership_id.is_not(None),
        Show.STUCK: it.c.stuck_since.is_not(None),
        Show.STOPPED: it.c.stopped_since.is_not(None),
        Show.NOT_STARTED: and_(is_member, it.c.started == 0, it.c.completed == 0),
        Show.COMPLETED: and_(is_member, it.c.completed == len(shape.keys), it.c.completed > 0),
    }
    fits = shown[shape.show]
    if not shape.has_find:
        return fits
    return and_(fits, func.lower(it.c.name).like(bindparam("find", type_=String), escape=ESCAPE))


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
