"""Before the hand-in nothing that is sent says which answers are right, or why."""

import pytest
from sqlalchemy import select

from lms import config
from lms.assessment.models import Attempt

SCRIPT = config.ROOT / "lms" / "static" / "quiz.js"
FORBIDDEN = ("weight", "feedback", "correct", "Right answer", "1.0", "0.5", "-1.0", "%50%", "%-100%")


def secrets_of(attempt: Attempt) -> set[str]:
    """Give every text that only a review may show."""
    found = set()
    for response in attempt.responses:
        question = response.asked.question
        texts = [question.feedback, *(choice.feedback for choice in question.choices)]
        found |= {text.source for text in texts if text}
    assert found
    return found


@pytest.mark.parametrize("address", ["/courses/basics/start/quiz", "/courses/basics/final"])
def test_no_page_of_an_open_attempt_gives_anything_away(sign_in, session, learner, address):
    visitor = sign_in(learner)
    pages = [visitor.page(address), visitor.page(address).submit("Start")]
    session.rollback()
    attempt = session.scalars(select(Attempt)).one()

    pages += [pages[1].submit("save"), pages[1].submit("hand_in"), visitor.page(address)]

    for answer in [*(page.html for page in pages), SCRIPT.read_text()]:
        assert not [word for word in (*secrets_of(attempt), *FORBIDDEN) if word in answer]


def test_choices_do_not_stand_in_the_order_of_the_file(make, start, final):
    orders = {
        response.asked.order
        for number in range(8)
        for response in start(make.enrolment(), final, seed=number).responses
    }

    assert orders == {("1", "2"), ("2", "1")}
