"""The page before a quiz: its rules in words, her attempts, and the start."""

import pytest
from sqlalchemy import func, select

from lms.assessment.models import Attempt
from lms.cohorts.models import Enrolment
from tests.assessment.conftest import NOW, RIGHT, only_attempt, rows

RULES = ("4 questions.", "you need 80%", "no time limit", "as often as you like", "what is right, and why")
FINAL_RULES = ("4 questions.", "3 attempts", "you wait 1 day", "what to read again")
NO_QUIZ = ("/courses/basics/next/quiz", "/courses/nothing/final", "/courses/basics/x/quiz")
QUIZ = "/courses/basics/start/quiz"
FINAL = "/courses/basics/final"


def count(session, table) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


class TestQuiz:
    def test_it_says_the_rules_in_words(self, sign_in, learner):
        text = sign_in(learner).page(QUIZ).text

        for sentence in RULES:
            assert sentence in text

    def test_the_final_says_its_own_rules(self, sign_in, learner):
        text = sign_in(learner).page(FINAL).text

        for sentence in FINAL_RULES:
            assert sentence in text

    def test_starting_takes_the_course_and_opens_the_questions(self, sign_in, session, learner):
        page = sign_in(learner).page(QUIZ).submit("Start")

        assert page.address.startswith("/attempts/")
        assert len(page.find_all("section.question")) == 4
        assert count(session, Enrolment) == 1

    def test_a_double_click_starts_one_attempt(self, sign_in, session, learner):
        page = sign_in(learner).page(QUIZ)

        first, second = page.submit("Start"), page.submit("Start")

        assert first.address == second.address
        assert count(session, Attempt) == 1

    def test_an_old_start_button_starts_no_second_attempt_after_the_hand_in(self, sign_in, session, learner, submit):
        page = sign_in(learner).page(QUIZ)
        page.submit("Start")
        submit(only_attempt(session).id)

        after = page.submit("Start")

        assert after.address == QUIZ
        assert count(session, Attempt) == 1

    def test_an_open_attempt_is_gone_on_with(self, sign_in, make, learner):
        attempt = make.attempt(enrolment=make.enrolment(user=learner))

        page = sign_in(learner).page(QUIZ).follow("Go on")

        assert page.address == f"/attempts/{attempt.id}"

    def test_attempts_are_listed_with_their_scores(self, sign_in, make, submit, learner, clock):
        attempt = make.attempt(enrolment=make.enrolment(user=learner))
        submit(attempt.id, RIGHT)

        page = sign_in(learner).page(QUIZ)

        assert "Attempt 1" in page.find("table").get_text()
        assert "100%" in page.find("table").get_text()
        assert page.find("button.button-quiet").get_text() == "Take it again"

    def test_after_a_final_not_passed_it_says_from_when_the_next_is_possible(
        self, sign_in, session, submit, learner, clock
    ):
        visitor = sign_in(learner)
        visitor.page(FINAL).submit("Start")
        submit(only_attempt(session).id)

        page = visitor.page(FINAL)

        assert "possible from 25 November 2026" in page.text
        assert "2 attempts left" in page.text
        assert not page.find_all("main form")

    def test_a_form_kept_from_before_the_wait_is_refused_in_words(self, sign_in, session, submit, learner, clock):
        visitor = sign_in(learner)
        page = visitor.page(FINAL)
        fresh = visitor.page(FINAL).filled()
        page.submit("Start")
        submit(only_attempt(session).id)

        answer = page.send(fresh, status=409)

        assert "waiting time" in answer.text
        assert count(session, Attempt) == 1

    def test_somebody_without_an_account_signs_in_first(self, visitor):
        assert visitor.page(QUIZ).address == "/login"

    @pytest.mark.parametrize("address", NO_QUIZ)
    def test_where_there_is_no_quiz_nothing_is_found(self, sign_in, learner, address):
        sign_in(learner).page(address, status=404)

    def test_a_reader_of_another_language_is_told_which_the_questions_are_in(self, sign_in, make):
        page = sign_in(make.learner(language="ru")).page(QUIZ)

        assert "English" in page.text


class TestTimedQuiz:
    @pytest.fixture
    def settings(self, timed_courses):
        return {"courses_dir": timed_courses, "base_url": "http://localhost", "registration": "open"}

    @pytest.fixture
    def page(self, sign_in, learner, clock):
        return sign_in(learner).page(QUIZ).submit("Start")

    def test_it_says_how_long_and_until_when(self, sign_in, learner, page):
        assert "From the start you have 10 minutes" in sign_in(learner).page(QUIZ).text
        assert "Left: 10 minutes" in page.text
        assert page.find("[data-warning]").has_attr("hidden")

    def test_it_warns_when_little_time_is_left(self, page, clock):
        clock.advance(minutes=6)

        later = page.submit("save", **{"q-q-one": "1"})

        assert not later.find("[data-warning]").has_attr("hidden")
        assert "Left: 4 minutes" in later.text

    def test_what_was_saved_counts_and_what_came_late_does_not(self, page, session, clock):
        saved = page.submit("save", **{"q-q-one": "1"})
        clock.advance(minutes=11)

        result = saved.submit("hand_in", **{"q-q-many": ["1", "2"]})

        assert "time was over" in result.flashes
        attempt = only_attempt(session)
        assert attempt.submitted_at == attempt.deadline_at
        assert attempt.points == 1.0

    def test_looking_shows_it_as_handed_in_and_records_nothing(self, sign_in, page, session, learner, clock):
        attempt = only_attempt(session)
        clock.advance(minutes=11)

        result = sign_in(learner).page(f"/attempts/{attempt.id}")

        assert "when the time ended" in result.text
        assert "Attempt 1" in sign_in(learner).page(QUIZ).text
        assert rows(session, attempt.id).submitted_at is None


class TestPractitionersQuiz:
    @pytest.fixture
    def settings(self, timed_courses):
        file = timed_courses / "basics" / "course.yaml"
        file.write_text(file.read_text().replace("access: public", "access: practitioners"))
        return {"courses_dir": timed_courses, "base_url": "http://localhost", "registration": "open"}

    def test_it_opens_to_somebody_with_a_place_and_to_nobody_else(self, sign_in, make, learner, outsider):
        make.enrolment(user=learner)

        assert sign_in(learner).page(QUIZ).title.startswith("Quiz: The start")
        sign_in(outsider).page(QUIZ, status=404)

    def test_a_place_that_was_given_up_opens_nothing(self, sign_in, make, learner):
        make.enrolment(user=learner, withdrawn_at=NOW)

        sign_in(learner).page(QUIZ, status=404)
