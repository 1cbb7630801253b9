"""Mails as an administrator sees them: by state, and their words where no server sends them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from lms.errors import NotFound
from lms.mail import Mail

MAILS_A_PAGE = 50


class MailState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class MailFigures:
    """How many mails there are, and since when the oldest waits."""

    counts: dict[MailState, int]
    waiting_since: datetime | None


IS_IN: dict[MailState, ColumnElement[bool]] = {
    MailState.WAITING: Mail.body.is_not(None),
    MailState.SENT: Mail.sent_at.is_not(None),
    MailState.GIVEN_UP: Mail.body.is_(None) & Mail.sent_at.is_(None),
}


def list_mails(session: Session, state: MailState, *, page: int) -> list[Mail]:
    """Give a page of the mails in a state, the latest first, without their words."""
    query = select(Mail).where(IS_IN[state]).order_by(Mail.id.desc()).options(defer(Mail.body, raiseload=True))
    return list(session.scalars(query.offset((page - 1) * MAILS_A_PAGE).limit(MAILS_A_PAGE)))


def get_figures(session: Session) -> MailFigures:
    """Count the mails in each state."""
    counts = [func.count().filter(holds) for holds in IS_IN.values()]
    oldest = select(func.min(Mail.created_at)).where(IS_IN[MailState.WAITING])
    row = session.execute(select(*counts).select_from(Mail)).one()
    return MailFigures(dict(zip(IS_IN, row, strict=True)), session.scalar(oldest))


def get_mail(session: Session, mail_id: int) -> Mail:
    """Give a mail. :raise NotFound: if there is none"""
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    return mail


def state_of(mail: Mail) -> MailState:
    """Tell what became of a mail."""
    if mail.sent_at is not None:
        return MailState.SENT
    return MailState.GIVEN_UP if mail.body is None else MailState.WAITING


def read_words(mail: Mail, outbox: Path) -> str | None:
    """Give the words of a mail: those that wait, or those of its file in the outbox; None if they are gone.

    A file that is addressed to somebody else is another mail's, of before the database was restored.
    """
    if mail.body is not None:
        return mail.body
    file = outbox / f"{mail.id:06d}.eml"
    try:
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
    except OSError:
        return None
    if not isinstance(message, EmailMessage) or not _is_to(message, mail.recipient):
        return None
    return str(message.get_content())


def _is_to(message: EmailMessage, recipient: str) -> bool:
    """Compare addresses; that of a domain in letters beyond ASCII is written otherwise in a mail."""
    local, _at, domain = recipient.rpartition("@")
    try:
        return str(message["To"]) == f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return False
