"""What to do next, and what fits into the time at hand. Pure: it reads a course and where a learner stands on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lms.catalog.course import Course, Lesson, Module, Quiz
from lms.catalog.length import quiz_minutes
from lms.progress.completion import is_module_completed
from lms.progress.service import Progress


class StepKind(StrEnum):
    """What a step is."""

    LESSON = "lesson"
    QUIZ = "quiz"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on a course."""

    kind: StepKind
    course: Course
    minutes: int
    module: Module | None = None
    lesson: Lesson | None = None
    quiz: Quiz | None = None
    heading: str = ""  # key of the heading to go on at

    @property
    def key(self) -> str:
        return self.lesson.path if self.lesson else self.quiz.key if self.quiz else ""


def open_steps(course: Course, progress: Progress, language: str) -> Iterator[Step]:
    """Give everything still to do, in the course's order."""
    for module in course.modules:
        yield from _open_in_module(course, module, progress, language)
    if course.final and course.final.key not in progress.done.passes:
        yield Step(StepKind.FINAL, course, quiz_minutes(course.final), quiz=course.final)


def next_step(course: Course, progress: Progress, language: str) -> Step | None:
    """Give the one thing to do next: the lesson she stopped in, else what comes after it, else what she left out.

    The final assessment comes when nothing else is left.
    """
    order = [key for module in course.modules for key in _keys(module)]
    stopped = progress.last_lesson
    passed_over = set(order[: order.index(stopped)]) if stopped in order else set()
    first = None
    for step in open_steps(course, progress, language):
        if step.kind != StepKind.FINAL and step.key not in passed_over:
            return step
        first = first or step
    return first


def fitting(steps: list[Step], minutes: int) -> list[Step]:
    """Give what fits into `minutes`: the next steps in order as far as they go, else single ones that fit."""
    chosen: list[Step] = []
    left = minutes
    for step in steps:
        if step.minutes > left:
            break
        chosen.append(step)
        left -= step.minutes
    return chosen or [step for step in steps if step.minutes <= minutes and step.kind == StepKind.LESSON][:3]


def _keys(module: Module) -> list[str]:
    quiz = [module.quiz.key] if module.quiz else []
    return [*(lesson.path for lesson in module.lessons), *quiz]


def _open_in_module(course: Course, module: Module, progress: Progress, language: str) -> Iterator[Step]:
    if is_module_completed(course, module, progress.done):
        return
    for lesson in module.lessons:
        if lesson.path not in progress.done.lessons:
            minutes = lesson.text(language).value.minutes
            heading = progress.positions.get(lesson.path, "")
            yield Step(StepKind.LESSON, course, minutes, module=module, lesson=lesson, heading=heading)
    if module.quiz and module.quiz.key not in progress.done.passes:
        yield Step(StepKind.QUIZ, course, quiz_minutes(module.quiz), module=module, quiz=module.quiz)
