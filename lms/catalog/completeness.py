"""How much of a course is there in each of its languages."""

from collections import Counter
from dataclasses import dataclass

from lms.catalog.course import SOURCE_LANGUAGE, Course


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How many of a course's texts (course, modules, lessons, summaries, quizzes, job aids) a language has."""

    language: str
    texts: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing falls back to another language."""
        return self.texts == self.total


def list_language_states(course: Course) -> list[LanguageState]:
    """Give the languages in which there is anything of a course, the source first."""
    parts = [course.texts, *(module.texts for module in course.modules)]
    for lesson in course.lessons:
        parts += [lesson.texts, *([lesson.summaries] if lesson.summaries else [])]
    parts += [quiz.questions for quiz in course.quizzes]
    parts += [aid.texts for aid in course.aids]
    counted = Counter(language for part in parts for language in part)
    ordered = sorted(counted, key=lambda language: (language != SOURCE_LANGUAGE, language))
    return [LanguageState(language, counted[language], len(parts)) for language in ordered]
