"""The migrations make exactly the tables of the models, on both databases, and can be taken back."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from lms import create_app
from lms.db import alembic, db
from tests.factories import COURSES


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def blank_app(request: pytest.FixtureRequest, tmp_path: Path):
    url = request.getfixturevalue("empty_postgresql") if request.param == "postgresql" else ""
    app = create_app(tmp_path / "blank", testing=True, courses_dir=COURSES, database_url=url)
    with app.app_context():
        yield app
        db.session.close()
        db.engine.dispose()


def test_they_make_the_tables_of_the_models(blank_app):
    alembic.upgrade()

    assert alembic.compare_metadata() == []


def test_they_can_be_taken_back(blank_app):
    alembic.upgrade()

    alembic.downgrade("base")

    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
