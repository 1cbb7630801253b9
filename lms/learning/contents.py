"""A course's table of contents in a reader's language: made once for each version of a course, shown on many pages."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from flask import url_for

from lms.catalog.course import Aid, Course, Lesson, Module
from lms.i18n import current_language, duration

KEPT = 128  # tables; about 10 KB each


class LessonLink(NamedTuple):
    """A lesson in the contents; templates, which list dozens, take a tuple apart faster than they ask for fields."""

    path: str
    address: str
    title: str
    language: str  # of the title; "" where it is the reader's
    duration: str


@dataclass(frozen=True, slots=True)
class ModuleContents:
    """A module in the contents."""

    title: str
    language: str  # of the title and the outcomes; "" where it is the reader's
    outcomes: tuple[str, ...]
    lessons: tuple[LessonLink, ...]
    quiz_key: str | None
    quiz_address: str


@dataclass(frozen=True, slots=True)
class AidLink:
    """A job aid in the contents."""

    address: str
    pdf_address: str
    title: str
    language: str  # of the title; "" where it is the reader's


@dataclass(frozen=True, slots=True)
class _Edition:
    """A course as it is now, in a language; two of the same content are the same."""

    digest: str
    key: str
    language: str
    course: Course = field(compare=False)


def list_contents(course: Course) -> tuple[ModuleContents, ...]:
    """Give the contents of a course in the language in use."""
    return _make(_Edition(course.digest, course.key, current_language(), course))


def list_aids(course: Course) -> tuple[AidLink, ...]:
    """Give the job aids of a course in the language in use."""
    return _make_aids(_Edition(course.digest, course.key, current_language(), course)) if course.aids else ()


@lru_cache(maxsize=KEPT)
def _make_aids(edition: _Edition) -> tuple[AidLink, ...]:
    return tuple(_make_aid_link(edition, aid) for aid in edition.course.aids)


def _make_aid_link(edition: _Edition, aid: Aid) -> AidLink:
    text = aid.text(edition.language)
    address = url_for("learning_aids.aid", course_key=edition.key, aid_key=aid.key)
    pdf_address = url_for("learning_aids.pdf", course_key=edition.key, aid_key=aid.key)
    return AidLink(address, pdf_address, text.value.title, _other(text.language, edition))


@lru_cache(maxsize=KEPT)
def _make(edition: _Edition) -> tuple[ModuleContents, ...]:
    return tuple(_make_module(edition, module) for module in edition.course.modules)


def _make_module(edition: _Edition, module: Module) -> ModuleContents:
    text = module.text(edition.language)
    address = url_for("assessment.quiz", course_key=edition.key, module_key=module.key) if module.quiz else ""
    return ModuleContents(
        title=text.value.title,
        language=_other(text.language, edition),
        outcomes=tuple(text.value.outcomes),
        lessons=tuple(_make_link(edition, module, lesson) for lesson in module.lessons),
        quiz_key=module.quiz.key if module.quiz else None,
        quiz_address=address,
    )


def _make_link(edition: _Edition, module: Module, lesson: Lesson) -> LessonLink:
    text = lesson.text(edition.language)
    address = url_for("learning_lessons.lesson", course_key=edition.key, module_key=module.key, lesson_key=lesson.key)
    return LessonLink(
        lesson.path, address, text.value.title, _other(text.language, edition), duration(text.value.minutes)
    )


def _other(language: str, edition: _Edition) -> str:
    return "" if language == edition.language else language
