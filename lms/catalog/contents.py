"""Everything that a course says, text by text and pool by pool."""

from collections.abc import Iterator

from lms.catalog.course import SOURCE_LANGUAGE, Course, Lesson, LessonText
from lms.catalog.question import Question

Placed = tuple[str, str, int]  # a Markdown text, its file, and the line at which it begins


def list_texts(course: Course) -> Iterator[Placed]:
    """Go through every Markdown text of a course."""
    yield from list_lesson_texts(course)
    yield from list_other_texts(course)


def list_lesson_texts(course: Course) -> Iterator[Placed]:
    """Go through the lessons and their summaries."""
    for lesson in course.lessons:
        for text in (*lesson.texts.values(), *lesson.summaries.values()):
            yield text.markdown, text.file, text.line


def list_other_texts(course: Course) -> Iterator[Placed]:
    """Go through the introductions and the job aids: what does not know in which country it is read."""
    for text in course.texts.values():
        yield text.introduction, text.file, text.line
    for module in course.modules:
        for module_text in module.texts.values():
            yield module_text.introduction, module_text.file, module_text.line
    for aid in course.aids:
        for aid_text in aid.texts.values():
            yield aid_text.markdown, aid_text.file, aid_text.line


def list_pools(course: Course) -> Iterator[tuple[str, dict[str, tuple[Question, ...]]]]:
    """Go through the places where questions stand: what it is, and its questions by language."""
    for lesson in course.lessons:
        yield lesson.path, {language: text.practice for language, text in lesson.texts.items()}
        yield f"{lesson.path} (summary)", {language: text.practice for language, text in lesson.summaries.items()}
    for quiz in course.quizzes:
        yield quiz.key, dict(quiz.questions)


def list_languages(course: Course) -> list[str]:
    """Give the languages in which anything of a course is written, the source first."""
    found = set(course.texts)
    for module in course.modules:
        found |= set(module.texts)
    for lesson in course.lessons:
        found |= {*lesson.texts, *lesson.summaries}
    for quiz in course.quizzes:
        found |= set(quiz.questions)
    return sorted(found, key=lambda language: (language != SOURCE_LANGUAGE, language))


def lesson_texts(lesson: Lesson, language: str) -> Iterator[LessonText]:
    """Go through a lesson and its summary in one language, as far as it has them."""
    for texts in (lesson.texts, lesson.summaries):
        if language in texts:
            yield texts[language]


def texts_of(question: Question) -> Iterator[str]:
    """Go through everything that a question says."""
    yield from (question.stem.source, question.stem_after.source, question.feedback.source)
    for choice in question.choices:
        yield from (choice.text.source, choice.match, choice.feedback.source)
