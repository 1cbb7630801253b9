"""Which lessons teach what a question asks. Pure."""

from collections.abc import Iterable, Iterator

from lms.assessment.drawing import outcome_of
from lms.catalog.course import Course, Lesson, Module, Quiz
from lms.catalog.question import Question

LESSON_TAG = "lesson:"


def lessons_for(course: Course, quiz: Quiz, question: Question) -> tuple[str, ...]:
    """Give the paths of the lessons that teach a question, in reading order.

    What the author says counts, by `[tag:lesson:<module>/<lesson>]`. Else it is the lessons that practise the
    question's outcome: of the quiz's module or, for the final assessment, of every module. Where none does, it is all
    lessons of the module or, for the final assessment, of the modules whose quizzes ask for the outcome.
    """
    named = {tag.removeprefix(LESSON_TAG) for tag in question.tags if tag.startswith(LESSON_TAG)}
    said = [lesson for lesson in course.lessons if lesson.path in named]
    if said:
        return _paths(said)
    outcome = outcome_of(question, course.outcomes)
    modules = [module for module in course.modules if quiz.is_final or module.quiz == quiz]
    practising = [lesson for module in modules for lesson in module.lessons if outcome in _practised(lesson)]
    if outcome is not None and practising:
        return _paths(practising)
    if quiz.is_final:
        modules = [module for module in modules if outcome in _asked(course, module)]
    return _paths(lesson for module in modules for lesson in module.lessons)


def _paths(lessons: Iterable[Lesson]) -> tuple[str, ...]:
    return tuple(lesson.path for lesson in lessons)


def _practised(lesson: Lesson) -> set[str]:
    return {tag for text in lesson.texts.values() for question in text.practice for tag in question.tags}


def _asked(course: Course, module: Module) -> set[str]:
    return {outcome for question in _questions(module.quiz) if (outcome := outcome_of(question, course.outcomes))}


def _questions(quiz: Quiz | None) -> Iterator[Question]:
    for questions in quiz.questions.values() if quiz else ():
        yield from questions
