"""Slips that a coordinator may print, so that people without e-mail come in; and for whom she may not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, contains_eager

from lms.accounts import credentials, links
from lms.accounts.credentials import Slip
from lms.accounts.models import User
from lms.cohorts.member_list import name_of
from lms.cohorts.models import Membership

SLIPS_AT_ONCE = 40


@dataclass(frozen=True)
class Code:
    """The code of a slip that is about to be given, and its hash."""

    plain: str
    hashed: str


def select_awaited(cohort_id: int) -> Select[Membership]:
    """Select the people for whom a cohort's coordinator may print a slip. This is the one rule about it.

    Who holds a slip can choose the account's password and is then that person. So a coordinator, who can put anybody
    on her list, prints slips only for accounts that would give her nothing: nobody has ever chosen a password for
    one, it holds no role, it can be used, it is on this cohort's list and has not joined, and on no other cohort's.
    For everybody else an administrator prints it.
    """
    elsewhere = aliased(Membership)
    other = select(elsewhere.id).where(
        elsewhere.user_id == Membership.user_id, elsewhere.cohort_id != cohort_id, elsewhere.left_at.is_(None)
    )
    on_list = (Membership.cohort_id == cohort_id, Membership.joined_at.is_(None), Membership.left_at.is_(None))
    unused = (User.password_hash.is_(None), User.disabled_at.is_(None), ~User.roles.any())
    awaited = select(Membership).join(Membership.user).options(contains_eager(Membership.user))
    return awaited.where(*on_list, *unused, ~other.exists())


def is_awaited(session: Session, membership: Membership) -> bool:
    """Tell whether a coordinator may print a slip for somebody of the cohort."""
    wanted = select_awaited(membership.cohort_id).where(Membership.id == membership.id)
    return session.scalar(wanted.limit(1)) is not None


def list_awaited(session: Session, cohort_id: int, *, now: datetime) -> list[tuple[Membership, bool]]:
    """List, by name, for whom slips may be printed, and whether a slip is in force for each."""
    found = list(session.scalars(select_awaited(cohort_id)))
    given = links.have_slips(session, [membership.user_id for membership in found], now=now)
    found.sort(key=lambda it: (name_of(it, it.user).casefold(), it.id))
    return [(membership, membership.user_id in given) for membership in found]


def give_slips(session: Session, cohort_id: int, codes: Mapping[int, Code], *, by: int, now: datetime) -> list[Slip]:
    """Store slips for people of a cohort; each replaces the one before. Who may have none is passed over.

    :param codes: id of a membership -> the code of her slip
    """
    wanted = select_awaited(cohort_id).where(Membership.id.in_(list(codes))).with_for_update(of=User)
    found = sorted(session.scalars(wanted), key=lambda it: (name_of(it, it.user).casefold(), it.id))
    return [_give(session, membership, codes[membership.id], by=by, now=now) for membership in found]


def _give(session: Session, membership: Membership, code: Code, *, by: int, now: datetime) -> Slip:
    return credentials.give_slip(
        session,
        membership.user_id,
        code.plain,
        code_hash=code.hashed,
        created_by_id=by,
        reason=f"cohort {membership.cohort_id}",
        now=now,
    )
