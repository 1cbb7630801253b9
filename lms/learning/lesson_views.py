"""A lesson: its text, its practice, its end, and the place where the reader stopped."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length

from lms import clock
from lms.assessment.scoring import normalize
from lms.assessment.snapshot import as_asked
from lms.catalog import service as catalog
from lms.catalog.course import Course, Lesson, LessonText, Localized, Module
from lms.catalog.law_words import LawWords
from lms.catalog.question import Kind, Question
from lms.catalog.rendering import RenderedLesson, render_lesson
from lms.cohorts import service as cohorts
from lms.db import db, writing
from lms.errors import Invalid, NotFound
from lms.forms import BaseForm, ButtonForm, blank_button
from lms.i18n import current_language, local_day
from lms.learning import contacts, overview
from lms.learning.contents import list_contents
from lms.learning.glossary_views import list_terms
from lms.learning.law import asked_country, find_law
from lms.learning.practice import Practised, judge
from lms.learning.practice_drawing import draw_unanswered
from lms.learning.steps import Step, next_step
from lms.permissions import Permission, requires
from lms.progress import service as progress_service
from lms.progress.service import Progress

bp = Blueprint("learning_lessons", __name__)

SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class LessonInPlace:
    """A lesson with its course and module."""

    course: Course
    module: Module
    lesson: Lesson


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file in a course's media folder, of a kind that is served."""

    course: Course
    name: str
    content_type: str


class RecordPositionForm(BaseForm):
    """The heading at which the reader is, sent by the page's script."""

    heading = StringField(validators=[Length(max=progress_service.MAX_HEADING)])


def load_lesson(_user: object, course_key: str, module_key: str, lesson_key: str) -> LessonInPlace:
    """Load a lesson by its keys. :raise NotFound: if there is none"""
    course = catalog.get_course(course_key)
    module, lesson = course.find_module(module_key), course.find_lesson(module_key, lesson_key)
    if module is None or lesson is None:
        raise NotFound
    return LessonInPlace(course, module, lesson)


def load_media(_user: object, course_key: str, filename: str) -> MediaFile:
    """Load a file that a course serves. :raise NotFound: if there is none of that name"""
    course = catalog.get_course(course_key)
    content_type = course.media.get(filename)
    if content_type is None:
        raise NotFound
    return MediaFile(course, filename, content_type)


@bp.route("/courses/<course_key>/<module_key>/<lesson_key>", methods=["GET", "POST"])
@requires(Permission.LESSON_READ, load=load_lesson)
def lesson(place: LessonInPlace) -> ResponseReturnValue:
    """Show a lesson, or its equal route by summary; a POST answers one practice question at once, storing nothing."""
    text = _text_of(place.lesson)
    if request.method != "POST":
        return render_template("learning/lesson.html", form=blank_button(), practised=None, **_page(place, text))
    form = ButtonForm()
    if not form.submitted():
        raise Invalid
    practised = _read_practice(text.value.practice)
    return render_template("learning/lesson.html", form=form, practised=practised, **_page(place, text))


@bp.post("/courses/<course_key>/<module_key>/<lesson_key>/complete")
@requires(Permission.PROGRESS_RECORD, load=load_lesson)
def complete(place: LessonInPlace) -> ResponseReturnValue:
    """Record that the reader completed the lesson, taking a place on the course if she has none, and go on."""
    if not ButtonForm().submitted():
        raise Invalid
    with writing() as session:
        now = clock.utcnow()
        enrolment = cohorts.enrol(session, current_user.id, place.course.key, now=now)
        progress_service.complete_lesson(session, enrolment, place.lesson, course=place.course, now=now)
        progress_service.record_position(session, enrolment, place.lesson.path, "", now=now)
        progress = progress_service.get_progress(session, enrolment.id)
    return redirect(_address_after(place, progress))


@bp.post("/courses/<course_key>/<module_key>/<lesson_key>/position")
@requires(Permission.PROGRESS_RECORD, load=load_lesson)
def position(place: LessonInPlace) -> ResponseReturnValue:
    """Remember where a reader with a place on the course is; without one nothing is kept."""
    form = RecordPositionForm()
    if not form.submitted():
        raise Invalid
    heading = _known_heading(place, form.heading.data or "")
    with writing() as session:
        enrolment = cohorts.find_place(session, current_user.id, place.course.key)
        if enrolment is not None:
            progress_service.record_position(session, enrolment, place.lesson.path, heading, now=clock.utcnow())
    return "", 204


@bp.get("/courses/<course_key>/media/<filename>")
@requires(Permission.LESSON_READ, load=load_media)
def media(file: MediaFile) -> Response:
    """Serve a picture, film, sound or caption file of a course."""
    response = send_from_directory(file.course.folder / "media", file.name, mimetype=file.content_type)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def _text_of(lesson: Lesson) -> Localized[LessonText]:
    """Give the lesson's text in the reader's language, or its summary where she asked for that route."""
    summary = lesson.summary(current_language()) if request.args.get("route") == SUMMARY else None
    return summary or lesson.text(current_language())


def _read_practice(questions: tuple[Question, ...]) -> Practised:
    """Judge the practice question that was answered. :raise Invalid: if there is no such question or choice"""
    asked = request.form.get("practice", "")
    for index, question in enumerate(questions):
        if asked == str(index) and question.kind is not Kind.DESCRIPTION:
            return judge(question, index, normalize(question, request.form))
    raise Invalid


def _page(place: LessonInPlace, text: Localized[LessonText]) -> dict[str, object]:
    """Gather what the page of a lesson shows."""
    lessons = place.course.lessons
    at = lessons.index(place.lesson)
    enrolment_id = overview.find_own_place(db.session, current_user, place.course)
    return {
        "course": place.course,
        "contents": list_contents(place.course),
        "course_text": place.course.text(current_language()),
        "module": place.module,
        "lesson": place.lesson,
        "text": text,
        "practice_questions": [as_asked(question) for question in text.value.practice],
        "drawn": draw_unanswered(place.course, text.value, current_language()),
        "asked_country": asked_country(),
        "is_summary": any(text.value is summary for summary in place.lesson.summaries.values()),
        **_reading(place, text),
        "previous": lessons[at - 1] if at else None,
        "next": lessons[at + 1] if at + 1 < len(lessons) else None,
        "done": progress_service.list_done_lessons(db.session, enrolment_id),
        "has_place": enrolment_id is not None,
    }


def _reading(place: LessonInPlace, text: Localized[LessonText]) -> dict[str, object]:
    """Give the text, and what its page says of the law, the terms and the help in it."""
    law = find_law(text.value.markdown)
    rendered = _render(place, text, law.words if law else None)
    return {
        "rendered": rendered,
        "law": law,
        "terms": list_terms(rendered.terms),
        "help_by_country": _list_contacts(rendered),
    }


def _render(place: LessonInPlace, text: Localized[LessonText], law: LawWords | None = None) -> RenderedLesson:
    return render_lesson(
        place.course,
        text.value,
        sources=catalog.sources(),
        language=text.language,
        terms=catalog.glossary(),
        law=law,
    )


def _list_contacts(rendered: RenderedLesson) -> list[contacts.CountryContacts]:
    country = asked_country() or getattr(current_user, "country", None)
    return contacts.list_for(rendered, country, language=current_language(), today=local_day(clock.utcnow()))


def _known_heading(place: LessonInPlace, heading: str) -> str:
    """Give the heading if the whole lesson has it, else its top: a heading of the summary would tell the route."""
    rendered = _render(place, place.lesson.text(current_language()))
    return heading if heading in {it.key for it in rendered.headings} else ""


def _address_after(place: LessonInPlace, progress: Progress) -> str:
    """Give the address of what is to be done after a lesson or, where nothing is, of the course's page."""
    step = next_step(place.course, progress, current_language())
    if step is None:
        return url_for("learning.course", course_key=place.course.key)
    return step_address(step)


def lesson_address(course_key: str, lesson_path: str, heading: str = "") -> str:
    """Give the address of a lesson, at one of its headings if one is named."""
    module_key, _slash, lesson_key = lesson_path.partition("/")
    return url_for(
        "learning_lessons.lesson",
        course_key=course_key,
        module_key=module_key,
        lesson_key=lesson_key,
        _anchor=heading or None,
    )


def step_address(step: Step) -> str:
    """Give the address of a step."""
    if step.lesson and step.module:
        return lesson_address(step.course.key, step.lesson.path, step.heading)
    if step.module:
        return url_for("assessment.quiz", course_key=step.course.key, module_key=step.module.key)
    return url_for("assessment.final", course_key=step.course.key)
