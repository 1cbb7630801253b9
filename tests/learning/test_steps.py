"""What to do next, and what fits into the time at hand."""

from dataclasses import replace

import pytest

from lms.catalog.loader import load_library
from lms.learning.steps import fitting, next_step, open_steps
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

    def test_it_is_what_comes_after_the_lesson_completed_last(self, course):
        progress = standing("start/second", last="start/second")

        assert next_step(course, progress, "en").key == "basics/start/quiz"

    def test_what_was_left_out_comes_before_the_final_assessment(self, course):
        progress = standing("start/second", "next/third", passes=("basics/start/quiz",), last="next/third")

        assert next_step(course, progress, "en").key == "start/first"

    def test_a_place_in_a_lesson_that_is_gone_means_nothing(self, course):
        assert next_step(course, standing(last="start/removed"), "en").key == "start/first"

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


class TestOpenSteps:
    def test_what_was_added_to_a_completed_module_is_not_open(self, course):
        progress = Progress(Done({"start/first"}, {}, {"start": "0.9"}), {}, None, None)

        assert [step.key for step in open_steps(course, progress, "en")] == ["next/third", "basics/final"]

    def test_it_is_open_where_the_version_asks_again(self, course):
        progress = Progress(Done({"start/first"}, {}, {"start": "0.9"}), {}, None, None)
        again = replace(course, requires_again=True)

        assert [step.key for step in open_steps(again, progress, "en")][:2] == ["start/second", "basics/start/quiz"]
