"""The machine: Python, libraries, fonts, room on the disk, the clock."""

import ctypes
import os
import re
import shutil
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lms import config
from lms.db import has_wal_reset_fault
from lms.lock import foreign_owner
from lms.operation.findings import Finding, act, look, ok

OLDEST_PYTHON = (3, 11, 2)
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONT = re.compile(r"""url\(\s*["']?(?!data:)([^"')]+)""")
GIGABYTE = 10**9
SCARCE, LITTLE = GIGABYTE // 2, 2 * GIGABYTE  # bytes free


def examine_machine(instance: Path, *, now: datetime) -> list[Finding]:
    """Look at what the program stands on."""
    return [
        _python(),
        _libraries(),
        *_fonts(config.ROOT / "certificates"),
        _sqlite(),
        _room(instance),
        _clock(now),
        _account(instance),
    ]


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:3] < OLDEST_PYTHON:
        return act("Python", f"This is Python {version}; 3.11.2 or newer is needed.")
    return ok("Python", version)


def _libraries() -> Finding:
    missing = [package for library, package in LIBRARIES.items() if not _has_library(library)]
    if missing:
        effect = "certificates take ten times as long" if missing == ["libharfbuzz-subset0"] else "no PDFs are made"
        return act("libraries", f"Install the system packages {' '.join(missing)}: without them {effect}.")
    return ok("libraries", "What PDFs need is installed.")


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _fonts(designs: Path) -> list[Finding]:
    """Look for what the designs' styles name."""
    missing = [
        f"{style.parent.name}/{name}"
        for style in sorted(designs.glob("*/*.css"))
        for name in FONT.findall(style.read_text(encoding="utf-8"))
        if not (style.parent / name).is_file()
    ]
    if missing:
        return [act("fonts", f"Designs name files that are not there: {', '.join(missing)}.")]
    return [ok("fonts", "The fonts of the certificates' designs are there.")]


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version
    if has_wal_reset_fault(sqlite3.sqlite_version_info):
        sentence = f"{version}. It can lose what is saved beside a checkpoint; the service makes its own and avoids it."
        return ok("SQLite", sentence)
    return ok("SQLite", version)


def _room(instance: Path) -> Finding:
    free = shutil.disk_usage(instance).free
    sentence = f"{free / GIGABYTE:.1f} GB are free where the installation is"
    if free < SCARCE:
        return act("disk", f"Only {sentence}: make room, or nothing can be saved soon.")
    if free < LITTLE:
        return look("disk", f"{sentence}; a backup needs as much as the database.")
    return ok("disk", f"{sentence}.")


def _clock(now: datetime) -> Finding:
    """Compare the clock with the day on which the program was put here."""
    installed = datetime.fromtimestamp((config.ROOT / "pyproject.toml").stat().st_mtime, UTC)
    if now < installed - timedelta(days=1):
        return act("clock", f"It says {now:%Y-%m-%d %H:%M} UTC, which is before the program came here: set it.")
    return ok("clock", f"{now:%Y-%m-%d %H:%M} UTC.")


def _account(instance: Path) -> Finding:
    if owner := foreign_owner(instance):
        return act(
            "account", f"The installation belongs to {owner}: ask as that account, to have the database looked at."
        )
    if os.geteuid() == 0:
        return look("account", "This is root: let the service run as an account of its own, see docs/operating.md.")
    return ok("account", "The installation belongs to the account that asks.")
