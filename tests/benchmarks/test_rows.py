"""A row is measured whole, with as little as possible: no figure is asked for, for a test must not be timed."""

import pytest

from benchmarks.pages import measure_home
from benchmarks.quizzes import measure_handing_in
from benchmarks.stage import Effort, Stage


@pytest.fixture
def stage():
    with Stage(Effort(rounds=1, requests=2)) as stage:
        yield stage


def test_the_home_page_is_measured_and_both_servers_are_gone_afterwards(process_is_gone):
    with Stage(Effort(rounds=1, requests=2)) as stage:
        [line] = measure_home(stage)
        pids = [*stage.ours.pids, *stage.yardstick.pids]

    assert line.what.startswith("a learner's home")
    assert all(cell for cell in line.cells)
    assert len(pids) == 4
    assert all(process_is_gone(pid) for pid in pids)


def test_quizzes_are_really_handed_in(stage):
    from sqlalchemy import func, select

    from lms.assessment.models import Attempt

    measure_handing_in(stage)

    score = stage.read(lambda session: session.scalar(select(func.min(Attempt.score))))
    open_attempts = select(func.count(Attempt.id)).where(Attempt.submitted_at.is_(None))
    assert score == 1.0
    assert stage.read(lambda session: session.scalar(open_attempts)) == 0
