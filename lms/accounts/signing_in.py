"""Ties sessions to the browser: who asks, the cookie, signing in and out."""

import logging

from flask import Flask, Response, g, request, session
from flask_login import LoginManager, current_user, login_user
from sqlalchemy.exc import DBAPIError

from lms import clock
from lms.accounts import credentials, guessing, passwords, service, sessions
from lms.accounts.browsers import name_browser
from lms.accounts.models import User
from lms.accounts.sessions import SEEN_EVERY, Visit
from lms.accounts.sign_in_names import normalise_login
from lms.db import db, writing
from lms.security import network_of

log = logging.getLogger(__name__)

login_manager = LoginManager()
NOT_ASKED = frozenset({"static", "healthz", "readyz"})


def init_app(app: Flask) -> None:
    """Load the user of each request from the server's own table."""
    login_manager.session_protection = None  # telephones change their address
    login_manager.init_app(app)
    login_manager.user_loader(_load_user)
    app.config["PERMANENT_SESSION_LIFETIME"] = sessions.LONGEST_KEPT
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.before_request(_note_visit)
    passwords.prepare()


def visit(*, is_kept: bool = False) -> Visit:
    """Say from where this request comes."""
    return Visit(name_browser(request.user_agent.string), network_of(request.remote_addr), is_kept)


def try_password(login: str, password: str, here: Visit) -> tuple[User, str] | None:
    """Sign in by password; None if account and password do not belong together, whichever is wrong.

    The password is checked outside any transaction and in turn, so that each failed try is counted before the next
    one is heard. An unknown account takes as long as a wrong password.

    :raise TooMany: if there were too many tries
    """
    login, now = normalise_login(login), clock.utcnow()
    with passwords.turn():
        user = service.find_user(db.session, login)
        known_id = user.id if user else None
        user_id, stored = (user.id, user.password_hash) if user and user.is_active else (0, None)
        guessing.check_sign_in(db.session, login, user_id, here.network, now=now)
        db.session.rollback()
        if passwords.verify_password(stored, password) and stored:
            renewed = passwords.hash_password(password) if passwords.needs_rehash(stored) else None
            with writing() as saving:
                return credentials.sign_in(saving, user_id, login, here, checked=stored, renewed=renewed, now=now)
        with writing() as saving:
            guessing.count_sign_in(saving, login, user_id, here.network, now=now)
            guessing.record_refusal(saving, known_id, "password", here.network, now=now)
    return None


def enter(user: User, token: str, *, is_kept: bool = False) -> None:
    """Give this browser the cookie of a session; nothing of an earlier one is left in it."""
    session.clear()
    session.permanent = is_kept
    user.session_token = token
    login_user(user)
    session.pop("_id", None)  # flask-login's mark of address and browser, which nothing here asks for


def leave() -> None:
    """Sign this browser out, on the server first."""
    session_id = getattr(current_user, "session_id", 0)
    if session_id:
        with writing() as saving:
            sessions.end_session(saving, session_id)
    session.clear()


def clear_browser(response: Response) -> Response:
    """Tell the browser to forget what it kept of the site."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _load_user(token: str) -> User | None:
    found = sessions.find_session(db.session, token, now=clock.utcnow())
    if found is None:
        return None
    g.user_session = found  # held: without it the row would be read again to note the visit
    user = found.user
    user.session_token, user.session_id = token, found.id
    return user


def _note_visit() -> None:
    """Write down, at most once a minute, that the session is in use. Reading goes on where nothing can be written."""
    if request.endpoint in NOT_ASKED or not current_user.is_authenticated:
        return
    now, row = clock.utcnow(), g.user_session
    if now - row.last_seen_at < SEEN_EVERY:
        return
    session_id = row.id
    try:
        with writing() as saving:
            sessions.note_visit(saving, session_id, now=now)
    except DBAPIError as error:
        log.warning("a visit could not be written down: %s", type(error).__name__)
