"""Saving one response as it is given, as the page's script does."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.assessment.conftest import NOW, rows
from tests.factories import Make


@pytest.fixture
def attempt(make: Make, learner):
    return make.attempt(enrolment=make.enrolment(user=learner))


@pytest.fixture
def others(make: Make):
    """Somebody else's attempt."""
    return make.attempt(enrolment=make.enrolment())


@pytest.fixture
def send(sign_in, learner, attempt):
    """Post the fields of one question, with the token of the page."""
    page = sign_in(learner).page("/courses/basics")
    token = page.find("input[name=csrf_token]")["value"]

    def _send(question_key: str, *, attempt_id: int = attempt.id, **fields) -> TestResponse:
        client: FlaskClient = page.client
        data = {"csrf_token": token, **{f"q-{name.replace('_', '-')}": value for name, value in fields.items()}}
        return client.post(f"/attempts/{attempt_id}/responses/{question_key}", data=data)

    return _send


def given_of(session, attempt) -> dict[str, object]:
    return {it.question_key: it.given for it in rows(session, attempt.id).responses}


class TestSaveResponse:
    def test_it_is_stored_as_given_and_nothing_is_said_about_it(self, send, session, attempt):
        answer = send("q-many", q_many=["3", "1"])

        assert (answer.status_code, answer.data) == (204, b"")
        assert given_of(session, attempt) == {"q-one": None, "q-many": ["1", "3"]}

    def test_the_last_word_counts(self, send, session, attempt):
        for value in ("2", "1", "2"):
            send("q-one", q_one=value)

        assert given_of(session, attempt)["q-one"] == "2"

    def test_a_choice_that_is_not_there_is_refused(self, send, session, attempt):
        answer = send("q-one", q_one="99")

        assert answer.status_code == 400
        assert given_of(session, attempt)["q-one"] is None

    @pytest.mark.parametrize("key", ["q-match", "f-1", "nonsense"])
    def test_a_question_not_drawn_is_not_found(self, send, key):
        assert send(key, q_match="1").status_code == 404

    def test_nobody_saves_into_anothers_attempt(self, others, send, session):

        answer = send("q-one", attempt_id=others.id, q_one="1")

        assert answer.status_code == 404
        assert given_of(session, others)["q-one"] is None

    def test_after_the_hand_in_it_is_refused_and_says_so(self, send, session, submit, attempt):
        submit(attempt.id, {"q-one": "2"})

        answer = send("q-one", q_one="1")

        assert answer.status_code == 409
        assert "already handed in" in BeautifulSoup(answer.data, "html.parser").get_text()
        assert given_of(session, attempt)["q-one"] == "2"

    def test_past_the_deadline_it_is_refused_and_the_attempt_recorded(self, make, send, session, attempt, clock):
        row = rows(session, attempt.id)
        row.deadline_at = NOW
        session.commit()
        clock.set(2026, 11, 24, 5, 1)

        answer = send("q-one", q_one="1")

        assert answer.status_code == 409
        stored = rows(session, attempt.id)
        assert (stored.submitted_at, stored.score) == (NOW, 0.0)
        assert given_of(session, attempt)["q-one"] is None
