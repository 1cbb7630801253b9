"""What a course must keep as a whole: time, outcomes, whose situations it tells, how it speaks, no question twice."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from lms.catalog.contents import texts_of
from lms.catalog.course import Course, Lesson, LessonText
from lms.catalog.course_yaml import COURSE_YAML
from lms.catalog.lesson_file import count_minutes
from lms.catalog.pool_figures import Situations
from lms.catalog.question import Kind, Question
from lms.catalog.question_checker import MARKING, RULING
from lms.catalog.wording import find_words, likeness, list_words, runs, seen, without_quotations
from lms.catalog.words import Words, words_of

LEAST_QUESTIONS = 3  # an outcome
LEAST_LABOUR = 0.4
LEAST_MALE = 1 / 3
COPIED_WORDS = 8
NEARLY_ALIKE = 0.4  # of the words; unlike questions of one course share less than 0.3
LEAST_MARKINGS = 2  # a module


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where."""

    file: str
    line: int
    message: str


def time_faults(course: Course) -> Iterator[Fault]:
    """The time that a reader is told is the time that she needs."""
    sums: Counter[str] = Counter()
    for lesson in course.lessons:
        for language, text in lesson.texts.items():
            needed = minutes_of(text)
            sums[language] += max(needed, text.minutes)
            if text.minutes < needed:
                message = f"This lesson takes {needed} minutes and states {text.minutes}: state more, or shorten it."
                yield Fault(text.file, 1, message)
    for language, total in sums.items():
        if course.minutes is not None and total > course.minutes:
            message = f"The lessons take {total} minutes ({language}) and the course states {course.minutes}: "
            yield Fault(f"{course.key}/{COURSE_YAML}", 1, message + "shorten them, or raise minutes.")


def minutes_of(text: LessonText) -> int:
    """Give the minutes that a lesson takes, whatever it states."""
    return count_minutes(text.markdown, len(text.practice))


def outcome_faults(course: Course) -> Iterator[Fault]:
    """Each outcome is tested often enough to say that somebody has reached it."""
    pools = [next(iter(quiz.questions.values())) for quiz in course.quizzes]
    tested = Counter(tag for pool in pools for question in pool if question.kind.is_scored for tag in question.tags)
    for outcome in course.outcomes:
        if 0 < tested[outcome] < LEAST_QUESTIONS:  # that there is none is told elsewhere
            message = f"Write more quiz questions on the outcome “{outcome}”: it has {tested[outcome]}, and needs 3."
            yield Fault(f"{course.key}/{COURSE_YAML}", 1, message)


def situation_faults(course: Course, questions: Sequence[Question]) -> Iterator[Fault]:
    """The people in the situations are those whom officials meet. :param questions: of one language"""
    found = Situations.count(questions)
    file = f"{course.key}/{COURSE_YAML}"
    if found.labour < LEAST_LABOUR * found.with_form:
        message = f"Tell more of forced labour: {found.labour} of {found.with_form} situations do, 40 % should."
        yield Fault(file, 1, message)
    if found.male < LEAST_MALE * found.with_victim:
        message = f"Tell more of men and boys: {found.male} of {found.with_victim} situations do, a third should."
        yield Fault(file, 1, message)


def blame_faults(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Words that put the blame on a victim: the line of each, from 0. What is quoted is somebody else's word."""
    words = words_of(language)
    for row, line in enumerate(without_quotations(text).split("\n") if words else ()):
        if words and (found := find_words(words.blaming, line)):
            yield row, f"Say this without blame, or quote it as somebody's words: “{found}”."


@dataclass(frozen=True, slots=True)
class Copies:
    """Finds what the questions of one language take word for word from lessons, and from each other."""

    lessons: Mapping[str, list[str]]  # file of a lesson or summary -> its words
    questions: Sequence[Question]

    def find(self) -> Iterator[Fault]:
        yield from self._from_lessons()
        yield from self._alike()

    def _from_lessons(self) -> Iterator[Fault]:
        known = {run: file for file, words in self.lessons.items() for run in runs(words, COPIED_WORDS)}
        for question in self.questions:
            taken = (run for text in texts_of(question) for run in runs(list_words(text), COPIED_WORDS) if run in known)
            if run := next(taken, None):
                message = f"Say it in other words: {known[run]} has “{' '.join(run)}” too."
                yield Fault(question.file, question.line, message)

    def _alike(self) -> Iterator[Fault]:
        words = {question.key: frozenset(list_words(_asked(question))) for question in self.questions}
        for one, other in combinations(self.questions, 2):
            if not _same_lesson(one, other) and likeness(words[one.key], words[other.key]) >= NEARLY_ALIKE:
                message = f"Ask something else: this is nearly the question “{one.key}” ({one.file}:{one.line})."
                yield Fault(other.file, other.line, message)


def _same_lesson(one: Question, other: Question) -> bool:
    """Tell whether one stands in a lesson and the other in its summary: nobody reads both."""
    files = {one.file, other.file}
    return len(files) == 2 and len({file.replace(".summary.", ".") for file in files}) == 1


def _asked(question: Question) -> str:
    choices = [f"{choice.text.source} {choice.match}" for choice in question.choices]
    return " ".join((question.stem.source, question.stem_after.source, *choices))


def ruling_faults(lesson: Lesson) -> Iterator[Fault]:
    """In a course on rulings each lesson asks for one, and answers for both sides."""
    for language, text in lesson.texts.items():
        rulings = [question for question in text.practice if RULING in question.tags]
        if not rulings:
            yield Fault(text.file, 1, f"Ask for a ruling in this lesson: a practice question tagged {RULING}.")
        for question in rulings:
            yield from _label_faults(question, words_of(language))


def _label_faults(question: Question, words: Words | None) -> Iterator[Fault]:
    for text in [choice.feedback.source for choice in question.choices] or [question.feedback.source]:
        if words and not _has_parts(seen(text), words.ruling):
            message = f"Answer for both sides in each feedback: “{words.ruling[0]} …” and “{words.ruling[1]} …”."
            yield Fault(question.file, question.line, message)
            return


def _has_parts(text: str, labels: tuple[str, str]) -> bool:
    _before, first, rest = text.partition(labels[0])
    middle, second, last = rest.partition(labels[1])
    return bool(first and second and middle.strip() and last.strip())


def marking_faults(file: str, questions: Sequence[Question]) -> Iterator[Fault]:
    """In a course on marking each module lets one mark. :param questions: of one module in one language"""
    count = sum(MARKING in question.tags and question.kind == Kind.MULTIPLE for question in questions)
    if count < LEAST_MARKINGS:
        message = f"Write questions with several right choices, tagged {MARKING}: this module has {count}, and needs 2."
        yield Fault(file, 1, message)
