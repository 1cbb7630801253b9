"""The rules of `course check` beyond what the server needs: a course that breaks them is served all the same."""

from collections.abc import Iterable, Iterator
from itertools import chain

from lms.catalog.contents import lesson_texts, list_languages, list_texts, texts_of
from lms.catalog.course import SOURCE_LANGUAGE, Course
from lms.catalog.course_rules import (
    Copies,
    Fault,
    blame_faults,
    marking_faults,
    outcome_faults,
    ruling_faults,
    situation_faults,
    time_faults,
)
from lms.catalog.folder import Report, language_of
from lms.catalog.pool_figures import Pool, list_pools_of
from lms.catalog.pool_rules import find_pool_faults
from lms.catalog.question_rules import find_faults
from lms.catalog.wording import list_words


def check_strictly(course: Course, report: Report) -> None:
    """Report everything in which a course falls short of a good one."""
    pools = list(list_pools_of(course))
    found = chain(
        time_faults(course),
        outcome_faults(course) if course.quizzes else (),
        _text_faults(course),
        _question_faults(course, pools),
        _pool_faults(pools),
        _course_faults(course, pools),
        _demanded(course),
    )
    for fault in found:
        report.add(fault.file, fault.line, fault.message)


def _text_faults(course: Course) -> Iterator[Fault]:
    for markdown, file, line in list_texts(course):
        for row, message in blame_faults(markdown, language_of(file)):
            yield Fault(file, line + row, message)


def _question_faults(course: Course, pools: Iterable[Pool]) -> Iterator[Fault]:
    for pool in pools:
        for question in pool.questions:
            for message in find_faults(question, pool.language, course.outcomes):
                yield Fault(question.file, question.line, message)
            for text in texts_of(question):
                for _row, message in blame_faults(text, pool.language):
                    yield Fault(question.file, question.line, message)


def _pool_faults(pools: Iterable[Pool]) -> Iterator[Fault]:
    for pool in pools:
        for message in find_pool_faults(pool):
            yield Fault(pool.questions[0].file, 1, f"{pool.name}: {message}")


def _course_faults(course: Course, pools: Iterable[Pool]) -> Iterator[Fault]:
    languages = list_languages(course)
    for language in languages:
        questions = [question for pool in pools if pool.language == language for question in pool.questions]
        texts = [text for lesson in course.lessons for text in lesson_texts(lesson, language)]
        lessons = {text.file: list_words(text.markdown) for text in texts}
        yield from Copies(lessons, questions).find()
        if language == languages[0]:
            yield from situation_faults(course, questions)


def _demanded(course: Course) -> Iterator[Fault]:
    """What course.yaml asks for in addition."""
    if course.rulings:
        for lesson in course.lessons:
            yield from ruling_faults(lesson)
    for module in course.modules if course.markings else ():
        for language, text in module.texts.items():
            practice = [one.practice for lesson in module.lessons for one in lesson_texts(lesson, language)]
            quiz = module.quiz.questions.get(language, ()) if module.quiz else ()
            if practice or quiz or language == SOURCE_LANGUAGE:  # else its lessons are not translated yet
                yield from marking_faults(text.file, [*chain(*practice), *quiz])
