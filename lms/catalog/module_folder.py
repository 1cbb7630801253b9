"""A module of a course, read from its folder."""

from dataclasses import dataclass, field
from pathlib import Path

from lms.catalog.course import SOURCE_LANGUAGE, Lesson, LessonText, Module, ModuleText, Quiz, QuizRules
from lms.catalog.folder import RESERVED, NumberedName, Report, Root, parse_language, parse_lesson_name
from lms.catalog.gift import parse_gift
from lms.catalog.lesson_file import LessonFile, read_lesson, read_module_page
from lms.catalog.question import Question
from lms.catalog.yaml_file import Mistake

STRAY = (
    "Nothing reads this file: a lesson is called 01-name.en.md, its summary 01-name.summary.en.md, the questions "
    "quiz.en.gift and the module's page module.en.md."
)


def read_questions(root: Root, path: Path, report: Report) -> tuple[Question, ...]:
    """Read a GIFT file; mistakes go into `report`."""
    file = root.relative(path)
    try:
        questions, problems = parse_gift(root.read(path), file=file, course=report.course)
    except Mistake as mistake:
        report.add_mistake(file, mistake)
        return ()
    report.problems.extend(problems)
    if not questions and not problems:
        report.add(file, 1, "There is no question in this file: write some, or remove the file.")
    return tuple(questions)


@dataclass(slots=True)
class _LessonParts:
    """The files of one lesson, by language."""

    number: int
    files: dict[str, LessonFile] = field(default_factory=dict)
    summaries: dict[str, LessonText] = field(default_factory=dict)
    first_file: str = ""


@dataclass(slots=True)
class ModuleReader:
    """Reads the folder of one module."""

    root: Root
    folder: Path
    report: Report
    course_key: str
    name: NumberedName
    texts: dict[str, ModuleText] = field(default_factory=dict)
    lessons: dict[str, _LessonParts] = field(default_factory=dict)
    questions: dict[str, tuple[Question, ...]] = field(default_factory=dict)

    def read(self, number: int, rules: QuizRules) -> Module:
        """Give the module. :param number: its place in the course, from 1"""
        for path in self.root.entries(self.folder, self.report):
            self._read_entry(path)
        self._check()
        quiz_key = f"{self.course_key}/{self.name.key}/quiz"
        return Module(
            key=self.name.key,
            number=number,
            texts=self.texts,
            lessons=tuple(self._make_lesson(key, parts) for key, parts in self._in_order()),
            quiz=Quiz(quiz_key, rules, self.questions) if self.questions else None,
        )

    def _read_entry(self, path: Path) -> None:
        name = parse_lesson_name(path.name) if path.is_file() else None
        page_language = parse_language(path.name, "module", "md")
        quiz_language = parse_language(path.name, "quiz", "gift")
        if name:
            self._read_lesson(path, name)
        elif page_language and path.is_file():
            text = read_module_page(self.root, path, self.report)
            self.texts |= {page_language: text} if text else {}
        elif quiz_language and path.is_file():
            self.questions[quiz_language] = read_questions(self.root, path, self.report)
        else:
            self.report.add(self.root.relative(path), 1, STRAY)

    def _read_lesson(self, path: Path, name: NumberedName) -> None:
        file = self.root.relative(path)
        parts = self.lessons.setdefault(name.key, _LessonParts(name.number, first_file=file))
        if name.key in RESERVED:
            self.report.add(file, 1, f"Give this lesson another name: “{name.key}” means something else here.")
        if name.number != parts.number:
            message = f"Number this file as {parts.first_file}: it is the same lesson, or give it another name."
            self.report.add(file, 1, message)
        lesson = read_lesson(self.root, path, self.report)
        if lesson and name.is_summary:
            parts.summaries[name.language] = lesson.text
        elif lesson:
            parts.files[name.language] = lesson

    def _in_order(self) -> list[tuple[str, _LessonParts]]:
        return sorted(self.lessons.items(), key=lambda item: (item[1].number, item[0]))

    def _check(self) -> None:
        folder = self.root.relative(self.folder)
        if not self.texts:
            self.report.add(folder, 1, "Add module.en.md, with the module's title and outcomes.")
        if not self.lessons:
            self.report.add(folder, 1, "Add a lesson, such as 01-first-steps.en.md: a module needs one.")
        numbers: dict[int, str] = {}
        for key, parts in self._in_order():
            if not parts.files:
                self.report.add(parts.first_file, 1, "Add the lesson that this summarises, or correct the name.")
            if parts.number in numbers:
                message = f"Give this lesson a number of its own: {numbers[parts.number]} has it already."
                self.report.add(parts.first_file, 1, message)
            numbers[parts.number] = key

    def _make_lesson(self, key: str, parts: _LessonParts) -> Lesson:
        languages = sorted(parts.files, key=lambda language: (language != SOURCE_LANGUAGE, language))
        first = parts.files[languages[0]] if languages else None
        notes = {note for file in parts.files.values() for note in file.content_notes}
        order = [note for file in parts.files.values() for note in file.content_notes]
        return Lesson(
            key=key,
            course_key=self.course_key,
            module_key=self.name.key,
            texts={language: parts.files[language].text for language in languages},
            summaries=parts.summaries,
            content_notes=tuple(sorted(notes, key=order.index)),
            kind=first.kind if first else "reading",
        )
