"""A real server of the tests' own, with the real courses, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lms import config
from tests.factories import COURSES, PASSWORD

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Server:
    """An installation that is being served."""

    address: str
    instance: Path
    environment: dict[str, str]
    process: subprocess.Popen[str] | None = None
    welcome: str = ""  # what the first start printed
    log: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    def start(self) -> None:
        """Start serving and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "lms/serving.py", "--no-control-socket", "--log-level=info"],
            cwd=config.ROOT,
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr
        for line in self.process.stderr:
            if "Booting worker" in line:
                self.reader = threading.Thread(target=self.log.extend, args=[self.process.stderr], daemon=True)
                self.reader.start()  # so that the server never waits for somebody to read what it says
                return
        raise AssertionError("the server ended before it served")

    def run(self, *arguments: str, typed: str = "") -> str:
        """Run a command of the application beside the server and give what it prints."""
        command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
        options = {"cwd": config.ROOT, "env": self.environment, "text": True, "capture_output": True}
        done = subprocess.run(command, input=typed, check=False, **options)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server and wait until it is gone."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            if self.reader and self.process.stderr:
                self.reader.join(timeout=30)
                self.process.stderr.close()
            self.process = None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def courses() -> Path:
    """The courses that are served; a test module may serve others."""
    return config.ROOT / "courses"


@contextmanager
def installed(folder: Path, courses: Path) -> Iterator[Server]:
    """Set an installation up in `folder` and serve it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    instance = folder / "instance"
    environment = {
        **os.environ,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LMS_INSTANCE": str(instance),
        "LMS_REGISTRATION": "open",
        "LMS_BASE_URL": address,
        "LMS_COURSES_DIR": str(courses),
    }
    server = Server(address, instance, environment)
    server.welcome = server.run("setup")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(tmp_path: Path, courses: Path) -> Iterator[Server]:
    with installed(tmp_path, courses) as server:
        yield server


@pytest.fixture(scope="module")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation on the tests' small course with sample people, served for all the tests of a file."""
    with installed(tmp_path_factory.mktemp("sample"), COURSES) as server:
        server.run("demo", "--learners", "40", "--cohorts", "3", "--password", PASSWORD)
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a browser for the journeys of one file: while it runs, no application can run in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open browsers that know nothing of each other."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> Page:
        context = browser.new_context(base_url=server.address, **{"locale": "en-GB", **options})
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe()
