"""Refusals in the audit log: who asked for a page or a thing that is not hers."""

import logging
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from lms import audit, clock
from lms.audit import Act, Subject
from lms.db import db, writing
from lms.errors import Busy
from lms.permissions import refused

log = logging.getLogger(__name__)

ONCE_IN = timedelta(hours=1)  # of one person at one endpoint, so that nobody floods the log


def init_app(app: Flask) -> None:
    """Listen for refusals of this application."""
    refused.connect(_record, sender=app)


def _record(_app: Flask, *, user: Any, endpoint: str) -> None:
    """Add an entry that names the endpoint: addresses hold codes. She is refused all the same where none can be."""
    now, by, about = clock.utcnow(), user.id, Subject("page", endpoint)
    if audit.was_recorded(db.session, Act.REFUSED, about, by=by, since=now - ONCE_IN):
        return
    try:
        with writing() as session:
            audit.record(session, Act.REFUSED, about, by=by, now=now)
    except (DBAPIError, Busy) as error:
        log.warning("a refusal could not be recorded: %s", type(error).__name__)
