"""Files that change places: at one stroke, written through to the disk, and none lost on the way."""

import errno
import os
import shutil
from pathlib import Path

LOGS = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database


def place_database(source: Path, target: Path) -> None:
    """Put a database in place, or none; the log of the one before it must be gone first, since it would be read."""
    for log in with_logs(target)[1:] if target.exists() else []:
        log.unlink()
    if source.exists():
        place(source, target)
    else:
        target.unlink(missing_ok=True)


def place(source: Path, target: Path) -> None:
    """Move a file into place at one stroke, also from one disk to another."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    sync(source)
    try:
        source.replace(target)
    except OSError:
        arriving = target.with_name(f"{target.name}.part")
        shutil.copyfile(source, arriving)
        arriving.chmod(0o600)
        sync(arriving)
        arriving.replace(target)
    sync_folder(target.parent)


def with_logs(path: Path) -> list[Path]:
    """Give a database's files as far as they are there, its own first."""
    return [each for each in (path, *(path.with_name(path.name + log) for log in LOGS)) if each.exists()]


def keep(source: str | Path, target: str | Path) -> None:
    """Give a file a second name, which stays when the first goes on to something else."""
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no second names
        shutil.copyfile(source, target)
        Path(target).chmod(0o600)
        sync(Path(target))


def new_folder(instance: Path, name: str) -> Path:
    """Make a folder of this name, or with a number behind it."""
    for number in range(1, 1000):
        folder = instance / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(errno.EEXIST, f"there are too many folders {name} already")


def sync_folder(folder: Path) -> None:
    """Write the names in a folder through to the disk."""
    sync(folder)


def sync(path: Path) -> None:
    """Write a file through to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
