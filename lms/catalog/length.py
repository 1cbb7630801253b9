"""How long things take: stated study time, not measured."""

from math import ceil

from lms.catalog.course import SOURCE_LANGUAGE, Course, Module, Quiz

MINUTES_PER_QUESTION = 1.25


def quiz_minutes(quiz: Quiz) -> int:
    """Give the minutes that a quiz takes, from the number of questions drawn for an attempt."""
    pool = len(quiz.pool(SOURCE_LANGUAGE).value)
    drawn = min(quiz.rules.questions or pool, pool)
    return ceil(drawn * MINUTES_PER_QUESTION)


def module_minutes(module: Module, language: str) -> int:
    """Give the minutes of a module's lessons and quiz."""
    lessons = sum(lesson.text(language).value.minutes for lesson in module.lessons)
    return lessons + (quiz_minutes(module.quiz) if module.quiz else 0)


def course_minutes(course: Course, language: str) -> int:
    """Give the minutes of everything that a course asks for."""
    final = quiz_minutes(course.final) if course.final else 0
    return sum(module_minutes(module, language) for module in course.modules) + final
