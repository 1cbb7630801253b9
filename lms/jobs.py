"""Background work: tasks take ids, are safe to run twice, and are found again from the database after a crash."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey import signals as huey_signals
from huey.consumer import Consumer
from redis.exceptions import RedisError
from sqlalchemy import String, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms import logs
from lms.clock import utcnow
from lms.config import write_private
from lms.db import Base, db, writing

log = logging.getLogger(__name__)

HEARTBEAT = "background work"
BEAT_EVERY = timedelta(minutes=1)
SWEEP_FAILURE_EVERY = timedelta(hours=1)  # one that fails each minute leaves an entry an hour
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many tasks are in the queue."""

    now: int
    later: int  # to be tried again at their time


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

    def _note_failure(_signal: str, task: Any, error: Exception) -> None:
        name = str(task.args[0]) if task.args else task.name
        _record_failure(app, name, error, retries_left=task.retries)

    huey.signal(huey_signals.SIGNAL_ERROR)(_note_failure)
    app.extensions["jobs"] = huey
    app.extensions["jobs_run"] = huey.task(retries=3, retry_delay=30, name="run")(_run)
    app.extensions["jobs_sweep"] = huey.periodic_task(crontab(minute="*"), name="sweep")(lambda: run_sweeps(app))


def run_sweeps(app: Flask) -> None:
    """Run every sweep once; one that fails does not keep the others from their work."""
    for function in (_beat, *_sweeps):
        try:
            with app.app_context():
                function()
        except Exception as error:  # it is logged, and tried again in a minute
            log.exception("sweep %s failed", _name(function))
            _record_failure(app, _name(function), error, retries_left=0, once_in=SWEEP_FAILURE_EVERY)


def start_sweeps() -> None:
    """Have every sweep run as soon as the work under way is done."""
    current_app.extensions["jobs_sweep"]()


def count_waiting() -> Waiting | None:
    """Count what is in the queue; None if it is out of reach."""
    huey = current_app.extensions["jobs"]
    try:
        return Waiting(huey.pending_count(), huey.scheduled_count())
    except (sqlite3.Error, RedisError) as error:
        log.warning("the queue is out of reach: %s", type(error).__name__)
        return None


def last_beat(session: Session) -> datetime | None:
    """Give when background work was last seen at work; None if it never was."""
    return session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == HEARTBEAT))


def _beat() -> None:
    """Write down that background work is alive, at most once a minute."""
    now, beat_at = utcnow(), last_beat(db.session)
    if beat_at is not None and now - beat_at < BEAT_EVERY:
        return
    with writing() as session:
        session.merge(Heartbeat(name=HEARTBEAT, beat_at=now))


def _record_failure(
    app: Flask, task: str, error: Exception, *, retries_left: int, once_in: timedelta | None = None
) -> None:
    """Keep the kind of a fault, where that can be written; it was logged in any case.

    :param once_in: leave it out if the same was kept in this time
    """
    failure = JobFailure(
        task=task[-120:], error=type(error).__name__[:120], failed_at=utcnow(), retries_left=retries_left
    )
    alike = select(JobFailure.id).where(JobFailure.task == failure.task, JobFailure.error == failure.error)
    try:
        with app.app_context(), writing() as session:
            if once_in is None or session.scalar(alike.where(JobFailure.failed_at > utcnow() - once_in)) is None:
                session.add(failure)
    except Exception as fault:  # a full disk may be why the task failed, too
        log.warning("a failure could not be kept: %s", type(fault).__name__)


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
