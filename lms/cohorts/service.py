"""Taking, finding and giving up a place on a course."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.cohorts.models import Enrolment
from lms.cohorts.signals import enrolment_made
from lms.errors import NotFound

# Made once: they are sent for many pages, and making them takes about as long as sending them.
_ENROLMENT = select(Enrolment).where(
    Enrolment.user_id == bindparam("user"), Enrolment.course_key == bindparam("course")
)

# Of the table and not of its class, which takes three times as long: it is sent for each page of a course.
_ROW = Enrolment.__table__.c
_PLACE_ID = select(_ROW.id).where(
    _ROW.user_id == bindparam("user"), _ROW.course_key == bindparam("course"), _ROW.withdrawn_at.is_(None)
)

_ENROLMENTS = (
    select(Enrolment)
    .where(Enrolment.user_id == bindparam("user"), Enrolment.withdrawn_at.is_(None))
    .order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())
)


def find_enrolment(session: Session, user_id: int, course_key: str) -> Enrolment | None:
    """Give a person's place on a course, also one she has withdrawn from; None if she never had one."""
    return session.scalars(_ENROLMENT, {"user": user_id, "course": course_key}).one_or_none()


def find_place(session: Session, user_id: int, course_key: str) -> Enrolment | None:
    """Give a person's place on a course; None if she never had one, or has withdrawn from it."""
    enrolment = find_enrolment(session, user_id, course_key)
    return enrolment if enrolment and enrolment.withdrawn_at is None else None


def find_place_id(session: Session, user_id: int, course_key: str) -> int | None:
    """Give the id of what `find_place` gives, for pages that show no more of it."""
    found: int | None = session.connection().execute(_PLACE_ID, {"user": user_id, "course": course_key}).scalar()
    return found


def get_enrolment(session: Session, enrolment_id: int) -> Enrolment:
    """Give an enrolment. :raise NotFound: if there is none"""
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound
    return enrolment


def list_enrolments(session: Session, user_id: int) -> list[Enrolment]:
    """Give a person's places, withdrawn ones left out, the latest first."""
    return list(session.scalars(_ENROLMENTS, {"user": user_id}))


def list_places(session: Session, user_id: int, course_keys: Collection[str]) -> dict[int, str]:
    """Give a person's places on these courses, withdrawn ones too: enrolment id -> course key."""
    query = select(Enrolment.id, Enrolment.course_key).where(Enrolment.user_id == user_id)
    return {row[0]: row[1] for row in session.execute(query.where(Enrolment.course_key.in_(course_keys)))}


def enrol(session: Session, user_id: int, course_key: str, *, now: datetime) -> Enrolment:
    """Give a person a place on a course; one that she has, or has withdrawn from, is hers again."""
    enrolment = find_enrolment(session, user_id, course_key)
    if enrolment is None:
        enrolment = _insert(session, user_id, course_key, now)
    enrolment.withdrawn_at = None
    session.flush()
    return enrolment


def withdraw(session: Session, enrolment: Enrolment, *, now: datetime) -> None:
    """Give up a place; what was done on it is kept."""
    enrolment.withdrawn_at = now
    session.flush()


def _insert(session: Session, user_id: int, course_key: str, now: datetime) -> Enrolment:
    """Insert a place; where another request was quicker, theirs is the place."""
    enrolment = Enrolment(user_id=user_id, course_key=course_key, enrolled_at=now)
    try:
        with session.begin_nested():
            session.add(enrolment)
    except IntegrityError:
        found = find_enrolment(session, user_id, course_key)
        if found is None:
            raise
        return found
    enrolment_made.send(enrolment, session=session)
    return enrolment
