"""Courses for quizzes: the tests' own, and the same with other rules."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assessment import service
from lms.assessment.models import Attempt
from lms.catalog.course import Course, Quiz
from lms.catalog.loader import load_library
from lms.cohorts.models import Enrolment
from lms.db import writing
from tests.factories import COURSES

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def course() -> Course:
    return load_library(COURSES).courses["basics"]


@pytest.fixture
def quiz(course: Course) -> Quiz:
    return course.quizzes[0]


@pytest.fixture
def final(course: Course) -> Quiz:
    return course.quizzes[-1]


def with_rules(quiz: Quiz, **rules: Any) -> Quiz:
    """Give the quiz under other rules."""
    return replace(quiz, rules=replace(quiz.rules, **rules))


@pytest.fixture
def start(app: Flask, course: Course) -> Callable[..., Attempt]:
    """Start an attempt as the pages do, in a transaction of its own."""

    def _start(enrolment: Enrolment, quiz: Quiz, *, now: datetime = NOW, seed: int = 1) -> Attempt:
        with app.app_context(), writing() as session:
            return service.start_attempt(
                session,
                enrolment=enrolment,
                course=course,
                quiz=quiz,
                language="en",
                now=now,
                rng=random.Random(seed),
            )

    return _start


@pytest.fixture
def submit(app: Flask, course: Course) -> Callable[..., Attempt]:
    """Hand in an attempt, after saving what is given."""

    def _submit(attempt_id: int, given: dict[str, Any] | None = None, *, now: datetime = NOW) -> Attempt:
        with app.app_context(), writing() as session:
            service.save_responses(session, attempt_id, given or {}, now=now)
            return service.submit_attempt(session, attempt_id, course=course, now=now)

    return _submit


def rows(session: Session, attempt_id: int) -> Attempt:
    """Read an attempt as it is committed."""
    session.rollback()
    return session.get_one(Attempt, attempt_id)


def only_attempt(session: Session) -> Attempt:
    """Read the one attempt that is committed."""
    session.rollback()
    return session.scalars(select(Attempt)).one()


RIGHT = {"q-one": "1", "q-many": ["1", "2"]}  # of the questions that make.attempt() draws


@pytest.fixture
def timed_courses(tmp_path: Path) -> Path:
    """The tests' courses; the quizzes of the basics last ten minutes."""
    folder = tmp_path / "courses"
    shutil.copytree(COURSES, folder)
    settings = folder / "basics" / "course.yaml"
    settings.write_text(settings.read_text() + "quiz: {time_limit: 10 minutes}\n")
    return folder
