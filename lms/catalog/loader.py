"""Reads the courses folder. What is broken is left out and told; nothing here raises for what an author wrote."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from lms.catalog.addresses import make_address_book
from lms.catalog.aid_folder import read_aids
from lms.catalog.contents import list_other_texts, list_pools, list_texts, texts_of
from lms.catalog.course import Aid, Course, CourseSettings, CourseText, Module, Quiz, Source
from lms.catalog.course_yaml import COURSE_YAML, parse_course_yaml
from lms.catalog.folder import (
    IS_KEY,
    RESERVED,
    NumberedName,
    Report,
    Root,
    parse_language,
    parse_module_name,
)
from lms.catalog.glossary import Glossary, read_glossary
from lms.catalog.law import LawBook
from lms.catalog.law_file import LAWS, read_laws
from lms.catalog.lesson_file import read_course_page
from lms.catalog.library import Library
from lms.catalog.media import read_media
from lms.catalog.module_folder import ModuleReader, read_questions
from lms.catalog.question import Problem, Question
from lms.catalog.references import check_has_no_law, check_text
from lms.catalog.sources_file import read_sources
from lms.catalog.versions import digest_of
from lms.catalog.yaml_file import Mistake

BESIDE_COURSES = frozenset({LAWS})
STRAY = (
    "Nothing reads this: a course holds course.yaml, course.en.md, final.en.gift, aids/, media/ and a folder a "
    "module, such as 01-first-steps/."
)


@dataclass(slots=True)
class Reading:
    """Everything read from the courses folder, the broken courses too: what the checker goes through."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=dict)
    laws: LawBook = field(default_factory=LawBook)
    courses: list[Course] = field(default_factory=list)  # also those with problems, if they could be put together
    folders: list[str] = field(default_factory=list)  # of courses, also of those that could not
    problems: list[Problem] = field(default_factory=list)


def load_library(folder: Path, instance: Path | None = None) -> Library:
    """Read every course in `folder`. A course with a problem is not among `courses` but its problems are told.

    :param instance: the installation's folder, whose laws/ replaces ours key by key
    """
    reading = read_courses(folder, instance)
    broken = {problem.course for problem in reading.problems}
    courses = {course.key: course for course in reading.courses if course.key not in broken}
    problems = sort_problems(reading.problems)
    return Library(MappingProxyType(courses), reading.sources, problems, reading.glossary, reading.laws)


def read_courses(folder: Path, instance: Path | None = None) -> Reading:
    """Read every course in `folder`, whole or broken, and what stands beside them."""
    if not folder.is_dir():
        return Reading(problems=[Problem(folder.name, 1, "There is no such folder: correct the setting of it.")])
    root, beside = Root(folder), Report()
    laws = read_laws(root, beside)
    if instance:
        laws = laws.replaced_by(read_laws(Root(instance, "instance/"), beside))
    reading = Reading(read_sources(root, beside), read_glossary(root, beside), laws, problems=beside.problems)
    for path in root.entries(folder, beside):
        if path.is_dir() and path.name not in BESIDE_COURSES:
            report = Report(path.name)
            course = CourseReader(root, path, report).read()
            reading.courses += [course] if course else []
            reading.folders.append(path.name)
            reading.problems += report.problems
    return reading


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give problems by place, each once."""
    ordered = sorted(problems, key=lambda one: (one.course, one.file, one.line, one.column, one.message))
    return tuple(dict.fromkeys(ordered))


@dataclass(slots=True)
class CourseReader:
    """Reads the folder of one course."""

    root: Root
    folder: Path
    report: Report
    texts: dict[str, CourseText] = field(default_factory=dict)
    final: dict[str, tuple[Question, ...]] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    aids: tuple[Aid, ...] = ()
    modules: list[tuple[NumberedName, Path]] = field(default_factory=list)

    def read(self) -> Course | None:
        """Give the course, also one with problems as long as it can be put together; they are in the report."""
        if not IS_KEY.fullmatch(self.folder.name) or self.folder.name in RESERVED:
            message = "Name this folder with small Latin letters, digits and dashes, and none of the words in use."
            self.report.add(self.folder.name, 1, message)
        settings = self._read_settings()
        for path in self.root.entries(self.folder, self.report):
            self._read_entry(path)
        if settings is None or not self.texts:
            if not self.texts:
                self.report.add(self.folder.name, 1, "Add course.en.md, with title, summary and outcomes.")
            return None
        course = self._assemble(settings)
        self._check(course)
        return course

    def _read_settings(self) -> CourseSettings | None:
        path = self.folder / COURSE_YAML
        file = self.root.relative(path)
        if not path.exists():
            self.report.add(file, 1, "Add course.yaml: see courses/README.md for what it says.")
            return None
        try:
            return parse_course_yaml(self.root.read(path), file=file, report=self.report)
        except Mistake as mistake:
            self.report.add_mistake(file, mistake)
            return None

    def _read_entry(self, path: Path) -> None:
        page_language = parse_language(path.name, "course", "md")
        final_language = parse_language(path.name, "final", "gift")
        module_name = parse_module_name(path.name) if path.is_dir() else None
        if path.name == "media" and path.is_dir():
            self.media = read_media(self.root, path, self.report)
        elif path.name == "aids" and path.is_dir():
            self.aids = read_aids(self.root, path, self.report)
        elif module_name:
            self.modules.append((module_name, path))
        elif page_language and path.is_file():
            text = read_course_page(self.root, path, self.report)
            self.texts |= {page_language: text} if text else {}
        elif final_language and path.is_file():
            self.final[final_language] = read_questions(self.root, path, self.report)
        elif path.name != COURSE_YAML:
            self.report.add(self.root.relative(path), 1, STRAY)

    def _assemble(self, settings: CourseSettings) -> Course:
        key = self.folder.name
        return Course(
            key=key,
            version=settings.version,
            version_date=settings.version_date,
            audience=settings.audience,
            outcomes=settings.outcomes,
            authors=settings.authors,
            access=settings.access,
            topics=settings.topics,
            next_review=settings.next_review,
            reviewed=settings.reviewed,
            certificate=settings.certificate,
            requires_again=settings.requires_again,
            texts=self.texts,
            modules=tuple(self._read_modules(settings)),
            final=Quiz(f"{key}/final", settings.final, self.final) if self.final else None,
            folder=self.folder,
            digest=digest_of(self.folder),
            media=self.media,
            aids=self.aids,
            minutes=settings.minutes,
            rulings=settings.rulings,
            markings=settings.markings,
            quick_exit=settings.quick_exit,
        )

    def _read_modules(self, settings: CourseSettings) -> Iterator[Module]:
        keys: dict[str, str] = {}
        numbers: dict[int, str] = {}
        if not self.modules:
            self.report.add(self.folder.name, 1, "Add a folder for the first module, such as 01-first-steps.")
        for place, (name, path) in enumerate(sorted(self.modules, key=lambda item: item[0].number), 1):
            file = self.root.relative(path)
            if name.key in RESERVED:
                self.report.add(file, 1, f"Give this module another name: “{name.key}” means something else here.")
            if name.key in keys or name.number in numbers:
                other = keys.get(name.key) or numbers[name.number]
                self.report.add(file, 1, f"Give this module a name and a number of its own: {other} has one of them.")
            keys[name.key] = numbers[name.number] = file
            yield ModuleReader(self.root, path, self.report, self.folder.name, name).read(place, settings.quiz)

    def _check(self, course: Course) -> None:
        book = make_address_book(course)
        for markdown, file, line in list_texts(course):
            check_text(markdown, file=file, line=line, book=book, report=self.report)
        for markdown, file, line in list_other_texts(course):
            check_has_no_law(markdown, file=file, line=line, report=self.report)
        for text in course.texts.values():
            self._check_outcomes(course, text)
        self._check_questions(course)

    def _check_outcomes(self, course: Course, text: CourseText) -> None:
        for key in course.outcomes:
            if key not in text.outcomes:
                self.report.add(text.file, 1, f"Word the outcome “{key}”: course.yaml names it.")
        for key in text.outcomes:
            if key not in course.outcomes:
                self.report.add(text.file, 1, f"“{key[:40]}” is no outcome in course.yaml: add it there, or remove it.")

    def _check_questions(self, course: Course) -> None:
        """An id is what a stored response hangs on: it may stand for one question only."""
        seen: dict[str, Question] = {}
        for _place, pools in list_pools(course):
            here: dict[str, Question] = {}
            for questions in pools.values():
                in_language: dict[str, Question] = {}
                for question in questions:
                    self._check_law(question)
                    self._check_id(question, seen.get(question.key) or in_language.get(question.key))
                    in_language[question.key] = question
                here |= in_language
            seen |= here

    def _check_id(self, question: Question, other: Question | None) -> None:
        told = any((one.file, one.line) == (question.file, question.line) for one in self.report.problems)
        if other and question.key and not told:
            message = f"Give this question an id of its own: {other.file}:{other.line} has “{question.key}” too."
            self.report.add(question.file, question.line, message)

    def _check_law(self, question: Question) -> None:
        for text in texts_of(question):
            check_has_no_law(text.replace("\n", " "), file=question.file, line=question.line, report=self.report)
