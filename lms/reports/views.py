"""What coordinators see of a cohort: its table, the same as a file, and one member's courses."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.utils import secure_filename

from lms import audit, clock, spreadsheet
from lms.accounts import looks
from lms.audit import Act, Change
from lms.catalog import service as catalog
from lms.cohorts.models import Cohort, Membership, Shown
from lms.cohorts.places import load_cohort, load_member
from lms.db import db, writing
from lms.forms import asked_number
from lms.i18n import current_language
from lms.permissions import Permission, requires
from lms.reports import grid, member_courses
from lms.reports.asked import Asked, Order, Show, read_asked
from lms.reports.small_cells import is_small
from lms.reports.wording import CourseWords, file_header, file_row, word_rows

bp = Blueprint("reports", __name__)

MAX_PAGE = 100_000
MAX_NAME = 40  # characters of a cohort's name in the name of a file


@bp.get("/cohorts/<int:cohort_id>")
@requires(Permission.COHORT_VIEW, load=load_cohort)
def cohort(cohort: Cohort) -> ResponseReturnValue:
    """Show the members of a cohort and where each stands on its courses, those who need help first."""
    asked, now, courses = _asked(cohort), clock.utcnow(), _courses(cohort)
    totals, rows = grid.read_page(db.session, cohort, asked, now=now)
    return render_template(
        "reports/cohort.html",
        cohort=cohort,
        asked=asked,
        orders=list(Order),
        shows=[it for it in Show if it is not Show.STUCK or cohort.shown == Shown.SCORES],
        courses=courses,
        rows=word_rows(rows, courses, _zone()),
        totals=totals,
        completed=list(zip(courses, totals.completed, strict=True)),
        pages=-(-totals.asked_for // grid.ROWS_A_PAGE),
        is_small=is_small,
        scores=cohort.shown == Shown.SCORES,
    )


@bp.get("/cohorts/<int:cohort_id>/progress.csv")
@requires(Permission.COHORT_VIEW, load=load_cohort)
def progress_csv(cohort: Cohort) -> ResponseReturnValue:
    """Give the whole table as a file, sorted and chosen as on the page; taking it away is noted."""
    asked, now, courses = _asked(cohort), clock.utcnow(), _courses(cohort)
    scores, cohort_id, name = cohort.shown == Shown.SCORES, cohort.id, _file_name(cohort, now)
    rows = word_rows(grid.list_rows(db.session, cohort, asked, now=now), courses, _zone())
    table = (file_row(row, len(courses), scores=scores) for row in rows)
    written = spreadsheet.write_csv(file_header(courses, scores=scores), table)
    by, change = current_user.id, Change(new=f"progress.csv, show {asked.show}, rows {len(rows)}")
    with writing() as session:
        audit.record(session, Act.EXPORTED, audit.cohort(cohort_id), by=by, now=now, change=change)
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(written, mimetype="text/csv", headers=headers)


@bp.get("/cohorts/<int:cohort_id>/members/<int:membership_id>/progress")
@requires(Permission.COHORT_VIEW, load=load_member)
def member(membership: Membership) -> ResponseReturnValue:
    """Show one member's courses as far as the cohort shows them; looking at somebody's record is noted."""
    now, cohort = clock.utcnow(), membership.cohort
    name = grid.get_name(db.session, membership.id)
    courses = member_courses.list_courses(db.session, membership, language=current_language(), zone=_zone(), now=now)
    page = render_template("reports/member.html", cohort=cohort, membership=membership, name=name, courses=courses)
    if membership.is_member:
        looks.record_look(membership.user_id, by=current_user.id, now=now, part=f"progress in cohort {cohort.id}")
    return page


def _asked(cohort: Cohort) -> Asked:
    page = asked_number("page", largest=MAX_PAGE) or 1
    return read_asked(request.args, page=page, scores=cohort.shown == Shown.SCORES)


def _courses(cohort: Cohort) -> list[CourseWords]:
    language = current_language()
    return [CourseWords(key, catalog.find_course(key), language) for key in cohort.course_keys]


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def _file_name(cohort: Cohort, now: datetime) -> str:
    """Name a file by cohort and date, in letters that every system knows."""
    known = secure_filename(cohort.name)[:MAX_NAME].strip("._-").lower().replace("_", "-")
    parts = ["cohort", str(cohort.id), *([known] if known else []), f"{now.astimezone(_zone()):%Y-%m-%d}"]
    return "-".join(parts) + ".csv"
