"""The library: all that was read from the courses folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.catalog.course import Course, Source
from lms.catalog.glossary import Glossary
from lms.catalog.law import LawBook
from lms.catalog.question import Problem


@dataclass(frozen=True, slots=True)
class Library:
    """Everything read from the courses folder: what can be served, and what is wrong with the rest."""

    courses: Mapping[str, Course]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]  # a course with a problem is not among `courses`
    glossary: Glossary = field(default_factory=dict)
    laws: LawBook = field(default_factory=LawBook)

    def problems_of(self, course_key: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.course == course_key)
