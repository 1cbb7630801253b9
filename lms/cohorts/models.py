"""Who is on which course."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
