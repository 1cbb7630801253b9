"""People in cohorts: put on the list, joining, corrected, leaving. Every change leaves an entry in the audit log."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import audit
from lms.accounts.models import User
from lms.audit import Act, Change
from lms.cohorts import service as places
from lms.cohorts.cohort_service import describe_change, get_cohort
from lms.cohorts.details import NAMES, Details
from lms.cohorts.models import CameBy, Cohort, CohortCourse, Membership, Sex, Shown
from lms.errors import Conflict, NotFound


def find_membership(session: Session, cohort_id: int, user_id: int) -> Membership | None:
    """Give somebody's place in a cohort or on its list, also one that she has left; None if she never had one."""
    wanted = select(Membership).where(Membership.cohort_id == cohort_id, Membership.user_id == user_id)
    return session.scalars(wanted).one_or_none()


def select_members(cohort_id: int) -> Select[Membership]:
    """Select those whom reports count and name: who joined and has not left, and whose account can be used."""
    joined = (Membership.joined_at.is_not(None), Membership.left_at.is_(None), User.disabled_at.is_(None))
    return select(Membership).join(Membership.user).where(Membership.cohort_id == cohort_id, *joined)


def list_person(
    session: Session, cohort: Cohort, user_id: int, details: Details, came_by: CameBy, *, now: datetime, by: int
) -> Membership:
    """Put somebody on a cohort's list. Nothing of hers is shown before she joins, which she does herself.

    Who is on it, or in the cohort, stays as she is. Who has left is on it anew, and reads again what is shown before
    she joins.
    """
    membership = find_membership(session, cohort.id, user_id)
    if membership is None:
        membership = _insert(session, cohort, user_id, details, came_by, now)
    elif membership.left_at is None:
        return membership
    else:
        _list_again(membership, details, came_by, now)
    session.flush()
    change = Change(new=f"cohort {cohort.id} by {CameBy(came_by).value}")
    audit.record(session, Act.MEMBERS_LISTED, audit.person(user_id), by=by, now=now, change=change)
    return membership


def list_people(
    session: Session, cohort: Cohort, stated: Mapping[int, Details], came_by: CameBy, *, now: datetime, by: int
) -> dict[int, Membership]:
    """Put many people on a cohort's list as `list_person` does each, in a few queries.

    :param stated: id of the account -> what is stated of her
    :return: id of the account -> her membership, also of who stays as she is
    """
    wanted = select(Membership).where(Membership.cohort_id == cohort.id, Membership.user_id.in_(list(stated)))
    held = {membership.user_id: membership for membership in session.scalars(wanted)}
    listed = [user_id for user_id in stated if user_id not in held or held[user_id].left_at is not None]
    for user_id in listed:
        if user_id in held:
            _list_again(held[user_id], stated[user_id], came_by, now)
        else:
            held[user_id] = _new(cohort, user_id, stated[user_id], came_by, now)
            session.add(held[user_id])
    session.flush()
    change = Change(new=f"cohort {cohort.id} by {CameBy(came_by).value}")
    audit.record_each(session, Act.MEMBERS_LISTED, map(audit.person, listed), by=by, now=now, change=change)
    return held


def join(session: Session, membership: Membership, *, now: datetime, read: Shown | None = None) -> None:
    """Make somebody on a list a member and give her a place on each course of the cohort; once.

    :param read: what the page said that coordinators see; None where there was no page, as in sample data
    :raise Conflict: if she has left, or the cohort shows something else by now
    """
    cohort = get_cohort(session, membership.cohort_id, for_change=True)
    session.refresh(membership)
    if membership.left_at is not None:
        raise Conflict(_("You have left this cohort. Ask its coordinator to put you on the list again."))
    if membership.joined_at is not None:
        return
    if read is not None and read != cohort.shown:
        raise Conflict(_("What coordinators of this cohort see was changed just now. Please read the page again."))
    membership.joined_at, membership.promised = now, cohort.shown
    for key in cohort.course_keys:
        places.enrol(session, membership.user_id, key, now=now)
    change = Change(new=f"cohort {cohort.id}, shown: {Shown(cohort.shown).value}")
    by = membership.user_id
    audit.record(session, Act.MEMBER_JOINED, audit.person(by), by=by, now=now, change=change)


def change_details(session: Session, membership: Membership, details: Details, *, by: int, now: datetime) -> None:
    """Correct what is stated of somebody in a cohort. :raise Conflict: if she has left it"""
    if membership.left_at is not None:
        raise Conflict(_("This place in the cohort was given up. What was said of it then stays."))
    before = _facts(membership)
    for name in NAMES:
        setattr(membership, name, getattr(details, name))
    session.flush()
    change = describe_change(before, _facts(membership))
    if change:
        about = audit.person(membership.user_id)
        audit.record(session, Act.MEMBER_CHANGED, about, by=by, now=now, change=change)


def end_membership(
    session: Session, membership: Membership, *, restricted: Collection[str], by: int, now: datetime, reason: str = ""
) -> None:
    """Let somebody leave a cohort, or take her from its list; her record and this place in it are kept.

    Her places on courses stay, but for those on the cohort's courses for practitioners: such a place is given up,
    unless another cohort of hers takes the course. Completions and certificates are nobody's to take away.

    :param restricted: keys of the courses for practitioners
    :raise NotFound: if she has left already
    """
    session.refresh(membership, with_for_update=True)
    if membership.left_at is not None:
        raise NotFound
    membership.left_at = now
    session.flush()
    if membership.joined_at is not None:
        _give_places_up(session, membership, restricted, now=now)
    change = Change(old=f"cohort {membership.cohort_id}", reason=reason)
    audit.record(session, Act.MEMBER_REMOVED, audit.person(membership.user_id), by=by, now=now, change=change)


def _give_places_up(session: Session, membership: Membership, restricted: Collection[str], *, now: datetime) -> None:
    takes = CohortCourse.cohort_id == Membership.cohort_id
    hers = select(CohortCourse.course_key).join(Membership, takes).where(Membership.user_id == membership.user_id)
    still = hers.where(Membership.joined_at.is_not(None), Membership.left_at.is_(None))
    covered = set(session.scalars(still))
    for key in membership.cohort.course_keys:
        place = places.find_place(session, membership.user_id, key)
        if place and key in restricted and key not in covered:
            places.withdraw(session, place, now=now)


def _list_again(membership: Membership, details: Details, came_by: CameBy, now: datetime) -> None:
    """Put somebody who had left on the list anew; what is not stated this time stays as it was."""
    membership.listed_at, membership.came_by = now, came_by
    membership.joined_at = membership.promised = membership.left_at = None
    for name, value in asdict(details).items():
        if value not in ("", Sex.NOT_STATED):
            setattr(membership, name, value)


def _insert(
    session: Session, cohort: Cohort, user_id: int, details: Details, came_by: CameBy, now: datetime
) -> Membership:
    """Insert a place; where another request was quicker, theirs is the place."""
    membership = _new(cohort, user_id, details, came_by, now)
    try:
        with session.begin_nested():
            session.add(membership)
    except IntegrityError:
        found = find_membership(session, cohort.id, user_id)
        if found is None:
            raise
        return found
    return membership


def _new(cohort: Cohort, user_id: int, details: Details, came_by: CameBy, now: datetime) -> Membership:
    return Membership(cohort_id=cohort.id, user_id=user_id, came_by=came_by, listed_at=now, **asdict(details))


def _facts(membership: Membership) -> dict[str, str]:
    return {name: str(getattr(membership, name)) for name in NAMES}
