"""The summaries that are kept are always those that would be made anew; on both databases."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, event, select

from lms import jobs
from lms.assessment import service as assessment
from lms.catalog import service as catalog
from lms.catalog.question import Kind
from lms.cohorts import service as cohorts
from lms.cohorts.models import Enrolment
from lms.errors import LmsError
from lms.progress import bookkeeping, service
from lms.progress.models import ProgressSummary
from lms.progress.records import list_other_acts, list_records
from lms.progress.summary import Summary, summarise
from lms.progress.tasks import recount_all, recount_outdated
from tests.factories import START
from tests.progress.learner import FINAL, LESSONS, NOW, QUIZ
from tests.together import together


def kept(session, enrolment_id):
    """Read the summary that is kept, and the version that it rests on."""
    query = select(ProgressSummary).where(ProgressSummary.enrolment_id == enrolment_id)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return None
    figures = Summary(row.parts_done, row.best_score, row.last_act_at, row.stuck_quiz_key, row.stuck_since)
    return figures, row.course_digest


def anew(session, enrolment_id, course):
    """Make the summary from what is recorded."""
    record = list_records(session, [enrolment_id])[enrolment_id]
    return summarise(course, record.done, record.results, list_other_acts(session, [enrolment_id])[enrolment_id])


class Walker:
    """Somebody who does one thing after the other, by the real services."""

    def __init__(self, session, enrolment, course, seed):
        self.session, self.enrolment, self.course, self.rng = session, enrolment, course, random.Random(seed)
        self.now = NOW

    def step(self):
        self.now += timedelta(minutes=self.rng.randrange(1, 3000))
        self.rng.choice([self.read, self.answer, self.answer, self.hand_in, self.hand_in, self.run_over, self.change])()

    def read(self):
        lesson = self.course.find_lesson(*self.rng.choice(LESSONS).split("/"))
        service.complete_lesson(self.session, self.enrolment, lesson, course=self.course, now=self.now)

    def attempt(self):
        quiz = self.course.find_quiz(self.rng.choice([QUIZ, QUIZ, FINAL]))
        return assessment.start_attempt(
            self.session,
            enrolment=self.enrolment,
            course=self.course,
            quiz=quiz,
            language="en",
            now=self.now,
            rng=self.rng,
        )

    def answer(self):
        try:
            attempt = self.attempt()
        except LmsError:
            return
        keys = [it.question_key for it in attempt.responses if it.asked.question.kind is not Kind.DESCRIPTION]
        given = {key: self.rng.choice(["1", ["1", "2"], "2", []]) for key in keys if self.rng.random() < 0.7}
        assessment.save_responses(self.session, attempt.id, given, now=self.now)

    def hand_in(self):
        opened = [assessment.find_open_attempt(self.session, self.enrolment.id, key) for key in (QUIZ, FINAL)]
        for attempt in filter(None, opened):
            score = self.rng.random() < 0.3
            attempt.pass_mark = 0.0 if score else 0.99
            self.session.flush()
            assessment.submit_attempt(self.session, attempt.id, course=self.course, now=self.now)

    def run_over(self):
        opened = assessment.find_open_attempt(self.session, self.enrolment.id, QUIZ)
        if opened:
            opened.deadline_at = self.now
            self.session.flush()
            self.now += timedelta(days=3)
            assessment.close_overdue(self.session, opened.id, course=self.course, now=self.now)

    def change(self):
        """Bring a new version of the course, as an author does; the sweep follows."""
        digest = f"{self.rng.getrandbits(64):064x}"
        modules = self.rng.choice([self.course.modules, self.course.modules[::-1]])
        self.course = replace(self.course, version=digest[-4:], digest=digest, modules=modules)
        bookkeeping.recount(self.session, {self.enrolment.id: self.course})


class TestKeeping:
    @pytest.mark.parametrize("seed", range(4))
    def test_after_each_act_it_is_what_would_be_made_anew(self, any_app, any_session, make, course, seed):
        with any_app.app_context():
            enrolment = cohorts.enrol(any_session, make.learner().id, "basics", now=START)
            walker = Walker(any_session, enrolment, course, seed)
            for _ in range(60):
                walker.step()

                figures, digest = kept(any_session, enrolment.id)
                assert figures == anew(any_session, enrolment.id, walker.course)
                assert digest in (walker.course.digest, bookkeeping.NOTHING_COUNTED)

        assert figures.parts_done or figures.stuck_since

    def test_a_new_place_has_one_with_nothing_in_it(self, any_app, any_session, make):
        enrolment = cohorts.enrol(any_session, make.learner().id, "basics", now=START)

        assert kept(any_session, enrolment.id) == (Summary(0), bookkeeping.NOTHING_COUNTED)

    def test_a_saved_response_is_an_act_and_changes_nothing_else(self, any_session, make, aigul):
        attempt = make.attempt(enrolment=aigul.enrolment)
        aigul.reads("start/first", now=START)

        assessment.save_responses(any_session, attempt.id, {"q-one": "1"}, now=NOW)

        assert kept(any_session, aigul.enrolment.id)[0] == Summary(1, last_act_at=NOW)

    def test_opening_a_page_is_no_act(self, any_session, aigul):
        aigul.reads("start/first", now=START)

        service.record_position(any_session, aigul.enrolment, "start/second", "", now=NOW)

        assert kept(any_session, aigul.enrolment.id)[0].last_act_at == START

    def test_an_attempt_that_ran_over_was_an_act_of_its_deadline(self, any_session, make, aigul, course):
        attempt = make.attempt(enrolment=aigul.enrolment, deadline_at=START)

        assessment.close_overdue(any_session, attempt.id, course=course, now=NOW)

        assert kept(any_session, aigul.enrolment.id)[0].last_act_at == START

    def test_a_lesson_completed_again_is_no_act(self, any_session, aigul):
        aigul.reads("start/first", now=START)

        aigul.reads("start/first", now=NOW)

        assert kept(any_session, aigul.enrolment.id)[0].last_act_at == START

    def test_one_that_was_missing_is_made_whole_by_the_next_act(self, any_session, make, aigul):
        attempt = make.attempt(enrolment=aigul.enrolment)
        aigul.does("start/first", "start/second", now=START)
        any_session.execute(delete(ProgressSummary))

        assessment.save_responses(any_session, attempt.id, {"q-one": "1"}, now=NOW)

        assert kept(any_session, aigul.enrolment.id)[0] == Summary(2, last_act_at=NOW)

    def test_several_hands_at_once_leave_one(self, any_app, any_session, aigul, course):
        any_session.commit()

        together(
            any_app,
            lambda session, number: bookkeeping.recount(session, {aigul.enrolment.id: course}),
        )

        assert kept(any_session, aigul.enrolment.id)[0] == Summary(0)

    def test_a_saved_response_costs_one_statement(self, any_app, any_session, aigul):
        aigul.reads("start/first", now=START)
        sent = []

        def listen(_connection, _cursor, statement, *_rest):
            sent.append(statement)

        engine = any_session.get_bind()
        event.listen(engine, "before_cursor_execute", listen)
        bookkeeping.note_act(any_session, aigul.enrolment.id, now=NOW)
        event.remove(engine, "before_cursor_execute", listen)

        assert len(sent) == 1


class TestSweep:
    @pytest.fixture
    def recorded(self, any_session, make, aigul):
        """Places with something done, whose summaries are gone, as after an upgrade."""
        aigul.does("start/first", QUIZ, now=START)
        make.enrolment()
        any_session.execute(delete(ProgressSummary))
        any_session.commit()
        return aigul.enrolment.id

    def test_what_is_missing_is_made(self, any_app, any_session, recorded):
        jobs.run_sweeps(any_app)

        assert kept(any_session, recorded)[0].parts_done == 2
        assert len(any_session.scalars(select(ProgressSummary.enrolment_id)).all()) == 2

    def test_what_rests_on_another_version_is_made_again(self, any_app, any_session, recorded, course):
        any_session.add(ProgressSummary(enrolment_id=recorded, course_digest="another", parts_done=7))
        any_session.commit()

        jobs.run_sweeps(any_app)

        figures, digest = kept(any_session, recorded)
        assert (figures.parts_done, digest) == (2, course.digest)

    def test_a_place_on_which_nothing_was_done_needs_none(self, any_app, any_session, make):
        with any_app.app_context():
            enrolment = cohorts.enrol(any_session, make.learner().id, "basics", now=START)
            any_session.commit()

            assert bookkeeping.list_outdated(any_session, catalog.list_courses(), limit=9) == []
        assert kept(any_session, enrolment.id)[1] == bookkeeping.NOTHING_COUNTED

    def test_one_of_a_course_that_is_not_served_waits(self, any_app, any_session, make):
        make.save(Enrolment(user_id=make.learner().id, course_key="gone", enrolled_at=START))

        jobs.run_sweeps(any_app)

        assert any_session.scalars(select(ProgressSummary)).all() == []

    def test_batches_go_on_to_the_end(self, any_app, any_session, make, monkeypatch):
        monkeypatch.setattr("lms.progress.tasks.BATCH", 2)
        for _ in range(5):
            make.enrolment()

        with any_app.app_context():
            recount_outdated()

        assert len(any_session.scalars(select(ProgressSummary.enrolment_id)).all()) == 5

    def test_all_at_once_counts_every_place_again(self, any_app, any_session, recorded, monkeypatch):
        monkeypatch.setattr("lms.progress.tasks.BATCH", 1)

        with any_app.app_context():
            counted = recount_all()

        assert (counted, kept(any_session, recorded)[0].parts_done) == (2, 2)

    def test_the_command_says_how_many(self, any_app, any_session, recorded):
        answer = any_app.test_cli_runner().invoke(args=["progress", "recount"])

        assert answer.output == "Counted again: 2 places on courses.\n"
