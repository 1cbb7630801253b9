"""Accounts, what they may do, where they are signed in, and the links that open them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

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


def _fold_name(context: Any) -> str:
    """Give the folded name of a row that is inserted without one."""
    return str(context.get_current_parameters()["name"]).casefold()


class User(Base, UserMixin):
    """A person's account. It has an e-mail address, or a sign-in name that was printed on a slip, or both."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR sign_in_name IS NOT NULL", name="can_be_named"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    # SQLite folds the case of ASCII letters alone, so names are found and sorted by this.
    name_folded: Mapped[str] = mapped_column(String(600), default=_fold_name, index=True)
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

    session_token = ""  # of the browser she uses now; only on the user of a request
    session_id = 0

    @validates("name")
    def _keep_folded_name(self, _key: str, name: str) -> str:
        self.name_folded = name.casefold()
        return name

    def get_id(self) -> str:
        """Give what the cookie holds: the token of this browser's session, never the account's number."""
        return self.session_token

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
    is_kept: Mapped[bool] = mapped_column(default=False)  # her own device: stays signed in when the browser is closed

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class KnownNetwork(Base):
    """A network from which an account signed in: there, strangers' guesses from elsewhere do not slow her."""

    __tablename__ = "known_network"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    network: Mapped[str] = mapped_column(String(64), primary_key=True)  # shortened address
    last_used_at: Mapped[datetime] = mapped_column(index=True)


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
    token_hash: Mapped[str] = mapped_column(String(160))  # SHA-256; of a slip's short code Argon2id
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)  # None: not registered yet
    email: Mapped[str | None] = mapped_column(String(254))  # invited, or to be changed to
    roles: Mapped[str] = mapped_column(String(80), default="")  # given by an invitation, separated by spaces
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
