"""What stands on a person's page besides her account: what was done, and on how much she is."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.administration.log import Filter, Line, list_newest
from lms.cohorts.models import Enrolment, Membership

ENTRIES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """The latest entries about a person, and headcounts: what she achieved is not an administrator's to see."""

    lines: list[Line]
    courses: int  # on which she has a place
    cohorts: int  # of which she is a member


def get_record(session: Session, user_id: int) -> PersonRecord:
    """Read what stands on a person's page."""
    places = select(func.count()).where(Enrolment.user_id == user_id, Enrolment.withdrawn_at.is_(None))
    memberships = select(func.count()).where(
        Membership.user_id == user_id, Membership.joined_at.is_not(None), Membership.left_at.is_(None)
    )
    return PersonRecord(
        lines=list_newest(session, Filter(person_id=user_id), limit=ENTRIES_SHOWN),
        courses=session.scalar(places) or 0,
        cohorts=session.scalar(memberships) or 0,
    )
