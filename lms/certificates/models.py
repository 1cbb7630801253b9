"""Certificates: facts that never change once issued, their status, and the bytes of their PDF."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from lms.db import Base


class Status(StrEnum):
    """What a certificate is worth today."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class SerialCounter(Base):
    """The last serial number given out in a year; specimens count for themselves."""

    __tablename__ = "serial_counter"

    series: Mapped[str] = mapped_column(String(12), primary_key=True)  # "2026", or "S2026" for specimens
    last: Mapped[int]


class Credential(Base):
    """One issued certificate. Everything but status and PDF is written once, with the completion it proves."""

    __tablename__ = "credential"
    __table_args__ = (CheckConstraint("(pdf IS NULL) = (pdf_sha256 IS NULL)", name="pdf_with_its_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    completion_id: Mapped[int] = mapped_column(ForeignKey("course_completion.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)  # public, unguessable: see codes.py
    serial: Mapped[str] = mapped_column(String(24), unique=True)  # "<year>-<number>"
    is_specimen: Mapped[bool]  # issued while the installation had no address
    name: Mapped[str] = mapped_column(String(200))  # the learner's, as it stood that day
    course_key: Mapped[str] = mapped_column(String(100))
    course_title: Mapped[str] = mapped_column(String(300))
    course_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(20))
    outcomes: Mapped[list[str]] = mapped_column(JSON)  # as worded in `language`
    minutes: Mapped[int]  # stated study time
    pass_mark: Mapped[float]
    score: Mapped[float | None]  # of the final assessment; None where the course does not show it
    started_on: Mapped[date]
    completed_on: Mapped[date]
    issued_at: Mapped[datetime]
    expires_on: Mapped[date | None]
    rested_on: Mapped[dict[str, Any]] = mapped_column(JSON)
    site_name: Mapped[str] = mapped_column(String(80))
    stated: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # see facts.Statement
    design: Mapped[str] = mapped_column(String(60))
    verify_url: Mapped[str | None] = mapped_column(String(300))  # None for a specimen
    revoked_at: Mapped[datetime | None]
    status_reason: Mapped[str] = mapped_column(String(500), default="")  # shown to whoever checks it
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("credential.id"))
    status_place: Mapped[int | None] = mapped_column(unique=True)  # see status_list.py; None for a specimen
    document: Mapped[str | None] = deferred(mapped_column(Text))  # the credential with its proofs, JSON
    # Who vouches for the key that signed the PDF: "" for this installation alone; None: it is not signed.
    signed_by: Mapped[str | None] = mapped_column(String(200))
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    rendered_at: Mapped[datetime | None]

    def status_on(self, day: date) -> Status:
        """Tell what the certificate is worth on `day`."""
        if self.revoked_at is not None:
            return Status.REVOKED
        if self.superseded_by_id is not None:
            return Status.SUPERSEDED
        if self.expires_on is not None and day > self.expires_on:
            return Status.EXPIRED
        return Status.VALID
