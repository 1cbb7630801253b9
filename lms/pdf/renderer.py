"""One warm process that makes PDFs: it keeps fonts and styles, and can be killed without harm to the service."""

import atexit
import json
import logging
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from lms.errors import LmsError

log = logging.getLogger(__name__)

PRESS = Path(__file__).with_name("press.py")
LENGTH = struct.Struct(">I")  # in front of each message
TOO_LONG = b"-long"
START_SECONDS = 120.0  # a cold disk may need long to read WeasyPrint; no document is to blame for that


class RenderFailed(LmsError):
    """The PDF could not be made; what it was to say is none the worse, and it can be tried again."""


class TooLong(RenderFailed):
    """No version of the sheet fits one page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """HTML that is to become a PDF of one page."""

    versions: tuple[str, ...]  # the same text, set ever closer; the first that fits one page is used
    style: Path  # a CSS file; nothing outside its folder is fetched
    identifier: str  # hexadecimal; becomes the PDF's own, which would be random otherwise
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)  # address in the HTML -> rows of 0 and 1


class Renderer:
    """A renderer process, started when first used; safe to share between threads, which wait for each other."""

    def __init__(self, *, seconds: float = 30.0, renders: int = 500, memory_mb: int = 1024) -> None:
        """:param seconds: for one render; :param renders: after so many the process is replaced by a fresh one"""
        self._seconds = seconds
        self._renders = renders
        self._memory_mb = memory_mb
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""  # for its temporary files, which it cannot clear away when it is killed
        self._owner = 0  # the process that started ours: a fork of it must not write into the same pipe
        self._done = 0

    @property
    def pid(self) -> int | None:
        """Give the process's id while one runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def render(self, sheet: Sheet) -> bytes:
        """Give the PDF of a sheet.

        :raise TooLong: if none of its versions fits one page
        :raise RenderFailed: if it asks for a file or an address it may not have, takes too long or too much memory, or
            if the process died; the next render has a fresh process
        """
        request = {**asdict(sheet), "style": str(sheet.style)}
        with self._lock:
            try:
                self._ensure()
                answer = self._exchange(json.dumps(request).encode(), self._seconds)
            except BaseException:
                self._end()  # whatever is left in the pipe must never become the answer to somebody else
                raise
            self._done += 1
        if answer[:1] == b"+":
            return answer[1:]
        raise TooLong if answer == TOO_LONG else RenderFailed

    def stop(self) -> None:
        """End the process; a later render starts another."""
        with self._lock:
            self._end()

    def _ensure(self) -> None:
        """Have a living process of our own that is not worn out."""
        if self._owner != os.getpid():
            self._process, self._folder = None, ""
        if self.pid is None or self._done >= self._renders:
            self._end()
            self._start()

    def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="sabak-renderer-")
        # A new program and not a fork: the service has threads. It is given none of our settings and secrets.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        self._process = subprocess.Popen(  # noqa: S603 - every word of the command is ours
            [sys.executable, "-P", str(PRESS), str(self._memory_mb), str(self._seconds), self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment, "TMPDIR": self._folder},
        )
        self._owner, self._done = os.getpid(), 0
        self._exchange(b"", START_SECONDS)

    def _exchange(self, request: bytes, seconds: float) -> bytes:
        """Send a message and give the answer; the process is killed when that takes too long."""
        process = self._process
        if not (process and process.stdin and process.stdout):
            raise RenderFailed
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(LENGTH.pack(len(request)) + request)
            process.stdin.flush()
            return _read(process.stdout, LENGTH.unpack(_read(process.stdout, LENGTH.size))[0])
        except (OSError, EOFError) as error:
            log.warning("the PDF renderer %s", "took too long and was stopped" if late.is_set() else "died")
            raise RenderFailed from error
        finally:
            timer.cancel()

    def _end(self) -> None:
        process, folder, self._process, self._folder = self._process, self._folder, None, ""
        if process and self._owner == os.getpid():
            process.kill()
            process.wait()
            _close(process.stdin)
            _close(process.stdout)
            shutil.rmtree(folder, ignore_errors=True)


def _read(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _close(pipe: IO[bytes] | None) -> None:
    with suppress(BrokenPipeError):  # it was gone before it read our last message
        if pipe:
            pipe.close()


shared = Renderer()
atexit.register(shared.stop)
