"""The sweep that records attempts whose time is over."""

from datetime import timedelta

import pytest

from lms.assessment.tasks import record_overdue
from tests.assessment.conftest import NOW, rows


@pytest.fixture
def sweep(app, clock):
    clock.now = NOW

    def _sweep() -> None:
        with app.app_context():
            record_overdue()

    return _sweep


class TestRecordOverdue:
    def test_an_overdue_attempt_is_recorded_as_of_its_deadline(self, make, session, sweep):
        attempt = make.attempt(deadline_at=NOW - timedelta(minutes=3))
        attempt.responses[0].given = "1"
        session.commit()

        sweep()
        sweep()

        stored = rows(session, attempt.id)
        assert (stored.submitted_at, stored.points) == (NOW - timedelta(minutes=3), 1.0)

    def test_an_attempt_with_time_left_stays_open(self, make, session, sweep):
        attempts = [make.attempt(deadline_at=NOW), make.attempt()]

        sweep()

        assert [rows(session, attempt.id).submitted_at for attempt in attempts] == [None, None]

    def test_one_of_a_course_that_cannot_be_served_waits(self, make, session, sweep):
        enrolment = make.enrolment(course_key="gone")
        attempt = make.attempt(enrolment=enrolment, deadline_at=NOW - timedelta(minutes=3))

        sweep()

        assert rows(session, attempt.id).submitted_at is None
