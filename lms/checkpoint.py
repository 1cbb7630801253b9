"""Moves SQLite's write-ahead log into the database while nobody commits.

Libraries with the WAL-reset fault (see `lms.db.has_wal_reset_fault`) may lose a commit that runs beside a checkpoint,
so no connection checkpoints by itself; this thread does, holding the write lock meanwhile.
"""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 5.0
LOG_BYTES = 1024 * 1024


class Checkpointer:
    """A background thread for one SQLite database."""

    def __init__(self, database: Path, *, interval: float = INTERVAL_SECONDS, log_bytes: int = LOG_BYTES) -> None:
        self._database = database
        self._interval = interval
        self._log_bytes = log_bytes
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for a checkpoint under way."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            if self._log_size() > self._log_bytes:
                checkpoint(self._database)

    def _log_size(self) -> int:
        try:
            return self._database.with_name(self._database.name + "-wal").stat().st_size
        except OSError:  # the last connection took it away
            return 0


def checkpoint(database: Path) -> bool:
    """Move the log's pages into the database once; False if it could not be done now and is left for later."""
    try:
        with closing(_connect(database)) as lock, closing(_connect(database)) as worker:
            lock.execute("BEGIN IMMEDIATE")
            busy, _frames, _moved = worker.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            lock.execute("ROLLBACK")
    except sqlite3.Error as error:  # whatever it is, the thread must live to try again
        log.warning("checkpoint put off: %s", error)
        return False
    return not busy


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, isolation_level=None, timeout=10)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection
