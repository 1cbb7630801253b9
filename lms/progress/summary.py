"""Where a learner stands on a course, in a few figures. Pure: it knows plain values only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.assessment.results import Result
from lms.catalog.course import Course
from lms.progress.completion import Done, count_parts

ATTEMPTS_UNTIL_STUCK = 2


@dataclass(frozen=True, slots=True)
class Summary:
    """What a table of many learners says of one."""

    parts_done: int  # lessons completed and quizzes passed
    best_score: float | None = None  # fraction, 0 to 1, of the final assessment
    last_act_at: datetime | None = None  # a lesson completed, a response saved, an attempt handed in
    stuck_quiz_key: str = ""
    stuck_since: datetime | None = None


def summarise(course: Course, done: Done, results: Sequence[Result], other_acts: Iterable[datetime] = ()) -> Summary:
    """Sum up where a learner stands.

    :param results: of her attempts at the course's quizzes, in the order in which they were handed in
    :param other_acts: when she completed lessons and saved responses
    """
    stuck_quiz_key, stuck_since = find_stuck(course, results)
    final_key = course.final.key if course.final else ""
    return Summary(
        parts_done=count_parts(course, done)[0],
        best_score=max((result.score for result in results if result.quiz_key == final_key), default=None),
        last_act_at=max([*other_acts, *(result.submitted_at for result in results)], default=None),
        stuck_quiz_key=stuck_quiz_key,
        stuck_since=stuck_since,
    )


def find_stuck(course: Course, results: Iterable[Result]) -> tuple[str, datetime | None]:
    """Give the first quiz, in the course's order, that was handed in twice or more and never passed, and since when:
    the moment in which the second attempt was handed in. ("", None) if there is none.
    """
    tried: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        tried[result.quiz_key].append(result)
    for quiz in course.quizzes:
        attempts = tried.get(quiz.key, [])
        if len(attempts) >= ATTEMPTS_UNTIL_STUCK and not any(it.has_passed for it in attempts):
            return quiz.key, attempts[ATTEMPTS_UNTIL_STUCK - 1].submitted_at
    return "", None
