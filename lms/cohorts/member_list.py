"""Everybody in a cohort or on its list, as its coordinators see them: a name, an office, and where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from lms.accounts.models import User
from lms.cohorts.models import Membership

MEMBERS_A_PAGE = 50


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


def standing_of(membership: Membership, user: User) -> Standing:
    """Tell where somebody stands."""
    if membership.left_at is not None:
        return Standing.LEFT
    if user.disabled_at is not None:
        return Standing.CLOSED
    if membership.joined_at is not None:
        return Standing.MEMBER
    return Standing.LISTED if user.password_hash else Standing.AWAITED


def name_of(membership: Membership, user: User) -> str:
    """Give the name by which a list sorts and shows somebody, surname first; "" if it is not known.

    That of her account is hers: coordinators read it once she has joined, unless the list states another one.
    """
    stated = (membership.surname, membership.given_name, membership.patronymic)
    name = " ".join(part for part in stated if part)
    return name or (user.name if membership.joined_at is not None else "")


def list_members(session: Session, cohort_id: int) -> list[MemberRow]:
    """List everybody in a cohort or on its list, by name; names come from two tables, so they are sorted here."""
    wanted = select(Membership, User).join(User, User.id == Membership.user_id).options(lazyload(User.roles))
    rows = [row_of(*found) for found in session.execute(wanted.where(Membership.cohort_id == cohort_id))]
    return sorted(rows, key=lambda row: (not row.name, row.name.casefold(), row.id))


def narrow(rows: Iterable[MemberRow], find: str) -> list[MemberRow]:
    """Give those whose name or agency holds `find`, in their order."""
    part = find.casefold()
    return [row for row in rows if part in f"{row.name}\n{row.agency}".casefold()]


def row_of(membership: Membership, user: User) -> MemberRow:
    """Make the row of somebody."""
    standing = standing_of(membership, user)
    since = membership.left_at if standing == Standing.LEFT else membership.joined_at
    return MemberRow(membership.id, name_of(membership, user), membership.agency, standing, since)


def count_standings(rows: Iterable[MemberRow]) -> dict[Standing, int]:
    """Count how many stand where; a standing of nobody is left out."""
    rows = list(rows)
    counts = {standing: sum(row.standing == standing for row in rows) for standing in Standing}
    return {standing: number for standing, number in counts.items() if number}
