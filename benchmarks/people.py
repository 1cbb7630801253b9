"""Synthetic people in the installation that is measured: readers with places and progress, sitters, cohorts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Profession, Role, User, UserRole
from lms.accounts.passwords import hash_password
from lms.assessment.models import Attempt, Response
from lms.assessment.snapshot import snapshot
from lms.catalog.course import Course
from lms.certificates.codes import new_code
from lms.certificates.models import Credential
from lms.cohorts.models import CameBy, Cohort, CohortCoordinator, CohortCourse, Enrolment, Membership, Shown
from lms.progress.models import CourseCompletion, LessonCompletion, ProgressSummary, ReadingPosition

PASSWORD = "saksaul-under-blue-domes"  # noqa: S105 - of people who do not exist
START = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
READER = "reader@bench.test"
COORDINATOR = "coordinator@bench.test"
READERS_COURSES = 4
QUIZ_MODULE = 0


def add_person(session: Session, email: str, *roles: Role) -> User:
    """Add an account that signs in with `PASSWORD`."""
    user = User(
        name=f"Person {email.partition('@')[0]}",
        email=email,
        password_hash=_password_hash(),
        profession=Profession.INVESTIGATOR,
        language="en",
        country="kg",
        created_at=START,
        notice_version="1",
        consented_at=START,
        roles=[UserRole(role=role) for role in roles],
    )
    session.add(user)
    session.flush()
    return user


def add_place(session: Session, user: User, course: Course, *, lessons: int = 0) -> Enrolment:
    """Give a person a place on a course, of which she has read so many lessons."""
    place = Enrolment(user_id=user.id, course_key=course.key, enrolled_at=START)
    session.add(place)
    session.flush()
    for lesson in course.lessons[:lessons]:
        session.add(LessonCompletion(enrolment_id=place.id, lesson_path=lesson.path, completed_at=START))
        session.add(ReadingPosition(enrolment_id=place.id, lesson_path=lesson.path, heading="", seen_at=START))
    session.flush()
    return place


def add_reader(session: Session, courses: Sequence[Course], email: str = READER, *, lessons: int = 7) -> User:
    """Add a learner who is on some of the courses, in the middle of each."""
    reader = add_person(session, email)
    for course in courses[:READERS_COURSES]:
        add_place(session, reader, course, lessons=lessons)
    return reader


def add_attempt(session: Session, place: Enrolment, course: Course) -> Attempt:
    """Open another attempt of a place at its course's first quiz."""
    quiz = course.modules[QUIZ_MODULE].quiz
    if quiz is None:
        raise LookupError(course.key)
    number = select(func.count(Attempt.id)).where(Attempt.enrolment_id == place.id, Attempt.quiz_key == quiz.key)
    questions = quiz.pool("en").value
    attempt = Attempt(
        enrolment_id=place.id,
        quiz_key=quiz.key,
        number=(session.scalar(number) or 0) + 1,
        course_version=course.version,
        language="en",
        pass_mark=quiz.rules.pass_mark,
        started_at=datetime.now(UTC),
        points_possible=len(questions),
        responses=[
            Response(position=place, question_key=question.key, asked=snapshot(question))
            for place, question in enumerate(questions, start=1)
        ],
    )
    session.add(attempt)
    session.flush()
    return attempt


def add_certificate(session: Session, place: Enrolment, course: Course) -> Credential:
    """Issue the certificate of a course that was completed; its PDF is still to be made."""
    completion = CourseCompletion(
        enrolment_id=place.id, completed_at=START, course_version=course.version, rested_on={"quizzes": {}}
    )
    session.add(completion)
    session.flush()
    user, text = session.get_one(User, place.user_id), course.text("en").value
    code = new_code()
    credential = Credential(
        completion_id=completion.id,
        user_id=user.id,
        code=code,
        serial=f"2026-{completion.id:06d}",
        is_specimen=False,
        name=user.name,
        course_key=course.key,
        course_title=text.title,
        course_version=course.version,
        language="en",
        outcomes=[text.outcomes[key] for key in course.outcomes],
        minutes=600,
        pass_mark=0.8,
        started_on=date(2026, 11, 2),
        completed_on=date(2026, 11, 20),
        issued_at=START,
        rested_on={},
        site_name="Sabak",
        design="default",
        verify_url=f"https://courses.example.org/verify/{code}",
    )
    session.add(credential)
    session.flush()
    return credential


def add_cohort(session: Session, coordinator: User, courses: Sequence[Course], *, members: int) -> Cohort:
    """Add a cohort on some courses, in which each member has read as many lessons of each as her number says."""
    cohort = Cohort(
        name=f"A cohort of {members}",
        audience=Profession.INVESTIGATOR,
        shown=Shown.SCORES,
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 3, 1),
        created_at=START,
        courses=[CohortCourse(course_key=it.key, position=place) for place, it in enumerate(courses, start=1)],
    )
    session.add(cohort)
    session.flush()
    session.add(CohortCoordinator(cohort_id=cohort.id, user_id=coordinator.id, added_at=START))
    for number in range(1, members + 1):
        user = add_person(session, f"member{cohort.id}-{number}@bench.test")
        session.add(_membership(cohort, user))
        for course in courses:
            place = add_place(session, user, course, lessons=number % 5)
            session.add(_summary(place, course, done=number % 5))
    session.flush()
    return cohort


def _membership(cohort: Cohort, user: User) -> Membership:
    return Membership(
        cohort_id=cohort.id,
        user_id=user.id,
        surname=f"Surname{user.id}",
        given_name="Aigul",
        came_by=CameBy.LIST,
        listed_at=START,
        joined_at=START,
        promised=Shown.SCORES,
    )


def _summary(place: Enrolment, course: Course, *, done: int) -> ProgressSummary:
    return ProgressSummary(
        enrolment_id=place.id,
        course_digest=course.digest,
        parts_done=done,
        best_score=None,
        last_act_at=START,
        stuck_quiz_key="",
        stuck_since=None,
    )


@lru_cache(maxsize=1)
def _password_hash() -> str:
    return hash_password(PASSWORD)
