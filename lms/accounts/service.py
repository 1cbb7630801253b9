"""Accounts: made, invited, changed, given roles, disabled. Passwords come hashed: hashing is done beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import audit, mail
from lms.accounts import invitations, links, sessions
from lms.accounts.links import LIFETIMES
from lms.accounts.models import LinkKind, Profession, Role, User, UserRole
from lms.accounts.sign_in_names import normalise_login
from lms.audit import Act, Change, Subject
from lms.errors import Conflict, NotFound
from lms.security import site_url


class EmailTaken(Conflict):
    """Another account has this e-mail address."""


class LastAdministrator(Conflict):
    """Without this administrator nobody could administer the site."""


@dataclass(frozen=True)
class Person:
    """What is told about oneself at registration, and can be changed later."""

    name: str
    language: str  # BCP 47
    profession: Profession = Profession.OTHER
    country: str | None = None  # ISO 3166 alpha-2, lower case


def create_user(
    session: Session,
    person: Person,
    *,
    now: datetime,
    email: str | None = None,
    sign_in_name: str | None = None,
    password_hash: str | None = None,
    roles: frozenset[Role] = frozenset(),
    notice_version: str | None = None,
) -> User:
    """Make an account. It needs an e-mail address or a sign-in name, as `sign_in_names` normalises them.

    :param notice_version: of the notice that she was shown and consented to; None if she was not asked yet
    :raise EmailTaken: if an account has this address or sign-in name
    :raise ValueError: if there is neither
    """
    if not (email or sign_in_name):
        raise ValueError("an account needs an address or a sign-in name")
    user = User(
        name=person.name,
        email=email,
        sign_in_name=sign_in_name,
        password_hash=password_hash,
        profession=person.profession,
        language=person.language,
        country=person.country,
        created_at=now,
        notice_version=notice_version,
        consented_at=now if notice_version else None,
        roles=[UserRole(role=role) for role in sorted(roles - {Role.LEARNER})],
    )
    session.add(user)
    _flush(session)
    return user


def record_creation(session: Session, user: User, *, by: int | None, way: str, now: datetime) -> None:
    """Say in the audit log that an account was made, with which roles and in which way.

    :param by: who made it for its owner; None if she made it herself, or a command did
    """
    change = Change(new=_in_words({Role(held.role) for held in user.roles}), reason=way)
    audit.record(session, Act.PERSON_CREATED, audit.person(user.id), by=by, now=now, change=change)


def get_user(session: Session, user_id: int) -> User:
    """Give an account. :raise NotFound: if there is none."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def find_user(session: Session, login: str) -> User | None:
    """Find the account that somebody names by e-mail address or sign-in name, typed in any case."""
    name = normalise_login(login)
    return session.scalar(select(User).where(User.email == name if "@" in name else User.sign_in_name == name))


def create_first_administrator_link(session: Session, *, now: datetime) -> str | None:
    """Give the token of the link that makes the first administrator; None while somebody can administer the site."""
    if session.scalar(_administrators().limit(1)):
        return None
    links.end_links(session, LinkKind.FIRST_ADMINISTRATOR)
    return links.create_link(session, LinkKind.FIRST_ADMINISTRATOR, now=now)


def create_first_administrator(
    session: Session,
    link_id: int,
    person: Person,
    *,
    email: str,
    password_hash: str,
    notice_version: str,
    now: datetime,
) -> User:
    """Use the first administrator's link.

    :raise LinkEnded: if it was used, or somebody became administrator in another way
    """
    links.use_link(session, link_id, now=now)
    if session.scalar(_administrators().limit(1)):
        raise links.LinkEnded
    user = create_user(
        session,
        person,
        now=now,
        email=email,
        password_hash=password_hash,
        roles=frozenset({Role.ADMINISTRATOR}),
        notice_version=notice_version,
    )
    record_creation(session, user, by=None, way="first-administrator", now=now)
    return user


def invite(
    session: Session, email: str, *, roles: frozenset[Role], language: str, created_by_id: int, now: datetime
) -> None:
    """Mail an invitation; it replaces an earlier one to the same address.

    :raise EmailTaken: if an account has this address
    """
    if session.scalar(select(User.id).where(User.email == email)):
        raise EmailTaken(_("There is an account with this e-mail address already."))
    links.end_links(session, LinkKind.INVITATION, email=email)
    token = links.create_link(
        session, LinkKind.INVITATION, now=now, email=email, roles=roles, created_by_id=created_by_id
    )
    about, change = Subject("invitation", str(links.id_of(session, token))), Change(new=_in_words(roles))
    audit.record(session, Act.PERSON_INVITED, about, by=created_by_id, now=now, change=change)
    address = site_url(f"/invitation/{token}")
    mail.send(session, email, "invitation", language=language, link=address, days=LIFETIMES[LinkKind.INVITATION].days)


def send_registration(session: Session, email: str, *, language: str, now: datetime) -> None:
    """Mail a link to who asked to register; who has an account is told so, and only by this mail."""
    user = session.scalar(select(User).where(User.email == email))
    if user is not None and invitations.is_waiting(user):
        invitations.send_invitation(session, user, now=now)
        return
    if user is not None:
        mail.send(session, email, "register_known", language=user.language, link=site_url("/forgot-password"))
        return
    token = links.create_link(session, LinkKind.INVITATION, now=now, email=email)
    address = site_url(f"/invitation/{token}")
    mail.send(session, email, "register", language=language, link=address, days=LIFETIMES[LinkKind.INVITATION].days)


def register(
    session: Session, link_id: int, person: Person, *, password_hash: str, notice_version: str, now: datetime
) -> User:
    """Make the account of somebody who was invited, or who confirmed her address; or complete the one that waits.

    :raise LinkEnded: if the link was used, or the account that waited was opened in another way
    :raise EmailTaken: if she made an account in the meantime
    """
    link = links.use_link(session, link_id, now=now)
    if link.user_id is not None:
        return _complete(
            session, link.user_id, person, password_hash=password_hash, notice_version=notice_version, now=now
        )
    user = create_user(
        session,
        person,
        now=now,
        email=link.email,
        password_hash=password_hash,
        roles=links.roles_of(link),
        notice_version=notice_version,
    )
    links.end_links(session, LinkKind.INVITATION, email=link.email)
    way = f"invitation {link.id}" if link.created_by_id else "registration"
    record_creation(session, user, by=None, way=way, now=now)
    return user


def change_person(session: Session, user_id: int, person: Person, *, now: datetime) -> None:
    """Change what a person tells about herself. Certificates keep the name that they were issued in."""
    user = get_user(session, user_id)
    had = Person(user.name, user.language, user.profession, user.country)
    user.name, user.language = person.name, person.language
    user.profession, user.country = person.profession, person.country
    session.flush()
    if person.name != had.name:
        _record_change(session, user_id, Change(f"name: {had.name}", f"name: {person.name}"), now=now)
    others = [it for it in ("profession", "country", "language") if getattr(had, it) != getattr(person, it)]
    if others:
        _record_change(session, user_id, Change(new=", ".join(others)), now=now)


def change_language(session: Session, user_id: int, language: str) -> None:
    """Change the language of pages and mails."""
    get_user(session, user_id).language = language
    session.flush()


def set_roles(
    session: Session, user_id: int, roles: frozenset[Role], *, by_id: int, reason: str, now: datetime
) -> None:
    """Give an account exactly these roles; it takes effect on the person's next request.

    :raise Conflict: if somebody would raise his own role
    :raise LastAdministrator: if nobody could administer the site any more
    """
    user = get_user(session, user_id)
    roles = roles - {Role.LEARNER}
    had = {Role(held.role) for held in user.roles}
    if user_id == by_id and roles - had:
        raise Conflict(_("You cannot give yourself a role. Ask another administrator."))
    if Role.ADMINISTRATOR in had - roles:
        _keep_one_administrator(session, user_id)
    user.roles = [held for held in user.roles if held.role in roles]
    user.roles.extend(UserRole(role=role) for role in sorted(roles - had))
    session.flush()
    if roles != had:
        change = Change(_in_words(had), _in_words(roles), reason)
        audit.record(session, Act.ROLES_CHANGED, audit.person(user_id), by=by_id, now=now, change=change)


def disable_user(session: Session, user_id: int, *, by: int, reason: str, now: datetime) -> None:
    """Close an account and sign it out everywhere; its records stay.

    :raise LastAdministrator: if nobody could administer the site any more
    """
    user = get_user(session, user_id)
    if user.has_role(Role.ADMINISTRATOR):
        _keep_one_administrator(session, user_id)
    if user.disabled_at is None:
        user.disabled_at = now
        about, change = audit.person(user_id), Change("active", "disabled", reason)
        audit.record(session, Act.PERSON_DISABLED, about, by=by, now=now, change=change)
    sessions.end_sessions(session, user_id)
    kinds = (LinkKind.PASSWORD, LinkKind.SLIP, LinkKind.EMAIL, LinkKind.INVITATION)
    links.end_links(session, *kinds, user_id=user_id)
    session.flush()


def enable_user(session: Session, user_id: int, *, by: int, reason: str, now: datetime) -> None:
    """Open a disabled account again."""
    user = get_user(session, user_id)
    if user.disabled_at is None:
        return
    user.disabled_at = None
    about, change = audit.person(user_id), Change("disabled", "active", reason)
    audit.record(session, Act.PERSON_ENABLED, about, by=by, now=now, change=change)


def end_sessions(
    session: Session, user_id: int, session_id: int | None = None, *, by: int, reason: str, now: datetime
) -> int:
    """Sign somebody else out: everywhere, or in the browser `session_id`. Give how many browsers that were."""
    ended = sessions.end_sessions_of(session, user_id, session_id)
    if ended:
        change = Change(str(ended), "0", reason)
        audit.record(session, Act.SESSIONS_ENDED, audit.person(user_id), by=by, now=now, change=change)
    return ended


def _record_change(session: Session, user_id: int, change: Change, *, now: datetime) -> None:
    audit.record(session, Act.PERSON_CHANGED, audit.person(user_id), by=user_id, now=now, change=change)


def _in_words(roles: Iterable[Role]) -> str:
    """Give roles as an entry holds them: their keys in order; nothing for a learner."""
    return ", ".join(sorted(roles))


def _complete(
    session: Session, user_id: int, person: Person, *, password_hash: str, notice_version: str, now: datetime
) -> User:
    """Open the account that was made for somebody, as she says who she is."""
    user = session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None or not invitations.is_waiting(user):
        raise links.LinkEnded
    change_person(session, user_id, person, now=now)
    user.password_hash, user.notice_version, user.consented_at = password_hash, notice_version, now
    links.end_links(session, LinkKind.INVITATION, LinkKind.PASSWORD, LinkKind.SLIP, user_id=user_id)
    session.flush()
    return user


def _keep_one_administrator(session: Session, user_id: int) -> None:
    """Refuse to take away the last one; where rows can be locked, two of them cannot remove each other at once."""
    others = [user for user in session.scalars(_administrators().with_for_update(of=User)) if user.id != user_id]
    if not others:
        raise LastAdministrator(_("This is the only administrator who can sign in. Make another one first."))


def _administrators() -> Select[User]:
    """Select those who can sign in and administer the site."""
    holds_role: ColumnElement[bool] = User.roles.any(UserRole.role == Role.ADMINISTRATOR)
    return select(User).where(holds_role, User.disabled_at.is_(None), User.password_hash.is_not(None)).order_by(User.id)


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:
        raise EmailTaken(_("There is an account with this e-mail address or sign-in name already.")) from None
