"""The cohorts that a person is in, or on whose list she is, as her home page shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Membership
from lms.db import Base

# Made once, and of tables and not of classes: it is sent for every home page.
_MEMBERSHIP, _COHORT = Base.metadata.tables[Membership.__tablename__].c, Base.metadata.tables[Cohort.__tablename__].c
_OWN = (
    select(_MEMBERSHIP.id, _COHORT.name, _COHORT.starts_on, _COHORT.ends_on, _MEMBERSHIP.joined_at)
    .where(_COHORT.id == _MEMBERSHIP.cohort_id, _MEMBERSHIP.user_id == bindparam("user"))
    .where(_MEMBERSHIP.left_at.is_(None))
    .where(or_(_MEMBERSHIP.joined_at.is_not(None), _COHORT.ends_on >= bindparam("today")))
    .order_by(_MEMBERSHIP.joined_at.is_not(None), _COHORT.ends_on.desc(), _MEMBERSHIP.id)
)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One's own place in a cohort."""

    id: int  # of the membership
    name: str  # of the cohort
    starts_on: date
    ends_on: date
    joined_at: datetime | None


def list_own(session: Session, user_id: int, *, today: date) -> list[OwnPlace]:
    """List a person's cohorts, those that she has not joined first; what ended before she joined is left out."""
    return [OwnPlace(*row) for row in session.execute(_OWN, {"user": user_id, "today": today})]
