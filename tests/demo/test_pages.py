"""What the named people find on their pages."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.service import find_user
from lms.assessment.models import Attempt
from lms.assessment.service import list_overdue
from lms.certificates import tasks
from lms.certificates.models import Credential
from lms.config import ROOT
from lms.db import db
from lms.demo.filling import Sample
from lms.demo.people import NAMED
from tests.conftest import Visitor
from tests.demo.conftest import NOW, fill_all


@pytest.fixture
def settings():
    """The courses that are served."""
    return {"courses_dir": ROOT / "courses", "base_url": "http://localhost"}


@pytest.fixture
def people(app: Flask, clock, session):
    clock.now = NOW
    fill_all(app, Sample(60, 3, 1))

    def sign_in(login: str) -> Visitor:
        return Visitor(app, find_user(session, f"{login}@demo.test"))

    return sign_in


@pytest.mark.parametrize("login", [named.login for named in NAMED])
def test_home_and_course_open_for_each(people, login):
    visitor = people(login)

    visitor.page("/")
    assert "Trafficking" in visitor.page("/courses/trafficking-foundations").text


def test_the_judge_holds_a_certificate_that_anyone_can_check(people, app, session, visitor):
    judge = people("judge")
    with app.app_context():
        tasks.render(1)

    credential = session.get_one(Credential, 1)
    assert credential.code in judge.page("/certificates").text
    assert "Aiperi Sydykova" in visitor.page(f"/verify/{credential.code}").text
    pdf = judge.client.get(f"/certificates/{credential.code}.pdf")
    assert pdf.data.startswith(b"%PDF")


def test_the_investigator_can_look_at_the_attempt_that_failed(people, session):
    investigator = people("investigator")
    failed = session.scalars(select(Attempt).where(Attempt.score < Attempt.pass_mark).order_by(Attempt.id)).first()

    assert re.search(r"\d+(\.\d)?%", investigator.page(f"/attempts/{failed.id}/result").text)


def test_the_prosecutor_goes_on_with_the_attempt_that_is_open(people, session):
    prosecutor = people("prosecutor")
    (opened,) = session.scalars(select(Attempt).where(Attempt.submitted_at.is_(None)))

    page = prosecutor.page(f"/attempts/{opened.id}")

    assert page.soup.select("input[checked]")


def test_the_administrator_finds_people_and_reports(people):
    admin = people("admin")

    assert "Aiperi Sydykova" in admin.page("/admin/people?find=sydykova").text
    assert "пропущено" in admin.page("/admin/courses").text


def test_the_sweeps_find_nothing_to_close(people, app):
    people("admin")
    with app.app_context():
        assert list_overdue(db.session, now=NOW) == []
