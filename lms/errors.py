"""Errors that the product foresees: each with its HTTP status and a sentence fit for a learner."""

import logging
import secrets

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)


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


class AlreadyReceived(Conflict):
    """The same form came a second time; what it said the first time is stored once."""

    title = lazy_gettext("Already received")


def init_app(app: Flask) -> None:
    """Answer every error, foreseen or not, with a page in the reader's language and nothing of the inside."""
    app.register_error_handler(LmsError, _foreseen)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, title: str, message: str, *, number: str = "") -> ResponseReturnValue:
    """Render the error page; `number` is what a person can quote to the administrator."""
    return render_template("errors/error.html", status=status, title=title, message=message, number=number), status


def _foreseen(error: LmsError) -> ResponseReturnValue:
    answer = page(error.status, str(error.title), error.message or _default_message(error.status))
    if isinstance(error, TooMany):
        return (*answer, {"Retry-After": str(error.retry_after)})  # type: ignore[misc, return-value]
    return answer


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return page(
        400,
        _("This page was open for too long"),
        _("Nothing was saved. Go back, reload the page and send the form again."),
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code and error.code < 400):
        return error
    code = error.code or 500
    if code == 404:
        return _foreseen(NotFound())
    body, status = page(code, _("This could not be done"), _default_message(code))  # type: ignore[misc]
    headers = [(name, value) for name, value in error.get_headers() if name.lower() == "allow"]
    return body, status, headers


def _database(error: DBAPIError) -> ResponseReturnValue:
    number = _report(error)
    message = _("Your last step was not saved. What is stored is safe; please try again in a minute.")
    return page(503, _("Not saved"), message, number=number)


def _unexpected(error: Exception) -> ResponseReturnValue:
    number = _report(error)
    message = _("The fault is ours. Your last step may not have been saved; please try it again.")
    return page(500, _("Something went wrong"), message, number=number)


def _report(error: Exception) -> str:
    """Log an unforeseen error once under a number that the person can quote."""
    number = secrets.token_hex(4)
    log.error("error %s at %s %s", number, request.method, request.endpoint, exc_info=error)
    return number


def _default_message(status: int) -> str:
    messages = {
        400: _("What was sent could not be read. Nothing was saved."),
        403: _("Your account does not have the role that this page is for."),
        404: _("There is nothing at this address, or it is not yours to see. Check the address, or start from the home page."),
        405: _("This address does not accept that kind of request. Nothing was saved."),
        413: _("What you sent is too large. Nothing was saved."),
        429: _("There were too many tries. Wait a few minutes and try again."),
    }
    return messages.get(status, _("This could not be done. Nothing was saved."))
