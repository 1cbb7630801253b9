"""The fields of practice questions that nobody has answered: drawn once for each content and language of the page.

They are alike for every reader, and of a lesson with two questions drawing them took a seventh of its time.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from lms.assessment.snapshot import as_asked
from lms.catalog import service as catalog
from lms.catalog.course import Course, LessonText

KEPT = 512  # lessons; about 2 KB for each question


@dataclass(frozen=True, slots=True)
class _Practice:
    """The practice of a lesson as it is now, on a page in a language; two of the same content are the same."""

    course_digest: str
    file: str
    text_digest: str
    works: int  # tells other versions of the works cited apart
    language: str
    text: LessonText = field(compare=False)


def draw_unanswered(course: Course, text: LessonText, language: str) -> tuple[Markup, ...]:
    """Give the fields of each practice question of a lesson, or of its summary, for a page in `language`."""
    if not text.practice:
        return ()
    works = hash(tuple(catalog.sources().values()))
    return _draw(_Practice(course.digest, str(text.file), text.digest, works, language, text))


@lru_cache(maxsize=KEPT)
def _draw(practice: _Practice) -> tuple[Markup, ...]:
    draw = current_app.jinja_env.get_template("learning/practice.html").module.unanswered  # type: ignore[attr-defined]
    return tuple(draw(as_asked(question), index) for index, question in enumerate(practice.text.practice))
