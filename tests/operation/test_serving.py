"""The service as it is started: its log, and the lock that keeps a restore away from it."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.lock import Lock
from tests.factories import COURSES

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Aigul-Sadykova"


class Service:
    """A service on an address of its own."""

    def __init__(self, instance: Path, log: Path) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        self.port, self.log = port, log
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {"PATH": os.defpath, "LMS_INSTANCE": str(instance), "LMS_COURSES_DIR": str(COURSES)}
        self.environment |= {"PORT": str(port)}
        command = [sys.executable, "-m", "gunicorn", "--config", "lms/serving.py", "--log-level", "warning"]
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True,
                start_new_session=True,
            )  # fmt: skip
        self.greeting = self.process.stdout.readline()

    def get(self, address: str) -> int:
        try:
            with urllib.request.urlopen(self.address + address, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            if how == signal.SIGKILL:
                os.killpg(self.process.pid, how)
            else:
                self.process.send_signal(how)
        self.process.wait(timeout=60)
        self.process.stdout.close()


@pytest.fixture
def service(instance: Path, tmp_path: Path) -> Iterator[Service]:
    service = Service(instance, tmp_path / "log")
    yield service
    service.stop()


def test_it_says_where_it_serves_and_each_line_of_its_log_is_json(service):
    service.get(f"/verify/{SECRET}?name={SECRET}")
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as line:
        line.sendall(f"GET /{SECRET} HTTP/1.1\r\nBad header {SECRET}: x\r\n\r\n".encode())
        assert b"400" in line.recv(100)
    service.stop()

    written = service.log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert service.greeting.startswith("Serving on http://127.0.0.1:")
    assert [line["rule"] for line in lines if line["event"] == "request"] == ["/verify/<code>"]
    assert SECRET not in written


def test_nothing_is_restored_while_it_runs(service, backup, run, instance):
    assert service.get("/readyz") == 200

    told = run(instance, "restore", backup())

    assert told.exit_code == 1
    assert "The service is running" in told.output


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_when_it_is_gone_a_restore_may_begin(service, instance, how):
    service.stop(how)

    lock = Lock(instance)
    lock.claim()
    lock.release()


def test_it_does_not_start_while_a_backup_is_restored(instance, tmp_path):
    lock = Lock(instance)
    lock.claim()

    service = Service(instance, tmp_path / "log")
    service.process.wait(timeout=60)
    service.stop()

    lock.release()
    assert "A backup is being restored here" in service.log.read_text()
