"""The cohorts that a person is in, or on whose list she is, as her home page shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.cohorts.models import Cohort, Membership


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
    columns = (Membership.id, Cohort.name, Cohort.starts_on, Cohort.ends_on, Membership.joined_at)
    mine = select(*columns).join(Cohort, Cohort.id == Membership.cohort_id).where(Membership.user_id == user_id)
    wanted = mine.where(
        Membership.left_at.is_(None), or_(Membership.joined_at.is_not(None), Cohort.ends_on >= today)
    ).order_by(Membership.joined_at.is_not(None), Cohort.ends_on.desc(), Membership.id)
    return [OwnPlace(*row) for row in session.execute(wanted)]
