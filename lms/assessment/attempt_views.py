"""An attempt: the page of questions, saving, handing in, and what became of it."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock
from lms.assessment import service
from lms.assessment.blueprint import bp
from lms.assessment.errors import AttemptClosed, TooLate
from lms.assessment.forms import HAND_IN, AnswerQuestionsForm
from lms.assessment.given import normalize
from lms.assessment.places import (
    DrawnQuestion,
    Sitting,
    load_drawn_question,
    load_sitting,
)
from lms.assessment.review import make_review
from lms.assessment.schedule import Start
from lms.assessment.sheet import Sheet, marks_of
from lms.assessment.standing import Standing, pose, stand
from lms.catalog.course import Course
from lms.db import db, writing
from lms.errors import Invalid
from lms.forms import ButtonForm
from lms.i18n import current_language
from lms.permissions import Permission, requires


@bp.route("/attempts/<int:attempt_id>", methods=["GET", "POST"])
@requires(Permission.ATTEMPT_SUBMIT, load=load_sitting)
def take(sitting: Sitting) -> ResponseReturnValue:
    """Show the questions of an open attempt; a POST saves the page and, with that button, hands the attempt in."""
    form = AnswerQuestionsForm()
    if request.method == "POST":
        if not form.submitted():
            raise Invalid
        return _receive(sitting, form)
    if not stand(sitting.attempt, clock.utcnow()).is_open:
        return redirect(url_for("assessment.result", attempt_id=sitting.attempt.id))
    return _ask(sitting, form, Sheet())


@bp.route("/attempts/<int:attempt_id>/hand-in", methods=["GET", "POST"])
@requires(Permission.ATTEMPT_SUBMIT, load=load_sitting)
def hand_in(sitting: Sitting) -> ResponseReturnValue:
    """Ask whether to hand in an attempt with questions unanswered; a POST does so."""
    attempt_id, course, now = sitting.attempt.id, sitting.course, clock.utcnow()
    form = ButtonForm()
    if form.submitted():
        try:
            with writing() as session:
                service.submit_attempt(session, attempt_id, course=course, now=now)
        except AttemptClosed as closed:
            return _show_closed(attempt_id, course, closed)
        return redirect(url_for("assessment.result", attempt_id=attempt_id))
    if not stand(sitting.attempt, now).is_open:
        return redirect(url_for("assessment.result", attempt_id=attempt_id))
    return render_template("assessment/hand_in.html", form=form, **_describe(sitting))


@bp.post("/attempts/<int:attempt_id>/responses/<question_key>")
@requires(Permission.ATTEMPT_SUBMIT, load=load_drawn_question)
def save_response(drawn: DrawnQuestion) -> ResponseReturnValue:
    """Save one response as it is given; the page's script sends it."""
    if not ButtonForm().submitted():
        raise Invalid
    attempt_id, key, sitting = drawn.response.attempt_id, drawn.response.question_key, drawn.sitting
    given = normalize(drawn.response.asked.question, request.form)
    try:
        with writing() as session:
            service.save_response(session, attempt_id, key, given, clock.utcnow())
    except TooLate:
        _record_end(attempt_id, sitting.course)
        raise
    return "", 204


@bp.get("/attempts/<int:attempt_id>/result")
@requires(Permission.ATTEMPT_VIEW, load=load_sitting)
def result(sitting: Sitting) -> ResponseReturnValue:
    """Show what became of an attempt: the score, the review as far as it may be shown, and what to do next."""
    now, course = clock.utcnow(), sitting.course
    standing = stand(sitting.attempt, now)
    if standing.is_open:
        return redirect(url_for("assessment.take", attempt_id=sitting.attempt.id))
    standings = _stand_all(sitting, now)
    return render_template(
        "assessment/result.html",
        form=ButtonForm(),
        standing=standing,
        has_passed=any(it.has_passed for it in standings),
        attempt=sitting.attempt,
        course=course,
        course_text=course.text(current_language()),
        module=sitting.module,
        lessons={lesson.path: lesson for lesson in course.lessons},
        review=make_review(standing),
        next_start=_next_start(sitting, standings, now),
    )


@bp.post("/attempts/<int:attempt_id>/responses/<question_key>/delete")
@requires(Permission.ATTEMPT_VIEW, load=load_drawn_question)
def delete_essay(drawn: DrawnQuestion) -> ResponseReturnValue:
    """Delete what she wrote for an essay."""
    attempt_id, key = drawn.response.attempt_id, drawn.response.question_key
    if not ButtonForm().submitted():
        raise Invalid
    with writing() as session:
        service.delete_essay(session, attempt_id, key)
    flash(_("Your text is deleted."), "success")
    return redirect(url_for("assessment.result", attempt_id=attempt_id))


def _stand_all(sitting: Sitting, now: datetime) -> list[Standing]:
    """Say how each attempt at the same quiz stands, this one among them."""
    attempts = service.list_attempts(db.session, sitting.attempt.enrolment_id, sitting.attempt.quiz_key)
    return [stand(it, now) for it in attempts]


def _next_start(sitting: Sitting, standings: list[Standing], now: datetime) -> Start | None:
    """Say whether another attempt may start; None where one is open, or the quiz is no longer there."""
    attempt, quiz = sitting.attempt, sitting.course.find_quiz(sitting.attempt.quiz_key)
    if quiz is None or any(it.is_open for it in standings):
        return None
    extra = service.get_extra(db.session, attempt.enrolment_id, attempt.quiz_key)
    return service.judge_start(quiz, standings, extra, now=now)


def _receive(sitting: Sitting, form: AnswerQuestionsForm) -> ResponseReturnValue:
    """Save what changed on the page and, when asked and nothing is missing, hand in: in one transaction."""
    attempt_id, course, now = sitting.attempt.id, sitting.course, clock.utcnow()
    shown, wants_to_end = form.shown.data or "", form.act.data == HAND_IN
    try:
        with writing() as session:
            sheet, has_ended = service.receive_page(
                session, attempt_id, request.form, shown, wants_to_end=wants_to_end, course=course, now=now
            )
    except AttemptClosed as closed:
        return _show_closed(attempt_id, course, closed)
    if sheet.errors:
        return _ask(sitting, form, sheet)  # read anew: the transaction let go what was read before
    if wants_to_end:
        return redirect(url_for("assessment.result" if has_ended else "assessment.hand_in", attempt_id=attempt_id))
    flash(_("Your answers are saved."), "success")
    return redirect(url_for("assessment.take", attempt_id=attempt_id))


def _ask(sitting: Sitting, form: AnswerQuestionsForm, sheet: Sheet) -> ResponseReturnValue:
    """Show the questions with what is stored; what could not be read is shown again as it was typed."""
    form.shown.data = marks_of(sitting.attempt.responses)
    return render_template("assessment/take.html", form=form, sheet=sheet, **_describe(sitting))


def _describe(sitting: Sitting) -> dict[str, object]:
    """Gather what the pages of an open attempt show. Of a question they are handed all, and show what is asked."""
    attempt, now = sitting.attempt, clock.utcnow()
    left = attempt.deadline_at - now if attempt.deadline_at else None
    return {
        "attempt": attempt,
        "course": sitting.course,
        "module": sitting.module,
        "questions": pose(attempt.responses),
        "seconds_left": int(left.total_seconds()) if left is not None else None,
    }


def _show_closed(attempt_id: int, course: Course, closed: AttemptClosed) -> ResponseReturnValue:
    """Say why an attempt takes no more, and show its result."""
    _record_end(attempt_id, course)
    flash(str(closed.message), "error" if isinstance(closed, TooLate) else "message")
    return redirect(url_for("assessment.result", attempt_id=attempt_id))


def _record_end(attempt_id: int, course: Course) -> None:
    with writing() as session:
        service.close_overdue(session, attempt_id, course=course, now=clock.utcnow())
