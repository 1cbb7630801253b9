"""A server that is measured: started with our configuration of gunicorn, ended by its process id in every case."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from lms import config

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0  # for a start or an end
LOOK_SECONDS = 0.01  # between two looks at a server that starts


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    port: int
    pid: int

    @property
    def pids(self) -> list[int]:
        """Give its processes: gunicorn's master, the worker, and the renderer where one runs."""
        return list_tree(self.pid)

    def cpu_seconds(self) -> float:
        """Give the processor time that its processes took so far, all threads together."""
        return sum(cpu_seconds(pid) for pid in self.pids)

    def memory_bytes(self) -> int:
        """Give the memory of its processes: what several of them share is counted once."""
        return sum(memory_bytes(pid) for pid in self.pids)


@contextmanager
def serve(configuration: str, *, port: int, environment: dict[str, str]) -> Iterator[Server]:
    """Serve until the block ends; it begins when the first request was answered.

    :param configuration: gunicorn's, by its path from the top of the program
    """
    command = [sys.executable, "-m", "gunicorn", "--config", configuration, "--log-level", "warning"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    process = subprocess.Popen(
        command,
        cwd=config.ROOT,
        env={**kept, "HOST": HOST, "PORT": str(port), **environment},
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us, and we end it
    )
    try:
        _await_answer(process, port)
        yield Server(port, process.pid)
    finally:
        _end(process)


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """Give the processor time of a process, from the clock that the kernel keeps for it (finer than /proc/…/stat)."""
    clock = ctypes.c_int()
    if ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise ProcessLookupError(pid)
    return time.clock_gettime(clock.value)


def memory_bytes(pid: int) -> int:
    """Give the proportional set size of a process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        name, _colon, value = line.partition(":")
        if name == "Pss":
            return int(value.split()[0]) * 1024
    raise ProcessLookupError(pid)


def list_tree(pid: int) -> list[int]:
    """Give a process and its descendants."""
    children = [
        int(child)
        for file in Path(f"/proc/{pid}/task").glob("*/children")
        for child in file.read_text(encoding="ascii").split()
    ]
    return [pid, *(found for child in children for found in list_tree(child))]


def _await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the home page is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(LOOK_SECONDS)
        finally:
            connection.close()
    raise SystemExit("The server to be measured did not start: see the lines above.")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in list_tree(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()
