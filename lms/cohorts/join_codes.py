"""Join codes: made for a cohort, typed from paper or opened as a link, withdrawn."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms import audit
from lms.accounts.credentials import new_code, normalise_code
from lms.audit import Act, Change
from lms.cohorts.cohort_service import get_cohort
from lms.cohorts.models import JoinCode
from lms.errors import NotFound

GROUPS = 2  # of four letters: 25^8 codes, against tries that are slowed


class NoSuchCode(NotFound):
    """No cohort takes people by this code: never made, run out and withdrawn read alike."""

    def __init__(self) -> None:
        super().__init__(
            _("This code opens no cohort. Compare each sign with the paper, or ask your coordinator for a new one.")
        )


def make_code(session: Session, cohort_id: int, *, expires_at: datetime, by: int, now: datetime) -> JoinCode:
    """Make a cohort's join code; the one before is withdrawn."""
    get_cohort(session, cohort_id, for_change=True)
    withdraw_code(session, cohort_id, by=by, now=now)
    code = new_code(GROUPS).replace("-", "")
    made = JoinCode(cohort_id=cohort_id, code=code, created_at=now, expires_at=expires_at)
    session.add(made)
    change = Change(new=f"until {expires_at:%Y-%m-%d %H:%M} UTC")
    audit.record(session, Act.CODE_MADE, audit.cohort(cohort_id), by=by, now=now, change=change)
    return made


def withdraw_code(session: Session, cohort_id: int, *, by: int, now: datetime) -> None:
    """Withdraw the code of a cohort that is in force, if there is one."""
    for code in session.scalars(_in_force(now).where(JoinCode.cohort_id == cohort_id)):
        code.withdrawn_at = now
        audit.record(session, Act.CODE_WITHDRAWN, audit.cohort(cohort_id), by=by, now=now)


def find_code(session: Session, cohort_id: int, *, now: datetime) -> JoinCode | None:
    """Give the code by which people come into a cohort now; None if there is none in force."""
    return session.scalar(_in_force(now).where(JoinCode.cohort_id == cohort_id).order_by(JoinCode.id.desc()).limit(1))


def get_code(session: Session, typed: str, *, now: datetime) -> JoinCode:
    """Give the code that somebody typed in any manner. :raise NoSuchCode: if none in force reads so"""
    code = normalise_code(typed, GROUPS).replace("-", "")
    found = session.scalar(_in_force(now).where(JoinCode.code == code))
    if found is None:
        raise NoSuchCode
    return found


def show_code(code: JoinCode) -> str:
    """Write a code as it is read and typed: ABCD-EFGH."""
    return normalise_code(code.code, GROUPS)


def _in_force(now: datetime) -> Select[JoinCode]:
    return select(JoinCode).where(JoinCode.withdrawn_at.is_(None), JoinCode.expires_at > now)
