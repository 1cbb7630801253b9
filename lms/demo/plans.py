"""How sample learners go about a course: what they do in which order, and between which moments. Pure."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lms.catalog.course import Course, Lesson, Quiz
from lms.demo.worktime import DAY_SECONDS


class Manner(StrEnum):
    """A way of going about a course."""

    NOT_BEGUN = "not-begun"
    STOPPED = "stopped"  # after a lesson or two, long ago
    READING = "reading"  # somewhere in the middle, lately
    STUCK = "stuck"  # failed the first quiz twice or more
    WAITING = "waiting"  # failed the final assessment yesterday
    BLOCKED = "blocked"  # has no attempt at the final assessment left
    STEADY = "steady"  # completes it, a little at a time
    FAST = "fast"  # completes it within days
    LAST_MINUTE = "last-minute"  # completes it just before the end
    FAILED_ONCE = "failed-once"  # half-way, the first quiz failed and then passed
    SITTING = "sitting"  # half-way, with an attempt open


class Wanted(StrEnum):
    """How an attempt is to end."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    OPEN = "open"


SHARES = {
    Manner.NOT_BEGUN: 18,
    Manner.STOPPED: 25,
    Manner.READING: 13,
    Manner.STUCK: 8,
    Manner.WAITING: 3,
    Manner.BLOCKED: 3,
    Manner.STEADY: 15,
    Manner.FAST: 6,
    Manner.LAST_MINUTE: 9,
}
FINISHERS = frozenset({Manner.STEADY, Manner.FAST, Manner.LAST_MINUTE})
_ENOUGH_TO_BLOCK = 3  # attempts, where the rules set no number
_FIRST_PAUSE = 12.0  # of a last-minute learner, in pauses of others


@dataclass(frozen=True, slots=True)
class Act:
    """A lesson to complete, or an attempt at a quiz."""

    lesson: Lesson | None = None
    quiz: Quiz | None = None
    wanted: Wanted = Wanted.PASS


@dataclass(frozen=True, slots=True)
class Window:
    """Positions in working time between which somebody may act."""

    opens: int
    closes: int  # when the cohort ends
    last: int  # nothing happens from here on: today, or when she left


def draw_manner(rng: random.Random) -> Manner:
    """Draw how somebody goes about her course."""
    return rng.choices(list(SHARES), weights=list(SHARES.values()))[0]


def plan(manner: Manner, course: Course, rng: random.Random) -> list[Act]:
    """Give what somebody does on a course, in order."""
    steps = _steps(course)
    first_quiz = next((place for place, step in enumerate(steps, start=1) if step.quiz), len(steps))
    if manner is Manner.NOT_BEGUN:
        return []
    if manner is Manner.STOPPED:
        return [step for step in steps if step.lesson][: rng.randint(1, 2)]
    if manner is Manner.READING:
        return _with_retries(steps[: rng.randint(2, max(2, len(steps) - 1))], rng)
    if manner in (Manner.STUCK, Manner.SITTING, Manner.FAILED_ONCE):
        acts = _ended(steps[:first_quiz], _tries(manner, course, rng), rng)
        further = max(first_quiz + 1, len(steps) * 2 // 3) if manner is Manner.FAILED_ONCE else first_quiz
        return acts + steps[first_quiz:further]
    if manner in (Manner.WAITING, Manner.BLOCKED):
        return _ended(steps, _tries(manner, course, rng), rng)
    return _with_retries(steps, rng)


def span(manner: Manner, window: Window, rng: random.Random) -> tuple[int, int]:
    """Give the positions between which somebody works on a course."""
    begin = min(window.opens + rng.randrange(1800, 3 * DAY_SECONDS), window.last - 1)
    end = _END[manner](begin, window, rng) if manner in _END else begin
    return begin, max(begin + 1, min(end, window.last - 1))


def pauses(manner: Manner, count: int, rng: random.Random) -> list[float]:
    """Give the pauses before each act as shares of all the time that is left over, 0 to 1."""
    if count == 0:
        return []
    drawn = [rng.expovariate(1.0) + 0.1 for _act in range(count)]
    if manner is Manner.LAST_MINUTE:
        drawn[min(1, count - 1)] += _FIRST_PAUSE * count
    total = sum(drawn)
    return [pause / total for pause in drawn]


def _steps(course: Course) -> list[Act]:
    """Give every lesson and quiz once, in reading order."""
    steps: list[Act] = []
    for module in course.modules:
        steps.extend(Act(lesson=lesson) for lesson in module.lessons)
        if module.quiz:
            steps.append(Act(quiz=module.quiz))
    return [*steps, Act(quiz=course.final)] if course.final else steps


def _with_retries(steps: list[Act], rng: random.Random) -> list[Act]:
    """Let each quiz be failed now and then before it is passed, as far as its rules give attempts."""
    acts: list[Act] = []
    for step in steps:
        if step.quiz:
            limit = step.quiz.rules.attempts
            failed = rng.choices((0, 1, 2), weights=(72, 21, 7))[0]
            failed = failed if limit is None else min(failed, limit - 1)
            acts.extend(Act(quiz=step.quiz, wanted=Wanted.FAIL) for _attempt in range(failed))
        acts.append(step)
    return acts


def _ended(steps: list[Act], tries: list[Wanted], rng: random.Random) -> list[Act]:
    """Let the last step, if it is a quiz, be taken so; those before it are passed sooner or later."""
    if not steps or not steps[-1].quiz:
        return _with_retries(steps, rng)
    last = steps[-1].quiz
    return [*_with_retries(steps[:-1], rng), *(Act(quiz=last, wanted=wanted) for wanted in tries)]


def _tries(manner: Manner, course: Course, rng: random.Random) -> list[Wanted]:
    """Give how the attempts at the last quiz that somebody takes end."""
    limit = course.final.rules.attempts if course.final else None
    tries = {
        Manner.STUCK: [Wanted.FAIL] * rng.randint(2, 3),
        Manner.SITTING: [Wanted.OPEN],
        Manner.FAILED_ONCE: [Wanted.FAIL, Wanted.PASS],
        Manner.WAITING: [Wanted.FAIL],
        Manner.BLOCKED: [Wanted.FAIL] * (limit or _ENOUGH_TO_BLOCK),
    }
    return tries[manner]


def _days(rng: random.Random, low: float, high: float) -> int:
    return int(rng.uniform(low, high) * DAY_SECONDS)


_END: dict[Manner, Callable[[int, Window, random.Random], int]] = {
    Manner.STOPPED: lambda begin, _window, rng: begin + _days(rng, 0.5, 2),
    Manner.READING: lambda _begin, window, rng: window.last - _days(rng, 0, 4),
    Manner.STUCK: lambda _begin, window, rng: window.last - _days(rng, 1, 12),
    Manner.WAITING: lambda _begin, window, rng: window.last - _days(rng, 0.1, 0.4),
    Manner.BLOCKED: lambda begin, window, rng: begin + int((window.closes - begin) * rng.uniform(0.5, 0.95)),
    Manner.STEADY: lambda begin, window, rng: begin + int((window.closes - begin) * rng.uniform(0.35, 0.95)),
    Manner.FAST: lambda begin, _window, rng: begin + _days(rng, 2, 5),
    Manner.LAST_MINUTE: lambda _begin, window, rng: window.closes - _days(rng, 0, 0.5),
    Manner.FAILED_ONCE: lambda _begin, window, rng: window.last - _days(rng, 0.2, 0.9),
    Manner.SITTING: lambda _begin, window, rng: window.last - _days(rng, 0.1, 0.3),
}
