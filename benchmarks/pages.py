"""The rows of pages that a learner opens: a lesson, a course, her home; and signing in."""

import time

from benchmarks import people
from benchmarks.figures import Sample, cpu_ms, per_second
from benchmarks.rounds import in_turn, repeat
from benchmarks.stage import Stage
from benchmarks.table import Line, compare
from benchmarks.visitor import Visitor
from lms.accounts.passwords import hash_password, verify_password

AT_ONCE = (1, 8)
LESSON = "/courses/course-1/module-2/lesson-3"
COURSE = "/courses/course-1"
MOST = 1.5
MOST_MS = 10.0


def measure_lesson(stage: Stage) -> list[Line]:
    """Measure a lesson, signed in, by one reader and by eight at once."""
    return [_measure(stage, f"a lesson, signed in, {number} at once", LESSON, number=number) for number in AT_ONCE]


def measure_course(stage: Stage) -> list[Line]:
    """Measure a course's page in the same way."""
    return [
        _measure(stage, f"a course's page, signed in, {number} at once", COURSE, number=number) for number in AT_ONCE
    ]


def measure_home(stage: Stage) -> list[Line]:
    """Measure the home of a learner who is on some courses."""
    return [_measure(stage, f"a learner's home, on {people.READERS_COURSES} courses", "/", yardstick="/home")]


def measure_signing_in(stage: Stage) -> list[Line]:
    """Measure signing in against checking one password."""
    visitor, count = Visitor(stage.ours.port), max(4, stage.effort.requests // 4)
    fields = {**visitor.form("/login"), "email": people.READER, "password": people.PASSWORD}
    signed_out = dict(visitor.cookies)

    def step(it: Visitor) -> None:
        it.cookies = dict(signed_out)
        it.post("/login", fields)

    comparison = in_turn(
        lambda: repeat(stage.ours, [visitor], step, count), lambda: _verify(count), stage.effort.rounds
    )
    line = Line(
        what="signing in",
        measured=f"{cpu_ms(comparison.ours):.1f} ms, {per_second(comparison.ours):.0f}/s",
        yardstick=f"{cpu_ms(comparison.yardstick):.1f} ms",
        ratio=f"+{comparison.difference_ms:.1f} ms",
        budget=f"≤ +{MOST_MS:g} ms",
        met=comparison.difference_ms <= MOST_MS,
    )
    return [line]


def _measure(stage: Stage, what: str, path: str, *, yardstick: str = "/page", number: int = 1) -> Line:
    readers = [stage.visitor() for _ in range(number)]
    strangers = [stage.stranger() for _ in range(number)]
    requests = stage.effort.requests
    comparison = in_turn(
        lambda: repeat(stage.ours, readers, lambda it: it.get(path), requests),
        lambda: repeat(stage.yardstick, strangers, lambda it: it.get(yardstick), requests),
        stage.effort.rounds,
    )
    return compare(what, comparison, most=MOST)


def _verify(count: int) -> Sample:
    """Check one password so often, with the parameters in use."""
    stored = hash_password(people.PASSWORD)
    cpu, began = time.process_time(), time.perf_counter()
    for _ in range(count):
        verify_password(stored, people.PASSWORD)
    return Sample(count, time.process_time() - cpu, time.perf_counter() - began)
