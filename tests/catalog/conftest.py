"""Fixtures: a courses folder to break, and an application that serves it and nothing else."""

from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from lms import catalog
from tests.catalog.package import Package


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path / "courses")


@pytest.fixture
def serve(package: Package, tmp_path: Path) -> Flask:
    """The application with the courses read as they are now."""
    app = Flask("lms", instance_path=str(tmp_path / "instance"))
    Path(app.instance_path).mkdir()
    app.config["COURSES_DIR"] = package.folder
    Babel(app)
    catalog.init_app(app)
    return app
