"""Background work: tasks take ids, are safe to run twice, and are found again from the database after a crash."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy import String, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms import logs
from lms.config import write_private
from lms.db import Base

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 1.0  # between two looks at an empty queue: a person waits for her mail or certificate

Task = Callable[..., None]
_tasks: dict[str, Task] = {}
_sweeps: list[Task] = []


class JobFailure(Base):
    """A task or sweep that ended with a fault. The kind of fault alone is kept: its words may name people."""

    __tablename__ = "job_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(120))
    error: Mapped[str] = mapped_column(String(120))  # the exception's type
    failed_at: Mapped[datetime] = mapped_column(index=True)
    retries_left: Mapped[int]


class Heartbeat(Base):
    """When something that runs by itself was last seen at work."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime]


def task(function: Task) -> Task:
    """Declare a function as background work, to be started by `enqueue` or `enqueue_after_commit`."""
    _tasks[_name(function)] = function
    return function


def sweep(function: Task) -> Task:
    """Declare a function that finds work left over in the database; it runs at start and each minute."""
    _sweeps.append(function)
    return function


def init_app(app: Flask, *, instance: Path, redis_url: str | None, immediate: bool) -> None:
    """Open the queue: a file in `instance`, or Redis. `immediate` runs each task at once, in the caller's thread."""
    huey: Huey
    if immediate:
        huey = SqliteHuey("sabak", filename=":memory:", immediate=True)
    elif redis_url:
        huey = RedisHuey("sabak", url=redis_url)
    else:
        write_private(instance / "queue.db")  # arguments of tasks are in it, addresses among them
        huey = SqliteHuey("sabak", filename=str(instance / "queue.db"), fsync=True)

    def _run(name: str, args: list[Any]) -> None:
        with logs.timed("task", name), app.app_context():
            _tasks[name](*args)

    app.extensions["jobs"] = huey
    app.extensions["jobs_run"] = huey.task(retries=3, retry_delay=30, name="run")(_run)
    app.extensions["jobs_sweep"] = huey.periodic_task(crontab(minute="*"), name="sweep")(lambda: run_sweeps(app))


def run_sweeps(app: Flask) -> None:
    """Run every sweep once; one that fails does not keep the others from their work."""
    for function in _sweeps:
        try:
            with app.app_context():
                function()
        except Exception:  # it is logged, and tried again in a minute
            log.exception("sweep %s failed", _name(function))


def enqueue(function: Task, *args: int | str) -> None:
    """Put a declared task on the queue."""
    current_app.extensions["jobs_run"](_name(function), list(args))


def enqueue_after_commit(session: Session, function: Task, *args: int | str) -> None:
    """Put a declared task on the queue once `session`'s transaction is committed; never if it is not."""
    session.info.setdefault("jobs", []).append((function, args))


def start_consumer(app: Flask) -> "_Consumer":
    """Start the threads that do the background work inside the serving process, beginning with what is left over."""
    consumer = _Consumer(
        app.extensions["jobs"], workers=1, periodic=True, check_worker_health=False, max_delay=LONGEST_PAUSE_SECONDS
    )
    app.extensions["jobs_sweep"]()
    consumer.start()
    app.extensions["jobs_consumer"] = consumer
    return consumer


def stop_consumer(app: Flask) -> None:
    """Let the task under way finish and end the thread."""
    consumer = app.extensions.pop("jobs_consumer", None)
    if consumer:
        consumer.stop(graceful=True)


class _Consumer(Consumer):
    """huey's consumer without its own handling of signals: those belong to gunicorn."""

    def _set_signal_handlers(self) -> None:
        return


@event.listens_for(Session, "after_commit")
def _enqueue_waiting(session: Session) -> None:
    """Enqueue outside the transaction: a queue that is busy or broken must not undo what was committed."""
    if session.in_nested_transaction():  # only a savepoint ends here
        return
    for function, args in session.info.pop("jobs", []):
        try:
            enqueue(function, *args)
        except Exception:  # the sweep finds this work again within a minute
            log.exception("could not enqueue %s", _name(function))


@event.listens_for(Session, "after_rollback")
def _forget_waiting(session: Session) -> None:
    """Forget what was to follow a transaction that did not come about."""
    if not session.in_nested_transaction():  # what a savepoint undid is not found by its task, which ends then
        session.info.pop("jobs", None)


def _name(function: Task) -> str:
    return f"{function.__module__}.{function.__qualname__}"
