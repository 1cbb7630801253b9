"""What adding a list to a cohort would do, line by line; nothing is stored here.

Coordinators may learn of an e-mail address whether somebody has an account with it, since they are told what adding
does, and whether it is disabled, since its owner cannot be added. They learn nothing else of it here: not its name, its
roles, its cohorts, or whether it was ever opened. Of people in their own cohort they know what its list says.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from lms.accounts import waiting_accounts
from lms.accounts.models import User
from lms.cohorts.lists.cells import Row
from lms.cohorts.lists.names import may_be_one, name_key
from lms.cohorts.lists.person import ListedPerson
from lms.cohorts.models import Membership


class Outcome(StrEnum):
    """What becomes of a line."""

    INVITED = "invited"  # a new account; she is invited by mail
    SLIP = "slip"  # a new account, which is opened with a printed slip
    ASKED = "asked"  # she has an account, and is asked to join
    AGAIN = "again"  # she was in the cohort, or on its list, and left: she is on it anew
    THERE = "there"  # she is in the cohort, or on its list
    SAME = "same"  # the person of a line above
    WRONG = "wrong"  # must be corrected


class Note(StrEnum):
    """Why a line has its outcome, where that is no matter of course."""

    DISABLED = "disabled"  # the account with this address, or of this member, is disabled
    OTHER_NAME = "other_name"  # the address belongs to somebody in the cohort with another name
    SAME_NAME = "same_name"  # somebody in the cohort has the name, and the line no address
    SAME_NAME_WITHOUT_EMAIL = "same_name_without_email"  # … and the line has an address, but she has none
    NEAR_NAME = "near_name"  # somebody in the cohort has the surname and given name, and one of the two no patronymic


NEW = frozenset({Outcome.INVITED, Outcome.SLIP})
ADDED = NEW | {Outcome.ASKED, Outcome.AGAIN}


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of the list and what becomes of it."""

    row: Row
    outcome: Outcome
    note: Note | None = None
    user: User | None = None  # whom the line was found to be; never shown
    same_as: int | None = None  # number of the line above with the same person


@dataclass(frozen=True)
class Plan:
    """What becomes of a list's lines, in their order."""

    lines: tuple[PlannedLine, ...]

    @cached_property
    def counts(self) -> Counter[Outcome]:
        """Count the lines of each outcome."""
        return Counter(line.outcome for line in self.lines)

    @property
    def added(self) -> int:
        """Count the people whom the cohort's list gains."""
        return sum(self.counts[outcome] for outcome in ADDED)

    @property
    def is_faultless(self) -> bool:
        """Tell whether every line can be taken, so that the list can."""
        return not self.counts[Outcome.WRONG]

    @cached_property
    def digest(self) -> str:
        """Give what tells this plan from every other that people could have been shown; accounts are not in it."""
        lines = "\n".join(repr((line.row.number, line.row.person, line.outcome, line.note)) for line in self.lines)
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def make_plan(session: Session, cohort_id: int, rows: Sequence[Row], *, by_name: bool = True) -> Plan:
    """Find out what becomes of a list's lines, in a fixed number of queries.

    :param by_name: whether who has the name of somebody in the cohort, and no address that says otherwise, is she
    """
    people = [row.person for row in rows if row.person is not None]
    known = _Known(session, cohort_id, [person.email for person in people if person.email], by_name=by_name)
    return Plan(tuple(known.settle(known.plan(row)) for row in rows))


class _Known:
    """The accounts with the list's addresses, and everybody in the cohort or on its list, by account and by name."""

    def __init__(self, session: Session, cohort_id: int, emails: list[str], *, by_name: bool) -> None:
        accounts = waiting_accounts.list_accounts_of(session, emails) if emails else []
        self.accounts = {user.email: user for user in accounts}
        wanted = select(Membership, User).join(User, User.id == Membership.user_id).options(lazyload(User.roles))
        here = session.execute(wanted.where(Membership.cohort_id == cohort_id).order_by(Membership.id)).all()
        self.here = {user.id: membership for membership, user in here}
        self.namesakes: dict[tuple[str, ...], list[tuple[Membership, User]]] = {}
        self.taken: dict[int, int] = {}  # account -> number of the line that is hers
        self.near: dict[tuple[str, ...], list[tuple[Membership, User]]] = {}
        for membership, user in here if by_name else ():
            listed = _as_listed(membership, user)
            self.namesakes.setdefault(_name_of(listed), []).append((membership, user))
            self.near.setdefault(_name_of(replace(listed, patronymic="")), []).append((membership, user))

    def plan(self, row: Row) -> PlannedLine:
        """Say what becomes of a line, those above aside."""
        if row.same_as is not None:
            return PlannedLine(row, Outcome.SAME, same_as=row.same_as)
        if row.errors or row.person is None:
            return PlannedLine(row, Outcome.WRONG)
        user = self.accounts.get(row.person.email)
        return self._by_account(row, row.person, user) if user else self._by_name(row, row.person)

    def settle(self, line: PlannedLine) -> PlannedLine:
        """Take each account once: a further line that is hers is the same person."""
        if line.user is None or line.outcome == Outcome.WRONG:
            return line
        first = self.taken.setdefault(line.user.id, line.row.number)
        return line if first == line.row.number else PlannedLine(line.row, Outcome.SAME, same_as=first)

    def _by_account(self, row: Row, person: ListedPerson, user: User) -> PlannedLine:
        membership = self.here.get(user.id)
        if not user.is_active:
            return PlannedLine(row, Outcome.WRONG, Note.DISABLED)
        if membership is None:
            return PlannedLine(row, Outcome.ASKED, user=user)
        listed = _as_listed(membership, user)
        if listed.full_name and not may_be_one(listed, person):
            return PlannedLine(row, Outcome.WRONG, Note.OTHER_NAME)
        return PlannedLine(row, Outcome.AGAIN if membership.left_at else Outcome.THERE, user=user)

    def _by_name(self, row: Row, person: ListedPerson) -> PlannedLine:
        found = self._find_namesake(person)
        if found is None:
            note = Note.NEAR_NAME if self._has_near_name(person) else None
            return PlannedLine(row, Outcome.INVITED if person.email else Outcome.SLIP, note)
        membership, user = found
        if membership.left_at and not user.is_active:
            return PlannedLine(row, Outcome.WRONG, Note.DISABLED)
        note = Note.SAME_NAME_WITHOUT_EMAIL if person.email else Note.SAME_NAME
        return PlannedLine(row, Outcome.AGAIN if membership.left_at else Outcome.THERE, note, user)

    def _find_namesake(self, person: ListedPerson) -> tuple[Membership, User] | None:
        """Give who in the cohort has this name, before who has left it; of two addresses each is another person."""
        alike = self.namesakes.get(_name_of(person), [])
        may_be = [(membership, user) for membership, user in alike if not (person.email and user.email)]
        return min(may_be, key=lambda found: found[0].left_at is not None, default=None)

    def _has_near_name(self, person: ListedPerson) -> bool:
        """Tell whether somebody in the cohort may be she, but for a patronymic that only one of the two states."""
        near = self.near.get(_name_of(replace(person, patronymic="")), [])
        return any(
            bool(membership.patronymic) != bool(person.patronymic) and not (person.email and user.email)
            for membership, user in near
        )


def _as_listed(membership: Membership, user: User) -> ListedPerson:
    """Give somebody of the cohort as a list would state her; the account's name counts once she has joined."""
    listed = ListedPerson(
        membership.surname,
        membership.given_name,
        membership.patronymic,
        membership.surname_latin,
        membership.given_name_latin,
        membership.patronymic_latin,
    )
    if not listed.full_name and membership.joined_at is not None:
        return ListedPerson(surname=user.name)
    return listed


def _name_of(person: ListedPerson) -> tuple[str, ...]:
    """Give the words of a name in no order: accounts begin with the given name, lists with the surname."""
    return tuple(sorted(name_key(person).split()))
