"""Finding people: by a part of name or address, by role, by the state of their account; page by page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Role, User, UserRole

PEOPLE_A_PAGE = 50


class State(StrEnum):
    """What an account is like today."""

    ACTIVE = "active"
    WAITING = "waiting"  # nobody has come in yet
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Search:
    """Who is looked for; what is left out asks nothing."""

    find: str = ""  # a part of name, address or sign-in name
    role: Role | None = None
    state: State | None = None


IS_IN: dict[State, ColumnElement[bool]] = {
    State.ACTIVE: User.disabled_at.is_(None) & User.password_hash.is_not(None),
    State.WAITING: User.disabled_at.is_(None) & User.password_hash.is_(None),
    State.DISABLED: User.disabled_at.is_not(None),
}


def list_people(session: Session, search: Search, *, page: int = 1) -> list[User]:
    """List the accounts that a search finds, by name, one page of them."""
    wanted = _narrow(select(User), search).order_by(User.name_folded, User.id)
    return list(session.scalars(wanted.offset((page - 1) * PEOPLE_A_PAGE).limit(PEOPLE_A_PAGE)))


def count_people(session: Session, search: Search) -> int:
    """Count the accounts that a search finds."""
    return session.scalar(_narrow(select(func.count()).select_from(User), search)) or 0


def count_states(session: Session) -> dict[State, int]:
    """Count the accounts in each state."""
    counts = [func.count().filter(holds) for holds in IS_IN.values()]
    return dict(zip(IS_IN, session.execute(select(*counts).select_from(User)).one(), strict=True))


def _narrow(query: Select[Any], search: Search) -> Select[Any]:
    if search.find:
        part = search.find.casefold()
        named = (User.name_folded, User.email, User.sign_in_name)
        query = query.where(or_(*(column.contains(part, autoescape=True) for column in named)))
    if search.role == Role.LEARNER:  # everybody is one; asked for are those who are nothing besides
        query = query.where(~User.roles.any())
    elif search.role:
        query = query.where(User.roles.any(UserRole.role == search.role))
    return query.where(IS_IN[search.state]) if search.state else query
