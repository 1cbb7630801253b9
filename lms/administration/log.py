"""The audit log as it is read: narrowed down, newest first, with names as they are today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import User
from lms.administration.acts import name_act
from lms.administration.wording import name_change, name_reason
from lms.audit import Act, AuditEntry
from lms.certificates.models import Credential
from lms.cohorts.models import Cohort

ENTRIES_A_PAGE = 50
ENTRIES_A_READ = 500  # of a file, which is read bit by bit


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted; what is left out asks nothing."""

    person_id: int | None = None  # who acted, or whom it is about
    act: Act | None = None
    since: datetime | None = None
    until: datetime | None = None  # before this moment


@dataclass(frozen=True, slots=True)
class Account:
    """An account as an entry names it."""

    id: int
    name: str | None  # None: it is gone, or never was


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words."""

    id: int
    at: datetime
    actor: Account | None  # None: nobody who was signed in, or the program
    is_stranger: bool  # without an actor: somebody who was not signed in
    act: str
    kind: str  # of what it is about, as in audit.Subject
    key: str
    about: Account | None  # the account it is about, or whose certificate it is
    cohort: str | None  # the name of the cohort it is about
    old: str
    new: str
    reason: str
    network: str


def list_newest(session: Session, wanted: Filter, *, before: int | None = None, limit: int) -> list[Line]:
    """Give the newest entries, or the newest of those before the entry `before`."""
    query = _narrow(wanted).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return _put_into_words(session, list(session.scalars(query)))


def list_after(session: Session, wanted: Filter, *, after: int, limit: int) -> list[Line]:
    """Give the entries that follow the entry `after`, newest first too."""
    query = _narrow(wanted).where(AuditEntry.id > after).order_by(AuditEntry.id).limit(limit)
    return _put_into_words(session, list(session.scalars(query))[::-1])


def read_all(session: Session, wanted: Filter) -> Iterator[Line]:
    """Go through all entries, newest first, a few hundred at a time."""
    before: int | None = None
    while lines := list_newest(session, wanted, before=before, limit=ENTRIES_A_READ):
        yield from lines
        before = lines[-1].id


def _narrow(wanted: Filter) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if wanted.person_id is not None:
        hers = select(Credential.serial).where(Credential.user_id == wanted.person_id)
        query = query.where(
            or_(
                AuditEntry.actor_id == wanted.person_id,
                and_(AuditEntry.subject_kind == "person", AuditEntry.subject_id == str(wanted.person_id)),
                and_(AuditEntry.subject_kind == "certificate", AuditEntry.subject_id.in_(hers)),
            )
        )
    if wanted.act is not None:
        query = query.where(AuditEntry.act == wanted.act)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    return query if wanted.until is None else query.where(AuditEntry.at < wanted.until)


def _put_into_words(session: Session, entries: list[AuditEntry]) -> list[Line]:
    """Look up the names that entries do not hold, in as many queries for one entry as for all."""
    serials = _keys(entries, "certificate")
    owners: dict[str, int] = {
        row[0]: row[1]
        for row in session.execute(select(Credential.serial, Credential.user_id).where(Credential.serial.in_(serials)))
    }
    cohorts: dict[str, str] = {
        str(row[0]): row[1]
        for row in session.execute(select(Cohort.id, Cohort.name).where(Cohort.id.in_(_numbers(entries, "cohort"))))
    }
    wanted = {it.actor_id for it in entries if it.actor_id is not None}
    wanted |= _numbers(entries, "person") | set(owners.values())
    found = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    names: dict[int, str] = {row[0]: row[1] for row in found}
    return [_line(entry, names, owners, cohorts) for entry in entries]


def _line(entry: AuditEntry, names: dict[int, str], owners: dict[str, int], cohorts: dict[str, str]) -> Line:
    old, new = name_change(entry.act, entry.old, entry.new)
    about_id = owners.get(entry.subject_id) if entry.subject_kind == "certificate" else None
    if entry.subject_kind == "person":
        about_id = _number(entry.subject_id)
    return Line(
        id=entry.id,
        at=entry.at,
        actor=None if entry.actor_id is None else Account(entry.actor_id, names.get(entry.actor_id)),
        is_stranger=entry.act == Act.SIGN_IN_REFUSED,
        act=name_act(entry.act, by_oneself=entry.subject_kind == "person" and entry.subject_id == str(entry.actor_id)),
        kind=entry.subject_kind,
        key=entry.subject_id,
        about=None if about_id is None else Account(about_id, names.get(about_id)),
        cohort=cohorts.get(entry.subject_id) if entry.subject_kind == "cohort" else None,
        old=old,
        new=new,
        reason=name_reason(entry.act, entry.reason),
        network=entry.network,
    )


def _keys(entries: list[AuditEntry], kind: str) -> set[str]:
    return {entry.subject_id for entry in entries if entry.subject_kind == kind}


def _numbers(entries: list[AuditEntry], kind: str) -> set[int]:
    return {number for key in _keys(entries, kind) if (number := _number(key)) is not None}


def _number(key: str) -> int | None:
    """Read an id; None for what is none, which a later version may have written."""
    return int(key) if key.isascii() and key.isdigit() and len(key) <= 9 else None
