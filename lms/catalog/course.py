"""Courses as read from their folders: immutable, without Flask and without tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from lms.catalog.question import Question

T = TypeVar("T")

SOURCE_LANGUAGE = "en"
FINAL = "final"
QUIZ = "quiz"


class Access(StrEnum):
    """Who may read the lessons: anyone; any account; members of a cohort on the course."""

    PUBLIC = "public"
    LEARNERS = "learners"
    PRACTITIONERS = "practitioners"


class ContentNote(StrEnum):
    """What a reader is told before a lesson that may weigh on her."""

    VIOLENCE = "violence"
    SEXUAL_VIOLENCE = "sexual-violence"
    CHILDREN = "children"
    SELF_HARM = "self-harm"


class Review(StrEnum):
    """What a review shows after an attempt not passed: everything, or the outcomes missed and their lessons."""

    KEY = "key"
    OUTCOMES = "outcomes"


@dataclass(frozen=True, slots=True)
class Localized(Generic[T]):
    """A text in the language asked for or, failing that, in another: `language` says which."""

    value: T
    language: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a course; the office may be left out."""

    name: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """Who stands behind the law, practice or victim care of a version of a course."""

    what: str  # law | practice | victim-care
    by: str
    office: str
    on: date
    version: str
    country: str = ""  # ISO 3166 alpha-2, lower case; law only


@dataclass(frozen=True, slots=True)
class QuizRules:
    """The rules of a module quiz or final assessment, from course.yaml."""

    pass_mark: float  # fraction, 0 to 1
    attempts: int | None  # None: any number
    wait: timedelta  # between handing in one attempt and starting the next
    questions: int | None  # drawn for an attempt; None: all
    blueprint: Mapping[str, int] | None  # outcome -> questions; None: spread evenly over the outcomes
    time_limit: timedelta | None
    shuffle: bool
    review: Review


@dataclass(frozen=True, slots=True)
class CertificateRules:
    """How the certificates of a course look, what they show and how long they hold."""

    design: str  # folder in certificates/
    expires_months: int | None
    show_score: bool


@dataclass(frozen=True, slots=True)
class CourseSettings:
    """What course.yaml says."""

    version: str
    version_date: date
    audience: tuple[str, ...]
    outcomes: tuple[str, ...]
    authors: tuple[Author, ...]
    access: Access
    topics: tuple[str, ...]
    next_review: date | None
    reviewed: tuple[ReviewRecord, ...]
    quiz: QuizRules
    final: QuizRules
    certificate: CertificateRules | None  # None: it gives none
    requires_again: bool
    minutes: int | None = None  # that reading all lessons may take
    rulings: bool = False  # whether each lesson asks for a ruling
    markings: bool = False  # whether each module has questions in which one marks
    quick_exit: bool = False  # whether each of its pages has a link away


@dataclass(frozen=True, slots=True)
class Quiz:
    """A module's quiz or the course's final assessment."""

    key: str  # "<course>/<module>/quiz" or "<course>/final"
    rules: QuizRules
    questions: Mapping[str, tuple[Question, ...]]  # language -> questions in the file's order

    @property
    def is_final(self) -> bool:
        return self.key.endswith("/" + FINAL)

    def pool(self, language: str) -> Localized[tuple[Question, ...]]:
        return pick(self.questions, language)


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson in one language."""

    title: str
    minutes: int
    markdown: str  # without front matter; `gift` fences replaced by practice marks, see practice.mark
    practice: tuple[Question, ...] = ()
    digest: str = ""  # SHA-256 of the file; rendered HTML is kept by it
    file: str = ""  # relative to the courses folder
    line: int = 1  # of the file, at which `markdown` begins


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page to read, in each language it was written in."""

    key: str
    course_key: str
    module_key: str
    texts: Mapping[str, LessonText]
    summaries: Mapping[str, LessonText] = field(default_factory=dict)  # the equal route by summary
    content_notes: tuple[ContentNote, ...] = ()
    kind: str = "reading"

    @property
    def path(self) -> str:
        """Its key in the course: "<module>/<lesson>"."""
        return f"{self.module_key}/{self.key}"

    def text(self, language: str) -> Localized[LessonText]:
        return pick(self.texts, language)

    def summary(self, language: str) -> Localized[LessonText] | None:
        return pick(self.summaries, language) if self.summaries else None


class Paper(StrEnum):
    """The size of the page that a job aid is printed on."""

    A4 = "A4"
    A5 = "A5"


@dataclass(frozen=True, slots=True)
class AidText:
    """A job aid in one language."""

    title: str
    markdown: str
    paper: Paper = Paper.A4
    courtroom: bool = False  # has a line on which the reader writes the article of her own code
    digest: str = ""  # SHA-256 of the file
    file: str = ""  # relative to the courses folder
    line: int = 1  # of the file, at which `markdown` begins


@dataclass(frozen=True, slots=True)
class Aid:
    """What is taken to work on one page, in each language it was written in."""

    key: str
    texts: Mapping[str, AidText]

    def text(self, language: str) -> Localized[AidText]:
        return pick(self.texts, language)


@dataclass(frozen=True, slots=True)
class ModuleText:
    """What a module says in one language."""

    title: str
    outcomes: tuple[str, ...] = ()
    introduction: str = ""  # Markdown
    file: str = ""  # relative to the courses folder
    line: int = 1  # of the file, at which `introduction` begins


@dataclass(frozen=True, slots=True)
class Module:
    """Lessons that belong together, and the quiz that ends them, if any."""

    key: str
    number: int  # from 1, in reading order
    texts: Mapping[str, ModuleText]
    lessons: tuple[Lesson, ...]
    quiz: Quiz | None

    def text(self, language: str) -> Localized[ModuleText]:
        return pick(self.texts, language)


@dataclass(frozen=True, slots=True)
class CourseText:
    """What a course says in one language."""

    title: str
    summary: str
    outcomes: Mapping[str, str]  # outcome key -> its wording
    introduction: str  # Markdown
    file: str = ""  # relative to the courses folder
    line: int = 1  # of the file, at which `introduction` begins


@dataclass(frozen=True)  # without slots: what is derived of it is kept in it
class Course:
    """A whole course as its folder holds it; `course.yaml` says what is the same in every language."""

    key: str
    version: str
    version_date: date
    audience: tuple[str, ...]  # investigator, prosecutor, judge, other, anyone
    outcomes: tuple[str, ...]  # keys
    authors: tuple[Author, ...]
    access: Access
    topics: tuple[str, ...]
    next_review: date | None
    reviewed: tuple[ReviewRecord, ...]
    certificate: CertificateRules | None
    requires_again: bool
    texts: Mapping[str, CourseText]
    modules: tuple[Module, ...]
    final: Quiz | None
    folder: Path
    digest: str = ""  # SHA-256 over the content of every file
    media: Mapping[str, str] = field(default_factory=dict)  # file in media/ -> its content type
    aids: tuple[Aid, ...] = ()  # by key
    minutes: int | None = None  # as in CourseSettings, like the three below
    rulings: bool = False
    markings: bool = False
    quick_exit: bool = False

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages in which the course page exists, the source first."""
        return tuple(sorted(self.texts, key=lambda language: (language != SOURCE_LANGUAGE, language)))

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson in reading order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def quizzes(self) -> tuple[Quiz, ...]:
        """Every quiz in order, the final assessment last."""
        found = [module.quiz for module in self.modules if module.quiz]
        return (*found, self.final) if self.final else tuple(found)

    def text(self, language: str) -> Localized[CourseText]:
        return pick(self.texts, language)

    def find_module(self, key: str) -> Module | None:
        return next((module for module in self.modules if module.key == key), None)

    def find_lesson(self, module_key: str, lesson_key: str) -> Lesson | None:
        return next((it for it in self.lessons if (it.module_key, it.key) == (module_key, lesson_key)), None)

    def find_aid(self, key: str) -> Aid | None:
        return next((aid for aid in self.aids if aid.key == key), None)

    def find_quiz(self, quiz_key: str) -> Quiz | None:
        return next((quiz for quiz in self.quizzes if quiz.key == quiz_key), None)


@dataclass(frozen=True, slots=True)
class Source:
    """A work that lessons cite, from courses/sources.yaml."""

    key: str
    title: str
    body: str
    year: int
    address: str
    binds: str  # treaty | soft | comparator | national
    read_on: date | None = None  # when an author read in the original what is cited of it; None: not noted


def pick(texts: Mapping[str, T], language: str) -> Localized[T]:
    """Give the text in `language`, else in its base language, else in the source language, else in any.

    Fallback goes by BCP 47: `uz-Cyrl` falls back to `uz` before English.
    """
    if language in texts:
        return Localized(texts[language], language)
    for candidate in (language.partition("-")[0], SOURCE_LANGUAGE):
        if candidate in texts:
            return Localized(texts[candidate], candidate)
    first = min(texts)
    return Localized(texts[first], first)
