"""Making a backup: everything that this installation cannot get anew, in one file, while people work."""

import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from sqlalchemy.exc import SQLAlchemyError

from lms import config
from lms.catalog.contacts_file import CONTACTS_YAML
from lms.lock import UNFINISHED, foreign_owner
from lms.operation import archive, database, placing, postgresql
from lms.operation.archive import Counts, Manifest

LONGEST_BACKUP_SECONDS = 24 * 3600
LAST = "last_backup.json"


class BackupError(Exception):
    """No backup was made; the message says why."""


@dataclass(frozen=True)
class Installation:
    """What is backed up and restored: the folder, and the database wherever it is."""

    folder: Path
    database_url: str


@dataclass(frozen=True)
class LastBackup:
    """What is remembered of the last backup."""

    made_at: datetime  # UTC
    size: int  # bytes
    encrypted: bool


def create_backup(
    installation: Installation, target: Path, *, now: datetime, passphrase: str | None = None, force: bool = False
) -> Manifest:
    """Write a backup to `target`, which appears whole or not at all, and only when it is in the audit log.

    :param force: take the place of a file that is there
    :raise BackupError: if it could not be made; nothing is left of it
    """
    if owner := foreign_owner(installation.folder):
        raise BackupError(f"The installation belongs to {owner}: make the backup as that account.")
    if (installation.folder / UNFINISHED).exists():
        raise BackupError("The restoring of a backup was cut off here: run ./run restore FILE once more before.")
    if target.exists() and not force:
        raise BackupError(f"{target} exists already. Choose another name, or say --force.")
    try:
        with _workplace(installation.folder) as folder:
            counts, revision, files = _collect(installation, folder)
            members = {name: archive.describe(path) for name, path in files.items()}
            manifest = Manifest(config.product_version(), revision, now, counts, members)
            with _appearing(target, force=force) as file:
                archive.write(file, manifest, files, passphrase=passphrase)
                database.note_backup(installation.database_url, encrypted=passphrase is not None, now=now)
    except OSError as error:
        raise BackupError(f"{target} could not be written: {error.strerror or error}. Nothing was kept.") from None
    except sqlite3.Error as error:
        raise BackupError(f"The database could not be read: {error}. Nothing was kept.") from None
    except SQLAlchemyError as error:
        raise BackupError(f"The database could not be read: {type(error).__name__}. Nothing was kept.") from None
    except postgresql.ClientError as error:
        raise BackupError(str(error)) from None
    _remember(installation.folder, LastBackup(now, target.stat().st_size, passphrase is not None))
    return manifest


def find_last_backup(folder: Path) -> LastBackup | None:
    """Give what is remembered of the last backup; None if none was made."""
    try:
        told = json.loads((folder / LAST).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(told["made_at"]), int(told["size"]), bool(told["encrypted"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def key_files(folder: Path) -> dict[str, Path]:
    """Find the settings and every key of an installation."""
    found = {path.name: path for path in sorted(folder.iterdir()) if path.is_file() and not path.is_symlink()}
    return {name: path for name, path in found.items() if name == archive.SETTINGS or archive.KEY.fullmatch(name)}


def kept_files(folder: Path) -> dict[str, Path]:
    """Find what is backed up as it stands: the settings, every key, the help contacts."""
    contacts = folder / CONTACTS_YAML
    is_there = contacts.is_file() and not contacts.is_symlink()
    return key_files(folder) | ({CONTACTS_YAML: contacts} if is_there else {})


def _collect(installation: Installation, folder: Path) -> tuple[Counts, str, dict[str, Path]]:
    """Bring together what goes into the archive: in `folder` what changes meanwhile, the rest where it is.

    The queue comes before the database: work that is not in it any more is found again from the database.
    """
    files: dict[str, Path] = {}
    if (installation.folder / archive.QUEUE).exists():
        files[archive.QUEUE] = folder / archive.QUEUE
        database.copy_sqlite(installation.folder / archive.QUEUE, files[archive.QUEUE])
    if database.is_sqlite(installation.database_url):
        files[archive.SQLITE] = folder / archive.SQLITE
        database.copy_sqlite(database.file_of(installation.database_url), files[archive.SQLITE])
        url = f"sqlite:///{files[archive.SQLITE]}"
    else:
        files[archive.POSTGRESQL], url = folder / archive.POSTGRESQL, installation.database_url
        postgresql.client(url).dump(files[archive.POSTGRESQL])
    with database.opened(url) as session:
        revision = database.revision(session)
        if not revision:
            raise BackupError("There is no database yet: ./run makes it.")
        counts = database.count(session)
    if database.is_sqlite(url):
        database.settle_sqlite(files[archive.SQLITE])
    return counts, revision, {**files, **_copy_files(installation.folder, folder)}


def _copy_files(source: Path, folder: Path) -> dict[str, Path]:
    """Copy settings, keys, contacts, own laws and mails of the outbox, some of which may be deleted while we look."""
    files = {}
    for name, path in {**kept_files(source), **_files_in_folders(source)}.items():
        (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(path, folder / name)
            files[name] = folder / name
    return files


def _files_in_folders(source: Path) -> dict[str, Path]:
    """Find what an installation keeps in folders: mails, and its own national law."""
    paths = [path for name in archive.FOLDERS for path in sorted((source / name).glob("*")) if not path.is_symlink()]
    found = {f"{path.parent.name}/{path.name}": path for path in paths if path.is_file()}
    return {name: path for name, path in found.items() if archive.is_member(name)}


@contextmanager
def _workplace(instance: Path) -> Iterator[Path]:
    """Give a folder that this account alone can read, on the disk where the database is."""
    for left in instance.glob("backing-up-*"):  # by a backup that was killed
        if left.stat().st_mtime < time.time() - LONGEST_BACKUP_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="backing-up-", dir=instance, ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def _appearing(target: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Open a file that takes its name when it is whole and on the disk."""
    descriptor, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)  # mode 0600
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        if not force and target.exists():
            raise BackupError(f"{target} was made by somebody else meanwhile. Nothing was kept.")
        unfinished.replace(target)
        placing.sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _remember(folder: Path, last: LastBackup) -> None:
    told = {"made_at": last.made_at.isoformat(), "size": last.size, "encrypted": last.encrypted}
    unfinished = folder / f"{LAST}.part"
    unfinished.unlink(missing_ok=True)
    config.write_private(unfinished, json.dumps(told) + "\n")
    unfinished.replace(folder / LAST)
