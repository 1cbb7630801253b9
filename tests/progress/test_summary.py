"""The few figures that say where a learner stands."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.results import Result
from lms.catalog.loader import load_library
from lms.progress.completion import Done
from lms.progress.summary import Summary, find_stuck, summarise
from tests.factories import COURSES, START
from tests.progress.learner import FINAL, QUIZ

NOTHING = Done(frozenset(), {}, {})
COURSE = load_library(COURSES).courses["basics"]


def result(quiz_key, score, hour, *, pass_mark=0.8):
    return Result(hour, quiz_key, hour, score, pass_mark, START + timedelta(hours=hour))


class TestSummarise:
    def test_of_nothing_done_there_is_nothing_to_say(self):
        assert summarise(COURSE, NOTHING, []) == Summary(0)

    def test_the_best_score_is_that_of_the_final_assessment(self):
        results = [result(QUIZ, 1.0, 1), result(FINAL, 0.5, 2), result(FINAL, 0.75, 3), result(FINAL, 0.6, 4)]

        assert summarise(COURSE, NOTHING, results).best_score == 0.75

    def test_a_course_without_a_final_assessment_has_no_score(self):
        results = [result(QUIZ, 1.0, 1), result(FINAL, 1.0, 2)]

        assert summarise(replace(COURSE, final=None), NOTHING, results).best_score is None

    def test_a_score_of_nothing_is_a_score(self):
        assert summarise(COURSE, NOTHING, [result(FINAL, 0.0, 1)]).best_score == 0.0

    @pytest.mark.parametrize("others", [[], [START], [START + timedelta(days=9)]], ids=["none", "before", "after"])
    def test_the_last_act_is_the_latest_of_all(self, others):
        summary = summarise(COURSE, NOTHING, [result(QUIZ, 0.1, 5)], others)

        assert summary.last_act_at == max([START + timedelta(hours=5), *others])


class TestFindStuck:
    def test_one_attempt_is_no_sign(self):
        assert find_stuck(COURSE, [result(QUIZ, 0.0, 1)]) == ("", None)

    def test_two_attempts_not_passed_are_since_the_second_was_handed_in(self):
        results = [result(QUIZ, 0.0, 1), result(QUIZ, 0.5, 2), result(QUIZ, 0.7, 3)]

        assert find_stuck(COURSE, results) == (QUIZ, START + timedelta(hours=2))

    @pytest.mark.parametrize("passed_as", range(3))
    def test_a_pass_at_any_time_frees(self, passed_as):
        results = [result(QUIZ, 1.0 if number == passed_as else 0.1, number) for number in range(3)]

        assert find_stuck(COURSE, results) == ("", None)

    def test_attempts_at_two_quizzes_do_not_add_up(self):
        assert find_stuck(COURSE, [result(QUIZ, 0.0, 1), result(FINAL, 0.0, 2)]) == ("", None)

    def test_of_two_the_first_in_the_courses_order_is_named(self):
        results = [result(FINAL, 0.0, 1), result(FINAL, 0.0, 2), result(QUIZ, 0.0, 3), result(QUIZ, 0.0, 4)]

        assert find_stuck(COURSE, results)[0] == QUIZ

    def test_a_quiz_that_the_course_no_longer_has_holds_nobody(self):
        assert find_stuck(COURSE, [result("basics/old/quiz", 0.0, 1), result("basics/old/quiz", 0.0, 2)]) == ("", None)

    def test_the_pass_mark_is_that_of_the_attempt(self):
        results = [result(QUIZ, 0.7, 1, pass_mark=0.7), result(QUIZ, 0.6, 2)]

        assert find_stuck(COURSE, results) == ("", None)

    @given(st.lists(st.tuples(st.sampled_from([QUIZ, FINAL]), st.sampled_from([0.0, 0.79, 0.8, 1.0])), max_size=8))
    def test_it_is_what_its_definition_says(self, tried):
        results = [result(quiz_key, score, hour) for hour, (quiz_key, score) in enumerate(tried)]

        stuck_key, since = find_stuck(COURSE, results)

        holding = {
            key: [it for it in results if it.quiz_key == key]
            for key in (QUIZ, FINAL)
            if sum(it.quiz_key == key for it in results) >= 2
            and not any(it.quiz_key == key and it.score >= 0.8 for it in results)
        }
        assert stuck_key == next(iter(holding), "")
        assert since == (holding[stuck_key][1].submitted_at if stuck_key else None)
