"""Background work on attempts."""

import logging

from lms import clock, jobs
from lms.assessment import service
from lms.catalog import service as catalog
from lms.db import db, writing
from lms.errors import LmsError

log = logging.getLogger(__name__)


@jobs.sweep
def record_overdue() -> None:
    """Record the attempts whose time is over as handed in at their deadline; safe to run twice.

    One of a course that cannot be served now waits until it can: what it completes is decided by the course.
    """
    now = clock.utcnow()
    overdue = service.list_overdue(db.session, now=now)
    for attempt_id, course_key in overdue:
        course = catalog.find_course(course_key)
        if course is None:
            continue
        try:
            with writing() as session:
                service.close_overdue(session, attempt_id, course=course, now=now)
        except LmsError:  # the others are recorded all the same
            log.exception("attempt %s could not be recorded", attempt_id)
