"""What a course holds, as one number, and the list of versions that were sealed with it."""

import json
import re
from hashlib import sha256
from pathlib import Path

from lms.catalog.course_yaml import COURSE_YAML
from lms.catalog.folder import Report, walk_files
from lms.catalog.yaml_file import Mistake, Value, parse_yaml

LOCK = "versions.lock"
HEAD = "# Sealed versions of the courses: course, version, SHA-256 of its content. Written by: flask course seal\n"
LINE = re.compile(r"(?P<course>[a-z0-9-]+) (?P<version>\S+) (?P<digest>[0-9a-f]{64})")

NOT_CONTENT = frozenset({"version", "version_date", "next_review", "reviewed", "quick_exit"})
"""What course.yaml says about a version and is not in it: a review is written down after the version was sealed, and a
link away from each page changes nothing of what is taught."""

Sealed = dict[tuple[str, str], str]
"""(course key, version) -> digest of the content."""


def digest_of(folder: Path) -> str:
    """Give the SHA-256 of a course's content: its files with their names, and the settings that are content."""
    whole = sha256()
    for path in walk_files(folder):
        try:
            content = path.read_bytes()
        except OSError:
            continue  # reading the course reports it
        name = path.relative_to(folder).as_posix()
        if name == COURSE_YAML:
            content = _settings_in(content)
        whole.update(f"{name}\n{sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def read_lock(folder: Path, report: Report) -> Sealed:
    """Read the sealed versions; a line that is none is reported."""
    path = folder / LOCK
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError):
        report.add(LOCK, 1, "This file cannot be read: restore it from the last version that you kept.")
        return {}
    sealed: Sealed = {}
    for number, line in enumerate(lines, 1):
        match = LINE.fullmatch(line)
        if match:
            sealed[match["course"], match["version"]] = match["digest"]
        elif line.strip() and not line.startswith("#"):
            report.add(LOCK, number, "This line is no sealed version: remove it, and seal the course again.")
    return sealed


def write_lock(folder: Path, sealed: Sealed) -> None:
    """Write the sealed versions in place of those on disk, all or nothing."""
    lines = [f"{course} {version} {digest}\n" for (course, version), digest in sorted(sealed.items())]
    new = folder / f".{LOCK}.new"
    new.write_text(HEAD + "".join(lines), encoding="utf-8")
    new.replace(folder / LOCK)


def _settings_in(content: bytes) -> bytes:
    try:
        settings = parse_yaml(content.decode("utf-8"))
    except (Mistake, UnicodeDecodeError):
        return content
    plain = _plain(settings)
    kept = (
        {name: value for name, value in plain.items() if name not in NOT_CONTENT} if isinstance(plain, dict) else plain
    )
    return json.dumps(kept, sort_keys=True, default=str).encode()


def _plain(value: Value) -> object:
    if isinstance(value.data, dict):
        return {name: _plain(item) for name, item in value.data.items()}
    return [_plain(item) for item in value.data] if isinstance(value.data, list) else value.data
