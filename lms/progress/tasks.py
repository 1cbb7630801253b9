"""Background work on progress: summaries that an upgrade, or a new version of a course, left to be made."""

from lms import jobs
from lms.catalog import service as catalog
from lms.db import db, writing
from lms.progress import bookkeeping

BATCH = 300  # summaries made in one transaction: others wait for it to end


@jobs.sweep
def recount_outdated() -> None:
    """Make the summaries that are missing or rest on another version; those of courses not served now wait."""
    while places := bookkeeping.list_outdated(db.session, catalog.list_courses(), limit=BATCH):
        if not recount_batch(places):
            return


def recount_all() -> int:
    """Make every summary again, some in each transaction, and give their number."""
    counted, last = 0, 0
    while places := bookkeeping.list_places(db.session, catalog.list_courses(), after=last, limit=BATCH):
        counted, last = counted + recount_batch(places), places[-1][0]
    return counted


def recount_batch(places: list[tuple[int, str]]) -> int:
    """Make the summaries of these places, each with its course's key, in a transaction; give how many there were."""
    courses = {place: course for place, key in places if (course := catalog.find_course(key))}
    with writing() as session:
        bookkeeping.recount(session, courses)
    return len(courses)
