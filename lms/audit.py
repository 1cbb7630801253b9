"""The audit log: who did what to whom, and when. The application adds entries; the database refuses to change one."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DDL, Index, String, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.db import Base

MAX_VALUE = 2000  # characters of an old or a new value
MAX_REASON = 500


class Act(StrEnum):
    """Everything that leaves an entry."""

    SIGNED_IN = "signed-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    REFUSED = "refused"
    EXPORTED = "exported"
    PERSON_VIEWED = "person-viewed"
    PERSON_INVITED = "person-invited"
    PERSON_CREATED = "person-created"
    PERSON_CHANGED = "person-changed"
    PERSON_DISABLED = "person-disabled"
    PERSON_ENABLED = "person-enabled"
    SLIP_GIVEN = "slip-given"
    SESSIONS_ENDED = "sessions-ended"
    ROLES_CHANGED = "roles-changed"
    EXTENSION_GRANTED = "extension-granted"
    CERTIFICATE_ISSUED = "certificate-issued"
    CERTIFICATE_REPLACED = "certificate-replaced"
    CERTIFICATE_REVOKED = "certificate-revoked"
    CERTIFICATE_RESTORED = "certificate-restored"
    COHORT_CREATED = "cohort-created"
    COHORT_CHANGED = "cohort-changed"
    COHORT_DELETED = "cohort-deleted"
    COORDINATOR_ADDED = "coordinator-added"
    COORDINATOR_REMOVED = "coordinator-removed"
    CODE_MADE = "code-made"
    CODE_WITHDRAWN = "code-withdrawn"
    MEMBERS_LISTED = "members-listed"
    MEMBER_JOINED = "member-joined"
    MEMBER_CHANGED = "member-changed"
    MEMBER_REMOVED = "member-removed"
    MAIL_VIEWED = "mail-viewed"
    BACKUP_MADE = "backup-made"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a kind of thing and its id or key; without one the site itself."""

    kind: str = "site"  # site | person | cohort | course | quiz | certificate | mail | page | invitation
    id: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an act changed, in words or keys, and why."""

    old: str = ""
    new: str = ""
    reason: str = ""


class AuditEntry(Base):
    """One thing that was done. Neither it nor its people are ever changed, so it points to no other table."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)  # an account's id; None: nobody signed in, or the program
    act: Mapped[Act] = mapped_column(String(40), index=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(200))
    old: Mapped[str] = mapped_column(default="")
    new: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    network: Mapped[str] = mapped_column(String(64), default="")  # shortened address; of signing in alone


def record(
    session: Session,
    act: Act,
    about: Subject = Subject(),
    *,
    by: int | None,
    now: datetime,
    change: Change = Change(),
    network: str = "",
) -> None:
    """Add an entry in the transaction that does the act, so that neither is there without the other.

    :param by: id of the acting account; None where nobody is signed in, or the program acts by itself
    :param network: shortened address; of signing in alone
    """
    record_each(session, act, [about], by=by, now=now, change=change, network=network)


def record_each(
    session: Session,
    act: Act,
    about: Iterable[Subject],
    *,
    by: int | None,
    now: datetime,
    change: Change = Change(),
    network: str = "",
) -> None:
    """Add an entry about each of many as `record` does, in few statements."""
    for subject in about:
        session.add(_entry(act, subject, change, at=now, actor_id=by, network=network))
    session.flush()


def _entry(act: Act, about: Subject, change: Change, **when_and_who: Any) -> AuditEntry:
    return AuditEntry(
        act=act,
        subject_kind=about.kind,
        subject_id=_one_line(about.id, 200),
        old=_one_line(change.old, MAX_VALUE),
        new=_one_line(change.new, MAX_VALUE),
        reason=_one_line(change.reason, MAX_REASON),
        **when_and_who,
    )


def was_recorded(session: Session, act: Act, about: Subject, *, by: int, since: datetime, new: str = "") -> bool:
    """Tell whether somebody did this after `since`; for acts of which one entry in a while says enough.

    :param new: what the entry would hold as the new value
    """
    alike = (
        AuditEntry.actor_id == by,
        AuditEntry.act == act,
        AuditEntry.subject_kind == about.kind,
        AuditEntry.subject_id == about.id,
        AuditEntry.new == new,
        AuditEntry.at > since,
    )
    return session.scalar(select(AuditEntry.id).where(*alike).limit(1)) is not None


def person(user_id: int) -> Subject:
    """Name an account as what an entry is about."""
    return Subject("person", str(user_id))


def cohort(cohort_id: int) -> Subject:
    """Name a cohort as what an entry is about."""
    return Subject("cohort", str(cohort_id))


def _one_line(text: str, longest: int) -> str:
    """Keep whatever a name brings along from looking like another entry, or turning the text around it."""
    shown = "".join(" " if unicodedata.category(char).startswith(("C", "Zl", "Zp")) else char for char in text)
    return " ".join(shown.split())[:longest]


# The rule is the database's own, so that no code of ours can break it. Migrations that copy this table on SQLite (batch
# mode) lose the triggers with the copy and must make them again.
_FORBIDDEN = "an audit entry is never changed or deleted"
SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER audit_entry_no_{what} BEFORE {what} ON audit_entry BEGIN SELECT RAISE(ABORT, '{_FORBIDDEN}'); END"
    for what in ("update", "delete")
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION audit_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_FORBIDDEN}'; END $$",
    "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_final()",
)
for _dialect, _statements in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRESQL_TRIGGERS)):
    for _statement in _statements:
        _ddl = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(AuditEntry.__table__, "after_create", _ddl)
