"""The backup's file: a manifest and the members it names, as a compressed tar archive, encrypted or not.

tar xzf backup                          opens it without us
age -d backup | tar xz                  where it is encrypted
"""

import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from lms.catalog.contacts_file import CONTACTS_YAML
from lms.operation.findings import count
from lms.operation.sealing import DAMAGED, VERSION, Opener, Sealer, SealError, is_sealed

FORMAT = "sabak-backup-1"
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL, QUEUE = "lms.db", "database.dump", "queue.db"
KEY = re.compile(r"[\w-][\w.-]*(_key|\.key|\.pem)", re.ASCII)
LETTER = re.compile(r"outbox/[\w-][\w.-]*\.eml", re.ASCII)
LAW = re.compile(r"laws/[a-z]{2}\.yaml", re.ASCII)
FOLDERS = ("outbox", "laws")
SETTINGS = "config.toml"
PIECE = 1024 * 1024
LONGEST_MANIFEST = 64 * 1024 * 1024  # an outbox has a line for each of its mails
GZIP = b"\x1f\x8b"
FOREIGN = "This file is no backup of Sabak."


class BadBackup(Exception):
    """The file cannot be restored; the message says why."""


@dataclass(frozen=True)
class Member:
    """What the manifest says of one file."""

    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Counts:
    """How much of what matters most is in a database."""

    accounts: int
    attempts: int
    certificates: int

    def __str__(self) -> str:
        numbers = {"account": self.accounts, "attempt": self.attempts, "certificate": self.certificates}
        first, second, third = (count(number, noun) for noun, number in numbers.items())
        return f"{first}, {second} and {third}"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    version: str  # of the program that made it
    revision: str  # of the database's tables
    made_at: datetime  # UTC
    counts: Counts
    members: dict[str, Member]

    @property
    def is_postgresql(self) -> bool:
        """Tell whether the database came from PostgreSQL; otherwise it came from SQLite."""
        return POSTGRESQL in self.members

    @property
    def size(self) -> int:
        """Give the bytes of all members, unpacked."""
        return sum(member.size for member in self.members.values())

    def to_json(self) -> bytes:
        """Write it down."""
        told = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(told, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Read it. :raise BadBackup: if it is none, names what a backup does not hold, or lacks the database"""
        try:
            told = json.loads(data)
            if told.pop("format") != FORMAT:
                raise BadBackup("This backup was made by a newer version of Sabak, whose form is not known here.")
            members = {name: Member(**member) for name, member in told.pop("members").items()}
            made_at = datetime.fromisoformat(told.pop("made_at"))
            manifest = cls(made_at=made_at, counts=Counts(**told.pop("counts")), members=members, **told)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadBackup(FOREIGN) from None
        if not all(is_member(name) for name in members) or len({SQLITE, POSTGRESQL} & members.keys()) != 1:
            raise BadBackup(FOREIGN)
        return manifest


def is_member(name: str) -> bool:
    """Tell whether a backup may hold a file of this name: nothing upward, nothing unknown."""
    known = name in (SQLITE, POSTGRESQL, QUEUE, SETTINGS, CONTACTS_YAML)
    return known or any(pattern.fullmatch(name) for pattern in (KEY, LETTER, LAW))


def describe(path: Path) -> Member:
    """Measure and hash a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return Member(size=size, sha256=digest.hexdigest())


def write(target: BinaryIO, manifest: Manifest, files: dict[str, Path], *, passphrase: str | None) -> None:
    """Write the archive of `files`, by their names in it, encrypted if there is a passphrase."""
    sealer = Sealer(target, passphrase) if passphrase else None
    stream = cast(BinaryIO, sealer or target)
    with (
        gzip.GzipFile("", "wb", compresslevel=4, fileobj=stream, mtime=0) as packed,
        tarfile.open(mode="w|", fileobj=packed, format=tarfile.GNU_FORMAT) as tar,
    ):
        told = manifest.to_json()
        tar.addfile(_entry(MANIFEST, len(told), manifest), io.BytesIO(told))
        for name, path in files.items():
            with path.open("rb") as file:
                tar.addfile(_entry(name, manifest.members[name].size, manifest), file)
    if sealer:
        sealer.close()


def is_encrypted(path: Path) -> bool:
    """Tell whether a file asks for a passphrase."""
    with path.open("rb") as file:
        return is_sealed(file.read(len(VERSION)))


def read_manifest(path: Path, passphrase: str | None) -> Manifest:
    """Read what a backup says of itself, without what it holds. :raise BadBackup: if it is none"""
    with _opened(path, passphrase) as (_packed, tar):
        return _read_manifest(tar)


def unpack(path: Path, passphrase: str | None, folder: Path) -> Manifest:
    """Put the members into an empty folder, each one compared with the manifest.

    :raise BadBackup: if anything is missing, surplus, changed or cut; what was unpacked until then is worth nothing
    """
    with _opened(path, passphrase) as (packed, tar):
        manifest = _read_manifest(tar)
        if shutil.disk_usage(folder).free < manifest.size:
            raise BadBackup(f"There is too little room: unpacked, the backup has {manifest.size // 10**6 + 1} MB.")
        waiting = dict(manifest.members)
        while entry := tar.next():
            expected = waiting.pop(entry.name, None)
            if expected is None or not entry.isreg() or entry.size != expected.size:
                raise BadBackup(FOREIGN)
            _unpack_member(tar, entry, folder / entry.name, expected)
        if waiting or len(packed.read(PIECE)) == PIECE:  # reading on to the end proves that nothing is cut off
            raise BadBackup(DAMAGED)
    return manifest


@contextmanager
def _opened(path: Path, passphrase: str | None) -> Iterator[tuple[BinaryIO, tarfile.TarFile]]:
    try:
        with path.open("rb") as file:
            stream: Any = Opener(file, passphrase or "") if is_encrypted(path) else file
            if stream is file and file.read(2) != GZIP:
                raise BadBackup(FOREIGN)
            if stream is file:
                file.seek(0)
            with gzip.GzipFile("", "rb", fileobj=stream) as packed, tarfile.open(mode="r|", fileobj=packed) as tar:
                yield cast(BinaryIO, packed), tar
    except SealError as error:
        raise BadBackup(str(error)) from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile):
        raise BadBackup(DAMAGED) from None


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    entry = tar.next()
    if entry is None or entry.name != MANIFEST or not entry.isreg() or entry.size > LONGEST_MANIFEST:
        raise BadBackup(FOREIGN)
    file = tar.extractfile(entry)
    return Manifest.from_json(file.read() if file else b"")


def _unpack_member(tar: tarfile.TarFile, entry: tarfile.TarInfo, path: Path, expected: Member) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    source, digest = tar.extractfile(entry), hashlib.sha256()
    with path.open("xb") as file:
        path.chmod(0o600)
        while piece := source.read(PIECE) if source else b"":
            digest.update(piece)
            file.write(piece)
    if digest.hexdigest() != expected.sha256:
        raise BadBackup(DAMAGED)


def _entry(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(manifest.made_at.timestamp())
    return entry
