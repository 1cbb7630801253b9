"""Mail: written in the transaction that causes it, sent afterwards, or put into a folder where no server is set."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms import jobs, mail_transport
from lms.clock import utcnow
from lms.db import Base, db, writing
from lms.i18n import speaking
from lms.mail_transport import OutOfReach, PutOff, Refused

log = logging.getLogger(__name__)

TRY_AGAIN_AFTER = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)


class Mail(Base):
    """A mail to one person. The body goes once it is sent or given up: it may hold a link that opens an account."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str | None]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime] = mapped_column(index=True, default=utcnow)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)


def send(
    session: Session, recipient: str, template: str, *, language: str, at_once: bool = True, **values: Any
) -> None:
    """Write a mail from templates/mail/<template>.txt, whose first line is the subject, in `language`.

    It is sent when the transaction is committed, and not at all if it is not.

    :param at_once: False leaves it to the sweep, a hundred a minute: of so many, none keeps other work waiting
    """
    with speaking(language):
        text = render_template(f"mail/{template}.txt", **values)
    subject, _, body = text.strip().partition("\n")
    mail = Mail(
        recipient=recipient,
        subject=" ".join(subject.split()),  # whatever a name brings along, it stays one line
        body=body.strip() + "\n",
        created_at=utcnow(),
    )
    session.add(mail)
    if not at_once:
        return
    session.flush()
    jobs.enqueue_after_commit(session, deliver, mail.id)


@jobs.task
def deliver(mail_id: int) -> None:
    """Send one mail that waits for it; when that cannot be done now, the sweep tries again."""
    try:
        _deliver(mail_id)
    except OutOfReach as error:
        log.warning("mail %s not sent yet: %s", mail_id, error)


@jobs.sweep
def deliver_left_over() -> None:
    """Send what a crash or a mail server out of reach left unsent; give up what nobody waits for any more."""
    _give_up_old()
    waiting = select(Mail.id).where(Mail.body.is_not(None), Mail.next_try_at <= utcnow())
    for mail_id in db.session.scalars(waiting.order_by(Mail.next_try_at, Mail.id).limit(100)).all():
        try:
            _deliver(mail_id)
        except OutOfReach as error:
            log.warning("mails not sent yet: %s", error)
            return


def _deliver(mail_id: int) -> None:
    """Send a mail if it is its turn.

    It is claimed first: so no two processes send it, and one that cannot be marked as sent afterwards, since the disk
    is full, is not sent each minute.

    :raise OutOfReach: if nothing can be sent now
    """
    mail = _claim(mail_id)
    if mail is None:
        return
    try:
        _hand_over(mail)
    except PutOff as error:
        log.warning("mail %s put off by the server: %s", mail_id, error)
    except Refused as error:
        log.warning("mail %s given up: %s", mail_id, error)
        _settle(mail_id, body=None)
    else:
        _settle(mail_id, body=None, sent_at=utcnow())


def _claim(mail_id: int) -> Mail | None:
    """Take a mail for a while; None if it is sent, given up, or another's for now."""
    now = utcnow()
    due = (Mail.id == mail_id, Mail.body.is_not(None), Mail.next_try_at <= now)
    with writing() as session:
        claim = update(Mail).where(*due).values(next_try_at=now + TRY_AGAIN_AFTER).returning(Mail)
        return session.scalars(claim).one_or_none()


def _hand_over(mail: Mail) -> None:
    config = current_app.config
    message = mail_transport.compose(
        config["MAIL_FROM"], mail.recipient, mail.subject, mail.body or "", created_at=mail.created_at
    )
    if config["MAIL_URL"]:
        mail_transport.send_by_smtp(message, config["MAIL_URL"])
    else:
        mail_transport.write_to_outbox(message, Path(current_app.instance_path) / "outbox", f"{mail.id:06d}")


def _settle(mail_id: int, **values: Any) -> None:
    with writing() as session:
        session.execute(update(Mail).where(Mail.id == mail_id).values(**values))


def _give_up_old() -> None:
    old = (Mail.body.is_not(None), Mail.created_at < utcnow() - GIVE_UP_AFTER)
    if db.session.scalar(select(Mail.id).where(*old).limit(1)) is None:
        return
    with writing() as session:
        session.execute(update(Mail).where(*old).values(body=None))
