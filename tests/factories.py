"""Saves valid objects with every field defaulted; a test states only what it is about."""

import hashlib
import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.accounts.models import LinkKind, OneTimeLink, Profession, Role, User, UserRole, UserSession
from lms.accounts.passwords import hash_password
from lms.assessment.models import Attempt, Response
from lms.assessment.snapshot import snapshot
from lms.catalog.loader import load_library
from lms.cohorts.models import (
    CameBy,
    Cohort,
    CohortCoordinator,
    CohortCourse,
    Enrolment,
    JoinCode,
    Membership,
    Shown,
)
from lms.mail import Mail

PASSWORD = "saksaul-under-blue-domes"
COURSES = Path(__file__).parent / "courses"
START = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


@lru_cache(maxsize=1)
def password_hash() -> str:
    """Hash the password that all accounts of the tests share; once, since hashing is slow on purpose."""
    return hash_password(PASSWORD)


class Make:
    """`make.user()`, `make.enrolment()` …: saved and committed at once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._numbers = itertools.count(1)

    def user(self, *, roles: tuple[Role, ...] = (), **fields: Any) -> User:
        number = next(self._numbers)
        values: dict[str, Any] = {
            "name": f"Person {number}",
            "email": f"person{number}@example.org",
            "password_hash": password_hash(),
            "profession": Profession.INVESTIGATOR,
            "language": "en",
            "country": "kg",
            "created_at": START,
            "notice_version": "1",
            "consented_at": START,
        }
        user = User(**{**values, **fields})
        user.roles = [UserRole(role=role) for role in roles]
        return self.save(user)

    def learner(self, **fields: Any) -> User:
        return self.user(**fields)

    def admin(self, **fields: Any) -> User:
        return self.user(roles=(Role.ADMINISTRATOR,), **fields)

    def author(self, **fields: Any) -> User:
        return self.user(roles=(Role.AUTHOR,), **fields)

    def coordinator(self, **fields: Any) -> User:
        return self.user(roles=(Role.COORDINATOR,), **fields)

    def enrolment(self, *, user: User | None = None, course_key: str = "basics", **fields: Any) -> Enrolment:
        user = user or self.learner()
        return self.save(Enrolment(user_id=user.id, course_key=course_key, **{"enrolled_at": START, **fields}))

    def cohort(
        self, *, coordinators: Sequence[User] = (), courses: Sequence[str] = ("basics",), **fields: Any
    ) -> Cohort:
        """Save a cohort from 1 November to 20 December 2026, whose coordinators see scores."""
        values: dict[str, Any] = {
            "name": f"Cohort {next(self._numbers)}",
            "audience": Profession.INVESTIGATOR,
            "shown": Shown.SCORES,
            "starts_on": date(2026, 11, 1),
            "ends_on": date(2026, 12, 20),
            "created_at": START,
        }
        cohort = Cohort(**{**values, **fields})
        cohort.courses = [CohortCourse(course_key=key, position=place) for place, key in enumerate(courses, start=1)]
        self.save(cohort)
        for user in coordinators:
            self.save(CohortCoordinator(cohort_id=cohort.id, user_id=user.id, added_at=START))
        return cohort

    def membership(self, *, cohort: Cohort | None = None, user: User | None = None, **fields: Any) -> Membership:
        """Save a member who joined and read what the cohort shows; with joined_at=None somebody on its list.

        Her places on courses are for `enrolment` to make.
        """
        cohort, user = cohort or self.cohort(), user or self.learner()
        values: dict[str, Any] = {"came_by": CameBy.LIST, "listed_at": START, "joined_at": START}
        values.update(fields)
        values.setdefault("promised", cohort.shown if values["joined_at"] else None)
        return self.save(Membership(cohort_id=cohort.id, user_id=user.id, **values))

    def join_code(self, *, cohort: Cohort, code: str = "ACDEFGH3", **fields: Any) -> JoinCode:
        """Save a join code that is in force for a year."""
        values = {"created_at": START, "expires_at": START + timedelta(days=365), **fields}
        return self.save(JoinCode(cohort_id=cohort.id, code=code, **values))

    def attempt(self, *, enrolment: Enrolment | None = None, **fields: Any) -> Attempt:
        """Save an attempt at the basics' first quiz with two of its questions drawn; open unless told otherwise."""
        enrolment = enrolment or self.enrolment()
        values: dict[str, Any] = {
            "enrolment_id": enrolment.id,
            "quiz_key": "basics/start/quiz",
            "number": 1,
            "course_version": "1.0",
            "language": "en",
            "pass_mark": 0.8,
            "started_at": START,
            "points_possible": 2,
        }
        attempt = Attempt(**{**values, **fields})
        course = load_library(COURSES).courses["basics"]
        quiz = course.find_quiz(attempt.quiz_key)
        assert quiz is not None
        questions = quiz.pool("en").value[:2]
        attempt.responses = [
            Response(position=place, question_key=question.key, asked=snapshot(question))
            for place, question in enumerate(questions, start=1)
        ]
        return self.save(attempt)

    def sign_in_row(self, user: User) -> UserSession:
        """Save a browser in which `user` is signed in."""
        number = next(self._numbers)
        return self.save(
            UserSession(token_hash=f"{number:064d}", user_id=user.id, created_at=START, last_seen_at=START)
        )

    def link(self, user: User, kind: LinkKind = LinkKind.PASSWORD) -> str:
        """Save a one-time link for `user` and give its token."""
        token = f"token-of-a-link-{next(self._numbers)}"
        self.save(
            OneTimeLink(
                kind=kind,
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                user_id=user.id,
                created_at=START,
                expires_at=START + timedelta(days=365),
            )
        )
        return token

    def mail(self, **fields: Any) -> Mail:
        """Save a mail that waits to be sent."""
        values = {"recipient": "aigul@example.org", "subject": "A subject", "body": "Words.\n", "created_at": START}
        return self.save(Mail(**{**values, "next_try_at": START, **fields}))

    def save(self, item: Any) -> Any:
        """Save any object of the models."""
        self.session.add(item)
        self.session.commit()
        return item
