"""A warm process beside the service: it answers one message at a time, and can be killed without harm."""

import atexit
import logging
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

log = logging.getLogger(__name__)

LENGTH = struct.Struct(">I")  # in front of each message
START_SECONDS = 120.0  # a cold disk may need long to read what it needs; no message is to blame for that


class Broken(Exception):
    """The process took too long or died; the next message has a fresh one."""


class WarmProcess:
    """A program that reads messages from its input and writes answers, started when first used.

    It is run by its path, with its memory in MB, the seconds of one answer and a folder for temporary files as its
    arguments; an empty message asks whether it is ready. Threads may share it: they wait for each other.
    """

    def __init__(
        self, program: Path, name: str, *, seconds: float, uses: int, memory_mb: int, idle_seconds: float | None = None
    ) -> None:
        """:param name: what it is, for the log
        :param seconds: for one answer
        :param uses: after so many the process is replaced by a fresh one
        :param idle_seconds: after so long without a message it is ended, to be started again by the next
        """
        self._program, self._name = program, name
        self._seconds, self._uses, self._memory_mb, self._idle_seconds = seconds, uses, memory_mb, idle_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""  # for its temporary files, which it cannot clear away when it is killed
        self._owner = 0  # the process that started ours: a fork of it must not write into the same pipe
        self._done = 0
        self._idle: threading.Timer | None = None
        atexit.register(self.stop)

    @property
    def pid(self) -> int | None:
        """Give the process's id while one runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def ask(self, message: bytes) -> bytes:
        """Give the answer to a message. :raise Broken: if there is none; the next message has a fresh process"""
        with self._lock:
            self._wait_no_more()
            try:
                self._ensure()
                answer = self._exchange(message, self._seconds)
            except BaseException:
                self._end()  # whatever is left in the pipe must never become the answer to somebody else
                raise
            self._done += 1
            self._wait_for_more()
        return answer

    def stop(self) -> None:
        """End the process; a later message starts another."""
        with self._lock:
            self._wait_no_more()
            self._end()

    def _ensure(self) -> None:
        """Have a living process of our own that is not worn out."""
        if self._owner != os.getpid():
            self._process, self._folder = None, ""
        if self.pid is None or self._done >= self._uses:
            self._end()
            self._start()

    def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix=f"sabak-{self._name}-")
        # A new program and not a fork: the service has threads. It is given none of our settings and secrets.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        self._process = subprocess.Popen(  # noqa: S603 - every word of the command is ours
            [sys.executable, "-P", str(self._program), str(self._memory_mb), str(self._seconds), self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment, "TMPDIR": self._folder},
        )
        self._owner, self._done = os.getpid(), 0
        self._exchange(b"", START_SECONDS)

    def _exchange(self, message: bytes, seconds: float) -> bytes:
        """Send a message and give the answer; the process is killed when that takes too long."""
        process = self._process
        if not (process and process.stdin and process.stdout):
            raise Broken
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(LENGTH.pack(len(message)) + message)
            process.stdin.flush()
            return _read(process.stdout, LENGTH.unpack(_read(process.stdout, LENGTH.size))[0])
        except (OSError, EOFError) as error:
            log.warning("the process %s %s", self._name, "took too long and was stopped" if late.is_set() else "died")
            raise Broken from error
        finally:
            timer.cancel()

    def _wait_for_more(self) -> None:
        if self._idle_seconds is not None:
            self._idle = threading.Timer(self._idle_seconds, self.stop)
            self._idle.daemon = True
            self._idle.start()

    def _wait_no_more(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

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
