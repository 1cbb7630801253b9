"""What opens an account: its password, a mailed link, a printed slip, its address."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import audit, mail
from lms.accounts import guessing, invitations, links, sessions
from lms.accounts.links import LIFETIMES, LinkEnded
from lms.accounts.models import LinkKind, Role, User
from lms.accounts.service import EmailTaken, Person, create_user, get_user, record_creation
from lms.accounts.sessions import Visit
from lms.accounts.sign_in_names import next_free_names, suggest_sign_in_name
from lms.audit import Act, Change
from lms.security import site_url

# No letter or figure that looks like another one on paper: no B, I, L, O, S, Z, 0, 1, 2, 5, 8.
CODE_LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
CODE_GROUPS, CODE_GROUP = 3, 4
HANDED_OVER = timedelta(days=7)  # a link that is carried to somebody, who has no mail to ask for another by
# Somebody reads АСЕ from the slip and types them on a Cyrillic keyboard.
_LOOK_ALIKES = str.maketrans("АСЕНКМРТХУ", "ACEHKMPTXY")


@dataclass(frozen=True)
class Slip:
    """What is printed for a person without e-mail. The code is known to this paper alone."""

    name: str
    sign_in_name: str
    code: str  # in groups, with hyphens
    expires_at: datetime


def sign_in(
    session: Session, user_id: int, login: str, visit: Visit, *, checked: str, renewed: str | None, now: datetime
) -> tuple[User, str] | None:
    """Sign in whoever gave the right password; None if the account was changed or disabled while it was checked.

    :param checked: the hash that the password was compared with
    :param renewed: its hash with today's parameters, if those differ
    :return: the account and the token for the cookie
    """
    user = get_user(session, user_id)
    if not user.is_active or user.password_hash != checked:
        guessing.record_refusal(session, user_id, "password", visit.network, now=now)
        return None
    if renewed:
        user.password_hash = renewed
    guessing.forgive_sign_in(session, login, visit.network)
    return user, _open_session(session, user.id, visit, way="password", now=now)


def sign_in_new(session: Session, user: User, visit: Visit, *, way: str = "invitation", now: datetime) -> str:
    """Sign in the owner of an account that was just made, and give the token for the cookie."""
    return _open_session(session, user.id, visit, way=way, now=now)


def set_password(
    session: Session, user_id: int, password_hash: str, visit: Visit, *, way: str = "password", now: datetime
) -> str:
    """Set a password, sign the account out everywhere, end other ways in, and sign this browser in.

    :param way: how its owner came in: by password, link or slip
    :return: the token for the cookie
    """
    user = get_user(session, user_id)
    user.password_hash = password_hash
    sessions.end_sessions(session, user_id)
    links.end_links(session, LinkKind.PASSWORD, LinkKind.SLIP, LinkKind.INVITATION, user_id=user_id)
    audit.record(session, Act.PERSON_CHANGED, audit.person(user_id), by=user_id, now=now, change=Change(new="password"))
    if user.email:
        mail.send(session, user.email, "password_changed", language=user.language, name=user.name)
    return _open_session(session, user_id, visit, way=way, now=now)


def create_password_link(session: Session, user_id: int, *, now: datetime) -> str:
    """Give the address at which an account's password can be chosen, once."""
    token = links.create_link(session, LinkKind.PASSWORD, user_id=user_id, now=now)
    return site_url(f"/reset-password/{token}")


def send_password_link(session: Session, email: str, *, now: datetime) -> None:
    """Mail a link for choosing a new password to the account with this address, if there is one.

    Who never had a password is invited instead, so that she reads what is stored about her before she comes in.
    """
    user = session.scalar(select(User).where(User.email == email, User.disabled_at.is_(None)))
    if user is None:
        return
    if invitations.is_waiting(user):
        invitations.send_invitation(session, user, now=now)
        return
    link = create_password_link(session, user.id, now=now)
    hours = int(LIFETIMES[LinkKind.PASSWORD].total_seconds() // 3600)
    mail.send(session, email, "password_reset", language=user.language, name=user.name, link=link, hours=hours)


def reset_password(
    session: Session, link_id: int, password_hash: str, visit: Visit, *, notice_version: str | None, now: datetime
) -> tuple[User, str]:
    """Use a link or a slip: set the password and sign in.

    :param notice_version: of the notice that she was shown and consented to; None if she had done so before
    :raise LinkEnded: if it was used or replaced
    """
    link = links.use_link(session, link_id, now=now)
    if link.user_id is None or not get_user(session, link.user_id).is_active:
        raise LinkEnded
    way = "slip" if link.kind == LinkKind.SLIP else "link"
    token = set_password(session, link.user_id, password_hash, visit, way=way, now=now)
    user = get_user(session, link.user_id)
    if notice_version:
        user.notice_version, user.consented_at = notice_version, now
        session.flush()
    return user, token


def ask_for_email_change(session: Session, user_id: int, email: str, *, now: datetime) -> None:
    """Mail a link to the new address; nothing changes before it is used.

    Whether another account has the address is said in that mail alone.
    """
    user = get_user(session, user_id)
    if session.scalar(select(User.id).where(User.email == email)):
        mail.send(session, email, "email_taken", language=user.language)
        return
    links.end_links(session, LinkKind.EMAIL, user_id=user_id)
    token = links.create_link(session, LinkKind.EMAIL, user_id=user_id, email=email, now=now)
    address = site_url(f"/confirm-email/{token}")
    days = LIFETIMES[LinkKind.EMAIL].days
    mail.send(session, email, "email_confirm", language=user.language, name=user.name, link=address, days=days)


def change_email(session: Session, link_id: int, *, now: datetime) -> User:
    """Use the link that was mailed to a new address; the old one is told.

    :raise LinkEnded: if it was used or replaced
    :raise EmailTaken: if another account has taken the address since
    """
    link = links.use_link(session, link_id, now=now)
    user = get_user(session, link.user_id or 0)
    old, user.email = user.email, link.email
    try:
        session.flush()
    except IntegrityError:
        raise EmailTaken(_("There is an account with this e-mail address already.")) from None
    links.end_links(session, LinkKind.PASSWORD, user_id=user.id)
    audit.record(session, Act.PERSON_CHANGED, audit.person(user.id), by=user.id, now=now, change=Change(new="email"))
    if old:
        mail.send(session, old, "email_changed", language=user.language, name=user.name)
    return user


def new_code(groups: int = CODE_GROUPS) -> str:
    """Make a code. A slip's has three groups, 55 random bits, for a while, against tries that are slowed."""
    parts = ("".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_GROUP)) for _group in range(groups))
    return "-".join(parts)


def normalise_code(typed: str, groups: int = CODE_GROUPS) -> str:
    """Give a code as it was made, however it was typed: small letters, spaces, Cyrillic look-alikes."""
    text = unicodedata.normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
    letters = [char for char in text if char.isalnum()][: groups * CODE_GROUP + 1]
    return "-".join("".join(letters[start : start + CODE_GROUP]) for start in range(0, len(letters), CODE_GROUP))


def give_slip(
    session: Session,
    user_id: int,
    code: str,
    *,
    code_hash: str,
    created_by_id: int | None,
    reason: str = "",
    now: datetime,
) -> Slip:
    """Store a slip for an account; it replaces the slip before and a mailed link.

    :param code_hash: of `code`, as passwords are hashed: a copy of the database must not give the code away
    :param reason: why, where the account was there before
    """
    user = get_user(session, user_id)
    user.sign_in_name = user.sign_in_name or free_sign_in_name(session, user.name)
    links.end_links(session, LinkKind.SLIP, LinkKind.PASSWORD, LinkKind.INVITATION, user_id=user_id)
    links.create_link(
        session, LinkKind.SLIP, now=now, user_id=user_id, created_by_id=created_by_id, token_hash=code_hash
    )
    change = Change(new="slip", reason=reason)
    audit.record(session, Act.SLIP_GIVEN, audit.person(user_id), by=created_by_id, now=now, change=change)
    return Slip(user.name, user.sign_in_name, code, now + LIFETIMES[LinkKind.SLIP])


def give_link(
    session: Session, user_id: int, *, created_by_id: int, reason: str, now: datetime
) -> tuple[str, datetime]:
    """Give an address at which somebody chooses a password once, to be handed over; it replaces slip and link.

    An account that waits for its owner is opened as by a mailed invitation: she says who she is first.

    :return: the address, and the moment at which it ends
    """
    user = get_user(session, user_id)
    links.end_links(session, LinkKind.SLIP, LinkKind.PASSWORD, LinkKind.INVITATION, user_id=user_id)
    change = Change(new="link", reason=reason)
    audit.record(session, Act.SLIP_GIVEN, audit.person(user_id), by=created_by_id, now=now, change=change)
    if invitations.is_waiting(user):
        made = invitations.create_invitation_links(session, [user], created_by_id=created_by_id, now=now)
        return made[user_id], now + LIFETIMES[LinkKind.INVITATION]
    token = links.create_link(session, LinkKind.PASSWORD, user_id=user_id, created_by_id=created_by_id, now=now)
    links.set_end(session, token, expires_at=now + HANDED_OVER)
    return site_url(f"/reset-password/{token}"), now + HANDED_OVER


def create_user_with_slip(
    session: Session, person: Person, *, roles: frozenset[Role], by: int | None = None, now: datetime
) -> User:
    """Make an account without e-mail; `give_slip` then opens it."""
    name = free_sign_in_name(session, person.name)
    user = create_user(session, person, sign_in_name=name, roles=roles, now=now)
    record_creation(session, user, by=by, way="slip", now=now)
    return user


def create_user_with_password(
    session: Session, person: Person, *, sign_in_name_of: str, password_hash: str, notice_version: str, now: datetime
) -> User:
    """Make the account of somebody who was invited by a code and may have no e-mail.

    :param sign_in_name_of: the name of which the sign-in name is made
    :raise EmailTaken: if somebody of that name made hers at the same moment
    """
    user = create_user(
        session,
        person,
        sign_in_name=free_sign_in_name(session, sign_in_name_of),
        password_hash=password_hash,
        notice_version=notice_version,
        now=now,
    )
    record_creation(session, user, by=None, way="code", now=now)
    return user


def _open_session(session: Session, user_id: int, visit: Visit, *, way: str, now: datetime) -> str:
    """Sign an account in and say so in the audit log; give the token for the cookie."""
    about, change = audit.person(user_id), Change(new=way)
    audit.record(session, Act.SIGNED_IN, about, by=user_id, now=now, change=change, network=visit.network)
    return sessions.open_session(session, user_id, visit, now=now)


def free_sign_in_name(session: Session, name: str) -> str:
    """Give a sign-in name for a person that nobody has: aigul.sadykova, else aigul.sadykova2 and so on."""
    wanted = suggest_sign_in_name(name)
    alike = select(User.sign_in_name).where(User.sign_in_name.startswith(wanted, autoescape=True))
    return next_free_names([name], set(session.scalars(alike)))[0]
