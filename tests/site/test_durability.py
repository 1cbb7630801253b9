"""What the site calls saved is saved, what it could not save it says, and what was written is not lost with it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from lms.accounts.models import User
from lms.assessment.models import Attempt, Response
from lms.authoring.models import MistakeReport
from lms.db import db
from tests.conftest import Visitor
from tests.factories import Make
from tests.page import Page
from tests.site.test_forms import snapshot

ESSAY = "I ask first who is afraid of whom. " * 400
ONE, THINK = "q-q-one", "q-q-essay"


@pytest.fixture
def full_disk(app: Flask) -> Iterator[Callable[[], None]]:
    """Let the database grow no further from now on; gives what makes room again."""
    with app.app_context():
        engine = db.engine

    def limit(connection, _branch=None) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def make_room() -> None:
        if event.contains(engine, "begin", limit):
            event.remove(engine, "begin", limit)
            engine.dispose()

    event.listen(engine, "begin", limit)
    yield make_room
    make_room()


@pytest.fixture
def visitor(sign_in, learner: User) -> Visitor:
    return sign_in(learner)


@pytest.fixture
def attempt(make: Make, visitor: Visitor, session) -> Attempt:
    """An open attempt at the whole quiz, its first question answered."""
    page = visitor.page("/courses/basics/start/quiz").submit("Start")
    page.submit("save", **{ONE: "1"})
    session.expire_all()
    return session.scalars(select(Attempt)).one()


@pytest.fixture
def page(visitor: Visitor, attempt: Attempt) -> Page:
    return visitor.page(f"/attempts/{attempt.id}")


class TestFullDisk:
    def test_an_answer_that_finds_no_room_is_told_and_what_was_written_stays_on_the_page(self, page, full_disk):
        answer = page.send({**page.filled("save"), THINK: ESSAY}, status=503)

        assert "Your last step was not saved." in answer.text
        assert answer.find(".written").get_text() == ESSAY

    def test_nothing_of_it_is_half_stored(self, page, session, full_disk):
        before = snapshot(session)

        page.send({**page.filled("hand_in"), ONE: "2", THINK: ESSAY}, status=503)

        assert snapshot(session) == before

    def test_reading_goes_on_and_shows_what_is_stored(self, page, visitor, full_disk):
        page.send({**page.filled("save"), ONE: "2", THINK: ESSAY}, status=503)

        again = visitor.page(page.address)

        assert again.find(f'[name="{ONE}"][checked]')["value"] == "1"
        visitor.page("/courses/basics/start/first")

    def test_with_room_again_the_same_page_is_saved_and_handed_in_once(self, page, session, attempt, full_disk):
        filled = {**page.filled("save"), ONE: "2", THINK: ESSAY}
        page.send(filled, status=503)

        full_disk()
        page.send(filled)
        page.submit("hand_in").submit()

        session.expire_all()
        given = dict(session.execute(select(Response.question_key, Response.given)).all())
        assert (given["q-one"], given["q-essay"]) == ("2", ESSAY)
        assert session.get(Attempt, attempt.id).submitted_at is not None

    def test_a_script_that_saves_is_told_by_the_status(self, page, visitor, attempt, full_disk):
        data = {"csrf_token": page.find("input[name=csrf_token]")["value"], THINK: ESSAY}

        answer = visitor.client.post(f"/attempts/{attempt.id}/responses/q-essay", data=data)

        assert answer.status_code == 503


class TestWhatWasWritten:
    def test_an_old_page_shows_what_was_written_into_it(self, page):
        answer = page.send({"csrf_token": "old", THINK: "<b>My own words</b>"}, status=400)

        assert answer.find(".written").get_text() == "<b>My own words</b>"

    def test_no_password_code_or_token_stands_on_it(self, visitor):
        secrets = {"csrf_token": "old-token", "current": "old-password", "password": "a-new-one", "again": "a-new-one"}

        answer = visitor.page("/account/password").send({**secrets, "code": "the-code"}, form="main form", status=400)

        assert not [word for word in (*secrets.values(), "the-code") if word in answer.html]

    def test_a_strangers_form_puts_no_words_on_our_page(self, app):
        stranger = app.test_client()

        answer = stranger.post("/verify", data={"text": "Call this number", "name": "Call this number"})

        assert answer.status_code == 400
        assert "Call this number" not in answer.text


class TestTwice:
    def test_the_same_report_from_two_tabs_is_two_and_from_one_page_one(self, visitor, session):
        first, second = (visitor.page("/report-a-mistake?course=basics") for _ in range(2))
        filled = {**first.filled(form="main form"), "text": "A comma is missing."}

        first.send(filled, form="main form")
        first.send(filled, form="main form", status=409)
        second.send({**second.filled(form="main form"), "text": "A comma is missing."}, form="main form")

        assert session.scalar(select(func.count(MistakeReport.id))) == 2
