"""Accounts made for many people at once, which wait for their owners; in as many queries for a thousand as for one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, lazyload

from lms import audit
from lms.accounts.models import User
from lms.accounts.service import EmailTaken, Person
from lms.accounts.sign_in_names import next_free_names
from lms.audit import Act, Change


def create_waiting_accounts(
    session: Session, people: Sequence[tuple[Person, str | None]], *, by: int | None = None, now: datetime
) -> list[User]:
    """Make accounts without password, role or consent; all or none.

    :param people: each with her e-mail address as `normalise_email` gives it; None gives her a sign-in name
    :param by: who puts them on a list
    :raise EmailTaken: if an account has one of the addresses, or took a sign-in name at the same moment
    """
    names = iter(_free_sign_in_names(session, [person.name for person, email in people if not email]))
    made = [
        User(
            name=person.name,
            email=email,
            sign_in_name=None if email else next(names),
            profession=person.profession,
            language=person.language,
            country=person.country,
            created_at=now,
            roles=[],
        )
        for person, email in people
    ]
    session.add_all(made)
    try:
        session.flush()
    except IntegrityError:
        raise EmailTaken from None
    subjects = [audit.person(user.id) for user in made]
    audit.record_each(session, Act.PERSON_CREATED, subjects, by=by, now=now, change=Change(reason="list"))
    return made


def list_accounts_of(session: Session, emails: Sequence[str]) -> list[User]:
    """List the accounts that have one of these addresses, without their roles."""
    return list(session.scalars(select(User).where(User.email.in_(emails)).options(lazyload(User.roles))))


def _free_sign_in_names(session: Session, names: Sequence[str]) -> list[str]:
    """Give a sign-in name for each of these people; all that there are is read: quicker than to ask for each."""
    if not names:
        return []
    return next_free_names(names, set(session.scalars(select(User.sign_in_name).where(User.sign_in_name.is_not(None)))))
