"""Reporting a mistake, and what authors see: the reports, and what is wrong with courses."""

import re
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.authoring import service
from lms.authoring.forms import CloseReportForm, ReportMistakeForm
from lms.authoring.models import MistakeReport
from lms.catalog import service as catalog
from lms.catalog.completeness import list_language_states
from lms.catalog.course import Course, Lesson
from lms.catalog.rendering import render_lesson
from lms.db import db, writing
from lms.errors import NotFound
from lms.forms import asked_number
from lms.i18n import current_language
from lms.limits import limiter
from lms.permissions import Permission, requires

bp = Blueprint("authoring", __name__)

REPORTS_PER_NETWORK = "20 per hour"
MAX_PAGE = 100_000
QUESTION_KEY = re.compile(r"\w[\w.:-]{0,99}")


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
    place = _place(course)
    form = _report_form(place)
    if form.submitted():
        user_id = current_user.id if current_user.is_authenticated else None
        if form.heading:
            place = replace(place, heading=form.heading.data or "")
        with writing(form.once.data) as session:
            service.report_mistake(session, place, form.text.data or "", user_id=user_id, now=clock.utcnow())
        flash(_("Thank you. The authors will see what you wrote."), "success")
        return redirect(_address_of(place))
    lesson = _find_lesson(course, place.lesson_path)
    lesson_text = lesson.text(current_language()) if lesson else None
    return render_template(
        "authoring/report.html", form=form, place=place, lesson_text=lesson_text, back=_address_of(place)
    )


@bp.get("/admin/courses")
@requires(Permission.COURSES_AUTHOR)
def courses() -> ResponseReturnValue:
    """Every course with what is wrong with it, and the open reports."""
    library = catalog.library()
    broken = sorted({it.course for it in library.problems if it.course and it.course not in library.courses})
    return render_template(
        "authoring/courses.html",
        library=library,
        broken=broken,
        states={key: list_language_states(course) for key, course in library.courses.items()},
        **_reports(closed=False),
    )


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
    """Read from the address where the reader was. A question may be one of an earlier version of the course.

    :raise NotFound: if the course has no such lesson
    """
    lesson_path = request.args.get("lesson", "")
    if lesson_path and _find_lesson(course, lesson_path) is None:
        raise NotFound
    question_key = request.args.get("question", "")
    language = request.args.get("language", "")
    return service.Place(
        course=course,
        lesson_path=lesson_path,
        question_key=question_key if QUESTION_KEY.fullmatch(question_key) else "",
        heading=request.args.get("heading", "")[:100] if lesson_path else "",
        language=language if language in course.languages else course.text(current_language()).language,
    )


def _find_lesson(course: Course, path: str) -> Lesson | None:
    return next((lesson for lesson in course.lessons if lesson.path == path), None)


def _report_form(place: service.Place) -> ReportMistakeForm:
    """Make the form; for a lesson it asks for the heading, and begins with the one that the address names."""
    form = ReportMistakeForm(heading=place.heading)
    lesson = _find_lesson(place.course, place.lesson_path)
    if lesson is None:
        del form.heading
        return form
    text = lesson.text(place.language)
    rendered = render_lesson(place.course, text.value, sources=catalog.sources(), language=text.language)
    form.heading.render_kw = {"lang": text.language}
    form.heading.choices = [("", _("The whole lesson")), *((it.key, it.title) for it in rendered.headings)]
    return form


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
    page = asked_number("page", largest=MAX_PAGE) or 1
    found = service.list_reports(db.session, closed=closed, page=page)
    return {"reports": found[: service.REPORTS_A_PAGE], "page": page, "has_more": len(found) > service.REPORTS_A_PAGE}
