"""Fixtures: courses of the test's own."""

from pathlib import Path

import pytest
from flask import Flask

from tests.learning.courses import Courses, copy_courses


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, object]:
    courses = copy_courses(tmp_path / "courses")
    return {"courses_dir": courses, "base_url": "http://localhost", "registration": "open"}


@pytest.fixture
def courses(app: Flask) -> Courses:
    """The courses that `app` serves, to be changed."""
    return Courses(app, Path(app.config["COURSES_DIR"]))
