"""A cohort whose members are each in a state of their own."""

from datetime import UTC, datetime, timedelta

from lms.catalog.loader import load_library
from lms.progress.models import CourseCompletion, ProgressSummary
from tests.factories import COURSES, START, Make

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
RECENT = NOW - timedelta(days=2)
LONG_AGO = NOW - timedelta(days=20)
QUIZ = "basics/start/quiz"
COURSE = load_library(COURSES).courses["basics"]


def stand(make: Make, user, course_key="basics", *, completed_at=None, withdrawn_at=None, **figures):
    """Give a person a place on a course, with a summary of what she did there."""
    enrolment = make.enrolment(user=user, course_key=course_key, withdrawn_at=withdrawn_at)
    values = {"course_digest": COURSE.digest, "parts_done": 0, **figures}
    make.save(ProgressSummary(enrolment_id=enrolment.id, **values))
    if completed_at:
        row = {"course_version": "1.0", "rested_on": {"quizzes": {}}, "completed_at": completed_at}
        make.save(CourseCompletion(enrolment_id=enrolment.id, **row))
    return enrolment


def join(make: Make, cohort, name: str, *, promised=None, **figures):
    """Put somebody into a cohort who stands so on the basics."""
    user = make.learner(name=name)
    if figures:
        stand(make, user, **figures)
    return make.membership(cohort=cohort, user=user, **({"promised": promised} if promised else {}))


def fill(make: Make, cohort) -> None:
    """Put one person of each state into a cohort, one on its list, and one who has left it."""
    stuck = {"stuck_quiz_key": QUIZ, "stuck_since": RECENT, "parts_done": 2, "best_score": 0.55}
    join(make, cohort, "Чинара Застряла", last_act_at=RECENT, **stuck)
    join(make, cohort, "Бек Остановился", last_act_at=LONG_AGO, parts_done=1)
    join(make, cohort, "Дана Прошла", last_act_at=RECENT, parts_done=5, best_score=0.85, completed_at=RECENT)
    join(make, cohort, "Азиз Начал", last_act_at=RECENT, parts_done=1)
    join(make, cohort, "Жанна Ждёт", parts_done=0)
    join(make, cohort, "Ғайрат Ушёл", last_act_at=LONG_AGO, parts_done=3, withdrawn_at=RECENT)
    listed = make.learner(name="Own Name Of The Listed")
    stand(make, listed, last_act_at=RECENT, parts_done=4, best_score=0.95)
    make.membership(cohort=cohort, user=listed, surname="Listed", given_name="Only", joined_at=None, promised=None)
    left = make.learner(name="Who Has Left")
    make.membership(cohort=cohort, user=left, left_at=START)
