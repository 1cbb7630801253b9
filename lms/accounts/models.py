"""Accounts, what they may do, where they are signed in, and the links that open them."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base


class Role(StrEnum):
    """What an account may do beyond its own affairs; a person may hold several."""

    LEARNER = "learner"
    AUTHOR = "author"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Profession(StrEnum):
    """What a person does for a living; courses name the professions they are for."""

    INVESTIGATOR = "investigator"
    PROSECUTOR = "prosecutor"
    JUDGE = "judge"
    OTHER = "other"


class User(Base, UserMixin):
    """A person's account. It has an e-mail address, or a sign-in name that was printed on a slip, or both."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR sign_in_name IS NOT NULL", name="can_be_named"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # lower case
    sign_in_name: Mapped[str | None] = mapped_column(String(64), unique=True)  # lower case
    password_hash: Mapped[str | None]  # Argon2id; None until she has chosen one
    profession: Mapped[Profession] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(20))  # BCP 47
    country: Mapped[str | None] = mapped_column(String(2))  # ISO 3166 alpha-2, lower case; where she works
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    notice_version: Mapped[str | None] = mapped_column(String(20))  # of the privacy notice she was shown
    consented_at: Mapped[datetime | None]

    roles: Mapped[list["UserRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def is_active(self) -> bool:
        """Tell whether the account may be used; flask-login asks this."""
        return self.disabled_at is None

    def has_role(self, role: Role) -> bool:
        """Tell whether the account holds `role`; everybody is a learner."""
        return role == Role.LEARNER or any(held.role == role for held in self.roles)


class UserRole(Base):
    """One role that an account holds besides learner."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(String(20), primary_key=True)


class UserSession(Base):
    """A browser in which an account is signed in. The cookie holds the token, this row its SHA-256."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(String(120), default="")  # for her to recognise it by
    network: Mapped[str] = mapped_column(String(64), default="")  # shortened address

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class LinkKind(StrEnum):
    """What a one-time link or code opens."""

    FIRST_ADMINISTRATOR = "first-administrator"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - not a password
    EMAIL = "email"
    SLIP = "slip"


class OneTimeLink(Base):
    """A link or printed code that works once and for a while. Its secret goes out; its SHA-256 stays here."""

    __tablename__ = "one_time_link"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LinkKind] = mapped_column(String(24))
    token_hash: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)  # None: not registered yet
    email: Mapped[str | None] = mapped_column(String(254))  # invited, or to be changed to
    roles: Mapped[str] = mapped_column(String(80), default="")  # given by an invitation, separated by spaces
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
