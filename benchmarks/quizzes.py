"""The row of handing in a quiz of ten questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from benchmarks import people
from benchmarks.figures import Comparison, Sample, slowest_seconds
from benchmarks.rounds import Lane, Step, in_turn, repeat, take
from benchmarks.stage import Stage
from benchmarks.table import Line, compare, limit
from benchmarks.visitor import Visitor
from lms.cohorts import service as cohorts

AT_ONCE = 8
SITTERS = 24
MOST = 1.5
MOST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sitter:
    """A learner who sits the quiz again and again."""

    visitor: Visitor
    enrolment_id: int


def measure_handing_in(stage: Stage) -> list[Line]:
    """Measure the POST that hands in ten answers: by one learner after the other, then by eight at once."""
    sitters = _seat(stage)
    strangers = [stage.stranger() for _ in range(AT_ONCE)]
    one = _compare(stage, sitters, strangers[:1])
    many = _compare(stage, sitters, strangers)
    slowest = slowest_seconds(many.ours)
    return [
        compare("handing in a quiz of 10 questions", one, most=MOST),
        compare(f"the same, {AT_ONCE} at once", many, most=MOST),
        limit(f"the slowest of those, {AT_ONCE} at once", slowest, most=MOST_SECONDS, unit=" s", digits=2),
    ]


def _seat(stage: Stage) -> list[Sitter]:
    """Add learners with a place on a course, signed in."""
    emails = [f"sitter{number}@bench.test" for number in range(1, SITTERS + 1)]

    def write(session: Session) -> list[int]:
        return [people.add_place(session, people.add_person(session, it), stage.courses[0]).id for it in emails]

    places = stage.save(write)
    return [Sitter(stage.visitor(email), place) for email, place in zip(emails, places, strict=True)]


def _compare(stage: Stage, sitters: Sequence[Sitter], strangers: Sequence[Visitor]) -> Comparison:
    """Compare with so many at once as there are strangers."""
    fields: dict[str, str] = {}

    def ours() -> Sample:
        steps = _open(stage, sitters, fields)
        lanes = [steps[number :: len(strangers)] for number in range(len(strangers))]
        return take(stage.ours, lanes)

    def yardstick() -> Sample:
        return repeat(stage.yardstick, strangers, lambda it: it.post("/quiz", fields), len(sitters))

    return in_turn(ours, yardstick, stage.effort.rounds)


def _open(stage: Stage, sitters: Sequence[Sitter], sample: dict[str, str]) -> Lane:
    """Open an attempt for each sitter, and give the steps that hand them in; `sample` is told what one sends."""
    course = stage.courses[0]

    def write(session: Session) -> list[tuple[int, list[str]]]:
        places = [cohorts.get_enrolment(session, sitter.enrolment_id) for sitter in sitters]
        attempts = [people.add_attempt(session, place, course) for place in places]
        return [(it.id, [response.question_key for response in it.responses]) for it in attempts]

    steps = []
    for sitter, (attempt_id, keys) in zip(sitters, stage.save(write), strict=True):
        answers = {f"q-{key}": "1" for key in keys}
        sample.clear()
        sample.update(answers)
        steps.append((sitter.visitor, _hand_in(sitter, attempt_id, answers)))
    return steps


def _hand_in(sitter: Sitter, attempt_id: int, answers: dict[str, str]) -> Step:
    path = f"/attempts/{attempt_id}"
    fields = {**sitter.visitor.form(path), **answers, "act": "hand_in"}
    return lambda it: it.post(path, fields)
