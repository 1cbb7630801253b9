"""Invitations to an account that others made: its owner corrects her name, consents, and chooses a password."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms import mail
from lms.accounts import links
from lms.accounts.links import LIFETIMES
from lms.accounts.models import LinkKind, User
from lms.errors import Conflict
from lms.security import site_url


def is_waiting(user: User) -> bool:
    """Tell whether an account that can be used waits for its owner: she has an address, and never had a password."""
    return user.is_active and user.email is not None and user.password_hash is None


def create_invitation_link(session: Session, user: User, *, now: datetime, created_by_id: int | None = None) -> str:
    """Give the address at which the owner of a waiting account completes it, once; the one before ends."""
    links.end_links(session, LinkKind.INVITATION, user_id=user.id)
    token = links.create_link(
        session, LinkKind.INVITATION, now=now, user_id=user.id, email=user.email, created_by_id=created_by_id
    )
    return site_url(f"/invitation/{token}")


def send_invitation(session: Session, user: User, *, now: datetime, created_by_id: int | None = None) -> None:
    """Mail the owner of a waiting account how to complete it. :raise Conflict: if it does not wait for her"""
    if not is_waiting(user):
        raise Conflict
    link = create_invitation_link(session, user, now=now, created_by_id=created_by_id)
    days = LIFETIMES[LinkKind.INVITATION].days
    mail.send(
        session, user.email or "", "account_waiting", language=user.language, name=user.name, link=link, days=days
    )
