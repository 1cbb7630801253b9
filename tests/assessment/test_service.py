"""Starting, saving, handing in, and what was passed."""

import random
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from lms.assessment import service
from lms.assessment.errors import AlreadySubmitted, MayNotStart, TooLate
from lms.assessment.signals import attempt_submitted
from lms.db import writing
from lms.errors import NotFound
from tests.assessment.conftest import NOW, RIGHT, rows, with_rules

TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def enrolment(make):
    return make.enrolment()


@pytest.fixture
def transaction(app):
    """Open a writing transaction in the application."""
    with app.app_context():
        yield writing


class TestStart:
    def test_it_copies_the_rules_and_the_questions(self, start, enrolment, quiz, course):
        attempt = start(enrolment, quiz)

        assert (attempt.pass_mark, attempt.course_version, attempt.language) == (0.8, course.version, "en")
        assert attempt.points_possible == 3  # the essay carries none
        assert {it.asked.question.stem for it in attempt.responses} == {
            question.stem for question in quiz.pool("en").value
        }

    def test_the_open_attempt_is_given_again(self, start, enrolment, quiz):
        first = start(enrolment, quiz)

        assert start(enrolment, quiz, seed=2).id == first.id

    def test_a_language_that_is_not_there_falls_back_and_is_noted(self, transaction, enrolment, course, quiz):
        with transaction() as session:
            rng = random.Random(1)
            attempt = service.start_attempt(
                session, enrolment=enrolment, course=course, quiz=quiz, language="ru", now=NOW, rng=rng
            )

        assert attempt.language == "en"

    def test_questions_not_seen_before_come_first(self, start, submit, enrolment, final):
        final = with_rules(final, wait=timedelta(0))
        first = start(enrolment, final)
        submit(first.id)

        second = start(enrolment, final, seed=2)

        assert second.number == 2
        assert not {it.question_key for it in first.responses} & {it.question_key for it in second.responses}

    def test_there_is_a_wait_after_a_final_not_passed(self, start, submit, enrolment, final):
        submit(start(enrolment, final).id)

        with pytest.raises(MayNotStart, match="waiting time"):
            start(enrolment, final, now=NOW + timedelta(hours=23))
        assert start(enrolment, final, now=NOW + timedelta(hours=24)).number == 2

    def test_there_are_three_attempts_at_a_final_and_one_more_by_extension(
        self, transaction, start, submit, enrolment, final
    ):
        for day in range(3):
            submit(start(enrolment, final, now=NOW + timedelta(days=day)).id, now=NOW + timedelta(days=day))
        with pytest.raises(MayNotStart, match="no attempt left"):
            start(enrolment, final, now=NOW + timedelta(days=9))

        with transaction() as session:
            service.grant_extension(
                session,
                enrolment=enrolment,
                quiz_key=final.key,
                extra_attempts=1,
                extra_minutes=0,
                reason="power cut",
                now=NOW,
            )

        assert start(enrolment, final, now=NOW + timedelta(days=9)).number == 4

    def test_a_final_that_was_passed_is_not_taken_again(self, start, submit, enrolment, final):
        attempt = start(enrolment, final)
        submit(attempt.id, {it.question_key: "1" for it in attempt.responses})

        with pytest.raises(MayNotStart, match="already passed"):
            start(enrolment, final, now=NOW + timedelta(days=9))

    def test_an_overdue_attempt_is_recorded_before_the_next_begins(self, session, start, enrolment, quiz):
        quiz = with_rules(quiz, time_limit=TEN_MINUTES)
        first = start(enrolment, quiz)

        second = start(enrolment, quiz, now=NOW + timedelta(hours=1))

        assert second.number == 2
        assert rows(session, first.id).submitted_at == NOW + TEN_MINUTES

    def test_the_database_allows_one_open_attempt(self, make, enrolment):
        make.attempt(enrolment=enrolment)

        with pytest.raises(IntegrityError):
            make.attempt(enrolment=enrolment, number=2)


class TestSave:
    @pytest.mark.parametrize("key", ["q-match", "f-1", ""])
    def test_a_question_not_drawn_is_not_found_and_nothing_is_saved(self, transaction, session, make, key):
        attempt = make.attempt()

        with pytest.raises(NotFound), transaction() as writer:
            service.save_responses(writer, attempt.id, {"q-one": "1", key: "1"}, now=NOW)

        assert [it.given for it in rows(session, attempt.id).responses] == [None, None]

    def test_at_the_deadline_it_still_counts_and_a_moment_later_it_does_not(self, transaction, make):
        attempt = make.attempt(deadline_at=NOW)

        with transaction() as writer:
            service.save_response(writer, attempt.id, "q-one", "1", NOW)
        with pytest.raises(TooLate), transaction() as writer:
            service.save_response(writer, attempt.id, "q-one", "2", NOW + timedelta(microseconds=1))


class TestSubmit:
    def test_part_credit_counts(self, session, make, submit):
        attempt = make.attempt()

        ended = submit(attempt.id, {"q-one": "1", "q-many": ["1"]})

        assert (ended.points, ended.score) == (1.5, 0.75)
        assert [it.points for it in rows(session, attempt.id).responses] == [1.0, 0.5]

    def test_the_second_time_is_refused_and_changes_nothing(self, transaction, session, make, submit, course):
        attempt = make.attempt()
        submit(attempt.id, RIGHT)

        with pytest.raises(AlreadySubmitted), transaction() as writer:
            service.submit_attempt(writer, attempt.id, course=course, now=NOW + timedelta(hours=1))

        assert (rows(session, attempt.id).submitted_at, rows(session, attempt.id).score) == (NOW, 1.0)

    def test_the_domains_above_are_told_in_the_same_transaction(self, session, make, submit):
        attempt = make.attempt()
        told = []

        def listen(sender, *, session, course, enrolment, now):
            told.append((sender.id, session.in_transaction(), course.key, enrolment.id, now))

        with attempt_submitted.connected_to(listen):
            submit(attempt.id)

        assert told == [(attempt.id, True, "basics", attempt.enrolment_id, NOW)]

    def test_what_those_above_refuse_leaves_the_attempt_open(self, session, make, submit):
        attempt = make.attempt()

        def fail(_sender, **_rest):
            raise NotFound

        with attempt_submitted.connected_to(fail), pytest.raises(NotFound):
            submit(attempt.id, RIGHT)

        assert rows(session, attempt.id).submitted_at is None


class TestPassed:
    def test_the_best_attempt_that_passed_counts(self, session, make, enrolment):
        for number, score in enumerate((0.7, 0.8, 1.0, 0.9), start=1):
            make.attempt(enrolment=enrolment, number=number, submitted_at=NOW, points=score * 2, score=score)

        passed = service.passed_quizzes(session, enrolment.id)

        assert [(key, it.score, it.pass_mark) for key, it in passed.items()] == [("basics/start/quiz", 1.0, 0.8)]

    def test_nothing_is_passed_below_the_mark_or_while_open(self, session, make, enrolment):
        make.attempt(enrolment=enrolment, submitted_at=NOW, points=1.5, score=0.75)
        make.attempt(enrolment=enrolment, number=2)

        assert service.passed_quizzes(session, enrolment.id) == {}


class TestExtension:
    def test_an_open_attempt_gets_the_minutes_at_once(self, transaction, session, start, enrolment, quiz):
        attempt = start(enrolment, with_rules(quiz, time_limit=TEN_MINUTES))

        with transaction() as writer:
            service.grant_extension(
                writer,
                enrolment=enrolment,
                quiz_key=quiz.key,
                extra_attempts=0,
                extra_minutes=5,
                reason="reads with a screen reader",
                now=NOW,
            )

        assert rows(session, attempt.id).deadline_at == NOW + timedelta(minutes=15)

    def test_extensions_add_up(self, transaction, enrolment, quiz):
        with transaction() as writer:
            for minutes in (5, 7):
                service.grant_extension(
                    writer,
                    enrolment=enrolment,
                    quiz_key=quiz.key,
                    extra_attempts=1,
                    extra_minutes=minutes,
                    reason="r",
                    now=NOW,
                )

            assert service.get_extra(writer, enrolment.id, quiz.key) == service.Extra(2, 12)
