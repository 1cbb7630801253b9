"""Everybody in a cohort or on its list, as its coordinators see them: a name, an office, and where each stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import User
from lms.cohorts.models import Membership

MEMBERS_A_PAGE = 50
_MEMBER, _USER = Membership.__table__.c, User.__table__.c  # an object for each row would cost more than the row


class Standing(StrEnum):
    """Where somebody stands with a cohort."""

    AWAITED = "awaited"  # on the list; nobody has used the account yet
    LISTED = "listed"  # on the list; she has an account in use, and has not joined
    MEMBER = "member"
    LEFT = "left"
    CLOSED = "closed"  # the account is disabled


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody in the list of a cohort."""

    id: int  # of the membership
    name: str
    agency: str
    standing: Standing
    since: datetime | None  # a member joined, or left, then


def name_of(membership: Membership, user: User) -> str:
    """Give the name by which a list sorts and shows somebody, surname first; "" if it is not known.

    That of her account is hers: coordinators read it once she has joined, unless the list states another one.
    """
    stated = (membership.surname, membership.given_name, membership.patronymic)
    name = " ".join(part for part in stated if part)
    return name or (user.name if membership.joined_at is not None else "")


def name_in_cohort(account_name: ColumnElement[str]) -> ColumnElement[str]:
    """Give the name that `name_of` gives, as the database does."""
    listed = func.trim(_MEMBER.surname + " " + _MEMBER.given_name)
    whole = func.trim(listed + " " + _MEMBER.patronymic)
    return case((whole != "", whole), (_MEMBER.joined_at.is_not(None), account_name), else_="")


_NAME = name_in_cohort(_USER.name)
_STANDING = case(
    (_MEMBER.left_at.is_not(None), Standing.LEFT),
    (_USER.disabled_at.is_not(None), Standing.CLOSED),
    (_MEMBER.joined_at.is_not(None), Standing.MEMBER),
    (_USER.password_hash.is_not(None), Standing.LISTED),
    else_=Standing.AWAITED,
)
_SINCE = func.coalesce(_MEMBER.left_at, _MEMBER.joined_at)
_JOINED = Membership.__table__.join(User.__table__, _USER.id == _MEMBER.user_id)
_ROWS = select(_MEMBER.id, _NAME, _MEMBER.agency, _STANDING, _SINCE).select_from(_JOINED)
_BY_NAME = (_NAME == "", func.lower(_NAME), _MEMBER.id)
_COUNTS = select(_STANDING.label("standing"), func.count()).select_from(_JOINED).group_by("standing")


def list_members(session: Session, cohort_id: int, *, find: str, page: int) -> tuple[list[MemberRow], bool]:
    """List a page of those in a cohort or on its list whose name or agency holds `find`, by name.

    :return: the page, and whether there are more
    """
    wanted = _ROWS.where(_MEMBER.cohort_id == cohort_id).order_by(*_BY_NAME)
    if find:
        part = find.lower()
        held = [func.lower(column).contains(part, autoescape=True) for column in (_NAME, _MEMBER.agency)]
        wanted = wanted.where(or_(*held))
    found = session.execute(wanted.limit(MEMBERS_A_PAGE + 1).offset((page - 1) * MEMBERS_A_PAGE)).all()
    return [_row(*it) for it in found[:MEMBERS_A_PAGE]], len(found) > MEMBERS_A_PAGE


def get_row(session: Session, membership_id: int) -> MemberRow:
    """Give the row of somebody."""
    return _row(*session.execute(_ROWS.where(_MEMBER.id == membership_id)).one())


def count_standings(session: Session, cohort_id: int) -> dict[Standing, int]:
    """Count how many in a cohort or on its list stand where; a standing of nobody is left out."""
    found = session.execute(_COUNTS.where(_MEMBER.cohort_id == cohort_id))
    return {Standing(standing): number for standing, number in found}


def _row(number: int, name: str, agency: str, standing: str, since: datetime | None) -> MemberRow:
    return MemberRow(number, name, agency, Standing(standing), since)
