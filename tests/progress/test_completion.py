"""The one rule that says what is completed."""

from dataclasses import replace

import pytest

from lms.catalog.loader import load_library
from lms.progress.completion import Done, Pass, count_parts, is_course_completed, is_module_completed, rested_on
from tests.factories import COURSES

LESSONS = {"start/first", "start/second", "next/third"}
QUIZ, FINAL = "basics/start/quiz", "basics/final"
PASSES = {QUIZ: Pass(1, 0.9, 0.8), FINAL: Pass(2, 1.0, 0.8)}


@pytest.fixture(scope="module")
def course():
    return load_library(COURSES).courses["basics"]


class TestIsModuleCompleted:
    def test_its_lessons_and_its_quiz_complete_a_module(self, course):
        done = Done({"start/first", "start/second"}, {QUIZ: PASSES[QUIZ]}, {})

        assert is_module_completed(course, course.modules[0], done)

    @pytest.mark.parametrize(
        ("lessons", "passes"),
        [({"start/first"}, PASSES), (LESSONS, {FINAL: PASSES[FINAL]}), (set(), {})],
        ids=["a lesson is open", "the quiz is open", "nothing is done"],
    )
    def test_a_part_that_is_open_keeps_it_open(self, course, lessons, passes):
        assert not is_module_completed(course, course.modules[0], Done(lessons, passes, {}))

    def test_a_module_without_a_quiz_asks_for_none(self, course):
        assert is_module_completed(course, course.modules[1], Done({"next/third"}, {}, {}))

    def test_what_is_added_to_a_completed_module_reopens_nothing(self, course):
        assert is_module_completed(course, course.modules[0], Done(set(), {}, {"start": "0.9"}))

    def test_a_version_that_requires_it_again_reopens_it(self, course):
        again = replace(course, requires_again=True)

        assert not is_module_completed(again, again.modules[0], Done(set(), {}, {"start": "0.9"}))
        assert is_module_completed(again, again.modules[0], Done(set(), {}, {"start": again.version}))


class TestIsCourseCompleted:
    def test_modules_and_final_complete_a_course(self, course):
        assert is_course_completed(course, Done(LESSONS, PASSES, {}))

    def test_without_the_final_it_is_not_completed(self, course):
        assert not is_course_completed(course, Done(LESSONS, {QUIZ: PASSES[QUIZ]}, {}))

    def test_the_final_alone_does_not_complete_it(self, course):
        assert not is_course_completed(course, Done(set(), {FINAL: PASSES[FINAL]}, {}))


class TestCountParts:
    def test_of_a_module_completed_in_an_earlier_version_all_are_done(self, course):
        assert count_parts(course, Done({"start/first"}, {}, {"start": "0.9"})) == (3, 5)

    def test_lessons_and_quizzes_are_parts(self, course):
        assert count_parts(course, Done({"start/first"}, {FINAL: PASSES[FINAL]}, {})) == (2, 5)


class TestRestedOn:
    def test_it_names_version_lessons_and_the_attempts_that_passed(self, course):
        record = rested_on(course, Done(LESSONS | {"start/of-an-older-version"}, PASSES, {}))

        assert record["version"] == "1.0"
        assert record["lessons"] == ["start/first", "start/second", "next/third"]
        assert record["quizzes"][FINAL] == {"attempt": 2, "score": 1.0, "pass_mark": 0.8}
