"""Restoring a backup: everything is verified and made ready aside; only then does anything change its place.

What was there before goes to before-restore-<time>/. A restore that is killed while it puts files in place leaves
`restore.json`: the service does not start while that stands, and restoring once more finishes it.
"""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from lms import config
from lms.lock import UNFINISHED, Held, Lock, foreign_owner
from lms.operation import archive, database, placing, postgresql
from lms.operation.archive import BadBackup, Counts, Manifest
from lms.operation.backup import kept_files


class RestoreError(Exception):
    """Nothing was restored; the message says why."""


@dataclass(frozen=True)
class Restored:
    """What a restore did, or would do."""

    manifest: Manifest
    counts: Counts  # in the database as it is restored
    before: Path | None  # where to find what was there; None if nothing was changed


@dataclass(frozen=True)
class _Ready:
    """A backup that is unpacked, verified and up to date, in a folder of its own."""

    folder: Path
    manifest: Manifest
    counts: Counts
    database_url: str  # of the place it is for


def check_backup(instance: Path, file: Path, *, passphrase: str | None, now: datetime) -> Restored:
    """Do all of a restore that changes nothing. :raise RestoreError: if the backup cannot be restored here"""
    with _explained(), _prepared(instance, file, passphrase, now) as ready:
        return Restored(ready.manifest, ready.counts, None)


def restore_backup(instance: Path, file: Path, *, passphrase: str | None, now: datetime) -> Restored:
    """Put a backup in the place of what is there.

    :raise RestoreError: if it cannot be done; nothing is changed, or, once files are being put in place, as much as
        doing it again will finish
    """
    with _explained(), _alone(instance), _prepared(instance, file, passphrase, now) as ready:
        before = _set_aside(instance, ready, now)
        counts = _put_in_place(instance, ready, now)
        (instance / UNFINISHED).unlink()
        placing.sync_folder(instance)
        return Restored(ready.manifest, counts, before)


@contextmanager
def _alone(instance: Path) -> Iterator[None]:
    if owner := foreign_owner(instance):
        raise RestoreError(f"The installation belongs to {owner}: restore as that account.")
    lock = Lock(instance)
    try:
        lock.claim()
    except Held:
        raise RestoreError("The service is running: stop it first, so that nobody works on what is replaced.") from None
    try:
        for left in instance.glob("restoring-*"):  # by a restore that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()


@contextmanager
def _explained() -> Iterator[None]:
    """Put every fault that can be foreseen into one sentence."""
    try:
        yield
    except (BadBackup, postgresql.ClientError) as error:
        raise RestoreError(str(error)) from None
    except config.SettingsError as error:
        raise RestoreError(f"The settings in the backup cannot be used here: {error}") from None
    except OSError as error:
        raise RestoreError(f"The backup could not be restored: {error.strerror or error}.") from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise RestoreError(f"The database could not be restored: {type(error).__name__}.") from None


@contextmanager
def _prepared(instance: Path, file: Path, passphrase: str | None, now: datetime) -> Iterator[_Ready]:
    """Unpack and verify a backup, and bring its database up to date, beside what is there."""
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=instance, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        manifest = archive.unpack(file, passphrase, folder)
        url = config.database_url(folder, instance)
        if manifest.is_postgresql == database.is_sqlite(url):
            kinds = ("SQLite", "PostgreSQL") if database.is_sqlite(url) else ("PostgreSQL", "SQLite")
            raise RestoreError(f"The settings name {kinds[0]} as the database, and the backup holds {kinds[1]}'s.")
        if manifest.is_postgresql:
            counts = _verify_dump(folder, manifest, url)
        else:
            counts = _verify_sqlite(folder / archive.SQLITE, manifest, now)
        if (folder / archive.QUEUE).exists():
            database.check_sqlite(folder / archive.QUEUE)
        yield _Ready(folder, manifest, counts, url)


def _verify_sqlite(path: Path, manifest: Manifest, now: datetime) -> Counts:
    database.check_sqlite(path)
    with database.opened(f"sqlite:///{path}") as session:
        _refuse_newer(database.revision(session))
        session.rollback()
        database.bring_up_to_date(manifest.made_at, now=now)
        counts = database.count(session)
    database.settle_sqlite(path)
    placing.sync(path)
    return counts


def _verify_dump(folder: Path, manifest: Manifest, url: str) -> Counts:
    postgresql.client(url).check(folder / archive.POSTGRESQL)
    with database.opened(url):
        _refuse_newer(manifest.revision)
    return manifest.counts


def _refuse_newer(revision: str) -> None:
    try:
        known = database.is_known(revision)
    except CommandError:
        known = False
    if not known:
        raise RestoreError("The backup was made by a newer version of Sabak: bring the program up to date first.")


def _set_aside(instance: Path, ready: _Ready, now: datetime) -> Path:
    """Keep what is there in a folder of its own, and note that files are going to be put in place.

    Where a restore was cut off, what was there before it has been kept already.
    """
    note = instance / UNFINISHED
    if note.exists():
        return instance / str(json.loads(note.read_text(encoding="utf-8"))["before"])
    before = placing.new_folder(instance, f"before-restore-{now:%Y%m%dT%H%M%SZ}")
    for path in [*kept_files(instance).values(), *placing.with_logs(instance / archive.QUEUE)]:
        placing.keep(path, before / path.name)
    for name in archive.FOLDERS:
        if (instance / name).is_dir():
            shutil.copytree(instance / name, before / name, copy_function=placing.keep)
    if database.is_sqlite(ready.database_url):
        for path in placing.with_logs(database.file_of(ready.database_url)):
            placing.keep(path, before / path.name)
    else:
        postgresql.client(ready.database_url).dump(before / archive.POSTGRESQL)
    placing.sync_folder(before)
    unfinished = instance / f"{UNFINISHED}.part"
    unfinished.write_text(json.dumps({"before": before.name}), encoding="utf-8")
    placing.sync(unfinished)
    unfinished.replace(note)
    placing.sync_folder(instance)
    return before


def _put_in_place(instance: Path, ready: _Ready, now: datetime) -> Counts:
    """Put each file in its place; doing so again, after being cut off, comes to the same end."""
    for name, path in kept_files(instance).items():
        if name not in ready.manifest.members:
            path.unlink()
    for name in archive.FOLDERS:
        shutil.rmtree(instance / name, ignore_errors=True)
    for name in ready.manifest.members:
        if name not in (archive.SQLITE, archive.POSTGRESQL, archive.QUEUE):
            placing.place(ready.folder / name, instance / name)
    placing.place_database(ready.folder / archive.QUEUE, instance / archive.QUEUE)
    if ready.manifest.is_postgresql:
        return _replace_postgresql(ready, now)
    placing.place_database(ready.folder / archive.SQLITE, database.file_of(ready.database_url))
    return ready.counts


def _replace_postgresql(ready: _Ready, now: datetime) -> Counts:
    script = ready.folder / "database.sql"
    postgresql.client(ready.database_url).replace(ready.folder / archive.POSTGRESQL, script)
    with database.opened(ready.database_url) as session:
        database.bring_up_to_date(ready.manifest.made_at, now=now)
        return database.count(session)
