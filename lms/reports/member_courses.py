"""One member's courses in a cohort: how far she is, her attempts where scores are shown, her certificates."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.assessment.results import list_results
from lms.catalog import service as catalog
from lms.certificates import service as certificates
from lms.certificates.models import Credential, Status
from lms.cohorts import service as cohorts
from lms.cohorts.models import Membership
from lms.reports import grid
from lms.reports.cells import NOTHING, see, shows_scores
from lms.reports.wording import CourseWords, WordedCell, per_cent


@dataclass(frozen=True, slots=True)
class TriedQuiz:
    """An attempt that she handed in; never what she answered in it."""

    quiz: str
    number: int  # from 1
    submitted_at: datetime
    score: int | None  # per cent, rounded down
    has_passed: bool


@dataclass(frozen=True, slots=True)
class HerCertificate:
    """A certificate that she holds. Its address, whose page may tell her score, is hers to give."""

    serial: str
    issued_at: datetime
    status: Status  # today
    is_specimen: bool


@dataclass(frozen=True, slots=True)
class HerCourse:
    """Where a member stands on one course of the cohort."""

    words: CourseWords
    cell: WordedCell
    attempts: tuple[TriedQuiz, ...]  # none where the cohort shows completion only
    certificates: tuple[HerCertificate, ...]
    shows_scores: bool


def list_courses(
    session: Session, membership: Membership, *, language: str, zone: ZoneInfo, now: datetime
) -> list[HerCourse]:
    """Give a member's courses in the cohort's order; nothing of somebody who has not joined, or has left."""
    if not membership.is_member:
        return []
    keys = membership.cohort.course_keys
    scores = shows_scores(membership.cohort.shown, membership.promised)
    facts = grid.list_facts(session, [membership.id])[membership.id]
    attempts = _list_attempts(session, membership.user_id, keys, language) if scores else {}
    held = certificates.list_own(session, membership.user_id)
    today = now.astimezone(zone).date()
    courses = []
    for key in keys:
        words = CourseWords(key, catalog.find_course(key), language)
        cell = words.word(see(facts.get(key, NOTHING), scores=scores, now=now), zone)
        hers = tuple(_certificate(it, today) for it in held if it.course_key == key)
        courses.append(HerCourse(words, cell, attempts.get(key, ()), hers, scores))
    return courses


def _list_attempts(session: Session, user_id: int, keys: list[str], language: str) -> dict[str, tuple[TriedQuiz, ...]]:
    """Give the attempts that she handed in, by course, in that order."""
    places = cohorts.list_places(session, user_id, keys)
    results = list_results(session, list(places))
    attempts = {}
    for enrolment_id, key in places.items():
        titles = CourseWords(key, catalog.find_course(key), language).quizzes
        attempts[key] = tuple(
            TriedQuiz(
                titles.get(it.quiz_key, it.quiz_key), it.number, it.submitted_at, per_cent(it.score), it.has_passed
            )
            for it in results[enrolment_id]
        )
    return attempts


def _certificate(credential: Credential, today: date) -> HerCertificate:
    return HerCertificate(credential.serial, credential.issued_at, credential.status_on(today), credential.is_specimen)
