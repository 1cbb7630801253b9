"""What is recorded as completed, when, and once; on both databases."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from sqlalchemy import event, func, select

from lms.progress import service
from lms.progress.models import CourseCompletion, LessonCompletion, ModuleCompletion, ReadingPosition
from tests.factories import START
from tests.progress.learner import EVERYTHING, FINAL, LESSONS, NOW, QUIZ, Learner
from tests.together import together


def how_many(session, model):
    return session.scalar(select(func.count()).select_from(model))


class TestCompleteLesson:
    def test_a_lesson_completed_twice_is_recorded_once_with_its_first_moment(self, any_session, aigul):
        aigul.reads("start/first", now=START)

        aigul.reads("start/first", now=NOW)

        assert any_session.scalars(select(LessonCompletion.completed_at)).all() == [START]

    def test_hands_that_complete_it_at_once_record_it_once(self, any_app, any_session, aigul, course):
        any_session.rollback()
        lesson = course.find_lesson("start", "first")

        together(
            any_app,
            lambda session, _n: service.complete_lesson(session, aigul.enrolment, lesson, course=course, now=NOW),
        )

        assert how_many(any_session, LessonCompletion) == 1

    def test_one_learners_lesson_is_no_other_learners(self, any_session, make, aigul, course):
        other = make.enrolment()

        aigul.reads("start/first")

        assert aigul.progress.done.lessons == {"start/first"}
        assert service.get_progress(any_session, other.id).done.lessons == frozenset()


class TestModules:
    def test_a_module_is_recorded_with_the_version_and_moment_in_which_it_was_completed(self, any_session, aigul):
        aigul.does("start/first", "start/second")
        assert how_many(any_session, ModuleCompletion) == 0

        aigul.does(QUIZ)

        module = any_session.scalars(select(ModuleCompletion)).one()
        assert (module.module_key, module.course_version, module.completed_at) == ("start", "1.0", NOW)

    def test_a_quiz_not_passed_completes_nothing(self, any_session, aigul):
        aigul.does("start/first", "start/second")

        aigul.scores(QUIZ, 0.7)

        assert how_many(any_session, ModuleCompletion) == 0

    def test_a_lesson_added_to_it_later_reopens_nothing(self, aigul, course):
        longer = replace(course.find_module("next"), lessons=course.lessons)
        aigul.does("next/third")
        aigul.course = replace(course, version="1.1", modules=(longer,))

        aigul.does(FINAL)

        assert aigul.progress.completed_at == NOW

    def test_a_version_that_requires_it_again_asks_for_what_was_added(self, aigul, course):
        longer = replace(course.find_module("next"), lessons=course.lessons)
        aigul.does("next/third")
        aigul.course = replace(course, version="1.1", requires_again=True, modules=(longer,))

        aigul.does(FINAL, "start/first")
        assert aigul.progress.completed_at is None
        aigul.does("start/second")

        assert aigul.progress.completed_at == NOW


class TestCompletingACourse:
    @pytest.mark.parametrize("last", EVERYTHING)
    def test_whatever_comes_last_completes_it(self, any_session, aigul, told, last):
        aigul.does(*(thing for thing in EVERYTHING if thing != last), now=START)
        assert told == []

        aigul.does(last)

        completion = any_session.scalars(select(CourseCompletion)).one()
        assert told == [completion]
        assert (completion.completed_at, completion.course_version) == (NOW, "1.0")

    def test_nothing_less_than_everything_completes_it(self, any_session, make, course, aigul, told):
        rng = random.Random(1)
        for size in range(len(EVERYTHING)):
            for things in combinations(EVERYTHING, size):
                in_some_order = rng.sample(things, k=size)
                Learner(any_session, make.enrolment(), course).does(*in_some_order)

        assert told == []
        assert how_many(any_session, CourseCompletion) == 0

    def test_what_it_rested_on_names_every_lesson_module_and_pass(self, any_session, aigul):
        aigul.scores(FINAL, 0.5)
        aigul.does(QUIZ, *LESSONS)
        final = aigul.scores(FINAL, 0.85, pass_mark=0.85)

        proof = any_session.scalars(select(CourseCompletion.rested_on)).one()

        assert proof["lessons"] == list(LESSONS)
        assert proof["modules"] == {"start": "1.0", "next": "1.0"}
        assert proof["quizzes"][FINAL] == {"attempt": final.id, "score": 0.85, "pass_mark": 0.85}

    def test_a_module_that_ends_with_the_course_is_in_its_proof(self, any_session, aigul):
        aigul.does(QUIZ, FINAL, "start/first", "start/second", "next/third")

        proof = any_session.scalars(select(CourseCompletion.rested_on)).one()

        assert proof["modules"] == {"start": "1.0", "next": "1.0"}

    def test_what_is_done_after_it_completes_it_no_second_time(self, any_session, aigul, told):
        aigul.does(*EVERYTHING, now=START)

        aigul.does(*EVERYTHING)

        assert len(told) == 1
        assert aigul.progress.completed_at == START

    def test_its_last_lessons_at_once_in_several_transactions_complete_it_once(self, any_app, any_session, aigul, told):
        aigul.does(QUIZ, FINAL)
        any_session.commit()

        together(
            any_app,
            lambda session, number: Learner(session, aigul.enrolment, aigul.course).reads(LESSONS[number]),
            hands=len(LESSONS),
        )

        assert how_many(any_session, CourseCompletion) == 1
        assert len(told) == 1

    def test_a_course_taken_back_before_the_commit_was_never_completed(self, any_session, aigul):
        aigul.does(*EVERYTHING)

        any_session.rollback()

        assert how_many(any_session, CourseCompletion) == 0
        assert how_many(any_session, LessonCompletion) == 0


class TestRecordPosition:
    def test_the_lesson_seen_last_is_where_she_goes_on(self, any_session, aigul):
        service.record_position(any_session, aigul.enrolment, "start/second", "what-helps", now=START)
        service.record_position(any_session, aigul.enrolment, "start/first", "", now=NOW)

        assert aigul.progress.last_lesson == "start/first"
        assert aigul.progress.positions == {"start/second": "what-helps", "start/first": ""}

    def test_the_latest_heading_of_a_lesson_counts(self, any_session, aigul):
        service.record_position(any_session, aigul.enrolment, "start/first", "one", now=START)
        service.record_position(any_session, aigul.enrolment, "start/first", "two", now=NOW)

        assert aigul.progress.positions == {"start/first": "two"}
        assert how_many(any_session, ReadingPosition) == 1

    def test_a_heading_is_kept_no_longer_than_a_key_can_be(self, any_session, aigul):
        service.record_position(any_session, aigul.enrolment, "start/first", "x" * 5_000, now=NOW)

        assert aigul.progress.positions["start/first"] == "x" * service.MAX_HEADING

    def test_two_tabs_at_once_leave_one_position(self, any_app, any_session, aigul):
        any_session.rollback()

        together(
            any_app,
            lambda session, number: service.record_position(
                session, aigul.enrolment, "start/first", f"h{number}", now=NOW
            ),
        )

        assert how_many(any_session, ReadingPosition) == 1


class TestListProgress:
    def test_without_an_enrolment_nothing_is_done(self, any_session):
        assert service.get_progress(any_session, None).done.lessons == frozenset()
        assert service.list_progress(any_session, []) == {}

    def test_the_number_of_queries_does_not_grow_with_the_learners(self, any_session, make, course, aigul):
        enrolments = [make.enrolment() for _ in range(12)]
        for enrolment in enrolments:
            Learner(any_session, enrolment, course).does(*EVERYTHING)
        ids = [enrolment.id for enrolment in enrolments]

        few, many = count_queries(any_session, ids[:1]), count_queries(any_session, ids)

        assert few == many <= 5

    def test_of_several_passes_the_best_counts(self, aigul):
        aigul.scores(FINAL, 0.8)
        best = aigul.scores(FINAL, 1.0)
        aigul.scores(FINAL, 0.9)

        assert aigul.progress.done.passes[FINAL].attempt_id == best.id


def count_queries(session, enrolment_ids):
    statements = []

    def listen(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    service.list_progress(session, enrolment_ids)
    event.remove(engine, "before_cursor_execute", listen)
    return len(statements)
