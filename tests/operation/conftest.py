"""Backups of the tests' installation, and a second one to restore them in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.catalog.loader import load_library
from lms.certificates.models import Credential
from lms.cohorts.models import Enrolment
from lms.db import db, writing
from lms.operation import __main__ as door
from lms.operation.backup import Installation, create_backup
from lms.operation.restore import restore_backup
from tests.factories import COURSES, START
from tests.progress.learner import EVERYTHING, Learner

PASSPHRASE = "seven sheep under the almond tree"


@pytest.fixture
def installation(app: Flask) -> Installation:
    return Installation(Path(app.instance_path), app.config["DATABASE_URL"])


@pytest.fixture
def backup(installation: Installation, tmp_path: Path) -> Callable[..., Path]:
    """Make a backup and give its file."""

    def _backup(name: str = "sabak.backup", **options) -> Path:
        create_backup(installation, tmp_path / name, now=clock.utcnow(), **options)
        return tmp_path / name

    return _backup


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The empty folder of another installation."""
    folder = tmp_path / "elsewhere"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def run(monkeypatch) -> Callable[..., Result]:
    """Run a command as ./run does, on the installation in a folder."""

    def _run(instance: Path, *arguments: object, typed: str = "") -> Result:
        monkeypatch.setenv("LMS_INSTANCE", str(instance))
        return CliRunner().invoke(door.main, [str(argument) for argument in arguments], input=typed)

    return _run


@pytest.fixture
def stop(app: Flask) -> Callable[[], None]:
    """Let the application go, as when the service is stopped."""

    def _stop() -> None:
        with app.app_context():
            db.engine.dispose()

    return _stop


def tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder but the lock, which holds nothing."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "service.lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def certificate_pdf(app: Flask, make, session) -> bytes:
    """The file of a certificate that somebody earned here."""
    course = load_library(COURSES).courses["basics"]
    enrolment_id = make.enrolment(user=make.learner()).id
    with app.app_context(), writing() as writer:
        Learner(writer, writer.get_one(Enrolment, enrolment_id), course).does(*EVERYTHING)
    return session.scalars(select(Credential.pdf)).one()


@pytest.fixture
def restore(elsewhere):
    def _restore(file: Path, *, instance: Path = elsewhere, passphrase: str | None = None):
        return restore_backup(instance, file, passphrase=passphrase, now=START)

    return _restore


@pytest.fixture
def file(make, backup) -> Path:
    """A backup with an attempt in it."""
    make.attempt(enrolment=make.enrolment(user=make.learner(name="Aigul Sadykova")))
    return backup()
