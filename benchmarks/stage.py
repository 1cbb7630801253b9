"""What all rows share: an installation with synthetic courses and people, its server, and the yardstick's."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from benchmarks import people
from benchmarks.courses import write_courses
from benchmarks.server import HOST, Server, free_port, serve
from benchmarks.visitor import Visitor, hidden_fields
from lms import create_app
from lms.catalog import service as catalog
from lms.catalog.course import Course
from lms.db import alembic, db, writing

OURS = "lms/serving.py"
Found = TypeVar("Found")
YARDSTICK = "benchmarks/yardstick_serving.py"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    rounds: int
    requests: int  # of one side in a round


FULL = Effort(rounds=10, requests=64)
QUICK = Effort(rounds=3, requests=24)


class Stage:
    """An installation in a temporary folder; servers start when a row first asks for them, and end with the block."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.port = free_port()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="sabak-bench-")))
        write_courses(self.folder / "courses")
        self.app = self._make_app()
        return self

    def __exit__(self, *_why: object) -> None:
        with self.app.app_context():
            db.engine.dispose()
        self._stack.close()

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the installation, for a server or a command of it."""
        return {
            "LMS_INSTANCE": str(self.folder / "instance"),
            "LMS_COURSES_DIR": str(self.folder / "courses"),
            "LMS_BASE_URL": f"http://{HOST}:{self.port}",
        }

    @cached_property
    def courses(self) -> list[Course]:
        """The synthetic courses."""
        with self.app.app_context():
            return catalog.list_courses()

    @cached_property
    def ours(self) -> Server:
        """The service that is measured, with its reader."""
        return self._stack.enter_context(serve(OURS, port=self.port, environment=self.environment))

    @cached_property
    def yardstick(self) -> Server:
        """The yardstick's server."""
        environment = {"YARDSTICK_DATABASE": f"sqlite:///{self.folder / 'yardstick.db'}"}
        return self._stack.enter_context(serve(YARDSTICK, port=free_port(), environment=environment))

    @contextmanager
    def fresh_server(self) -> Iterator[Server]:
        """Serve the same installation anew, beside no other server of it."""
        if "ours" in self.__dict__:
            raise RuntimeError("two servers of one installation would work off one queue")
        with serve(OURS, port=self.port, environment=self.environment) as server:
            yield server

    def visitor(self, email: str = people.READER) -> Visitor:
        """Sign somebody in at our server."""
        visitor = Visitor(self.ours.port)
        self._stack.callback(visitor.close)
        visitor.sign_in(email, people.PASSWORD)
        return visitor

    def client(self, email: str) -> FlaskClient:
        """Sign somebody in inside this process, where statements can be counted."""
        client = self.app.test_client()
        fields = {**hidden_fields(client.get("/login").data), "email": email, "password": people.PASSWORD}
        if client.post("/login", data=fields).status_code != 302:
            raise SystemExit(f"{email} cannot sign in.")
        return client

    def stranger(self) -> Visitor:
        """Sign the yardstick's person in."""
        visitor = Visitor(self.yardstick.port)
        self._stack.callback(visitor.close)
        visitor.get("/enter", expect=302)
        return visitor

    def save(self, write: Callable[[Session], Found]) -> Found:
        """Let a function write into the installation's database, in one transaction, and give what it gives."""
        with self.app.app_context(), writing() as session:
            return write(session)

    def read(self, query: Callable[[Session], Found]) -> Found:
        """Let a function read from the installation's database."""
        with self.app.app_context():
            return query(db.session)

    def _make_app(self) -> Flask:
        """Make the installation, with its tables and its reader."""
        app = create_app(
            self.folder / "instance",
            courses_dir=self.folder / "courses",
            base_url=f"http://{HOST}:{self.port}",
        )
        logging.getLogger("alembic").setLevel(logging.WARNING)
        with app.app_context():
            alembic.upgrade()
            with writing() as session:
                people.add_reader(session, catalog.list_courses())
        return app
