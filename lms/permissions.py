"""Who may do what: one table of rules, filled by the domains, and one way for a route to ask it."""

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from blinker import signal
from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.errors import Forbidden, NotFound

Predicate = Callable[[Any, Any], bool]
View = Callable[..., ResponseReturnValue]

OPEN_ENDPOINTS = frozenset({"static"})  # endpoints that are not views of ours

refused = signal("refused")
"""Sent when a signed-in person asks for what she may not have: sender the app; user, endpoint."""


class Permission(StrEnum):
    """Everything that somebody may be allowed to do, as subject:action."""

    ACCOUNT_OWN = "account:own"
    PEOPLE_MANAGE = "people:manage"
    COURSES_AUTHOR = "courses:author"
    MISTAKE_REPORT = "mistake:report"
    COURSE_VIEW = "course:view"
    COURSE_ENROL = "course:enrol"
    LESSON_READ = "lesson:read"
    QUIZ_VIEW = "quiz:view"
    ATTEMPT_SUBMIT = "attempt:submit"
    ATTEMPT_VIEW = "attempt:view"
    PROGRESS_RECORD = "progress:record"
    CERTIFICATE_VIEW = "certificate:view"
    CERTIFICATES_MANAGE = "certificates:manage"
    COHORTS_LIST = "cohorts:list"
    COHORT_CREATE = "cohort:create"
    COHORT_VIEW = "cohort:view"
    COHORT_MANAGE = "cohort:manage"
    MEMBERSHIP_OWN = "membership:own"
    SITE_ADMINISTER = "site:administer"


# Everything else needs an account, which is asked before anything is looked up.
OPEN_TO_STRANGERS = frozenset({Permission.COURSE_VIEW, Permission.LESSON_READ, Permission.MISTAKE_REPORT})

RULES: dict[Permission, tuple[Predicate, ...]] = {}


def is_signed_in(user: Any, _subject: Any) -> bool:
    """Tell whether this is a person with an account."""
    return bool(user.is_authenticated)


def anyone(_user: Any, _subject: Any) -> bool:
    """Let everybody in."""
    return True


def may(user: Any, permission: Permission, subject: Any = None) -> bool:
    """Tell whether any rule of `permission` lets `user` in; without a rule nobody is."""
    return any(rule(user, subject) for rule in RULES.get(permission, ()))


def public(view: View) -> View:
    """Declare a view open to everybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(permission: Permission, *, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Declare the permission that a view needs, and how its subject is loaded.

    `load` takes the acting user and the route's variables; it raises NotFound for what the user may not see.
    The view is called with the loaded subject, or with the route's variables where there is no `load`.
    Nobody yet: sign in. A page of a role she lacks: 403. An object she may not see: 404.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(**variables: Any) -> ResponseReturnValue:
            if permission not in OPEN_TO_STRANGERS and not current_user.is_authenticated:
                return _to_sign_in()
            subject = _load(permission, load, variables) if load else None
            if not may(current_user, permission, subject):
                return _refuse(subject)
            g.may_checked = permission
            return view(subject) if load else view(**variables)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def init_app(app: Flask) -> None:
    """Refuse every request whose view does not say who may use it."""
    app.before_request(_default_deny)
    app.jinja_env.globals.update(may=may, Permission=Permission)


def _default_deny() -> None:
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "access", None) is None:
        raise Forbidden


def _load(permission: Permission, load: Callable[..., Any], variables: dict[str, Any]) -> Any:
    """Load the subject of a view. What is missing may be another's; what strangers may read is only missing."""
    try:
        return load(current_user, **variables)
    except NotFound:
        if permission not in OPEN_TO_STRANGERS:
            _tell_of_refusal()
        raise


def _refuse(subject: Any) -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return _to_sign_in()
    _tell_of_refusal()
    raise NotFound if subject is not None else Forbidden


def _tell_of_refusal() -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    refused.send(app, user=current_user, endpoint=request.endpoint or "")


def _to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.login", next=target))
