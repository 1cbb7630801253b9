"""What the addresses of quizzes and attempts name, loaded for the acting user."""

from dataclasses import dataclass
from typing import Any

from lms.assessment import service
from lms.assessment.errors import CourseUnavailable
from lms.assessment.models import Attempt, Response
from lms.catalog import service as catalog
from lms.catalog.course import Course, Module, Quiz
from lms.cohorts import service as cohorts
from lms.cohorts.models import Enrolment
from lms.db import db
from lms.errors import NotFound


@dataclass(frozen=True, slots=True)
class QuizPlace:
    """A quiz in its course, and the acting user's place on the course; None if she has none."""

    course: Course
    module: Module | None  # None: the final assessment
    quiz: Quiz
    enrolment: Enrolment | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt and whose it is."""

    attempt: Attempt
    enrolment: Enrolment

    @property
    def course(self) -> Course:
        """The attempt's course as it is now. :raise CourseUnavailable: if it cannot be served"""
        course = catalog.find_course(self.enrolment.course_key)
        if course is None:
            raise CourseUnavailable
        return course

    @property
    def module(self) -> Module | None:
        """The module whose quiz this is; None for the final assessment, and where the module is gone."""
        return next((it for it in self.course.modules if it.quiz and it.quiz.key == self.attempt.quiz_key), None)


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """A question that was drawn for an attempt, and whose attempt it is."""

    sitting: Sitting
    response: Response

    @property
    def enrolment(self) -> Enrolment:
        return self.sitting.enrolment


def load_quiz(user: Any, course_key: str, module_key: str) -> QuizPlace:
    """Load a module's quiz. :raise NotFound: if there is none"""
    course = catalog.get_course(course_key)
    module = course.find_module(module_key)
    if module is None or module.quiz is None:
        raise NotFound
    return QuizPlace(course, module, module.quiz, _find_place(user, course))


def load_final(user: Any, course_key: str) -> QuizPlace:
    """Load a course's final assessment. :raise NotFound: if there is none"""
    course = catalog.get_course(course_key)
    if course.final is None:
        raise NotFound
    return QuizPlace(course, None, course.final, _find_place(user, course))


def load_sitting(user: Any, attempt_id: int) -> Sitting | None:
    """Load a learner's own attempt; None for somebody without an account, whether there is one or not.

    :raise NotFound: if there is none, or it is not hers
    """
    if not user.is_authenticated:
        return None
    attempt = service.get_sitting(db.session, attempt_id)
    if attempt.enrolment.user_id != user.id:
        raise NotFound
    return Sitting(attempt, attempt.enrolment)


def load_drawn_question(user: Any, attempt_id: int, question_key: str) -> DrawnQuestion | None:
    """Load a question of a learner's own attempt, see `load_sitting`. :raise NotFound: if it was not drawn"""
    sitting = load_sitting(user, attempt_id)
    if sitting is None:
        return None
    response = service.get_response(db.session, attempt_id, question_key)
    return DrawnQuestion(sitting, response)


def _find_place(user: Any, course: Course) -> Enrolment | None:
    return cohorts.find_enrolment(db.session, user.id, course.key) if user.is_authenticated else None
