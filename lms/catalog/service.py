"""The courses that can be served, found by key."""

from collections.abc import Mapping

from flask import current_app

from lms.catalog.course import Aid, Course, Lesson, Quiz, Source
from lms.catalog.glossary import Glossary
from lms.catalog.law import LawBook
from lms.catalog.library import Library
from lms.errors import NotFound


def library() -> Library:
    """Give everything read from the courses folder, the problems too."""
    current: Library = current_app.extensions["catalog_watch"].current()
    return current


def get_course(key: str) -> Course:
    """Give a course. :raise NotFound: if there is none, or it has a problem"""
    course = find_course(key)
    if course is None:
        raise NotFound
    return course


def find_course(key: str) -> Course | None:
    """Give a course; None if there is none, or it has a problem."""
    return library().courses.get(key)


def list_courses() -> list[Course]:
    """Give the courses by key."""
    return sorted(library().courses.values(), key=lambda course: course.key)


def get_lesson(course: Course, module_key: str, lesson_key: str) -> Lesson:
    """Give a lesson of a course. :raise NotFound: if there is none"""
    lesson = course.find_lesson(module_key, lesson_key)
    if lesson is None:
        raise NotFound
    return lesson


def get_aid(course: Course, aid_key: str) -> Aid:
    """Give a job aid of a course. :raise NotFound: if there is none"""
    aid = course.find_aid(aid_key)
    if aid is None:
        raise NotFound
    return aid


def get_quiz(course: Course, quiz_key: str) -> Quiz:
    """Give a quiz by "<course>/<module>/quiz" or "<course>/final". :raise NotFound: if there is none"""
    quiz = course.find_quiz(quiz_key)
    if quiz is None:
        raise NotFound
    return quiz


def glossary() -> Glossary:
    """Give the terms of the glossary, by key."""
    return library().glossary


def laws() -> LawBook:
    """Give the national law that is noted, an academy's own in the place of ours."""
    return library().laws


def sources() -> Mapping[str, Source]:
    """Give the works that can be cited, by key."""
    return library().sources
