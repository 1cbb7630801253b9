"""While an attempt is open, no address of the site says which answers are right, or why."""

import pytest

from lms.assessment.models import Attempt
from lms.catalog.loader import load_library
from tests.factories import COURSES
from tests.site.world import World, make_world, rules_of, words_of

QUESTIONED = [
    "/report-a-mistake?course=basics&lesson=start/first&question=q-one",
    "/report-a-mistake?course=basics&question=q-one",
    "/attempts/999999",
    "/courses/basics/media/quiz.en.gift",
    "/courses/basics/start/quiz.en.gift",
    "/courses/basics/01-start/quiz.en.gift",
    "/static/../courses/basics/final.en.gift",
]


@pytest.fixture
def world(make) -> World:
    return make_world(make)


@pytest.fixture
def secrets() -> set[str]:
    """Every feedback of the questions of the quiz and the final."""
    course = load_library(COURSES).courses["basics"]
    pools = [quiz.pool("en").value for quiz in (course.modules[0].quiz, course.final) if quiz]
    questions = [question for pool in pools for question in pool]
    texts = [text for it in questions for text in (it.feedback, *(choice.feedback for choice in it.choices))]
    return {text.source for text in texts if text}


def test_no_page_of_the_site_holds_a_feedback(app, sign_in, world, secrets):
    visitor = sign_in(world.learner)
    answers = [visitor.client.get(world.address(rule)) for rule in rules_of(app, "GET")]
    answers += [visitor.client.get(path) for path in QUESTIONED]

    assert len(secrets) > 3
    assert [it.request.path for it in answers if any(secret in words_of(it) for secret in secrets)] == []


def test_no_answer_to_a_form_holds_one(app, sign_in, session, world, secrets):
    visitor = sign_in(world.learner)
    attempt = f"/attempts/{world.values['attempt_id']}"
    page = visitor.page(attempt)
    token = {"csrf_token": str(page.find("main input[name=csrf_token]")["value"])}

    answers = [
        visitor.client.post(f"{attempt}/responses/{key}", data={**token, "q-q-one": value})
        for key in ("q-one", "q-many", "q-unknown")
        for value in ("1", "2", "99", "x" * 30_000)
    ]
    answers += [
        visitor.client.post(attempt, data={**token, "act": act, "q-q-one": "99", "q-q-many": "1"})
        for act in ("save", "hand_in", "peek")
    ]
    answers.append(visitor.client.post(attempt, data={"q-q-one": "1"}))

    assert [it.status for it in answers if any(secret in it.text for secret in secrets)] == []
    assert session.get(Attempt, world.values["attempt_id"]).submitted_at is None


def test_a_result_asked_for_early_leads_back_to_the_questions(sign_in, world, secrets):
    page = sign_in(world.learner).page(f"/attempts/{world.values['attempt_id']}/result")

    assert page.address == f"/attempts/{world.values['attempt_id']}"
    assert not [secret for secret in secrets if secret in page.html]


def test_a_fields_edited_score_points_or_time_are_not_heard(sign_in, session, world):
    page = sign_in(world.learner).page(f"/attempts/{world.values['attempt_id']}")
    forged = {"score": "1.0", "points": "9", "deadline_at": "2099-01-01", "submitted_at": "", "user_id": "1"}

    page.send({**page.filled("hand_in"), "q-q-one": "2", **forged}).submit()

    session.expire_all()
    stored = session.get(Attempt, world.values["attempt_id"])
    assert (stored.score, stored.points, stored.deadline_at) == (0.0, 0.0, None)
