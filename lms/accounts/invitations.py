"""Invitations to an account that others made: its owner corrects her name, consents, and chooses a password."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms import audit, mail
from lms.accounts import links
from lms.accounts.links import LIFETIMES
from lms.accounts.models import LinkKind, User
from lms.audit import Act, Change
from lms.errors import Conflict
from lms.security import site_url


def is_waiting(user: User) -> bool:
    """Tell whether an account that can be used waits for its owner: she has an address, and never had a password."""
    return user.is_active and user.email is not None and user.password_hash is None


def create_invitation_links(
    session: Session, users: Sequence[User], *, now: datetime, created_by_id: int | None = None
) -> dict[int, str]:
    """Make the addresses at which the owners of waiting accounts complete them, once; the ones before end.

    :return: id of the account -> the address
    """
    tokens = links.replace_invitations(session, users, now=now, created_by_id=created_by_id)
    return {user_id: site_url(f"/invitation/{token}") for user_id, token in tokens.items()}


def send_invitation(
    session: Session, user: User, *, now: datetime, created_by_id: int | None = None, reason: str = ""
) -> None:
    """Mail the owner of a waiting account how to complete it. :raise Conflict: if it does not wait for her"""
    if not is_waiting(user):
        raise Conflict
    link = create_invitation_links(session, [user], now=now, created_by_id=created_by_id)[user.id]
    if created_by_id is not None:
        about, change = audit.person(user.id), Change(reason=reason)
        audit.record(session, Act.PERSON_INVITED, about, by=created_by_id, now=now, change=change)
    days = LIFETIMES[LinkKind.INVITATION].days
    mail.send(
        session, user.email or "", "account_waiting", language=user.language, name=user.name, link=link, days=days
    )
