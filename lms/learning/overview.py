"""What the home page, the catalogue and a course's page show, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.catalog.course import Course, CourseText, Localized
from lms.catalog.length import course_minutes
from lms.cohorts import service as cohorts
from lms.learning.steps import Step, fitting, next_step, open_steps
from lms.progress import service as progress_service
from lms.progress.completion import count_parts
from lms.progress.service import NOTHING, Progress


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course as a list shows it: what it is, and where the reader stands on it."""

    course: Course
    text: Localized[CourseText]
    minutes: int
    has_place: bool
    progress: Progress
    parts_done: int
    parts: int
    step: Step | None

    @property
    def is_completed(self) -> bool:
        return self.progress.completed_at is not None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader of the catalogue asked for; "" asks for nothing."""

    audience: str = ""
    topic: str = ""

    def accept(self, course: Course) -> bool:
        fits_audience = not self.audience or bool({self.audience, "anyone"} & set(course.audience))
        return fits_audience and (not self.topic or self.topic in course.topics)


def list_cards(session: Session, user: Any, courses: Iterable[Course], language: str) -> list[CourseCard]:
    """Make a card for each course, with the reader's own position where she has a place."""
    places = _list_places(session, user.id) if user.is_authenticated else {}
    cards = []
    for course in courses:
        cards.append(make_card(course, places.get(course.key), language))
    return cards


def list_own_cards(session: Session, user_id: int, courses: Iterable[Course], language: str) -> list[CourseCard]:
    """Make the cards of those of the courses that the reader has a place on."""
    places = _list_places(session, user_id)
    return [make_card(course, places[course.key], language) for course in courses if course.key in places]


def _list_places(session: Session, user_id: int) -> dict[str, Progress]:
    enrolments = cohorts.list_enrolments(session, user_id)
    standing = progress_service.list_progress(session, [enrolment.id for enrolment in enrolments])
    return {enrolment.course_key: standing[enrolment.id] for enrolment in enrolments}


def make_card(course: Course, own: Progress | None, language: str) -> CourseCard:
    """Make the card of one course.

    :param own: where the reader stands on it; None if she has no place there
    """
    progress = own or NOTHING
    done, parts = count_parts(course, progress.done)
    return CourseCard(
        course=course,
        text=course.text(language),
        minutes=course_minutes(course, language),
        has_place=own is not None,
        progress=progress,
        parts_done=done,
        parts=parts,
        step=next_step(course, progress, language),
    )


def find_own_place(session: Session, user: Any, course: Course) -> int | None:
    """Give the id of the reader's enrolment on a course; None without an account or a place."""
    return cohorts.find_place_id(session, user.id, course.key) if user.is_authenticated else None


def is_law_reviewed(course: Course, country: str | None) -> bool:
    """Tell whether a lawyer has reviewed the course for `country`; None, which is no country, asks for any."""
    countries = {review.country for review in course.reviewed if review.what == "law"}
    return bool(countries & {country, ""} if country else countries)


def list_fitting(cards: Iterable[CourseCard], minutes: int, language: str) -> list[Step]:
    """Give what fits into `minutes`, of the courses that the reader is on, in their order."""
    steps = [
        step
        for card in cards
        if card.has_place and not card.is_completed
        for step in open_steps(card.course, card.progress, language)
    ]
    return fitting(steps, minutes)


def list_topics(courses: Iterable[Course]) -> list[str]:
    """Give every topic that a course names, in alphabetical order."""
    return sorted({topic for course in courses for topic in course.topics})
