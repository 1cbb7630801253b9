"""Keeps the library of a running process up to date, without ever showing a half-read one."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from flask import Flask, g, has_app_context

from lms.catalog.folder import walk_files
from lms.catalog.law_file import LAWS
from lms.catalog.library import Library
from lms.catalog.loader import load_library

RELOAD_FILE = "courses.reload"
SECONDS_BETWEEN_LOOKS = 1.0

State = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class LibraryWatch:
    """Reads the courses again when told to or, in development, when a file changed."""

    app: Flask
    folder: Path
    reload_file: Path
    seen: State = ()
    next_look: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def current(self) -> Library:
        """Give the library, read again first where that is due; other threads go on with the one before."""
        if self._is_due() and self.lock.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self.lock.release()
        library: Library = self.app.extensions["catalog"]
        return library

    def read(self) -> Library:
        """Read the courses and put them in place of those before."""
        self.seen = self._look()
        library = load_library(self.folder, Path(self.app.instance_path))
        self.app.extensions["catalog"] = library
        return library

    def _is_due(self) -> bool:
        if self._is_development():
            if has_app_context() and g.get("library_is_fresh"):
                return False
            g.library_is_fresh = True
            return True
        now = time.monotonic()
        if now < self.next_look:
            return False
        self.next_look = now + SECONDS_BETWEEN_LOOKS
        return True

    def _refresh(self) -> None:
        if self._look() != self.seen:
            self.read()

    def _is_development(self) -> bool:
        return bool(self.app.debug or self.app.config.get("DEVELOPMENT"))

    def _look(self) -> State:
        files = [self.reload_file]
        if self._is_development():
            files += [*walk_files(self.folder), *walk_files(Path(self.app.instance_path, LAWS))]
        return tuple(state for state in map(_state_of, files) if state)


def _state_of(path: Path) -> tuple[str, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return str(path), status.st_mtime_ns, status.st_size
