"""What to do next, and what fits into the time at hand."""

import pytest

from lms.catalog.loader import load_library
from lms.learning.steps import count_parts, fitting, next_step, open_steps
from lms.progress.completion import Done, Pass
from lms.progress.service import NOTHING, Progress
from tests.factories import COURSES

PASS = Pass(1, 1.0, 0.8)


@pytest.fixture(scope="module")
def course():
    return load_library(COURSES).courses["basics"]


def standing(*lessons: str, passes: tuple[str, ...] = (), last: str | None = None, heading: str = "") -> Progress:
    positions = {last: heading} if last else {}
    return Progress(Done(set(lessons), dict.fromkeys(passes, PASS), {}), positions, last, None)


class TestNextStep:
    def test_at_the_beginning_it_is_the_first_lesson(self, course):
        assert next_step(course, NOTHING, "en").key == "start/first"

    def test_it_is_the_lesson_and_the_heading_where_she_stopped(self, course):
        step = next_step(course, standing("start/first", last="next/third", heading="step"), "en")

        assert (step.key, step.heading) == ("next/third", "step")

    def test_after_a_modules_lessons_it_is_the_quiz(self, course):
        assert next_step(course, standing("start/first", "start/second"), "en").key == "basics/start/quiz"

    def test_after_the_modules_it_is_the_final_assessment(self, course):
        done = standing("start/first", "start/second", "next/third", passes=("basics/start/quiz",))

        assert next_step(course, done, "en").key == "basics/final"

    def test_when_all_is_done_there_is_none(self, course):
        passes = ("basics/start/quiz", "basics/final")

        assert next_step(course, standing("start/first", "start/second", "next/third", passes=passes), "en") is None


class TestFitting:
    def test_it_takes_the_next_steps_as_far_as_the_time_goes(self, course):
        steps = list(open_steps(course, NOTHING, "en"))
        first, second = steps[0].minutes, steps[1].minutes

        assert [it.key for it in fitting(steps, first + second)] == ["start/first", "start/second"]

    def test_where_the_next_does_not_fit_it_offers_shorter_lessons(self, course):
        steps = list(open_steps(course, standing("start/first"), "en"))

        assert [it.key for it in fitting(steps, 3)] == ["next/third"]

    def test_nothing_fits_into_no_time(self, course):
        assert fitting(list(open_steps(course, NOTHING, "en")), 0) == []


class TestCountParts:
    def test_lessons_and_quizzes_are_parts(self, course):
        assert count_parts(course, standing("start/first", passes=("basics/final",)).done) == (2, 5)
