"""How guessing is slowed: per account and per network, and never so that a stranger can keep the owner out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from lms import audit, throttle
from lms.accounts import sessions
from lms.audit import Act, Change, Subject
from lms.errors import TooMany


@dataclass(frozen=True)
class Limit:
    """So many tries in one window."""

    tries: int
    window: timedelta


# A training room of forty people shares one network, so networks may fail more often than one person in them.
PAIR = Limit(10, timedelta(minutes=15))  # one account from one network
ACCOUNT = Limit(20, timedelta(minutes=15))  # one account from networks it never signed in from
NETWORK = Limit(100, timedelta(minutes=15))  # any accounts from one network
MAILS_TO_ADDRESS = Limit(3, timedelta(hours=1))
MAILS_FROM_NETWORK = Limit(60, timedelta(hours=1))


def check_sign_in(session: Session, login: str, user_id: int, network: str, *, now: datetime) -> None:
    """Let a try to sign in go ahead, or not.

    From a network that the account knows only tries from that same network count, so that nobody elsewhere
    can slow its owner down.

    :param user_id: 0 if there is no such account: it is slowed like one that is never at home
    :raise TooMany: if there were too many tries
    """
    waits = [_wait(session, PAIR, "sign-in", "pair", login, network, now=now)]
    if not sessions.is_known_network(session, user_id, network):
        waits.append(_wait(session, ACCOUNT, "sign-in", "account", login, now=now))
        waits.append(_wait(session, NETWORK, "sign-in", "network", network, now=now))
    _refuse(max(waits))


def count_sign_in(session: Session, login: str, user_id: int, network: str, *, now: datetime) -> None:
    """Count a try to sign in that failed."""
    _count(session, PAIR, "sign-in", "pair", login, network, now=now)
    if not sessions.is_known_network(session, user_id, network):
        _count(session, ACCOUNT, "sign-in", "account", login, now=now)
        _count(session, NETWORK, "sign-in", "network", network, now=now)


def record_refusal(session: Session, user_id: int | None, way: str, network: str, *, now: datetime) -> None:
    """Say in the audit log that a sign-in failed: at which account if there is one, never what was typed.

    Tries that are slowed are not heard, and so leave no entry: nobody floods the log.
    """
    about, change = audit.person(user_id) if user_id else Subject(), Change(new=way)
    audit.record(session, Act.SIGN_IN_REFUSED, about, by=None, now=now, change=change, network=network)


def forgive_sign_in(session: Session, login: str, network: str) -> None:
    """Start anew for an account in this network, after a success. What strangers tried elsewhere still counts."""
    throttle.forget(session, "sign-in", "pair", login, network)


def check_code(session: Session, what: str, network: str, *, login: str = "", now: datetime) -> None:
    """Let a try of a link or of a printed code go ahead, or not.

    There is no count for the account alone: its codes are long, and its owner is not to be kept out.

    :raise TooMany: if there were too many tries
    """
    pair = _wait(session, PAIR, what, "pair", login, network, now=now) if login else 0
    _refuse(max(pair, _wait(session, NETWORK, what, "network", network, now=now)))


def count_code(session: Session, what: str, network: str, *, login: str = "", now: datetime) -> None:
    """Count a link or a printed code that was wrong."""
    if login:
        _count(session, PAIR, what, "pair", login, network, now=now)
    _count(session, NETWORK, what, "network", network, now=now)


def ask_for_mail(session: Session, what: str, address: str, network: str, *, now: datetime) -> bool:
    """Count that a mail was asked for; tell whether it is to be sent.

    An address that got several already gets no more for a while, without a word to who asked.

    :raise TooMany: if this network asks too often
    """
    _refuse(_wait(session, MAILS_FROM_NETWORK, "mail", "network", network, now=now))
    _count(session, MAILS_FROM_NETWORK, "mail", "network", network, now=now)
    is_wanted = _wait(session, MAILS_TO_ADDRESS, what, "address", address, now=now) == 0
    _count(session, MAILS_TO_ADDRESS, what, "address", address, now=now)
    return is_wanted


def _wait(session: Session, limit: Limit, *parts: str, now: datetime) -> int:
    return throttle.seconds_to_wait(session, *parts, limit=limit.tries, now=now)


def _count(session: Session, limit: Limit, *parts: str, now: datetime) -> None:
    throttle.count_try(session, *parts, window=limit.window, now=now)


def _refuse(seconds: int) -> None:
    if seconds <= 0:
        return
    minutes = max(1, (seconds + 58) // 60)  # the second that was added for safety makes no minute
    wait = ngettext("Try again in %(num)d minute.", "Try again in %(num)d minutes.", minutes)
    raise TooMany(_("There were too many tries.") + " " + wait, retry_after=seconds)
