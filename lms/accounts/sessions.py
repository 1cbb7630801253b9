"""Where an account is signed in: rows on the server, so that signing out, here or elsewhere, holds at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from lms.accounts.links import hash_token
from lms.accounts.models import KnownNetwork, User, UserRole, UserSession

# A computer that others use too, and a device of her own (she says which at sign-in).
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
IDLE_KEPT = timedelta(days=14)
LONGEST_KEPT = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=1)


def _within(idle: str, longest: str) -> ColumnElement[bool]:
    return and_(UserSession.last_seen_at > bindparam(idle), UserSession.created_at > bindparam(longest))


_IS_LIVE = or_(
    and_(UserSession.is_kept, _within("idle_kept_since", "longest_kept_since")),
    and_(~UserSession.is_kept, _within("idle_since", "longest_since")),
)  # its parameters are `_limits`

# Made once: it is sent for every page, and making it takes about as long as sending it. Few have a role to be read, so
# roles are no part of it.
_FIND = (
    select(UserSession.id, UserSession.last_seen_at, exists().where(UserRole.user_id == User.id), User)
    .join(UserSession.user)
    .where(UserSession.token_hash == bindparam("token_hash"), User.disabled_at.is_(None), _IS_LIVE)
    .options(lazyload(User.roles))
)


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that is not over, with its account."""

    id: int
    last_seen_at: datetime
    user: User


@dataclass(frozen=True)
class Visit:
    """From where somebody signs in."""

    browser: str  # as in browsers.name_browser
    network: str  # shortened address
    is_kept: bool = False


def open_session(session: Session, user_id: int, visit: Visit, *, now: datetime) -> str:
    """Sign an account in, remember the network, and give the token for the cookie."""
    token = secrets.token_urlsafe(32)
    row = UserSession(
        token_hash=hash_token(token),
        user_id=user_id,
        created_at=now,
        last_seen_at=now,
        browser=visit.browser,
        network=visit.network,
        is_kept=visit.is_kept,
    )
    session.add(row)
    session.flush()
    _remember_network(session, user_id, visit.network, now=now)
    return token


def find_session(session: Session, token: str, *, now: datetime) -> LiveSession | None:
    """Find the session of a cookie with its account; None if it is over. One query, and one more if there are roles."""
    row = session.execute(_FIND, {"token_hash": hash_token(token), **_limits(now)}).one_or_none()
    if row is None:
        return None
    session_id, last_seen_at, has_roles, user = row
    if not has_roles:
        set_committed_value(user, "roles", [])
    return LiveSession(session_id, last_seen_at, user)


def list_sessions(session: Session, user_id: int, *, now: datetime) -> list[UserSession]:
    """List where an account is signed in, the latest used first."""
    mine = select(UserSession).where(UserSession.user_id == user_id, _IS_LIVE)
    latest_first = mine.order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    return list(session.scalars(latest_first, _limits(now)))


def note_visit(session: Session, session_id: int, *, now: datetime) -> None:
    """Write down that a session was used."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now))


def end_session(session: Session, session_id: int) -> None:
    """Sign one browser out."""
    session.execute(delete(UserSession).where(UserSession.id == session_id))


def end_sessions(session: Session, user_id: int, *, but: int | None = None) -> None:
    """Sign an account out everywhere, or everywhere but in the session `but`."""
    unwanted = delete(UserSession).where(UserSession.user_id == user_id)
    session.execute(unwanted if but is None else unwanted.where(UserSession.id != but))


def end_sessions_of(session: Session, user_id: int, session_id: int | None = None) -> int:
    """Sign an account out everywhere, or in one browser of its own; give how many that were."""
    unwanted = delete(UserSession).where(UserSession.user_id == user_id)
    if session_id is not None:
        unwanted = unwanted.where(UserSession.id == session_id)
    return int(session.execute(unwanted).rowcount)  # type: ignore[attr-defined]


def end_all_sessions(session: Session) -> None:
    """Sign everybody out everywhere."""
    session.execute(delete(UserSession))


def is_known_network(session: Session, user_id: int, network: str) -> bool:
    """Tell whether an account signed in from this network before."""
    return session.get(KnownNetwork, (user_id, network)) is not None


def forget_ended(session: Session, *, now: datetime) -> None:
    """Delete the sessions that are over."""
    session.execute(delete(UserSession).where(~_IS_LIVE), _limits(now))


def _remember_network(session: Session, user_id: int, network: str, *, now: datetime) -> None:
    """Write a network down; on PostgreSQL another sign-in may be doing the same at this moment."""
    known = update(KnownNetwork).where(KnownNetwork.user_id == user_id, KnownNetwork.network == network)
    if session.execute(known.values(last_used_at=now)).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with session.begin_nested():
            session.add(KnownNetwork(user_id=user_id, network=network, last_used_at=now))
    except IntegrityError:
        return


def _limits(now: datetime) -> dict[str, datetime]:
    """Give the times before which a session must not have been seen last, or opened."""
    return {
        "idle_since": now - IDLE,
        "longest_since": now - LONGEST,
        "idle_kept_since": now - IDLE_KEPT,
        "longest_kept_since": now - LONGEST_KEPT,
    }
