"""A job aid: a page to read, and a PDF to print."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from lms.catalog import service as catalog
from lms.catalog.course import Aid, Course
from lms.catalog.rendering import render_lesson
from lms.i18n import current_language
from lms.learning.aid_files import find_or_print
from lms.permissions import Permission, requires

bp = Blueprint("learning_aids", __name__)


@dataclass(frozen=True, slots=True)
class AidInPlace:
    """A job aid with its course."""

    course: Course
    aid: Aid


def load_aid(_user: object, course_key: str, aid_key: str) -> AidInPlace:
    """Load a job aid by its keys. :raise NotFound: if there is none"""
    course = catalog.get_course(course_key)
    return AidInPlace(course, catalog.get_aid(course, aid_key))


@bp.get("/courses/<course_key>/aids/<aid_key>")
@requires(Permission.LESSON_READ, load=load_aid)
def aid(place: AidInPlace) -> ResponseReturnValue:
    """Show a job aid as a page."""
    text = place.aid.text(current_language())
    return render_template(
        "learning/aid.html",
        course=place.course,
        course_text=place.course.text(current_language()),
        aid=place.aid,
        text=text,
        rendered=render_lesson(place.course, text.value, sources=catalog.sources(), language=text.language),
    )


@bp.get("/courses/<course_key>/aids/<aid_key>.pdf")
@requires(Permission.LESSON_READ, load=load_aid)
def pdf(place: AidInPlace) -> ResponseReturnValue:
    """Give a job aid as a PDF in the language of its page; while another is being printed, a page says so."""
    text = place.aid.text(current_language())
    made = find_or_print(place.course, place.aid, text)
    if made is None:
        page = render_template("learning/aid_waiting.html", course=place.course, aid=place.aid)
        return page, 202, {"Retry-After": "2"}
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{place.aid.key}.{text.language}.pdf"'
    return response
