"""Mail: written in the transaction that causes it, sent afterwards, or put into a folder where no server is set."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms import jobs
from lms.clock import utcnow
from lms.db import Base, db, writing

log = logging.getLogger(__name__)

SMTP_TIMEOUT_SECONDS = 20


class Mail(Base):
    """A mail to one person. The body goes once it is sent: it may hold a link that opens an account."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)


def send(session: Session, recipient: str, template: str, *, language: str, **values: Any) -> None:
    """Write a mail from templates/mail/<template>.txt, whose first line is the subject, in `language`.

    It is sent when the transaction is committed, and not at all if it is not.
    """
    with force_locale(language.replace("-", "_")):
        text = render_template(f"mail/{template}.txt", **values)
    subject, _, body = text.partition("\n")
    mail = Mail(recipient=recipient, subject=subject.strip(), body=body.strip() + "\n", created_at=utcnow())
    session.add(mail)
    session.flush()
    jobs.enqueue_after_commit(session, deliver, mail.id)


@jobs.task
def deliver(mail_id: int) -> None:
    """Send one mail that was not sent yet."""
    mail = db.session.get(Mail, mail_id)
    if mail is None or mail.sent_at is not None:
        return
    message = _compose(mail)
    url = current_app.config["MAIL_URL"]
    if url:
        _send_by_smtp(message, url)
    else:
        _write_to_outbox(message, Path(current_app.instance_path) / "outbox", mail.id)
    with writing() as session:
        sent = session.get_one(Mail, mail_id)
        sent.sent_at = utcnow()
        sent.body = None


@jobs.sweep
def deliver_left_over() -> None:
    """Send what a crash or a mail server out of reach left unsent."""
    for mail_id in db.session.scalars(select(Mail.id).where(Mail.sent_at.is_(None)).order_by(Mail.id).limit(100)):
        try:
            deliver(mail_id)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail %s not sent: %s", mail_id, type(error).__name__)
            return


def _compose(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = make_msgid(f"mail{mail.id}", "sabak.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body or "")
    return message


def _write_to_outbox(message: EmailMessage, folder: Path, number: int) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{number:06d}.eml"
    path.write_bytes(bytes(message))
    path.chmod(0o600)


def _send_by_smtp(message: EmailMessage, url: str) -> None:
    with _connect(url) as server:
        server.send_message(message)


@contextmanager
def _connect(url: str) -> Iterator[smtplib.SMTP]:
    """Open a session with the server at smtp://user:password@host:port (STARTTLS if offered) or smtps://…"""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=SMTP_TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=SMTP_TIMEOUT_SECONDS)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
