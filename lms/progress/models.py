"""What a learner has completed, and where she stopped."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class LessonCompletion(Base):
    """A lesson that a learner said she completed; which route she took is stored nowhere."""

    __tablename__ = "lesson_completion"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson_path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson_path: Mapped[str] = mapped_column(String(200))  # "<module>/<lesson>"
    completed_at: Mapped[datetime]


class ModuleCompletion(Base):
    """A module that a learner completed, and in which version: what is added to it later reopens nothing."""

    __tablename__ = "module_completion"
    __table_args__ = (UniqueConstraint("enrolment_id", "module_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module_key: Mapped[str] = mapped_column(String(100))
    course_version: Mapped[str] = mapped_column(String(40))
    completed_at: Mapped[datetime]


class ReadingPosition(Base):
    """The heading at which a learner last stopped in a lesson."""

    __tablename__ = "reading_position"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson_path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson_path: Mapped[str] = mapped_column(String(200))
    heading: Mapped[str] = mapped_column(String(100), default="")  # key of a heading; "" for the top
    seen_at: Mapped[datetime]


class CourseCompletion(Base):
    """The moment in which a learner completed a course, and what that rested on."""

    __tablename__ = "course_completion"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    completed_at: Mapped[datetime]
    course_version: Mapped[str] = mapped_column(String(40))
    rested_on: Mapped[dict[str, Any]] = mapped_column(JSON)  # lessons and attempts: see completion.py


class ProgressSummary(Base):
    """Where a learner stands on a course in a few figures, so that a table of a whole cohort is one query.

    It is written in the transaction of each act (a lesson completed, a response saved, an attempt handed in) and made
    again where the course has changed since: see summary.py and bookkeeping.py.
    """

    __tablename__ = "progress_summary"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    course_digest: Mapped[str] = mapped_column(String(64), index=True)  # of the course counted in; "": nothing was done
    parts_done: Mapped[int]  # lessons completed and quizzes passed
    best_score: Mapped[float | None]  # fraction, 0 to 1, of the final assessment; None while none is handed in
    last_act_at: Mapped[datetime | None]  # None: nothing done yet
    stuck_quiz_key: Mapped[str] = mapped_column(String(200), default="")  # handed in twice or more, never passed
    stuck_since: Mapped[datetime | None]  # when the second attempt there was handed in
