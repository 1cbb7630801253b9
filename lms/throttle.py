"""Slows guessing. Counts live in the database, so that they survive a restart and hold for several processes."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.db import Base


class Throttle(Base):
    """How often something was tried in the running window. The key is hashed: no names or addresses are kept."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(index=True)


def seconds_to_wait(session: Session, *parts: str, limit: int, now: datetime) -> int:
    """Give how long the next try for `parts` has to wait, in seconds; 0 if it may go ahead."""
    full = (Throttle.key == _key(parts)) & (Throttle.window_ends_at > now) & (Throttle.tries >= limit)
    ends_at = session.scalar(select(Throttle.window_ends_at).where(full))
    return int((ends_at - now).total_seconds()) + 1 if ends_at else 0


def count_try(session: Session, *parts: str, window: timedelta, now: datetime) -> None:
    """Count a try for `parts`, such as ("login", "account", "a@b.org"); a window starts with its first try.

    One statement, so that tries at the same moment are all counted, also by several processes.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(Throttle).values(key=_key(parts), tries=1, window_ends_at=now + window)
    is_over = Throttle.window_ends_at <= now
    counted = {
        "tries": case((is_over, 1), else_=Throttle.tries + 1),
        "window_ends_at": case((is_over, now + window), else_=Throttle.window_ends_at),
    }
    session.execute(first.on_conflict_do_update(index_elements=[Throttle.key], set_=counted))


def forget(session: Session, *parts: str) -> None:
    """Start counting anew for `parts`, as after a success."""
    session.execute(delete(Throttle).where(Throttle.key == _key(parts)))


def forget_ended(session: Session, now: datetime) -> None:
    """Delete the counts whose window is over."""
    session.execute(delete(Throttle).where(Throttle.window_ends_at <= now))


def _key(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(parts).casefold().encode()).hexdigest()
