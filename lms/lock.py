"""Who works on an installation: services hold its lock together, a restore holds it alone."""

import fcntl
import os
import pwd
import time
from pathlib import Path

LOCK = "service.lock"
TRIES, PAUSE_SECONDS = 5, 0.1
UNFINISHED = "restore.json"  # stands while a restore is putting files in place


class Held(Exception):
    """Somebody else holds the lock."""


class Lock:
    """A lock on a file of the instance folder; it ends with the processes that hold it, however they end."""

    def __init__(self, instance: Path) -> None:
        self._path = instance / LOCK
        self._descriptor: int | None = None

    def share(self) -> None:
        """Hold it as a service does. :raise Held: if a restore is at work"""
        self._take_patiently(fcntl.LOCK_SH)  # somebody may only be looking, see `is_served`

    def claim(self) -> None:
        """Hold it alone. :raise Held: if a service is running"""
        self._take_patiently(fcntl.LOCK_EX)  # the processes of a service that was just killed need a moment to go

    def release(self) -> None:
        """Let it go; processes that inherited it hold it on."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _take_patiently(self, kind: int) -> None:
        for _ in range(TRIES - 1):
            try:
                return self.take(kind)
            except Held:
                time.sleep(PAUSE_SECONDS)
        return self.take(kind)

    def take(self, kind: int) -> None:
        """Hold it now, alone or together (fcntl.LOCK_EX, LOCK_SH). :raise Held: if somebody is in the way"""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Held from None
        self._descriptor = descriptor


def foreign_owner(instance: Path) -> str | None:
    """Give the account that an installation belongs to, where that is not ours; None where it is.

    Whatever another account writes there, root above all, the service could not read afterwards.
    """
    owner = instance.stat().st_uid
    if owner == os.geteuid():
        return None
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)


def is_served(instance: Path) -> bool:
    """Tell whether a service, or a restore, is at work on the installation."""
    if not (instance / LOCK).exists():
        return False
    lock = Lock(instance)
    try:
        lock.take(fcntl.LOCK_EX)
    except Held:
        return True
    lock.release()
    return False


def refuse_unfinished(instance: Path) -> None:
    """Refuse to work on files of which some are restored and some are not. :raise SystemExit: if they are so"""
    if (instance / UNFINISHED).exists():
        raise SystemExit("A backup was being restored here and it was cut off: run ./run restore FILE once more.")
