"""A quiz before it is taken: its rules, her attempts, and the start."""

import random

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.assessment import service
from lms.assessment.blueprint import bp
from lms.assessment.places import QuizPlace, load_final, load_quiz
from lms.assessment.standing import stand
from lms.catalog.question import Kind
from lms.cohorts import service as cohorts
from lms.db import db, writing
from lms.errors import AlreadyReceived, Invalid
from lms.forms import ButtonForm
from lms.i18n import current_language
from lms.permissions import Permission, requires

_rng = random.SystemRandom()  # nobody can foresee what will be drawn


@bp.route("/courses/<course_key>/<module_key>/quiz", methods=["GET", "POST"])
@requires(Permission.QUIZ_VIEW, load=load_quiz)
def quiz(place: QuizPlace) -> ResponseReturnValue:
    """Say the rules of a module's quiz and show her attempts; a POST starts one, or goes on with the open one."""
    return _start(place) if request.method == "POST" else _introduce(place)


@bp.route("/courses/<course_key>/final", methods=["GET", "POST"])
@requires(Permission.QUIZ_VIEW, load=load_final)
def final(place: QuizPlace) -> ResponseReturnValue:
    """Say the rules of the final assessment and show her attempts; a POST starts one, or goes on with the open one."""
    return _start(place) if request.method == "POST" else _introduce(place)


def _introduce(place: QuizPlace) -> ResponseReturnValue:
    now = clock.utcnow()
    enrolment = place.enrolment
    attempts = service.list_attempts(db.session, enrolment.id, place.quiz.key) if enrolment else []
    standings = [stand(attempt, now) for attempt in attempts]
    extra = service.get_extra(db.session, enrolment.id, place.quiz.key) if enrolment else service.Extra()
    pool = place.quiz.pool(current_language())
    asked = sum(question.kind is not Kind.DESCRIPTION for question in pool.value)
    return render_template(
        "assessment/quiz.html",
        form=ButtonForm(),
        place=place,
        standings=standings,
        opened=next((it.attempt for it in standings if it.is_open), None),
        has_passed=any(it.has_passed for it in standings),
        start=service.judge_start(place.quiz, standings, extra, now=now),
        extra=extra,
        number_asked=min(place.quiz.rules.questions or asked, asked),
        language=pool.language,
    )


def _start(place: QuizPlace) -> ResponseReturnValue:
    form = ButtonForm()
    if not form.submitted():
        raise Invalid
    now = clock.utcnow()
    try:
        with writing(form.once.data) as session:
            enrolment = cohorts.enrol(session, current_user.id, place.course.key, now=now)
            attempt = service.start_attempt(
                session,
                enrolment=enrolment,
                course=place.course,
                quiz=place.quiz,
                language=current_language(),
                now=now,
                rng=_rng,
            )
    except AlreadyReceived:
        return redirect(_address_of_open(place))
    return redirect(url_for("assessment.take", attempt_id=attempt.id))


def _address_of_open(place: QuizPlace) -> str:
    """Give where a second press of the button leads: to the attempt that the first one started, if it is open."""
    enrolment = cohorts.find_enrolment(db.session, current_user.id, place.course.key)
    opened = service.find_open_attempt(db.session, enrolment.id, place.quiz.key) if enrolment else None
    return url_for("assessment.take", attempt_id=opened.id) if opened else request.path
