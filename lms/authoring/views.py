"""Reporting a mistake, and what authors see: the reports, and what is wrong with courses."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.authoring import service
from lms.authoring.forms import CloseReportForm, ReportMistakeForm
from lms.authoring.models import MistakeReport
from lms.catalog import service as catalog
from lms.catalog.course import Course
from lms.db import db, writing
from lms.errors import NotFound
from lms.i18n import current_language
from lms.limits import limiter
from lms.permissions import Permission, requires

bp = Blueprint("authoring", __name__)

REPORTS_PER_NETWORK = "20 per hour"


def load_reported_course(_user: object) -> Course:
    """Load the course that the address names."""
    return catalog.get_course(request.args.get("course", ""))


def load_report(_user: object, report_id: int) -> MistakeReport:
    """Load a report of a mistake."""
    return service.get_report(db.session, report_id)


@bp.route("/report-a-mistake", methods=["GET", "POST"])
@limiter.limit(REPORTS_PER_NETWORK, methods=["POST"])
@requires(Permission.MISTAKE_REPORT, load=load_reported_course)
def report(course: Course) -> ResponseReturnValue:
    """Take a reader's words about a lesson or a question."""
    form = ReportMistakeForm()
    place = _place(course)
    if form.submitted():
        user_id = current_user.id if current_user.is_authenticated else None
        with writing(form.once.data) as session:
            service.report_mistake(session, place, form.text.data or "", user_id=user_id, now=clock.utcnow())
        flash(_("Thank you. The authors will see what you wrote."), "success")
        return redirect(_address_of(place))
    return render_template("authoring/report.html", form=form, place=place, back=_address_of(place))


@bp.get("/admin/courses")
@requires(Permission.COURSES_AUTHOR)
def courses() -> ResponseReturnValue:
    """Every course with what is wrong with it, and the open reports."""
    library = catalog.library()
    broken = sorted({it.course for it in library.problems if it.course and it.course not in library.courses})
    return render_template("authoring/courses.html", library=library, broken=broken, **_reports(closed=False))


@bp.get("/admin/courses/reports/closed")
@requires(Permission.COURSES_AUTHOR)
def closed_reports() -> ResponseReturnValue:
    """The reports that were dealt with."""
    return render_template("authoring/closed.html", **_reports(closed=True))


@bp.route("/admin/courses/reports/<int:report_id>", methods=["GET", "POST"])
@requires(Permission.COURSES_AUTHOR, load=load_report)
def close(report: MistakeReport) -> ResponseReturnValue:
    """One report; closing it with what was done."""
    form = CloseReportForm()
    if form.submitted():
        with writing(form.once.data) as session:
            service.close_report(session, report.id, answer=form.answer.data or "", now=clock.utcnow())
        flash(_("The report is closed."), "success")
        return redirect(url_for("authoring.courses"))
    return render_template("authoring/close.html", form=form, report=report)


def _place(course: Course) -> service.Place:
    """Read from the address where the reader was; what the course does not have is refused."""
    lesson_path = request.args.get("lesson", "")
    if lesson_path and lesson_path not in {lesson.path for lesson in course.lessons}:
        raise NotFound
    language = request.args.get("language", current_language())
    return service.Place(
        course=course,
        lesson_path=lesson_path,
        question_key=request.args.get("question", "")[:100],
        heading=request.args.get("heading", "")[:100],
        language=language if language in course.languages else current_language(),
    )


def _address_of(place: service.Place) -> str:
    """Give the address to go back to: the lesson, or the course's page."""
    if not place.lesson_path:
        return url_for("learning.course", course_key=place.course.key)
    module_key, _slash, lesson_key = place.lesson_path.partition("/")
    return url_for(
        "learning_lessons.lesson",
        course_key=place.course.key,
        module_key=module_key,
        lesson_key=lesson_key,
        _anchor=place.heading or None,
    )


def _reports(*, closed: bool) -> dict[str, object]:
    asked = request.args.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:6]) < 100_000 else 1
    found = service.list_reports(db.session, closed=closed, page=page)
    return {"reports": found[: service.REPORTS_A_PAGE], "page": page, "has_more": len(found) > service.REPORTS_A_PAGE}
