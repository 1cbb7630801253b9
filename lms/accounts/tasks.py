"""Background work: mails whose sending must not tell who has an account, and clearing away what is over."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms import clock, jobs, throttle
from lms.accounts import credentials, service, sessions
from lms.accounts.models import KnownNetwork, OneTimeLink
from lms.db import FormReceipt, writing
from lms.jobs import JobFailure
from lms.mail import Mail

# A form cannot be sent again once the longest session is over; until then its receipt is needed.
KEEP_RECEIPTS = sessions.LONGEST_KEPT + timedelta(days=1)
KEEP_ENDED_LINKS = timedelta(days=30)
KEEP_NETWORKS = timedelta(days=180)
KEEP_MAILS = timedelta(days=90)
KEEP_FAILURES = timedelta(days=90)
CLEAR_EVERY = timedelta(days=1)


@jobs.task
def send_password_link(email: str, _language: str) -> None:
    """Mail a link for a new password, if an account has this address."""
    with writing() as session:
        credentials.send_password_link(session, email, now=clock.utcnow())


@jobs.task
def send_registration(email: str, language: str) -> None:
    """Mail a link for making an account, or say that there is one already."""
    with writing() as session:
        service.send_registration(session, email, language=language, now=clock.utcnow())


@jobs.sweep
def clear_away_daily() -> None:
    """Delete what is over, at start and then once a day."""
    now = clock.utcnow()
    cleared_at: datetime | None = current_app.extensions.get("accounts_cleared_at")
    if cleared_at is not None and now - cleared_at < CLEAR_EVERY:
        return
    with writing() as session:
        clear_away(session, now=now)
    current_app.extensions["accounts_cleared_at"] = now


def clear_away(session: Session, *, now: datetime) -> None:
    """Delete sessions, links, receipts, counts, networks, mails and failures that are not needed any more."""
    sessions.forget_ended(session, now=now)
    throttle.forget_ended(session, now)
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now - KEEP_ENDED_LINKS))
    session.execute(delete(KnownNetwork).where(KnownNetwork.last_used_at < now - KEEP_NETWORKS))
    session.execute(delete(FormReceipt).where(FormReceipt.received_at < now - KEEP_RECEIPTS))
    session.execute(delete(Mail).where(Mail.created_at < now - KEEP_MAILS))
    session.execute(delete(JobFailure).where(JobFailure.failed_at < now - KEEP_FAILURES))
