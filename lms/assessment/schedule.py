"""When a quiz may be taken: attempts, waiting times and time limits. All times are UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lms.catalog.course import QuizRules


class Verdict(StrEnum):
    """Whether another attempt may start now and, if not, why."""

    YES = "yes"
    WAIT = "wait"
    NO_ATTEMPT_LEFT = "no_attempt_left"
    ALREADY_PASSED = "already_passed"


@dataclass(frozen=True, slots=True)
class Start:
    """The answer to whether an attempt may start; true when it may."""

    verdict: Verdict
    not_before: datetime | None = None  # set where the verdict is to wait
    attempts_left: int | None = None  # counting the one that may start; None: any number

    def __bool__(self) -> bool:
        return self.verdict is Verdict.YES


def may_start(
    rules: QuizRules,
    *,
    submitted: Sequence[datetime],
    passed: bool,
    extra_attempts: int,
    now: datetime,
    is_final: bool,
) -> Start:
    """Say whether another attempt may start now; that none is open is for the caller to know.

    :param submitted: when each earlier attempt was handed in, in any order
    :param passed: whether one of them passed, which ends a final assessment; a module's quiz may be taken again
    :param extra_attempts: granted to this person beyond the rules' number
    """
    if passed and is_final:
        return Start(Verdict.ALREADY_PASSED)
    left = None if rules.attempts is None else max(rules.attempts + extra_attempts - len(submitted), 0)
    if left == 0:
        return Start(Verdict.NO_ATTEMPT_LEFT, attempts_left=0)
    not_before = max(submitted) + rules.wait if submitted else now
    if now < not_before:
        return Start(Verdict.WAIT, not_before, left)
    return Start(Verdict.YES, attempts_left=left)


def deadline(rules: QuizRules, started_at: datetime, extra_minutes: int) -> datetime | None:
    """Give the time until which an attempt is open; None without a time limit."""
    if rules.time_limit is None:
        return None
    return started_at + rules.time_limit + timedelta(minutes=extra_minutes)


def is_overdue(deadline: datetime | None, now: datetime) -> bool:
    """Tell whether an attempt's time is over; at the deadline itself it still counts."""
    return deadline is not None and now > deadline
