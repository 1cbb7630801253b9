"""Sample data made once on each set of courses, and read by many tests."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms import create_app
from lms.catalog import service as catalog
from lms.config import ROOT
from lms.db import db
from lms.demo.filling import Sample, Site, fill
from tests.factories import COURSES, password_hash

NOW = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
SAMPLE = Sample(learners=320, cohorts=5, seed=1)


def site(app: Flask, now: datetime = NOW) -> Site:
    with app.app_context():
        courses = [course for course in catalog.list_courses() if course.certificate]
    return Site(courses, app.extensions["issuer"], app.config["LANGUAGES"], password_hash(), now)


def fill_all(app: Flask, sample: Sample = SAMPLE, now: datetime = NOW) -> None:
    with app.app_context(), db.engine.begin() as connection:
        fill(connection, sample, site(app, now))


def installation(folder: Path, database: Path, courses: Path = COURSES) -> Flask:
    """Make an installation whose database has tables and nothing in them."""
    folder.mkdir(exist_ok=True)
    shutil.copy(database, folder / "lms.db")
    (folder / "secret_key").write_text("k" * 48)
    return create_app(folder, testing=True, courses_dir=courses)


@pytest.fixture(scope="module", params=["tests", "served"])
def filled(request, tmp_path_factory, migrated_database: Path) -> Iterator[Flask]:
    """An installation with sample data on the courses of the tests, and on those that are served."""
    courses = COURSES if request.param == "tests" else ROOT / "courses"
    app = installation(tmp_path_factory.mktemp("filled"), migrated_database, courses)
    fill_all(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def reading(filled: Flask) -> Iterator[Session]:
    """A session that reads the sample data, with the application at hand."""
    with filled.app_context(), Session(db.engine) as session:
        yield session
        db.session.close()
