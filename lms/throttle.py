"""Slows guessing. Counts live in the database, so that they survive a restart and hold for several processes."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, delete
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
    row = session.get(Throttle, _key(parts))
    if row is None or row.window_ends_at <= now or row.tries < limit:
        return 0
    return int((row.window_ends_at - now).total_seconds()) + 1


def count_try(session: Session, *parts: str, window: timedelta, now: datetime) -> None:
    """Count a try for `parts`, such as ("login", "account", "a@b.org"); a window starts with its first try."""
    row = session.get(Throttle, _key(parts))
    if row is None:
        session.add(Throttle(key=_key(parts), tries=1, window_ends_at=now + window))
    elif row.window_ends_at <= now:
        row.tries, row.window_ends_at = 1, now + window
    else:
        row.tries += 1
    session.flush()


def forget(session: Session, *parts: str) -> None:
    """Start counting anew for `parts`, as after a success."""
    session.execute(delete(Throttle).where(Throttle.key == _key(parts)))


def forget_ended(session: Session, now: datetime) -> None:
    """Delete the counts whose window is over."""
    session.execute(delete(Throttle).where(Throttle.window_ends_at <= now))


def _key(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(parts).casefold().encode()).hexdigest()
