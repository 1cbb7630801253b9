"""One-time links: who asks for what, once and for a while. The secret goes out, its SHA-256 stays."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import LinkKind, OneTimeLink, Role, User
from lms.errors import NotFound

LIFETIMES = {
    LinkKind.FIRST_ADMINISTRATOR: timedelta(days=1),
    LinkKind.INVITATION: timedelta(days=14),
    LinkKind.PASSWORD: timedelta(hours=2),
    LinkKind.EMAIL: timedelta(days=2),
    LinkKind.SLIP: timedelta(days=30),
}


class LinkEnded(NotFound):
    """The link was used, ran out, was replaced, or was never given."""

    title = lazy_gettext("This link no longer works")

    def __init__(self) -> None:
        super().__init__(_("A link works once and for a limited time. Ask for a new one."))


def create_link(
    session: Session,
    kind: LinkKind,
    *,
    now: datetime,
    user_id: int | None = None,
    email: str | None = None,
    roles: frozenset[Role] = frozenset(),
    created_by_id: int | None = None,
    token_hash: str | None = None,
) -> str:
    """Store a link and give its token, which is kept nowhere.

    :param token_hash: of a code that was made elsewhere; the token given back then opens nothing
    """
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        kind=kind,
        token_hash=token_hash or hash_token(token),
        user_id=user_id,
        email=email,
        roles=" ".join(sorted(roles)),
        created_by_id=created_by_id,
        created_at=now,
        expires_at=now + LIFETIMES[kind],
    )
    session.add(link)
    session.flush()
    return token


def set_end(session: Session, token: str, *, expires_at: datetime) -> None:
    """Let a link that was just made work for another time than others of its kind."""
    session.execute(
        update(OneTimeLink).where(OneTimeLink.token_hash == hash_token(token)).values(expires_at=expires_at)
    )


def id_of(session: Session, token: str) -> int:
    """Give the number of a link that was just made, by which others speak of it."""
    return session.scalars(select(OneTimeLink.id).where(OneTimeLink.token_hash == hash_token(token))).one()


def replace_invitations(
    session: Session, users: Sequence[User], *, now: datetime, created_by_id: int | None = None
) -> dict[int, str]:
    """Store an invitation for each of these accounts in place of the one before.

    :return: id of the account -> the token, which is kept nowhere
    """
    held = delete(OneTimeLink).where(OneTimeLink.kind == LinkKind.INVITATION, OneTimeLink.used_at.is_(None))
    theirs = held.where(OneTimeLink.user_id.in_([user.id for user in users]))
    session.execute(theirs, execution_options={"synchronize_session": False})
    tokens = {user.id: secrets.token_urlsafe(32) for user in users}
    session.add_all(
        OneTimeLink(
            kind=LinkKind.INVITATION,
            token_hash=hash_token(tokens[user.id]),
            user_id=user.id,
            email=user.email,
            created_by_id=created_by_id,
            created_at=now,
            expires_at=now + LIFETIMES[LinkKind.INVITATION],
        )
        for user in users
    )
    session.flush()
    return tokens


def get_link(session: Session, token: str, kind: LinkKind, *, now: datetime) -> OneTimeLink:
    """Find the link that `token` opens.

    :raise LinkEnded: if it is not of this kind, was used or ran out, or its account was disabled
    """
    link = session.scalar(_open_links(kind, now).where(OneTimeLink.token_hash == hash_token(token)))
    if link is None:
        raise LinkEnded
    if link.user_id is not None and not session.get_one(User, link.user_id).is_active:
        raise LinkEnded
    return link


def find_slip(session: Session, user_id: int, *, now: datetime) -> OneTimeLink | None:
    """Find the slip that is in force for an account."""
    newest = _open_links(LinkKind.SLIP, now).where(OneTimeLink.user_id == user_id).order_by(OneTimeLink.id.desc())
    return session.scalar(newest.limit(1))


def have_slips(session: Session, user_ids: Iterable[int], *, now: datetime) -> set[int]:
    """Give those of these accounts for which a slip is in force."""
    mine = _open_links(LinkKind.SLIP, now).where(OneTimeLink.user_id.in_(list(user_ids)))
    return {link.user_id for link in session.scalars(mine) if link.user_id is not None}


def use_link(session: Session, link_id: int, *, now: datetime) -> OneTimeLink:
    """Use a link up, once.

    :raise LinkEnded: if it was used or replaced in the meantime
    """
    unused = update(OneTimeLink).where(
        OneTimeLink.id == link_id, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
    )
    if session.execute(unused.values(used_at=now)).rowcount == 0:  # type: ignore[attr-defined]
        raise LinkEnded
    return session.get_one(OneTimeLink, link_id)


def end_links(session: Session, *kinds: LinkKind, user_id: int | None = None, email: str | None = None) -> None:
    """Delete the unused links of these kinds for an account or an address."""
    unused = delete(OneTimeLink).where(OneTimeLink.kind.in_(kinds), OneTimeLink.used_at.is_(None))
    if user_id is not None:
        unused = unused.where(OneTimeLink.user_id == user_id)
    if email is not None:
        unused = unused.where(OneTimeLink.email == email)
    session.execute(unused)


def roles_of(link: OneTimeLink) -> frozenset[Role]:
    """Give the roles that an invitation gives."""
    return frozenset(Role(role) for role in link.roles.split())


def hash_token(token: str) -> str:
    """Give what is stored of a token of 256 random bits; nothing slower is needed for so many."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open_links(kind: LinkKind, now: datetime) -> Select[OneTimeLink]:
    return select(OneTimeLink).where(
        OneTimeLink.kind == kind, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
    )
