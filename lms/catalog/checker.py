"""What a course must keep besides being readable: sources, outcomes, keys, sealed versions."""

import re
from collections.abc import Mapping
from pathlib import Path

from lms.catalog.aid_checker import check_aids
from lms.catalog.citations import find_citations
from lms.catalog.code_spans import blank_code
from lms.catalog.contact_places import check_contact_places
from lms.catalog.contents import list_lesson_texts, list_texts, texts_of
from lms.catalog.course import AidText, Course, LessonText, Source
from lms.catalog.course_yaml import COURSE_YAML
from lms.catalog.folder import Report, language_of
from lms.catalog.loader import Reading, read_courses, sort_problems
from lms.catalog.local_checker import check_own_words
from lms.catalog.practice import mark
from lms.catalog.question import Problem, Question
from lms.catalog.question_checker import QuestionChecker
from lms.catalog.statements import list_statements, needs_source
from lms.catalog.strict import check_strictly
from lms.catalog.versions import LOCK, Sealed, read_lock
from lms.markdown import find_excess, render

HEADING = re.compile(
    r"^#{1,6}[ \t]*(?P<title>[^#\n][^\n]*)$|^(?P<under>[^\s|>#-][^\n]*)\n(?:=+|-+)[ \t]*$", re.MULTILINE
)
HEADING_KEY = re.compile(r"\{[^{}\n]*#([A-Za-z][\w-]*)[^{}\n]*\}\s*#*\s*$")

UNCITED = (
    "Cite a source for this, as [@key]: it holds a figure, a year or a word of law. If it states no fact, add "
    "{: .no-source } and say why in REVIEW.md."
)
UNCITED_QUESTION = (
    "Cite a source in this question or its feedback, as [@key]: it holds a figure, a year or a word of law. If it "
    "states no fact, add [tag:no-source] and say why in REVIEW.md."
)

# The ids that a lesson's page gives to its own parts.
PAGE_KEYS = ("main", "practice-", "q-", "source-", "sources-", "law-", "laws-", "word-", "words-")


def check_courses(
    folder: Path, only: str = "", *, instance: Path | None = None, paper: bool = False, strictly: bool = False
) -> tuple[int, tuple[Problem, ...]]:
    """Check every course in `folder`: give how many there are, and every mistake.

    :param only: the key of one course; the others are left alone
    :param instance: the installation's folder, whose own laws are checked, too
    :param paper: print each job aid, too, which takes a moment and needs an application's context
    :param strictly: also tell in what a course that can be served falls short of a good one
    """
    reading = read_courses(folder, instance)
    beside = Report(problems=[problem for problem in reading.problems if not only or problem.course in ("", only)])
    sealed = read_lock(folder, beside) if folder.is_dir() else {}
    for course in reading.courses:
        if not only or course.key == only:
            report = Report(course.key)
            check_course(course, reading, sealed, report)
            if paper:
                check_aids(course, reading.sources, report)
            if strictly:
                check_strictly(course, report)
            beside.problems += report.problems
    return len([name for name in reading.folders if not only or name == only]), sort_problems(beside.problems)


def check_course(course: Course, reading: Reading, sealed: Sealed, report: Report) -> None:
    """Report everything that is wrong in a course that could be read.

    :param reading: the works and terms beside it
    """
    sources = reading.sources
    for markdown, file, line in list_texts(course):
        _TextChecker(markdown, file, line, sources, report).check()
    for markdown, file, line in list_lesson_texts(course):
        check_own_words(markdown, file=file, line=line, glossary=reading.glossary, report=report)
    for lesson in course.lessons:
        for text in (*lesson.texts.values(), *lesson.summaries.values()):
            _check_practice_places(text, report)
        _check_same_headings(lesson.texts, report)
        _check_same_headings(lesson.summaries, report)
    for aid in course.aids:
        _check_same_headings(aid.texts, report)
    for question in _questions_of(course):
        _check_citations_in(question, sources, report)
    check_contact_places(course, report)
    QuestionChecker(course, report).check()
    _check_seal(course, sealed, report)


class _TextChecker:
    """Checks one Markdown text."""

    def __init__(self, markdown: str, file: str, line: int, sources: Mapping[str, Source], report: Report) -> None:
        self.text, self.file, self.line, self.sources, self.report = markdown, file, line, sources, report

    def check(self) -> None:
        if find_excess(self.text):
            return  # reading the course reports it
        for statement in list_statements(self.text):
            if needs_source(statement.text, language_of(self.file)) and not statement.has_source:
                self._complain(statement.row, UNCITED)
        for group in find_citations(self.text):
            for citation in group.citations:
                if citation.key not in self.sources and not citation.is_law:
                    row = self.text.count("\n", 0, group.start)
                    self._complain(row, f"No work has the key “{citation.key[:60]}”: add it to sources.yaml.")
        self._check_headings()

    def _check_headings(self) -> None:
        seen: set[str] = set()
        for row, key in list_headings(self.text):
            if not key:
                self._complain(row, "Give this heading a key: ## Title {#key}. Links and bookmarks need it.")
            elif key.startswith(PAGE_KEYS):
                self._complain(row, f"The page itself uses keys such as {{#{key}}}: give this heading another.")
            elif key in seen:
                self._complain(row, f"The key {{#{key}}} stands in this file twice: give this heading another.")
            seen.add(key)

    def _complain(self, row: int, message: str) -> None:
        self.report.add(self.file, self.line + row, message)


def list_headings(markdown: str) -> list[tuple[int, str]]:
    """Give the headings of a Markdown text: the line of each, from 0, and its key, "" if it has none."""
    found = []
    text = blank_code(markdown)
    for match in HEADING.finditer(text):
        key = HEADING_KEY.search(match["title"] or match["under"])
        found.append((text.count("\n", 0, match.start()), key[1] if key else ""))
    return found


def _check_practice_places(text: LessonText, report: Report) -> None:
    """Each practice question must come out as a block of its own: elsewhere the page could not put its form."""
    if not text.practice:
        return
    html = str(render(text.markdown))
    for index, question in enumerate(text.practice):
        if f"<p>{mark(index)}</p>" not in html:
            report.add(
                text.file, question.line, "This question is lost in what surrounds it: put it between blank lines."
            )


def _check_same_headings(texts: Mapping[str, LessonText] | Mapping[str, AidText], report: Report) -> None:
    if not texts:
        return
    keys = {language: [key for _row, key in list_headings(text.markdown)] for language, text in texts.items()}
    first = next(iter(texts))
    for language, text in texts.items():
        if keys[language] != keys[first]:
            message = (
                f"The headings have other keys, or another order, than in {texts[first].file}: make them the same."
            )
            report.add(text.file, text.line, message)


def _questions_of(course: Course) -> list[Question]:
    in_lessons = [
        question
        for lesson in course.lessons
        for text in (*lesson.texts.values(), *lesson.summaries.values())
        for question in text.practice
    ]
    return in_lessons + [one for quiz in course.quizzes for pool in quiz.questions.values() for one in pool]


def _check_citations_in(question: Question, sources: Mapping[str, Source], report: Report) -> None:
    texts = [text for text in texts_of(question) if text]
    cited = [citation for text in texts for group in find_citations(text) for citation in group.citations]
    for citation in cited:
        if citation.key not in sources and not citation.is_law:
            message = f"No work has the key “{citation.key[:60]}”: add it to sources.yaml."
            report.add(question.file, question.line, message)
    if cited or "no-source" in question.tags:
        return
    if any(needs_source(text, language_of(question.file)) for text in texts):
        report.add(question.file, question.line, UNCITED_QUESTION)


def _check_seal(course: Course, sealed: Sealed, report: Report) -> None:
    digest = sealed.get((course.key, course.version))
    if digest == course.digest:
        return
    if digest is None:
        message = f"Version {course.version} is not sealed in {LOCK}: run flask --app app course seal {course.key}"
    else:
        message = f"The course changed, but its version is still {course.version}: raise version and version_date."
    report.add(f"{course.key}/{COURSE_YAML}", _line_of_version(course.folder), message)


def _line_of_version(folder: Path) -> int:
    lines = (folder / COURSE_YAML).read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith("version:")), 1)
