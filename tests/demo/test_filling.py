from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, selectinload

from lms.accounts import service as accounts
from lms.accounts.models import User
from lms.accounts.service import Person
from lms.assessment import scoring
from lms.assessment.models import Attempt, Response
from lms.assessment.snapshot import snapshot
from lms.assessment.standing import mark
from lms.catalog import service as catalog
from lms.catalog.loader import load_library
from lms.catalog.question import Kind
from lms.certificates.codes import read_code
from lms.certificates.models import Credential, SerialCounter
from lms.certificates.service import Numbers, write_facts
from lms.cohorts import service as cohorts
from lms.cohorts.models import Cohort, CohortCoordinator, Enrolment, JoinCode, Membership, Sex, Shown
from lms.config import ROOT
from lms.db import db
from lms.demo.filling import Sample, fill
from lms.demo.people import NAMED
from lms.progress.completion import is_course_completed, is_module_completed, rested_on
from lms.progress.models import CourseCompletion, LessonCompletion, ModuleCompletion, ProgressSummary
from lms.progress.service import list_progress
from tests.demo.conftest import NOW, SAMPLE, fill_all, installation, site
from tests.factories import COURSES


def all_attempts(session: Session) -> list[Attempt]:
    query = select(Attempt).options(selectinload(Attempt.responses)).order_by(Attempt.enrolment_id, Attempt.number)
    return list(session.scalars(query))


def by_quiz(attempts: list[Attempt]) -> dict[tuple[int, str], list[Attempt]]:
    found = defaultdict(list)
    for attempt in attempts:
        found[(attempt.enrolment_id, attempt.quiz_key)].append(attempt)
    return found


def quiz_of(attempt: Attempt):
    return catalog.get_quiz(catalog.get_course(attempt.quiz_key.partition("/")[0]), attempt.quiz_key)


class TestAttempts:
    def test_they_are_scored_as_everybody_is(self, reading):
        for attempt in all_attempts(reading):
            marks = mark(attempt.responses)
            assert attempt.points_possible == len(marks)
            if attempt.submitted_at is None:
                assert [it.points for it in attempt.responses] == [None] * len(attempt.responses)
                continue
            assert {it.question_key: it.points for it in attempt.responses} == {
                it.question_key: marks.get(it.question_key) for it in attempt.responses
            }
            assert attempt.points == pytest.approx(sum(marks.values()))
            assert attempt.score == pytest.approx(scoring.score(sum(marks.values()), len(marks)))

    def test_the_questions_are_the_quizs_own_written_down_as_the_service_does(self, reading):
        for attempt in all_attempts(reading):
            quiz = quiz_of(attempt)
            pool = {question.key: question for question in quiz.pool(attempt.language).value}
            assert len(attempt.responses) == min(quiz.rules.questions or len(pool), len(pool))
            assert [it.position for it in attempt.responses] == list(range(1, len(attempt.responses) + 1))
            for response in attempt.responses:
                asked = response.asked
                order, outcome, lessons = asked.order, asked.outcome, asked.lessons
                whole = snapshot(pool[response.question_key], order=order, outcome=outcome, lessons=lessons)
                assert whole == response.asked
                assert set(order) <= {choice.key for choice in asked.question.choices}

    def test_what_was_given_could_have_come_from_a_form(self, reading):
        for response in reading.scalars(select(Response).where(Response.given.is_not(None))):
            question, given = response.asked.question, response.given
            sent = [given] if isinstance(given, str) else given
            raw = {key: [value] for key, value in sent.items()} if question.kind is Kind.MATCHING else sent
            assert scoring.normalize(question, raw) == given
            assert scoring.is_answered(given)

    def test_they_keep_to_the_rules_of_their_quiz(self, reading):
        for attempts in by_quiz(all_attempts(reading)).values():
            quiz = quiz_of(attempts[0])
            passed = [scoring.has_passed(it.score or 0, it.pass_mark) for it in attempts]
            assert [it.number for it in attempts] == list(range(1, len(attempts) + 1))
            assert quiz.rules.attempts is None or len(attempts) <= quiz.rules.attempts
            assert not (quiz.is_final and any(passed[:-1]))
            assert all(it.submitted_at for it in attempts[:-1])
            for earlier, later in pairwise(attempts):
                assert later.started_at >= earlier.submitted_at + quiz.rules.wait

    def test_responses_come_between_start_and_end(self, reading):
        for attempt in all_attempts(reading):
            moments = [attempt.started_at, *(it.given_at for it in attempt.responses if it.given_at)]
            moments.append(attempt.submitted_at or NOW)
            assert moments == sorted(moments)

    def test_some_pass_at_once_some_later_and_some_never(self, reading):
        ends = Counter(
            (quiz_of(it[0]).is_final, len(it), scoring.has_passed(it[-1].score or 0, it[-1].pass_mark))
            for it in by_quiz(all_attempts(reading)).values()
        )

        assert ends[(False, 1, True)] > ends[(False, 2, True)] > 0
        assert ends[(True, 1, True)] > ends[(True, 2, True)] > 0
        assert ends[(False, 2, False)] > 0 < ends[(False, 3, False)]  # stuck
        assert ends[(True, 1, False)] > 0 < ends[(True, 3, False)]  # waits, or has no attempt left


class TestCompletion:
    def test_it_is_what_the_rule_says(self, reading):
        enrolments = list(reading.scalars(select(Enrolment)))
        progress = list_progress(reading, [it.id for it in enrolments])
        completions = {it.enrolment_id: it for it in reading.scalars(select(CourseCompletion))}
        for enrolment in enrolments:
            course, done = catalog.get_course(enrolment.course_key), progress[enrolment.id].done
            due = {module.key for module in course.modules if is_module_completed(course, module, done)}
            completion = completions.get(enrolment.id)
            assert set(done.modules) == due
            assert (completion is not None) == is_course_completed(course, done)
            assert completion is None or completion.rested_on == rested_on(course, done)
        assert completions

    def test_it_comes_with_the_last_thing_done(self, reading):
        summaries = {it.enrolment_id: it for it in reading.scalars(select(ProgressSummary))}
        for completion in reading.scalars(select(CourseCompletion)):
            assert completion.completed_at == summaries[completion.enrolment_id].last_act_at

    def test_each_has_the_certificate_that_the_service_would_have_issued(self, reading, filled):
        issuer = filled.extensions["issuer"]
        credentials = {it.completion_id: it for it in reading.scalars(select(Credential))}
        for completion in reading.scalars(select(CourseCompletion)):
            credential = credentials.pop(completion.id)
            enrolment = reading.get_one(Enrolment, completion.enrolment_id)
            written = write_facts(
                completion,
                enrolment,
                reading.get_one(User, enrolment.user_id),
                course=catalog.get_course(enrolment.course_key),
                issuer=issuer,
                numbers=Numbers(credential.code, credential.serial),
                now=completion.completed_at,
            )
            columns = [it.key for it in Credential.__mapper__.columns if it.key not in ("id", "pdf", "status_reason")]
            assert {key: getattr(credential, key) for key in columns} == {key: getattr(written, key) for key in columns}
            assert read_code(credential.code) == credential.code
        assert credentials == {}

    def test_numbers_have_no_gap_and_rise_with_time(self, reading):
        serials = list(reading.scalars(select(Credential.serial).order_by(Credential.issued_at, Credential.id)))

        assert serials == [f"S2026-{number:06d}" for number in range(1, len(serials) + 1)]
        assert reading.get_one(SerialCounter, "S2026").last == len(serials)


class TestSummaries:
    def test_they_are_what_counting_again_gives(self, reading):
        enrolments = list(reading.scalars(select(Enrolment)))
        progress = list_progress(reading, [it.id for it in enrolments])
        attempts = defaultdict(list)
        for attempt in all_attempts(reading):
            attempts[attempt.enrolment_id].append(attempt)
        read = defaultdict(list)
        for completion in reading.scalars(select(LessonCompletion)):
            read[completion.enrolment_id].append(completion.completed_at)
        for enrolment in enrolments:
            course = catalog.get_course(enrolment.course_key)
            summary = reading.get_one(ProgressSummary, enrolment.id)
            mine = attempts[enrolment.id]
            acts = [*read[enrolment.id], *(it.submitted_at for it in mine if it.submitted_at)]
            acts += [it.given_at for attempt in mine for it in attempt.responses if it.given_at]
            finals = [it.score for it in mine if it.is_final and it.submitted_at]
            assert summary.course_digest == course.digest
            assert summary.parts_done == count_parts(course, progress[enrolment.id].done)
            assert summary.best_score == max(finals, default=None)
            assert summary.last_act_at == max(acts, default=None)
            assert (summary.stuck_quiz_key, summary.stuck_since) == find_stuck(course, mine)

    def test_there_are_learners_at_every_stage(self, reading):
        assert reading.scalar(select(func.count()).where(ProgressSummary.last_act_at.is_(None))) > 20
        assert reading.scalar(select(func.count()).where(ProgressSummary.stuck_quiz_key != "")) > 10
        recent = ProgressSummary.last_act_at > NOW - timedelta(days=3)
        assert reading.scalar(select(func.count()).where(recent)) > 10
        old = ProgressSummary.last_act_at < NOW - timedelta(days=14)
        assert reading.scalar(select(func.count()).where(old)) > 10


def count_parts(course, done) -> int:
    parts = {lesson.path for lesson in course.lessons if lesson.path in done.lessons} | set(done.passes)
    for module in course.modules:
        if module.key in done.modules:
            parts |= {lesson.path for lesson in module.lessons} | ({module.quiz.key} if module.quiz else set())
    return len(parts)


def find_stuck(course, attempts):
    for quiz in course.quizzes:
        ended = [it for it in attempts if it.quiz_key == quiz.key and it.submitted_at]
        if len(ended) > 1 and not any(scoring.has_passed(it.score, it.pass_mark) for it in ended):
            return quiz.key, ended[1].submitted_at
    return "", None


class TestTimes:
    def test_people_act_in_working_hours_of_the_zone_and_not_after_today_began(self, reading, filled):
        zone = filled.extensions["issuer"].timezone
        moments = [*reading.scalars(select(LessonCompletion.completed_at))]
        moments += [it for it in reading.scalars(select(Attempt.submitted_at)) if it]
        for moment in moments:
            assert 8 <= moment.astimezone(zone).hour < 19
            assert moment.astimezone(zone).date() < NOW.astimezone(zone).date()

    def test_nobody_acts_before_she_came(self, reading):
        first = {}
        for place, at in reading.execute(select(LessonCompletion.enrolment_id, LessonCompletion.completed_at)):
            first[place] = min(at, first.get(place, at))
        for place, at in reading.execute(select(Attempt.enrolment_id, Attempt.started_at)):
            first[place] = min(at, first.get(place, at))
        for enrolment in reading.scalars(select(Enrolment)):
            assert first.get(enrolment.id, NOW) > enrolment.enrolled_at

    def test_nobody_acts_after_she_went(self, reading):
        query = select(Membership, Enrolment.enrolled_at, ProgressSummary.last_act_at)
        query = query.join(Enrolment, Enrolment.user_id == Membership.user_id)
        query = query.join(ProgressSummary, ProgressSummary.enrolment_id == Enrolment.id)
        for membership, enrolled_at, last_act_at in reading.execute(query):
            assert membership.joined_at == enrolled_at
            assert last_act_at is None or membership.left_at is None or last_act_at < membership.left_at


class TestCohorts:
    def test_the_coordinator_has_a_large_one_and_one_of_judges(self, reading):
        coordinator = accounts.find_user(reading, "coordinator@demo.test")
        query = select(Cohort).join(CohortCoordinator).where(CohortCoordinator.user_id == coordinator.id)
        large, judges = reading.scalars(query.order_by(Cohort.id))

        assert members(reading, large.id) >= 200
        assert 5 <= members(reading, judges.id) < 20
        assert (large.shown, judges.shown) == (Shown.SCORES, Shown.COMPLETION)
        assert emails(reading, large.id) >= {"investigator@demo.test", "prosecutor@demo.test"}
        assert "judge@demo.test" in emails(reading, judges.id)

    def test_the_other_coordinator_has_the_others(self, reading):
        other = accounts.find_user(reading, "coordinator2@demo.test")
        query = select(CohortCoordinator.cohort_id).where(CohortCoordinator.user_id == other.id)

        assert sorted(reading.scalars(query)) == [3, 4, 5]

    def test_in_each_somebody_has_not_come_and_somebody_has_left(self, reading):
        for cohort_id in reading.scalars(select(Cohort.id)):
            mine = select(func.count()).where(Membership.cohort_id == cohort_id)
            assert reading.scalar(mine.where(Membership.joined_at.is_(None))) > 0
            assert reading.scalar(mine.where(Membership.left_at.is_not(None))) > 0

    def test_a_code_is_in_force_and_an_older_one_is_not(self, reading):
        first, second = reading.scalars(select(JoinCode).where(JoinCode.cohort_id == 1).order_by(JoinCode.created_at))

        assert first.withdrawn_at == second.created_at
        assert second.withdrawn_at is None
        assert second.expires_at > NOW

    def test_who_has_not_come_has_no_place_on_a_course(self, reading):
        absent = select(Membership.user_id).where(Membership.joined_at.is_(None))

        assert reading.scalars(select(Enrolment).where(Enrolment.user_id.in_(absent))).all() == []


def members(session: Session, cohort_id: int) -> int:
    joined = Membership.joined_at.is_not(None) & Membership.left_at.is_(None)
    return session.scalar(select(func.count()).where(Membership.cohort_id == cohort_id, joined)) or 0


def emails(session: Session, cohort_id: int) -> set[str | None]:
    return set(session.scalars(select(User.email).join(Membership).where(Membership.cohort_id == cohort_id)))


class TestPeople:
    def test_there_are_as_many_as_asked_for(self, reading):
        assert reading.scalar(select(func.count(Membership.id))) == SAMPLE.learners
        assert reading.scalar(select(func.count(User.id))) == SAMPLE.learners + 3

    def test_only_the_named_ones_can_sign_in(self, reading):
        able = set(reading.scalars(select(User.email).where(User.password_hash.is_not(None))))

        assert able == {named.email for named in NAMED}

    def test_about_half_are_women(self, reading):
        women = reading.scalar(select(func.count()).where(Membership.sex == Sex.FEMALE))

        assert 0.4 < women / SAMPLE.learners < 0.6

    def test_the_judge_holds_the_first_certificate(self, reading):
        judge = accounts.find_user(reading, "judge@demo.test")

        assert reading.get_one(Credential, 1).user_id == judge.id

    def test_the_investigator_failed_a_quiz_and_the_prosecutor_has_one_open(self, reading):
        by_login = {}
        for login in ("investigator@demo.test", "prosecutor@demo.test"):
            user = accounts.find_user(reading, login)
            query = select(Attempt).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
            by_login[login] = list(reading.scalars(query.where(Enrolment.user_id == user.id).order_by(Attempt.id)))

        failed = [it for it in by_login["investigator@demo.test"] if it.score is not None and it.score < it.pass_mark]
        (opened,) = [it for it in by_login["prosecutor@demo.test"] if it.submitted_at is None]
        assert failed
        assert 0 < sum(it.given_at is not None for it in opened.responses) < len(opened.responses)


COLUMNS = (
    "SELECT name, email, sign_in_name, profession, language, country, created_at, disabled_at FROM user_account",
    "SELECT * FROM cohort ORDER BY id",
    "SELECT * FROM membership ORDER BY id",
    "SELECT cohort_id, code, created_at, expires_at FROM join_code ORDER BY id",
    "SELECT enrolment_id, quiz_key, number, started_at, submitted_at, points FROM attempt ORDER BY id",
    "SELECT attempt_id, question_key, asked, given, given_at, points FROM response ORDER BY attempt_id, position",
    "SELECT * FROM lesson_completion ORDER BY id",
    "SELECT * FROM course_completion ORDER BY id",
    "SELECT code, serial, name, issued_at FROM credential ORDER BY id",
    "SELECT * FROM progress_summary ORDER BY enrolment_id",
    "SELECT * FROM audit_entry ORDER BY id",
    "SELECT * FROM mistake_report ORDER BY id",
)


class TestTheSameAgain:
    @pytest.fixture
    def rows(self, tmp_path, migrated_database):
        def make(seed: int, hour: int):
            app = installation(tmp_path / f"{seed}-{hour}", migrated_database)
            fill_all(app, Sample(60, 3, seed), NOW.replace(hour=hour))
            with app.app_context():
                with db.engine.connect() as connection:
                    found = [connection.execute(text(query)).all() for query in COLUMNS]
                db.engine.dispose()
            return found

        return make

    def test_one_seed_and_day_give_the_same_rows(self, rows):
        assert rows(3, hour=2) == rows(3, hour=17)

    def test_another_seed_gives_others(self, rows):
        assert all(one != other for one, other in zip(rows(3, hour=2)[2:10], rows(4, hour=2)[2:10], strict=True))


class TestOtherCourses:
    def test_the_next_course_is_begun_when_the_one_before_is_completed(self, app, session):
        courses = [load_library(folder).courses for folder in (COURSES, ROOT / "courses")]
        both = replace(site(app), courses=[it for found in courses for it in found.values() if it.certificate])
        with app.app_context(), db.engine.begin() as connection:
            fill(connection, Sample(300, 3, 1), both)

        places = defaultdict(dict)
        query = select(Enrolment.user_id, Enrolment.course_key, ProgressSummary.last_act_at, ProgressSummary.parts_done)
        query = query.join(ProgressSummary, ProgressSummary.enrolment_id == Enrolment.id)
        for user_id, key, last_act_at, parts in session.execute(query):
            places[user_id][key] = (last_act_at, parts)
        first_ends = dict(
            session.execute(
                select(Enrolment.user_id, CourseCompletion.completed_at)
                .join(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
                .where(Enrolment.course_key == "trafficking-foundations")
            ).all()
        )
        second = {
            user_id: found["basics"][0]
            for user_id, found in places.items()
            if len(found) == 2 and user_id in members_of(session, 1) and found["basics"][1]
        }
        assert second
        assert all(first_ends[user_id] < last_act_at for user_id, last_act_at in second.items())

    def test_time_limits_and_numbers_of_attempts_are_kept_to(self, app, session):
        (course,) = site(app).courses
        rules = replace(course.final.rules, attempts=1, time_limit=timedelta(minutes=4), wait=timedelta(days=3))
        (start, *others) = course.modules
        timed = replace(start, quiz=replace(start.quiz, rules=replace(rules, attempts=2, questions=None)))
        harder = replace(course, modules=(timed, *others), final=replace(course.final, rules=rules))
        with app.app_context(), db.engine.begin() as connection:
            fill(connection, Sample(300, 3, 1), replace(site(app), courses=[harder]))

        attempts = by_quiz(all_attempts(session))
        assert max(len(it) for (_id, key), it in attempts.items() if key.endswith("/final")) == 1
        assert max(len(it) for (_id, key), it in attempts.items() if key.endswith("/quiz")) == 2
        for taken in attempts.values():
            assert all(it.submitted_at and it.submitted_at <= it.deadline_at for it in taken)
            assert all(b.started_at >= a.submitted_at + timedelta(days=3) for a, b in pairwise(taken))

    def test_each_year_has_its_own_numbers(self, app, session):
        fill_all(app, Sample(300, 3, 1), NOW.replace(year=2027, month=1, day=12))

        for series in ("2026", "2027"):
            query = select(Credential.serial).where(Credential.serial.startswith(series)).order_by(Credential.issued_at)
            serials = list(session.scalars(query))
            assert len(serials) > 5
            assert serials == [f"{series}-{number:06d}" for number in range(1, len(serials) + 1)]

    @pytest.mark.parametrize(("learners", "number"), [(12, 3), (27, 9)])
    def test_the_fewest_can_be_filled_in(self, app, session, learners, number):
        fill_all(app, Sample(learners, number, 1))

        assert session.scalar(select(func.count(Membership.id))) == learners
        assert session.scalar(select(func.count(Cohort.id))) == number


def members_of(session: Session, cohort_id: int) -> set[int]:
    return set(session.scalars(select(Membership.user_id).where(Membership.cohort_id == cohort_id)))


class TestBothDatabases:
    def test_work_goes_on_behind_what_was_filled_in(self, any_app, any_session):
        fill_all(any_app, Sample(40, 3, 1))

        with any_app.app_context():
            user = accounts.create_user(any_session, Person("Aigul", "en"), now=NOW, email="aigul@example.org")
            enrolment = cohorts.enrol(any_session, user.id, "basics", now=NOW)
            any_session.commit()

        assert user.id == 44
        assert enrolment.id == any_session.scalar(select(func.max(Enrolment.id)))

    def test_what_was_given_and_asked_reads_as_it_was_written(self, any_app, any_session):
        fill_all(any_app, Sample(40, 3, 1))

        responses = list(any_session.scalars(select(Response)))

        assert {it.asked.question.key for it in responses} == {it.question_key for it in responses}
        assert any(isinstance(it.given, list) for it in responses)
        assert any(isinstance(it.given, dict) for it in responses)
        assert any_session.scalar(select(func.count(ModuleCompletion.id))) > 0


def test_the_courses_that_are_served_are_the_ones_used(filled, reading):
    taken = set(reading.scalars(select(Enrolment.course_key).distinct()))

    assert taken <= {course.key for course in site(filled).courses}
