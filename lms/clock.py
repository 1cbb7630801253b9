"""The time, from one place, so that a test can say what it is."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system_time() -> datetime:
    return datetime.now(UTC)


source: Callable[[], datetime] = _system_time


def utcnow() -> datetime:
    """Give the current time, aware, in UTC."""
    return source()
