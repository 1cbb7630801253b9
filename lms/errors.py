"""Errors that the product foresees: each with its HTTP status and a sentence fit for a learner."""

import logging
import re
import secrets
from typing import Any

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, SecurityError

from lms.i18n import speaking

log = logging.getLogger(__name__)

KEPT_FIELDS = re.compile(r"text|answer|name|q-.+")  # where people write at length; never a password, code or token
SHORTEST_KEPT = 3  # characters: a choice's key is no loss


class LmsError(Exception):
    """Base of all errors that services raise; `message` is shown to the person."""

    status = 500
    title = lazy_gettext("Something went wrong")

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(LmsError):
    """There is no such thing, or it is not this person's: both read alike."""

    status = 404
    title = lazy_gettext("Page not found")


class Forbidden(LmsError):
    """The page belongs to a role that this person does not have."""

    status = 403
    title = lazy_gettext("You cannot open this page")


class Conflict(LmsError):
    """What was asked for cannot be done in the state that things are in now."""

    status = 409
    title = lazy_gettext("This could not be done")


class Invalid(LmsError):
    """What was sent has the wrong shape."""

    status = 400
    title = lazy_gettext("This could not be read")


class TooMany(LmsError):
    """Too many tries from one place in a short time; `retry_after` seconds until the next is heard."""

    status = 429
    title = lazy_gettext("Please wait a little")

    def __init__(self, message: str = "", retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Busy(LmsError):
    """So much is being written that this did not get its turn in time."""

    status = 503
    title = lazy_gettext("Not saved")


class AlreadyReceived(Conflict):
    """The same form came a second time; what it said the first time is stored once."""

    title = lazy_gettext("Already received")


def init_app(app: Flask) -> None:
    """Answer every error, foreseen or not, with a page in the reader's language and nothing of the inside."""
    app.register_error_handler(LmsError, _foreseen)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, title: Any, message: Any, *, number: str = "") -> tuple[str, int]:
    """Render the error page; `number` is what a person can quote to the administrator.

    :param title: like `message`, a text or a lazy one, which is put into words when it is known in which language
    """
    values = {"status": status, "title": title, "message": message, "number": number}
    if not _is_address_known():
        return _bare_page(values), status
    try:
        return render_template("errors/error.html", typed=_typed(), **values), status
    except SQLAlchemyError as error:  # the database that knows the reader is out of reach
        log.warning("error page without its frame: %s", type(error).__name__)
        return _bare_page(values), status


def not_saved(error: Exception) -> ResponseReturnValue:
    """Answer for a database that could not read or write now."""
    message = lazy_gettext("Your last step was not saved. What is stored is safe; please try again in a minute.")
    return page(503, Busy.title, message, number=_report(error))


def _typed() -> list[str]:
    """Give what a signed-in person had written into the form that failed, so that she can copy it.

    The browser does not keep it: pages for one person are stored nowhere. A stranger's form may come from another
    site, whose words are not to stand on a page of ours.
    """
    if request.method != "POST" or request.content_length is None or not current_user.is_authenticated:
        return []
    try:
        sent = request.form.items(multi=True)
    except HTTPException:  # too large, or no form
        return []
    return [text for name, text in sent if KEPT_FIELDS.fullmatch(name) and len(text.strip()) >= SHORTEST_KEPT]


def _is_address_known() -> bool:
    """Tell whether links can be made: not when the request's host is none of ours."""
    return not isinstance(request.routing_exception, SecurityError)


def _bare_page(values: dict[str, Any]) -> str:
    """Render an error page that asks the database for nothing, and knows no links, so past `render_template`."""
    values = {**values, "has_style": _is_address_known()}
    with speaking(current_app.config["LANGUAGES"][0]):
        return current_app.jinja_env.get_template("errors/bare.html").render(values)


def _foreseen(error: LmsError) -> ResponseReturnValue:
    body, status = page(error.status, error.title, error.message or _default_message(error.status))
    if isinstance(error, TooMany):
        return body, status, {"Retry-After": str(error.retry_after)}
    return body, status


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    title = lazy_gettext("This page was open for too long")
    return page(400, title, lazy_gettext("Nothing was saved. Go back, reload the page and send the form again."))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code and error.code < 400):
        return error
    code = error.code or 500
    for foreseen in (NotFound, TooMany):
        if code == foreseen.status:
            return _foreseen(foreseen())
    body, status = page(code, Conflict.title, _default_message(code))
    return body, status, [(name, value) for name, value in error.get_headers() if name.lower() == "allow"]


def _unexpected(error: Exception) -> ResponseReturnValue:
    message = lazy_gettext("The fault is ours. Your last step may not have been saved; please try it again.")
    return page(500, LmsError.title, message, number=_report(error))


def _report(error: Exception) -> str:
    """Log an unforeseen error once under a number that the person can quote."""
    number = secrets.token_hex(4)
    log.error("error %s at %s", number, request.endpoint, exc_info=error, extra={"number": number})
    return number


def _default_message(status: int) -> Any:
    return _MESSAGES.get(status, lazy_gettext("This could not be done. Nothing was saved."))


_MESSAGES = {
    400: lazy_gettext("What was sent could not be read. Nothing was saved."),
    403: lazy_gettext("Your account does not have the role that this page is for."),
    404: lazy_gettext(
        "There is nothing at this address, or it is not yours to see. Check the address, or start from the home page."
    ),
    405: lazy_gettext("This address does not accept that kind of request. Nothing was saved."),
    413: lazy_gettext("What you sent is too large: at most 2 MB are taken at once. Nothing was saved."),
    429: lazy_gettext("There were too many tries. Wait a few minutes and try again."),
}
