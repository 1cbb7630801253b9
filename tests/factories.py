"""Saves valid objects with every field defaulted; a test states only what it is about."""

import itertools
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from lms.accounts.models import Profession, Role, User, UserRole
from lms.accounts.passwords import hash_password
from lms.cohorts.models import Enrolment

PASSWORD = "saksaul-under-blue-domes"
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

    def save(self, item: Any) -> Any:
        """Save any object of the models."""
        self.session.add(item)
        self.session.commit()
        return item
