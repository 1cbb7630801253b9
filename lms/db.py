"""The database: one naming of constraints, aware times, and writes that wait for each other."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from flask_alembic import Alembic
from flask_babel import gettext as _
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, String, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from lms import errors
from lms.clock import utcnow
from lms.config import write_private
from lms.errors import AlreadyReceived, Busy

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 10_000


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite forgets zones, so it is stored without and given back with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC. :raise ValueError: if the time says no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UTCDateTime}


class FormReceipt(Base):
    """A form that was received. Its token is unique: the same form sent twice counts once."""

    __tablename__ = "form_receipt"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


db = SQLAlchemy(session_options={"expire_on_commit": False})
alembic = Alembic(metadatas=Base.metadata)


def init_app(app: Flask, url: str) -> None:
    """Connect the database at `url`; a file that is made for it can be read by this account alone."""
    is_file = make_url(url).get_backend_name() == "sqlite"
    options: dict[str, Any] = {
        "url": url,
        "pool_size": 20,
        "max_overflow": 10,
        "pool_pre_ping": not is_file,
        "hide_parameters": True,  # a fault of the database is logged, and parameters are names and answers
    }
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    app.config["ALEMBIC"] = {"script_location": str(app.root_path) + "/migrations"}
    app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "compare_type": True, "include_object": _is_ours}
    db.init_app(app)
    _leave_out_async(app)
    alembic.init_app(app)
    for fault in (DBAPIError, TimeoutError):
        app.register_error_handler(fault, _not_saved)
    if is_file:
        write_private(Path(str(make_url(url).database)))  # its log and index take their mode from it
        app.extensions["writing"] = threading.RLock()
        with app.app_context():
            _prepare_sqlite(db.engine)


def _leave_out_async(app: Flask) -> None:
    """Take out the extension's closing of asynchronous sessions: there are none, and it starts a loop each time."""
    kept = [function for function in app.teardown_appcontext_funcs if not iscoroutinefunction(function)]
    app.teardown_appcontext_funcs[:] = kept


@contextmanager
def writing(once: str | None = None) -> Iterator[Session]:
    """Open the one writing transaction of a request: BEGIN IMMEDIATE on SQLite; commits at the end.

    What was read before is let go first, so that the transaction sees, and changes, today's rows.

    :param once: the token of the form that asks for this; a second transaction with it is refused
    :raise AlreadyReceived: if a form with this token was received before; nothing is changed
    :raise Busy: if others write for too long; nothing is changed
    """
    db.session.rollback()
    engine = db.engine.execution_options(immediate=True)
    with _turn(), Session(engine, expire_on_commit=False) as session, session.begin():
        if once:
            _receive(session, once)
        yield session


@contextmanager
def _turn() -> Iterator[None]:
    """Let the threads of this process write one after the other.

    SQLite would make them wait too, but each with a connection in its hand, and in no order: with many writers the one
    whose turn it is would find no connection left to read with. The lock may be taken again by the thread that has it,
    since a task that runs at once begins when the transaction before it is committed.
    """
    lock = current_app.extensions.get("writing")
    if lock is None:
        yield
        return
    if not lock.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
        raise Busy(_("Many people are saving at this moment. Your last step was not saved: try again in a minute."))
    try:
        yield
    finally:
        lock.release()


def _receive(session: Session, token: str) -> None:
    session.add(FormReceipt(token=token, received_at=utcnow()))
    try:
        session.flush()
    except IntegrityError:
        raise AlreadyReceived(_("This form was already received, and what it said is saved once.")) from None


def _not_saved(error: SQLAlchemyError) -> ResponseReturnValue:
    """Answer for a full disk, a lock or a server out of reach; what was begun to be read is let go for the page."""
    db.session.rollback()
    return errors.not_saved(error)


def _is_ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave the queue's tables, which may share a PostgreSQL database, out of migrations."""
    return not (kind == "table" and (name or "").startswith(("kv", "schedule", "task", "huey")))


def _prepare_sqlite(engine: Engine) -> None:
    manual = has_wal_reset_fault(sqlite3.sqlite_version_info)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours to say, below
        pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"]
        for pragma in [*pragmas, "wal_autocheckpoint=0"] if manual else pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _lower(value: Any) -> Any:
    """Stand in for SQLite's own function, which knows the Latin letters of English alone."""
    return value.lower() if isinstance(value, str) else value


def has_wal_reset_fault(version: tuple[int, ...]) -> bool:
    """Tell whether this SQLite can lose commits when one runs beside a checkpoint.

    3.7.0 to 3.51.2 can; 3.51.3, 3.50.7 and 3.44.6 are mended (sqlite.org, release notes of 3.51.3).
    """
    mended_branches = ((3, 50, 7), (3, 44, 6))
    if version >= (3, 51, 3):
        return False
    return not any(version[:2] == branch[:2] and version >= branch for branch in mended_branches)
