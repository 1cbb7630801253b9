"""When an attempt may start and when its time is over."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lms.assessment.schedule import Start, Verdict, deadline, is_overdue, may_start
from lms.catalog.course import QuizRules, Review

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def rules(**changed: Any) -> QuizRules:
    """Give the rules of a final assessment: three attempts, one day apart."""
    usual: dict[str, Any] = {
        "pass_mark": 0.8,
        "attempts": 3,
        "wait": DAY,
        "questions": 20,
        "blueprint": None,
        "time_limit": None,
        "shuffle": True,
        "review": Review.OUTCOMES,
    }
    return QuizRules(**usual | changed)


def ask(quiz_rules: QuizRules, **changed: Any) -> Start:
    usual: dict[str, Any] = {"submitted": [], "passed": False, "extra_attempts": 0, "now": NOW, "is_final": True}
    return may_start(quiz_rules, **usual | changed)


class TestMayStart:
    @pytest.mark.parametrize(
        ("changed", "start"),
        [
            pytest.param({}, Start(Verdict.YES, attempts_left=3), id="the first"),
            pytest.param({"submitted": [NOW - DAY]}, Start(Verdict.YES, attempts_left=2), id="after the wait"),
            pytest.param(
                {"submitted": [NOW - DAY / 2, NOW - 3 * DAY]},
                Start(Verdict.WAIT, NOW + DAY / 2, 1),
                id="within the wait from the latest",
            ),
            pytest.param({"submitted": [NOW]}, Start(Verdict.WAIT, NOW + DAY, 2), id="at once"),
            pytest.param(
                {"submitted": [NOW - DAY] * 3}, Start(Verdict.NO_ATTEMPT_LEFT, attempts_left=0), id="none left"
            ),
            pytest.param(
                {"submitted": [NOW - DAY] * 5}, Start(Verdict.NO_ATTEMPT_LEFT, attempts_left=0), id="too many"
            ),
            pytest.param(
                {"submitted": [NOW - DAY] * 3, "extra_attempts": 1}, Start(Verdict.YES, attempts_left=1), id="extension"
            ),
            pytest.param(
                {"submitted": [NOW] * 3, "extra_attempts": 1},
                Start(Verdict.WAIT, NOW + DAY, 1),
                id="extension waits too",
            ),
            pytest.param({"submitted": [NOW - DAY], "passed": True}, Start(Verdict.ALREADY_PASSED), id="passed"),
        ],
    )
    def test_final_assessment_has_three_attempts_one_day_apart(self, changed: dict[str, Any], start: Start) -> None:
        assert ask(rules(), **changed) == start

    @pytest.mark.parametrize("passed", [True, False])
    def test_module_quiz_may_be_taken_any_number_of_times(self, passed: bool) -> None:
        quiz = rules(attempts=None, wait=timedelta(0))

        start = ask(quiz, submitted=[NOW] * 50, passed=passed, is_final=False)

        assert start == Start(Verdict.YES)

    def test_only_yes_is_true(self) -> None:
        assert [verdict for verdict in Verdict if Start(verdict)] == [Verdict.YES]


class TestDeadline:
    def test_without_a_time_limit_there_is_none(self) -> None:
        assert deadline(rules(), NOW, extra_minutes=30) is None

    def test_extension_adds_its_minutes(self) -> None:
        limited = rules(time_limit=timedelta(minutes=40))

        assert deadline(limited, NOW, extra_minutes=20) == NOW + timedelta(hours=1)

    @pytest.mark.parametrize(
        ("late_by", "overdue"), [(-1, False), (0, False), (1, True)], ids=["before", "at the deadline", "after"]
    )
    def test_attempt_is_overdue_after_its_deadline(self, late_by: int, overdue: bool) -> None:
        assert is_overdue(NOW, NOW + timedelta(seconds=late_by)) is overdue

    def test_attempt_without_a_deadline_is_never_overdue(self) -> None:
        assert not is_overdue(None, NOW)
