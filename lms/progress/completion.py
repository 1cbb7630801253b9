"""The one rule that says what is completed. Pure: it knows plain values only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalog.course import Course, Module


@dataclass(frozen=True, slots=True)
class Pass:
    """A quiz that was passed, and by which attempt."""

    attempt_id: int
    score: float  # fraction, 0 to 1
    pass_mark: float  # fraction, as it stood when the attempt began


@dataclass(frozen=True, slots=True)
class Done:
    """What a learner has done on a course."""

    lessons: Collection[str]  # paths of the lessons completed, "<module>/<lesson>"
    passes: Mapping[str, Pass]  # quiz key -> the pass
    modules: Mapping[str, str]  # key of a module recorded as completed -> the course version it was completed in


def is_module_completed(course: Course, module: Module, done: Done) -> bool:
    """A module is completed when its lessons are and its quiz is passed; what does not exist asks nothing.

    One completed in an earlier version stays so, whatever was added since, unless this version asks for it again.
    """
    version = done.modules.get(module.key)
    if version is not None and (version == course.version or not course.requires_again):
        return True
    has_lessons = all(lesson.path in done.lessons for lesson in module.lessons)
    return has_lessons and (module.quiz is None or module.quiz.key in done.passes)


def is_course_completed(course: Course, done: Done) -> bool:
    """A course is completed when its modules are and its final assessment is passed. No other path certifies."""
    has_final = course.final is None or course.final.key in done.passes
    return has_final and all(is_module_completed(course, module, done) for module in course.modules)


def count_parts(course: Course, done: Done) -> tuple[int, int]:
    """Give how many lessons and quizzes are done, and how many there are; of a completed module all are."""
    counted = 0
    for module in course.modules:
        is_completed = is_module_completed(course, module, done)
        counted += sum(is_completed or lesson.path in done.lessons for lesson in module.lessons)
        counted += bool(module.quiz and (is_completed or module.quiz.key in done.passes))
    counted += bool(course.final and course.final.key in done.passes)
    return counted, len(course.lessons) + len(course.quizzes)


def rested_on(course: Course, done: Done) -> dict[str, Any]:
    """Write down what a completion rested on, in a shape that outlives the course:
    {"version", "digest", "lessons": [path], "modules": {key: version},
    "quizzes": {key: {"attempt", "score", "pass_mark"}}}.
    """
    quizzes = {
        quiz.key: {"attempt": it.attempt_id, "score": it.score, "pass_mark": it.pass_mark}
        for quiz in course.quizzes
        if (it := done.passes.get(quiz.key))
    }
    return {
        "version": course.version,
        "digest": course.digest,
        "lessons": [lesson.path for lesson in course.lessons if lesson.path in done.lessons],
        "modules": dict(done.modules),
        "quizzes": quizzes,
    }
