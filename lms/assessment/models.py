"""Attempts at quizzes, and what was asked and answered in them, copied so that no edit changes the past."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.assessment.snapshot import Asked, AskedJson
from lms.catalog.course import FINAL, Review
from lms.cohorts.models import Enrolment
from lms.db import Base


class Attempt(Base):
    """One sitting of one quiz. `pass_mark` and the rules are copied at the start: an edit must not undo a pass."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint("(score IS NULL) = (submitted_at IS NULL)", name="scored_when_submitted"),
        UniqueConstraint("enrolment_id", "quiz_key", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    quiz_key: Mapped[str] = mapped_column(String(200), index=True)  # "<course>/<module>/quiz" or "<course>/final"
    number: Mapped[int]  # from 1, in the order of starting
    course_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(20))  # of the questions as asked
    pass_mark: Mapped[float]  # fraction of the points possible, 0 to 1
    review: Mapped[Review] = mapped_column(String(20), default=Review.KEY)  # what is shown after it was not passed
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None] = mapped_column(index=True)
    submitted_at: Mapped[datetime | None]  # the deadline's time for one that ran over it
    points: Mapped[float | None]
    points_possible: Mapped[int]  # scored questions drawn
    score: Mapped[float | None]  # fraction, 0 to 1

    responses: Mapped[list["Response"]] = relationship(order_by="Response.position")
    enrolment: Mapped[Enrolment] = relationship(viewonly=True)

    @property
    def is_final(self) -> bool:
        return self.quiz_key.endswith("/" + FINAL)


class Response(Base):
    """One question drawn for an attempt, as it was asked, and what the learner gave for it."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("attempt_id", "position"), UniqueConstraint("attempt_id", "question_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]  # from 1
    question_key: Mapped[str] = mapped_column(String(100), index=True)
    asked: Mapped[Asked] = mapped_column(AskedJson)  # the question whole, with key and feedback
    given: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))  # in the shape of the question's kind
    given_at: Mapped[datetime | None]
    points: Mapped[float | None]  # 0 to 1; None while open, and for what carries no points


class Extension(Base):
    """More for one person at one quiz: attempts beyond the rules' number, minutes beyond their limit. Grants add up."""

    __tablename__ = "extension"
    __table_args__ = (Index("ix_extension_enrolment_id_quiz_key", "enrolment_id", "quiz_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    quiz_key: Mapped[str] = mapped_column(String(200))
    extra_attempts: Mapped[int] = mapped_column(default=0)
    extra_minutes: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(500))
    granted_at: Mapped[datetime]
