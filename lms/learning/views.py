"""Home, catalogue and a course's page; taking and giving up a place."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts.countries import country_name
from lms.accounts.models import Profession
from lms.catalog import service as catalog
from lms.catalog.completeness import list_language_states
from lms.catalog.course import Access, Course
from lms.catalog.rendering import render_text_with_sources
from lms.cohorts import service as cohorts
from lms.cohorts.own_list import list_own
from lms.cohorts.rules import is_open_to
from lms.db import db, writing
from lms.errors import Invalid, NotFound
from lms.forms import ButtonForm, asked_number, blank_button
from lms.i18n import current_language, local_day
from lms.learning import overview
from lms.learning.contents import list_aids, list_contents
from lms.learning.steps import fitting, open_steps
from lms.permissions import Permission, public, requires
from lms.progress import service as progress_service

bp = Blueprint("learning", __name__)

MINUTES_ON_OFFER = (5, 12, 20, 40)
MAX_MINUTES = 600


def load_course(_user: object, course_key: str) -> Course:
    """Load a course; title and outcomes are shown to everybody."""
    return catalog.get_course(course_key)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Signed out: what this is and the open courses. Signed in: what to do next."""
    language = current_language()
    if not current_user.is_authenticated:
        courses = [course for course in catalog.list_courses() if course.access == Access.PUBLIC]
        cards = overview.list_cards(db.session, current_user, courses, language)
        return render_template("learning/welcome.html", cards=cards)
    minutes = asked_number("minutes", largest=MAX_MINUTES)
    mine = overview.list_own_cards(db.session, current_user.id, catalog.list_courses(), language)
    steps = overview.list_fitting(mine, minutes, language) if minutes else None
    return render_template(
        "learning/home.html",
        cards=mine,
        minutes=minutes,
        steps=steps,
        minutes_on_offer=MINUTES_ON_OFFER,
        places=list_own(db.session, current_user.id, today=local_day(clock.utcnow())),
    )


@bp.get("/courses")
@public
def catalogue() -> ResponseReturnValue:
    """All courses, by whom they are for and by topic."""
    courses = catalog.list_courses()
    filters = overview.Filters(audience=request.args.get("audience", ""), topic=request.args.get("topic", ""))
    chosen = [course for course in courses if filters.accept(course)]
    cards = overview.list_cards(db.session, current_user, chosen, current_language())
    return render_template(
        "learning/catalogue.html",
        cards=cards,
        filters=filters,
        audiences=[profession.value for profession in Profession],
        topics=overview.list_topics(courses),
    )


@bp.get("/courses/<course_key>")
@requires(Permission.COURSE_VIEW, load=load_course)
def course(course: Course) -> ResponseReturnValue:
    """A course: what it is for, how long it takes, who stands behind it, and where the reader stands."""
    language = current_language()
    enrolment_id = overview.find_own_place(db.session, current_user, course)
    progress = progress_service.get_progress(db.session, enrolment_id)
    text = course.text(language)
    minutes = asked_number("minutes", largest=MAX_MINUTES)
    steps = fitting(list(open_steps(course, progress, language)), minutes) if minutes else None
    return render_template(
        "learning/course.html",
        course=course,
        text=text,
        introduction=render_text_with_sources(text.value.introduction, catalog.sources(), text.language),
        contents=list_contents(course),
        aids=list_aids(course),
        states=list_language_states(course),
        card=overview.make_card(course, progress if enrolment_id else None, language),
        progress=progress,
        readable=is_open_to(current_user, course),
        reviews=[(review, country_name(review.country, language)) for review in course.reviewed],
        is_law_reviewed=overview.is_law_reviewed(course, getattr(current_user, "country", None)),
        minutes=minutes,
        steps=steps,
        minutes_on_offer=MINUTES_ON_OFFER,
        form=blank_button(),
    )


@bp.post("/courses/<course_key>/enrol")
@requires(Permission.COURSE_ENROL, load=load_course)
def enrol(course: Course) -> ResponseReturnValue:
    """Take a place on the course; where all that it asks is done already, that is recorded."""
    if not ButtonForm().submitted():
        raise Invalid
    now = clock.utcnow()
    with writing() as session:
        is_new = cohorts.find_place(session, current_user.id, course.key) is None
        enrolment = cohorts.enrol(session, current_user.id, course.key, now=now)
        progress_service.complete_what_is_due(session, enrolment, course=course, now=now)
    if is_new:
        flash(_("You are on this course now. Your place is kept as you read."), "success")
    return redirect(url_for("learning.course", course_key=course.key))


@bp.post("/courses/<course_key>/withdraw")
@requires(Permission.COURSE_ENROL, load=load_course)
def withdraw(course: Course) -> ResponseReturnValue:
    """Give up the place; the record is kept."""
    if not ButtonForm().submitted():
        raise Invalid
    with writing() as session:
        enrolment = cohorts.find_enrolment(session, current_user.id, course.key)
        if enrolment is None:
            raise NotFound
        if enrolment.withdrawn_at is None:
            cohorts.withdraw(session, enrolment, now=clock.utcnow())
    flash(_("You have left this course. Your record is kept; take the course again to go on."), "success")
    return redirect(url_for("learning.course", course_key=course.key))
