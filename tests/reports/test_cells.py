"""What is shown of a learner on a course."""

from datetime import timedelta

import pytest

from lms.cohorts.models import Shown
from lms.reports.asked import Asked, Order, Show, read_asked
from lms.reports.cells import NOTHING, STOPPED_AFTER, Facts, State, see, shows_scores
from tests.factories import START

NOW = START + timedelta(days=30)
RECENT = NOW - timedelta(days=3)
STUCK = Facts(parts_done=2, best_score=0.55, last_act_at=RECENT, stuck_quiz_key="basics/start/quiz", stuck_since=RECENT)


class TestSee:
    @pytest.mark.parametrize(
        ("facts", "state"),
        [
            (NOTHING, State.NOT_STARTED),
            (Facts(parts_done=0), State.NOT_STARTED),
            (Facts(parts_done=0, last_act_at=RECENT), State.UNDER_WAY),
            (Facts(parts_done=3, last_act_at=RECENT), State.UNDER_WAY),
            (Facts(parts_done=5, last_act_at=RECENT, completed_at=RECENT), State.COMPLETED),
            (Facts(completed_at=RECENT, withdrawn_at=NOW), State.COMPLETED),
            (Facts(parts_done=3, last_act_at=RECENT, withdrawn_at=NOW), State.LEFT),
        ],
        ids=["no place", "place", "a response", "a lesson", "completed", "completed, then left", "left"],
    )
    def test_the_state_is_that_of_what_was_done(self, facts, state):
        assert see(facts, scores=True, now=NOW).state is state

    def test_who_is_stuck_is_stuck_at_a_quiz_since_a_moment(self):
        cell = see(STUCK, scores=True, now=NOW)

        assert (cell.stuck_quiz_key, cell.stuck_since, cell.best_score) == ("basics/start/quiz", RECENT, 0.55)

    def test_where_completion_only_is_shown_no_result_is(self):
        cell = see(STUCK, scores=False, now=NOW)

        assert (cell.stuck_quiz_key, cell.stuck_since, cell.best_score) == ("", None, None)
        assert (cell.parts_done, cell.last_act_at) == (2, RECENT)

    @pytest.mark.parametrize("ended", ["completed_at", "withdrawn_at"])
    def test_who_has_ended_a_course_is_neither_stuck_nor_stopped(self, ended):
        facts = Facts(last_act_at=START, stuck_quiz_key="basics/final", stuck_since=START, **{ended: START})

        cell = see(facts, scores=True, now=NOW)

        assert (cell.stuck_since, cell.stopped_since) == (None, None)

    @pytest.mark.parametrize(
        ("ago", "has_stopped"), [(STOPPED_AFTER, True), (STOPPED_AFTER - timedelta(seconds=1), False)]
    )
    @pytest.mark.parametrize("scores", [True, False])
    def test_fourteen_days_without_an_act_are_a_stop(self, ago, has_stopped, scores):
        cell = see(Facts(parts_done=1, last_act_at=NOW - ago), scores=scores, now=NOW)

        assert cell.stopped_since == (NOW - ago if has_stopped else None)

    def test_who_has_not_started_has_not_stopped(self):
        assert see(Facts(parts_done=0), scores=True, now=NOW).stopped_since is None


class TestShowsScores:
    @pytest.mark.parametrize("shown", list(Shown))
    @pytest.mark.parametrize("promised", [*Shown, None])
    def test_the_stricter_of_cohort_and_promise_holds(self, shown, promised):
        assert shows_scores(shown, promised) is (shown == promised == Shown.SCORES)


class TestReadAsked:
    def test_what_is_none_of_ours_is_as_it_comes(self):
        assert read_asked({"order": "x", "show": "y", "find": " \0 "}, page=1, scores=True) == Asked()

    def test_an_address_asks_for_the_same_again(self):
        asked = Asked(Order.NAME, Show.STOPPED, "айгуль")

        assert read_asked(asked.query(), page=1, scores=True) == asked

    def test_where_scores_are_hidden_nobody_is_told_apart_as_stuck(self):
        assert read_asked({"show": "stuck"}, page=1, scores=False).show is Show.ALL
