"""Dumps of a PostgreSQL database, made and read back by PostgreSQL's own client programs.

Their connection is told by the environment: what stands on a command line can be seen by every account of the machine.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

DEBIAN = Path("/usr/lib/postgresql")
OPTIONS = {"host": "PGHOST", "port": "PGPORT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}


class ClientError(Exception):
    """The client programs are missing, or could not do it; the message says which."""


@dataclass(frozen=True)
class Client:
    """The client programs of one version, for one database."""

    folder: Path
    environment: dict[str, str]

    def dump(self, file: Path) -> None:
        """Write the database, as it is at one moment, into a file. :raise ClientError: if that fails"""
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")

    def check(self, file: Path) -> None:
        """Read a dump through without a database. :raise ClientError: if it cannot be read"""
        self._run("pg_restore", "--file=/dev/null", str(file))

    def replace(self, file: Path, script: Path) -> None:
        """Put a dump in the place of everything in the database, in one transaction: all of it, or nothing.

        :param script: a file for the dump's statements, written on the way
        :raise ClientError: if that fails; the database is then as it was
        """
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
        anew = ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public")
        self._run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *anew,
                  f"--file={script}")  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.folder / program), *arguments]
        done = subprocess.run(  # noqa: S603 - every word of the command is ours
            command, env={**os.environ, **self.environment}, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or ["it said nothing"]
            raise ClientError(f"{program} failed: {lines[-1]}")


def client(url: str) -> Client:
    """Find client programs that are at least as new as the server. :raise ClientError: if there are none"""
    needed = _server_version(url)
    for folder in _folders():
        if (_version(folder / "pg_dump") or 0) >= needed:
            return Client(folder, _environment(url))
    raise ClientError(
        f"The database is PostgreSQL {needed}: install the system package postgresql-client-{needed}, or a newer one."
    )


def _server_version(url: str) -> int:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
    finally:
        engine.dispose()


def _folders() -> list[Path]:
    """List where client programs may be, those of the search path first."""
    found = shutil.which("pg_dump")
    installed = sorted(DEBIAN.glob("*/bin"), key=lambda folder: folder.parent.name, reverse=True)
    return [*([Path(found).parent] if found else []), *installed]


def _version(program: Path) -> int | None:
    try:
        told = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return None
    match = re.search(r"\) (\d+)", told.stdout)
    return int(match[1]) if match else None


def _environment(url: str) -> dict[str, str]:
    parts = make_url(url)
    given = {"host": parts.host, "port": parts.port, **parts.query}
    told = {OPTIONS[name]: str(value) for name, value in given.items() if name in OPTIONS and value}
    account = {"PGUSER": parts.username, "PGPASSWORD": parts.password, "PGDATABASE": parts.database}
    return told | {name: str(value) for name, value in account.items() if value}
