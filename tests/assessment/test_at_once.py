"""Two hands at one attempt at the same moment, on both databases."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from lms.assessment import service
from lms.assessment.errors import AlreadySubmitted
from lms.assessment.models import Attempt
from lms.assessment.signals import attempt_submitted
from lms.db import writing
from tests.assessment.conftest import NOW
from tests.factories import Make

HANDS = 4


@pytest.fixture
def at_once(any_app):
    """Let several threads, each with a connection of its own, do the same at once; give what came of it."""

    def _at_once(act: Callable) -> list:
        barrier = Barrier(HANDS)

        def hand(number: int):
            barrier.wait()
            with any_app.app_context():
                try:
                    with writing() as session:
                        return act(session, number)
                except AlreadySubmitted:
                    return "refused"

        with ThreadPoolExecutor(HANDS) as pool:
            return list(pool.map(hand, range(HANDS)))

    return _at_once


def test_handing_in_counts_once(any_session, at_once, course):
    attempt_id = Make(any_session).attempt().id
    any_session.rollback()
    told = []

    def listen(sender, **_rest):
        told.append(sender.id)

    with attempt_submitted.connected_to(listen):
        ended = at_once(lambda session, _n: service.submit_attempt(session, attempt_id, course=course, now=NOW).id)

    assert Counter(ended) == {attempt_id: 1, "refused": HANDS - 1}
    assert told == [attempt_id]


def test_starting_makes_one_attempt(any_session, at_once, course, quiz):
    enrolment = Make(any_session).enrolment()
    any_session.expunge_all()
    any_session.rollback()

    started = at_once(
        lambda session, n: (
            service.start_attempt(
                session, enrolment=enrolment, course=course, quiz=quiz, language="en", now=NOW, rng=random.Random(n)
            ).id
        )
    )

    assert len(set(started)) == 1
    assert any_session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_what_is_saved_beside_the_hand_in_is_scored_or_refused(any_session, at_once, course):
    attempt_id = Make(any_session).attempt().id
    any_session.rollback()

    def act(session, number: int):
        if number == 0:
            return service.submit_attempt(session, attempt_id, course=course, now=NOW).points
        return service.save_response(session, attempt_id, "q-one", "1", NOW)

    at_once(act)

    attempt = any_session.get_one(Attempt, attempt_id)
    assert attempt.points == (1.0 if attempt.responses[0].given == "1" else 0.0)
