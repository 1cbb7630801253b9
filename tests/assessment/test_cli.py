"""flask assessment extend."""

import pytest
from sqlalchemy import select

from lms.assessment.models import Extension


@pytest.fixture
def extend(app):
    def _extend(*options: str):
        return app.test_cli_runner().invoke(args=["assessment", "extend", *options])

    return _extend


GRANT = ("--quiz", "basics/final", "--attempts", "1", "--minutes", "15", "--reason", "power cut")


class TestExtend:
    def test_it_stores_the_extension_with_its_reason(self, make, session, learner, extend):
        make.enrolment(user=learner)

        answer = extend("--learner", "Aigul@Example.org", *GRANT)

        assert answer.output == "Aigul Sadykova, basics/final: 1 more attempts and 15 more minutes in all.\n"
        session.rollback()
        stored = session.scalars(select(Extension)).one()
        assert (stored.extra_attempts, stored.extra_minutes, stored.reason) == (1, 15, "power cut")

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            pytest.param(("--learner", "nobody@example.org", *GRANT), "There is no account", id="no such account"),
            pytest.param(("--learner", "aigul@example.org", *GRANT), "is not on the course", id="not enrolled"),
            pytest.param(
                ("--learner", "aigul@example.org", "--quiz", "basics/none/quiz", "--minutes", "5", "--reason", "r"),
                "There is no quiz",
                id="no such quiz",
            ),
            pytest.param(
                ("--learner", "aigul@example.org", "--quiz", "basics/final", "--reason", "r"),
                "how many",
                id="nothing to give",
            ),
            pytest.param(("--learner", "aigul@example.org", *GRANT[:-1], " "), "Give a reason", id="no reason"),
        ],
    )
    def test_a_mistake_is_named_and_nothing_is_stored(self, session, learner, extend, options, sentence):
        answer = extend(*options)

        assert answer.exit_code != 0
        assert sentence in answer.output
        session.rollback()
        assert session.scalars(select(Extension)).all() == []
