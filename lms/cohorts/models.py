"""Who is on which course, and who takes courses together."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms.accounts.models import Profession, User
from lms.db import Base


class Enrolment(Base):
    """A learner's place on a course. Withdrawing keeps it, and with it her record."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("user_id", "course_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    course_key: Mapped[str] = mapped_column(String(100), index=True)
    enrolled_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Shown(StrEnum):
    """What coordinators see of a named learner."""

    SCORES = "scores"
    COMPLETION = "completion"


class Sex(StrEnum):
    """As a membership states it, for reports that tell women's and men's results apart."""

    FEMALE = "female"
    MALE = "male"
    NOT_STATED = "not_stated"


def _fold_name(context: Any) -> str:
    """Give the folded name of a row that is inserted without one."""
    return str(context.get_current_parameters()["name"]).casefold()


class Cohort(Base):
    """Learners taking courses together between two dates."""

    __tablename__ = "cohort"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(600), default=_fold_name, index=True)  # found and sorted by
    description: Mapped[str] = mapped_column(default="")
    audience: Mapped[Profession] = mapped_column(String(20))  # what most members do for a living
    shown: Mapped[Shown] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_at: Mapped[datetime]

    courses: Mapped[list["CohortCourse"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="CohortCourse.position"
    )

    @validates("name")
    def _keep_folded_name(self, _key: str, name: str) -> str:
        self.name_folded = name.casefold()
        return name

    @property
    def course_keys(self) -> list[str]:
        """Keys of its courses in their order; one of them may no longer be served."""
        return [course.course_key for course in self.courses]


class CohortCourse(Base):
    """A course that a cohort takes."""

    __tablename__ = "cohort_course"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    course_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int]  # from 1


class CohortCoordinator(Base):
    """Who follows a cohort. It counts while the account holds the role."""

    __tablename__ = "cohort_coordinator"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)
    added_at: Mapped[datetime]


class CameBy(StrEnum):
    """How somebody came into a cohort."""

    LIST = "list"
    CODE = "code"  # on paper, or as a link


class Membership(Base):
    """Somebody in a cohort, or on its list.

    She is a member when she joined, having read what coordinators see; until then nothing of hers is shown, and
    nothing when she has left. What the list or she herself says of her stands here and belongs to the cohort.
    """

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("cohort_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    surname: Mapped[str] = mapped_column(String(200), default="")
    given_name: Mapped[str] = mapped_column(String(200), default="")
    patronymic: Mapped[str] = mapped_column(String(200), default="")
    surname_latin: Mapped[str] = mapped_column(String(200), default="")
    given_name_latin: Mapped[str] = mapped_column(String(200), default="")
    patronymic_latin: Mapped[str] = mapped_column(String(200), default="")
    sex: Mapped[Sex] = mapped_column(String(20), default=Sex.NOT_STATED)
    agency: Mapped[str] = mapped_column(String(200), default="")
    province: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(20), default="")  # BCP 47 tag of the language she works in
    came_by: Mapped[CameBy] = mapped_column(String(10))
    listed_at: Mapped[datetime]  # put on the list, or came by a code
    joined_at: Mapped[datetime | None]
    promised: Mapped[Shown | None] = mapped_column(String(20))  # what she read of `shown` when she joined
    left_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    user: Mapped[User] = relationship()

    @property
    def is_member(self) -> bool:
        """Tell whether she has joined and not left."""
        return self.joined_at is not None and self.left_at is None


class JoinCode(Base):
    """A code, on paper or in a link, by which people come into a cohort until it ends or is withdrawn."""

    __tablename__ = "join_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)  # without hyphen, in capital letters
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]  # the midnight that ends its last day
    withdrawn_at: Mapped[datetime | None]

    @property
    def last_moment(self) -> datetime:
        """Give the end of its last day as a moment of that day, so that people are told the day itself."""
        return self.expires_at - timedelta(seconds=1)
