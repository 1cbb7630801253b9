"""Looks at a person's record in the audit log, whichever page shows it."""

from datetime import datetime, timedelta

from lms import audit
from lms.audit import Act, Change
from lms.db import db, writing

ONE_LOOK = timedelta(minutes=10)  # opening a page again, as after a change, is the same look


def record_look(user_id: int, *, by: int, now: datetime, part: str = "") -> None:
    """Record in a transaction of its own that somebody looks at a person's record, unless she did so just before.

    What was read from the database before is to be read again afterwards.

    :param part: which part of the record is shown; another part is another look
    """
    about = audit.person(user_id)
    if audit.was_recorded(db.session, Act.PERSON_VIEWED, about, by=by, since=now - ONE_LOOK, new=part):
        return
    with writing() as session:
        audit.record(session, Act.PERSON_VIEWED, about, by=by, now=now, change=Change(new=part))
