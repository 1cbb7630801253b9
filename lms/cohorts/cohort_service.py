"""Cohorts: made, changed, deleted, and who coordinates them. Every change leaves an entry in the audit log."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms import audit
from lms.accounts import service as accounts
from lms.accounts.models import Profession, Role, User, UserRole
from lms.audit import Act, Change
from lms.cohorts import service as places
from lms.cohorts.models import Cohort, CohortCoordinator, CohortCourse, JoinCode, Membership, Shown
from lms.errors import Conflict, Invalid, NotFound

MAX_FACT = 150  # characters of a fact in the audit log: all of a membership's fit into one entry


class Promised(Conflict):
    """Members joined on the promise that their scores are not shown."""


class NoSuchCoordinator(Invalid):
    """There is no such account, or it is no coordinator's: both read alike."""


@dataclass(frozen=True)
class Description:
    """What a coordinator says about a cohort."""

    name: str
    audience: Profession  # of most members
    starts_on: date
    ends_on: date
    course_keys: tuple[str, ...]  # in the order in which they are taken
    description: str = ""
    shown: Shown | None = None  # None: as is usual for these members


def usual_for(audience: Profession) -> Shown:
    """Give what coordinators usually see of these members: of judges, who are independent, completion only."""
    return Shown.COMPLETION if audience == Profession.JUDGE else Shown.SCORES


def get_cohort(session: Session, cohort_id: int, *, for_change: bool = False) -> Cohort:
    """Give a cohort.

    :param for_change: let whoever joins, changes or deletes it at the same moment wait
    :raise NotFound: if there is none
    """
    cohort = session.get(Cohort, cohort_id, with_for_update=for_change, populate_existing=for_change)
    if cohort is None:
        raise NotFound
    return cohort


def create_cohort(session: Session, described: Description, *, by: int, now: datetime) -> Cohort:
    """Make a cohort; a coordinator who makes it follows it."""
    cohort = Cohort(created_at=now, **_columns(described), shown=described.shown or usual_for(described.audience))
    _set_courses(cohort, described.course_keys)
    session.add(cohort)
    session.flush()
    audit.record(
        session,
        Act.COHORT_CREATED,
        audit.cohort(cohort.id),
        by=by,
        now=now,
        change=Change(new=_as_stored(_facts(cohort))),
    )
    creator = session.get_one(User, by)
    if creator.has_role(Role.COORDINATOR):
        _insert_coordinator(session, cohort, creator, by=by, now=now)
    return cohort


def change_cohort(session: Session, cohort_id: int, described: Description, *, by: int, now: datetime) -> Cohort:
    """Change what is said about a cohort; members take their places on courses that are new in it.

    Places on a course that is taken out stay: what was begun there is the members'.

    :raise Promised: if scores were to be shown though people joined on the promise that they are not
    """
    cohort = get_cohort(session, cohort_id, for_change=True)
    shown = described.shown or usual_for(described.audience)
    if shown == Shown.SCORES and cohort.shown == Shown.COMPLETION and has_joined(session, cohort_id):
        raise Promised(
            _("People joined this cohort having read that their scores are not shown to you. This promise is kept.")
        )
    before, had = _facts(cohort), set(cohort.course_keys)
    for name, value in {**_columns(described), "shown": shown}.items():
        setattr(cohort, name, value)
    _set_courses(cohort, described.course_keys)
    session.flush()
    _enrol_members(session, cohort, [key for key in described.course_keys if key not in had], now=now)
    change = describe_change(before, _facts(cohort))
    if change:
        audit.record(session, Act.COHORT_CHANGED, audit.cohort(cohort_id), by=by, now=now, change=change)
    return cohort


def delete_cohort(session: Session, cohort_id: int, *, by: int, now: datetime) -> None:
    """Delete a cohort that never had anybody. :raise Conflict: if somebody is, or was, in it or on its list"""
    cohort = get_cohort(session, cohort_id, for_change=True)
    if has_people(session, cohort_id):
        raise Conflict(_("Somebody is, or was, in this cohort or on its list. It is kept, with what was done in it."))
    facts = _as_stored(_facts(cohort))
    session.execute(delete(JoinCode).where(JoinCode.cohort_id == cohort_id))
    session.execute(delete(CohortCoordinator).where(CohortCoordinator.cohort_id == cohort_id))
    session.delete(cohort)
    audit.record(session, Act.COHORT_DELETED, audit.cohort(cohort_id), by=by, now=now, change=Change(old=facts))


def has_people(session: Session, cohort_id: int) -> bool:
    """Tell whether somebody is, or ever was, in a cohort or on its list."""
    return session.scalar(select(Membership.id).where(Membership.cohort_id == cohort_id).limit(1)) is not None


def has_joined(session: Session, cohort_id: int) -> bool:
    """Tell whether anybody joined a cohort, having read what is shown; also where she has left since."""
    joined = select(Membership.id).where(Membership.cohort_id == cohort_id, Membership.joined_at.is_not(None))
    return session.scalar(joined.limit(1)) is not None


def list_coordinators(session: Session, cohort_id: int) -> list[User]:
    """List who coordinates a cohort, by name: those who can sign in and hold the role."""
    follows = (CohortCoordinator.user_id == User.id) & (CohortCoordinator.cohort_id == cohort_id)
    wanted = select(User).join(CohortCoordinator, follows).where(User.disabled_at.is_(None))
    holds_role = User.roles.any(UserRole.role == Role.COORDINATOR)
    return list(session.scalars(wanted.where(holds_role).order_by(User.name_folded, User.id)))


def add_coordinator(session: Session, cohort_id: int, login: str, *, by: int, now: datetime) -> User:
    """Let another coordinator follow a cohort too.

    :param login: her e-mail address or sign-in name, as it is typed
    :raise NoSuchCoordinator: if no account that can be used and holds the role has it
    :raise Conflict: if she coordinates the cohort already
    """
    cohort = get_cohort(session, cohort_id, for_change=True)
    user = accounts.find_user(session, login)
    if user is None or not user.is_active or not user.has_role(Role.COORDINATOR):
        raise NoSuchCoordinator(
            _("No coordinator has this e-mail address or sign-in name. Administrators give the role.")
        )
    if session.get(CohortCoordinator, (cohort_id, user.id)) is not None:
        raise Conflict(_("%(name)s coordinates this cohort already.", name=user.name))
    _insert_coordinator(session, cohort, user, by=by, now=now)
    return user


def remove_coordinator(
    session: Session, cohort_id: int, user_id: int, *, reason: str, by: int, may_be_last: bool, now: datetime
) -> None:
    """Take a cohort away from a coordinator; it counts on her next request.

    :param may_be_last: also where nobody would follow the cohort any more, as an administrator may decide
    :raise NotFound: if she does not coordinate it
    :raise Conflict: if she is the last one
    """
    get_cohort(session, cohort_id, for_change=True)
    held = session.get(CohortCoordinator, (cohort_id, user_id))
    if held is None:
        raise NotFound
    others = [user for user in list_coordinators(session, cohort_id) if user.id != user_id]
    if not others and not may_be_last:
        raise Conflict(_("Nobody else coordinates this cohort. Add somebody first, or ask an administrator."))
    session.delete(held)
    change = Change(old=f"coordinator: account {user_id}", reason=reason)
    audit.record(session, Act.COORDINATOR_REMOVED, audit.cohort(cohort_id), by=by, now=now, change=change)


def describe_change(before: dict[str, str], after: dict[str, str]) -> Change | None:
    """Give what differs, as the audit log tells it; None if nothing does."""
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return None
    return Change(
        old=_as_stored({name: before[name] for name in changed}),
        new=_as_stored({name: after[name] for name in changed}),
    )


def _insert_coordinator(session: Session, cohort: Cohort, user: User, *, by: int, now: datetime) -> None:
    session.add(CohortCoordinator(cohort_id=cohort.id, user_id=user.id, added_at=now))
    change = Change(new=f"coordinator: account {user.id}")
    audit.record(session, Act.COORDINATOR_ADDED, audit.cohort(cohort.id), by=by, now=now, change=change)


def _set_courses(cohort: Cohort, keys: tuple[str, ...]) -> None:
    """Give a cohort these courses; one that it takes already only moves."""
    taken = {course.course_key: course for course in cohort.courses}
    cohort.courses = [taken.get(key) or CohortCourse(course_key=key) for key in keys]
    for position, course in enumerate(cohort.courses, start=1):
        course.position = position


def _enrol_members(session: Session, cohort: Cohort, course_keys: list[str], *, now: datetime) -> None:
    members = select(Membership.user_id).where(Membership.cohort_id == cohort.id)
    joined = members.where(Membership.joined_at.is_not(None), Membership.left_at.is_(None))
    for user_id in session.scalars(joined.order_by(Membership.id)).all() if course_keys else ():
        for key in course_keys:
            places.enrol(session, user_id, key, now=now)


def _columns(described: Description) -> dict[str, object]:
    names = ("name", "description", "audience", "starts_on", "ends_on")
    return {name: getattr(described, name) for name in names}


def _facts(cohort: Cohort) -> dict[str, str]:
    """Give what is said about a cohort as the audit log tells it."""
    return {
        "name": cohort.name,
        "description": cohort.description,
        "audience": Profession(cohort.audience).value,
        "shown": Shown(cohort.shown).value,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "courses": ", ".join(cohort.course_keys),
    }


def _as_stored(facts: dict[str, str]) -> str:
    """Write facts so that no name that somebody types can be read as another fact. A long one is cut short."""
    return json.dumps(
        {name: shorten(value, MAX_FACT, placeholder="…") for name, value in facts.items()}, ensure_ascii=False
    )
