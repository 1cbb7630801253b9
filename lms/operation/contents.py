"""What is in the database: whether it can be reached, and whether work gets done in it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.accounts.models import Role, User, UserRole, UserSession
from lms.certificates.models import Credential
from lms.jobs import Heartbeat, JobFailure
from lms.mail import Mail
from lms.operation import database
from lms.operation.findings import Finding, act, count, look, ok, tell_size

LONG_LOG = 64 * 1024 * 1024  # bytes
MAIL_MAY_WAIT = timedelta(hours=1)
PDF_MAY_WAIT = timedelta(minutes=10)
BEAT_MAY_BE_OLD = timedelta(minutes=5)
FAILURES_OF = timedelta(days=1)
CLOCK_MAY_DIFFER = timedelta(minutes=5)


def examine_database(url: str, *, now: datetime, served: bool) -> list[Finding]:
    """Look at the database and at what is in it.

    :param served: whether a service is running on this machine
    """
    if database.is_sqlite(url) and not database.file_of(url).exists():
        return [act("database", "There is none yet: ./run makes it.")]
    try:
        with database.opened(url) as session:
            state = _state(session)
            if database.revision(session) != database.newest():
                return [state]
            return [state, *_log(url), *_examine_rows(session, now=now, served=served)]
    except SQLAlchemyError as error:
        kind = "opened" if database.is_sqlite(url) else "reached"
        return [act("database", f"It cannot be {kind} ({type(error).__name__}): see docs/operating.md.")]


def _state(session: Session) -> Finding:
    revision = database.revision(session)
    if revision == database.newest():
        return ok("database", f"It can be reached, and its tables are up to date ({revision}).")
    if not revision or database.is_known(revision):
        return act("database", "Its tables are older than the program: ./run setup brings them up to date.")
    return act("database", f"Its tables are of a newer version of the program ({revision}): upgrade the program.")


def _log(url: str) -> list[Finding]:
    """Look at the length of SQLite's log, which the service brings into the database every few seconds."""
    if not database.is_sqlite(url):
        return []
    file = database.file_of(url)
    log = file.with_name(f"{file.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    told = f"The log beside the database has {tell_size(size)}"
    if size > LONG_LOG:
        return [look("database log", f"{told}: if it grows on, start the service again.")]
    return [ok("database log", f"{told}.")]


def _examine_rows(session: Session, *, now: datetime, served: bool) -> list[Finding]:
    checks = (_failures, _mails, _certificates, _clock)
    work = _background_work(session, now=now, served=served)
    return [_administrators(session), work, *(check(session, now=now) for check in checks)]


def _administrators(session: Session) -> Finding:
    can_sign_in = (User.disabled_at.is_(None), User.password_hash.is_not(None))
    wanted = select(func.count(User.id)).join(UserRole).where(UserRole.role == Role.ADMINISTRATOR, *can_sign_in)
    number = session.scalar(wanted) or 0
    if not number:
        return act(
            "administrators", "Nobody can sign in as one: ./run user create --email E --name N --role administrator."
        )
    return ok("administrators", f"{number} can sign in.")


def _background_work(session: Session, *, now: datetime, served: bool) -> Finding:
    """Look when background work was last seen; a service that is stopped does none."""
    beat_at = session.scalar(select(func.max(Heartbeat.beat_at)))
    if beat_at is not None and now - beat_at <= BEAT_MAY_BE_OLD:
        return ok("background work", "It is at work.")
    seen = f"was last seen on {beat_at:%Y-%m-%d at %H:%M} UTC" if beat_at else "was never at work yet"
    if served:
        return act("background work", f"It {seen}, though the service runs: start that again, and look at the log.")
    return look("background work", f"It {seen}: it runs with the service.")


def _failures(session: Session, *, now: datetime) -> Finding:
    failed = select(JobFailure.task).where(JobFailure.failed_at > now - FAILURES_OF).distinct()
    if names := sorted(session.scalars(failed)):
        return look("failures", f"In the last day these failed: {', '.join(names)}. The log says where.")
    return ok("failures", "In the last day no background work failed.")


def _mails(session: Session, *, now: datetime) -> Finding:
    late = select(func.count(Mail.id)).where(Mail.body.is_not(None), Mail.created_at < now - MAIL_MAY_WAIT)
    if number := session.scalar(late):
        return act("mails", f"{count(number, 'mail')} waiting for more than an hour: look at LMS_MAIL_URL and the log.")
    return ok("mails", "None waits for long.")


def _certificates(session: Session, *, now: datetime) -> Finding:
    unmade = (Credential.pdf_sha256.is_(None), Credential.issued_at < now - PDF_MAY_WAIT)
    if number := session.scalar(select(func.count(Credential.id)).where(*unmade)):
        return act(
            "certificates", f"{count(number, 'certificate')} waiting for the PDF: look at libraries and the log."
        )
    return ok("certificates", "None waits for its PDF.")


def _clock(session: Session, *, now: datetime) -> Finding:
    """Compare the clock with the latest visit."""
    latest = session.scalar(select(func.max(UserSession.last_seen_at)))
    if latest is not None and latest > now + CLOCK_MAY_DIFFER:
        return act("clock", f"Somebody was here at {latest:%Y-%m-%d %H:%M} UTC, which is still to come: set the clock.")
    return ok("times written down", "None is still to come.")
