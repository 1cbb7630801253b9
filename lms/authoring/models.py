"""What readers report to the authors."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class MistakeReport(Base):
    """A mistake that a reader found, and where: course, version, lesson or question, heading and language."""

    __tablename__ = "mistake_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    course_key: Mapped[str] = mapped_column(String(100), index=True)
    course_version: Mapped[str] = mapped_column(String(40))
    lesson_path: Mapped[str] = mapped_column(String(200), default="")  # "<module>/<lesson>"; "" for a question
    question_key: Mapped[str] = mapped_column(String(100), default="")
    heading: Mapped[str] = mapped_column(String(100), default="")
    language: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(1000), default="")  # what the authors did about it
