"""The database as a whole: a consistent copy of it, what is in it, and whether it is sound."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, inspect, select, table, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from lms import audit, config
from lms import db as database
from lms.accounts.sessions import end_all_sessions
from lms.audit import Act, AuditEntry, Change
from lms.db import alembic, db, writing
from lms.operation.archive import BadBackup, Counts
from lms.operation.sealing import DAMAGED

BUSY_SECONDS = 30


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, while others read and write it. :raise sqlite3.Error: if that fails"""
    with closing(_connect(source)) as reading, closing(sqlite3.connect(target)) as written:
        target.chmod(0o600)
        reading.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")  # one file: its log is of use only where it is served


def check_sqlite(path: Path) -> None:
    """Read all of a database through. :raise BadBackup: if it is not sound"""
    try:
        with closing(_connect(path)) as connection:
            damaged = connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",)
            if damaged or connection.execute("PRAGMA foreign_key_check").fetchone():
                raise BadBackup(DAMAGED)
    except sqlite3.Error:
        raise BadBackup(DAMAGED) from None


def settle_sqlite(path: Path) -> None:
    """Bring what stands in a database's log into its own file, so that the file alone is the database."""
    with closing(_connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def is_sqlite(url: str) -> bool:
    """Tell whether an address names a file."""
    return make_url(url).get_backend_name() == "sqlite"


def file_of(url: str) -> Path:
    """Give the file of an SQLite database."""
    return Path(str(make_url(url).database))


@contextmanager
def opened(url: str) -> Iterator[Session]:
    """Open a database by itself, without the settings and pages of an application; give a session that reads."""
    app = Flask("lms", root_path=str(config.ROOT / "lms"))
    database.init_app(app, url)
    with app.app_context():
        try:
            yield db.session
        finally:
            db.session.close()
            db.engine.dispose()


def revision(session: Session) -> str:
    """Give the state of the tables, as the migrations name it; empty while there are none."""
    if not session.scalar(text(_HAS_TABLE[session.get_bind().dialect.name])):
        return ""
    return str(session.scalar(text("SELECT version_num FROM alembic_version")) or "")


def is_known(name: str) -> bool:
    """Tell whether this version of the program knows a state of the tables; inside `opened` alone."""
    return name in {each.revision for each in alembic.script_directory.walk_revisions()}


def newest() -> str:
    """Give the state that this version of the program works with; inside `opened` alone."""
    return str(alembic.script_directory.get_current_head())


def bring_up_to_date(made_at: datetime, *, now: datetime) -> None:
    """Run the migrations that are missing, sign everybody out and note the restore; inside `opened` alone.

    A session that was ended since the backup was made would otherwise be open again.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    alembic.upgrade()
    db.session.rollback()
    with writing() as session:
        end_all_sessions(session)
        made = Change(new=f"the backup of {made_at:%Y-%m-%d %H:%M} UTC")
        audit.record(session, Act.RESTORED, by=None, now=now, change=made)


def note_backup(url: str, *, encrypted: bool, now: datetime) -> None:
    """Note in the log that everything was taken out; of tables that are older than the log there is nowhere to."""
    with opened(url):
        if inspect(db.engine).has_table(AuditEntry.__tablename__):
            made = Change(new="encrypted" if encrypted else "not encrypted")
            with writing() as session:
                audit.record(session, Act.BACKUP_MADE, by=None, now=now, change=made)


def count(session: Session) -> Counts:
    """Count what matters most."""
    tables = (table(name) for name in ("user_account", "attempt", "credential"))
    return Counts(*(session.scalar(select(func.count()).select_from(each)) or 0 for each in tables))


_HAS_TABLE = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
    "postgresql": "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'public' AND tablename = 'alembic_version'",
}


def _connect(path: Path) -> sqlite3.Connection:
    """Open a database that exists; like every connection, it leaves checkpoints to `lms.checkpoint`."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection
