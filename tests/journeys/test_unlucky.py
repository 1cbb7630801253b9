"""A server that is killed at the worst moment, again and again: what it acknowledged is there, once."""

import json
import os
import select
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.factories import COURSES, PASSWORD
from tests.journeys.conftest import Server
from tests.journeys.staff import create_account

ROUNDS = 3
LEARNERS = 3
ACKNOWLEDGED_BEFORE_THE_KILL = 25
QUIZ = "/courses/basics/start/quiz"


@pytest.fixture
def courses() -> Path:
    """The tests' own small course."""
    return COURSES


@dataclass
class Line:
    """One learner at a plain connection: sends forms, keeps the cookie, and notes what the server acknowledged."""

    server: Server
    email: str
    cookies: dict[str, str] = field(default_factory=dict)
    saved: dict[tuple[int, str], set[str | None]] = field(default_factory=dict)  # what may be stored
    handed_in: list[int] = field(default_factory=list)
    started: list[int] = field(default_factory=list)

    def ask(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Open a page, or post `fields`; give status, body and where it leads. :raise OSError: if the line breaks"""
        where = urlsplit(self.server.address)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        with closing(HTTPConnection(where.hostname or "", where.port, timeout=30)) as line:
            if fields:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("POST" if fields else "GET", path, urlencode(fields) if fields else None, headers)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    def token(self, path: str) -> str:
        """Open a page and give the token of its forms."""
        field = self.read(path).select_one("input[name=csrf_token]")
        assert field, path
        return str(field["value"])

    def read(self, path: str) -> BeautifulSoup:
        return BeautifulSoup(self.ask(path)[1], "html.parser")

    def sign_in(self) -> None:
        status, body, _where = self.ask("/login", csrf_token=self.token("/login"), email=self.email, password=PASSWORD)
        assert status == 302, body

    def work(self, note: "Note") -> None:
        """Start, save and hand in without end, until the line breaks."""
        try:
            while True:
                self.take_one(note)
        except (OSError, HTTPException):  # the server was killed
            return

    def take_one(self, note: "Note") -> None:
        """Take one attempt: each answer is changed several times, then it is handed in."""
        token = self.token(QUIZ)
        status, body, where = self.ask(QUIZ, csrf_token=token)
        assert status == 302, body
        attempt_id = int(where.rsplit("/", 1)[1])
        self.started.append(attempt_id)
        for choice in self.read(where).select("input[type=radio]"):
            self.save(token, attempt_id, str(choice["name"]).removeprefix("q-"), str(choice["value"]), note)
        status, body, _where = self.ask(f"{where}/hand-in", csrf_token=token)
        assert status == 302, body
        self.handed_in.append(attempt_id)
        note.acknowledged()

    def save(self, token: str, attempt_id: int, key: str, value: str, note: "Note") -> None:
        """Save an answer; while the server has not acknowledged it, the one before may be what is stored."""
        place = (attempt_id, key)
        self.saved.setdefault(place, {None}).add(value)
        status, body, _where = self.ask(
            f"/attempts/{attempt_id}/responses/{key}", **{"csrf_token": token, f"q-{key}": value}
        )
        assert status == 204, body
        self.saved[place] = {value}
        note.acknowledged()


@dataclass
class Note:
    """Counts what was acknowledged and says when it is enough."""

    left: int
    enough: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledged(self) -> None:
        with self.lock:
            self.left -= 1
            if self.left <= 0:
                self.enough.set()


@pytest.fixture
def lines(server: Server) -> list[Line]:
    """Learners, each signed in at a line of her own."""
    for number in range(LEARNERS):
        create_account(server, f"learner{number}@example.org", name=f"Learner {number}")
    return [Line(server, f"learner{number}@example.org") for number in range(LEARNERS)]


def rows(server: Server, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(server.instance / "lms.db")) as connection:
        return connection.execute(query).fetchall()


def work_until_killed(server: Server, lines: list[Line]) -> None:
    """Let all work at once and kill the server in the middle of it."""
    note = Note(ACKNOWLEDGED_BEFORE_THE_KILL)
    with ThreadPoolExecutor(LEARNERS) as pool:
        works = [pool.submit(line.work, note) for line in lines]
        is_enough = note.enough.wait(timeout=60)
        kill(server)
    for work in works:
        work.result()
    assert is_enough


def kill(server: Server) -> None:
    """Kill the service and its workers in one blow, as a power cut does to processes, and wait until they are gone."""
    assert server.process
    master = server.process.pid
    workers = [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
    handles = [os.pidfd_open(pid) for pid in workers]
    for pid in (master, *workers):
        os.kill(pid, signal.SIGKILL)
    for handle in handles:
        assert select.select([handle], [], [], 30)[0], "a worker survived"
        os.close(handle)
    server.stop()


def test_what_was_acknowledged_before_a_kill_is_there_once(server, lines):
    for line in lines:
        line.sign_in()

    for _round in range(ROUNDS):
        work_until_killed(server, lines)
        server.start()
        check_stored(server, lines)

    assert any(line.handed_in for line in lines)
    assert all(line.read("/account").select_one("main h1") for line in lines)


def check_stored(server: Server, lines: list[Line]) -> None:
    """Compare what is stored with what the learners were told."""
    assert rows(server, "PRAGMA integrity_check") == [("ok",)]
    submitted = dict(rows(server, "SELECT id, submitted_at IS NOT NULL FROM attempt"))
    stored = {
        (attempt, key): given and json.loads(given)
        for attempt, key, given in rows(server, "SELECT attempt_id, question_key, given FROM response")
    }
    assert rows(server, "SELECT attempt_id FROM response GROUP BY attempt_id HAVING count(*) != 4") == []
    assert rows(server, "SELECT enrolment_id FROM attempt GROUP BY 1 HAVING max(number) != count(*)") == []
    assert rows(server, "SELECT count(*) FROM enrolment") == [(LEARNERS,)]
    for line in lines:
        assert [it for it in line.handed_in if not submitted[it]] == []
        assert len(set(line.handed_in)) == len(line.handed_in)
        assert set(line.started) <= set(submitted)
        assert {place: stored[place] for place, may in line.saved.items() if stored[place] not in may} == {}
