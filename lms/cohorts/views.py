"""Cohorts as coordinators and administrators keep them: found, made, changed, shared, deleted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts import service as accounts
from lms.accounts.rules import is_administrator
from lms.catalog import service as catalog
from lms.cohorts import cohort_list, cohort_service, places
from lms.cohorts.blueprint import bp
from lms.cohorts.forms import AddCoordinatorForm, CohortForm, RemoveForm
from lms.cohorts.models import Cohort, CohortCoordinator
from lms.db import db, writing
from lms.errors import Conflict
from lms.forms import ButtonForm, asked_number
from lms.i18n import current_language, local_day
from lms.permissions import Permission, requires

MAX_PAGE = 100_000


@bp.get("/cohorts")
@requires(Permission.COHORTS_LIST)
def cohorts() -> ResponseReturnValue:
    """The cohorts that a person follows; an administrator sees all."""
    find = " ".join(request.args.get("find", "").split())[:200]
    page = asked_number("page", largest=MAX_PAGE) or 1
    visible = places.visible_cohorts(current_user)
    rows = cohort_list.list_cohorts(db.session, visible, today=local_day(clock.utcnow()), find=find, page=page)
    return render_template(
        "cohorts/cohorts.html",
        rows=rows[: cohort_list.COHORTS_A_PAGE],
        has_more=len(rows) > cohort_list.COHORTS_A_PAGE,
        find=find,
        page=page,
    )


@bp.route("/cohorts/new", methods=["GET", "POST"])
@requires(Permission.COHORT_CREATE)
def create() -> ResponseReturnValue:
    """Make a cohort."""
    form, by = CohortForm(), current_user.id
    form.offer(_courses())
    if form.submitted():
        with writing(form.once.data) as saving:
            cohort = cohort_service.create_cohort(saving, form.described(), by=by, now=clock.utcnow())
        flash(_("The cohort is made. Now its people: give them a code, or put them on its list."), "success")
        return redirect(url_for("cohorts.members", cohort_id=cohort.id))
    return render_template("cohorts/create.html", form=form)


@bp.route("/cohorts/<int:cohort_id>/edit", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def change(cohort: Cohort) -> ResponseReturnValue:
    """Change what is said about a cohort, and see who coordinates it."""
    form, by, cohort_id = CohortForm(obj=cohort), current_user.id, cohort.id
    form.offer(_courses(), cohort)
    if form.submitted():
        try:
            with writing(form.once.data) as saving:
                cohort_service.change_cohort(saving, cohort_id, form.described(), by=by, now=clock.utcnow())
        except cohort_service.Promised as error:
            form.fail(form.shown, error.message)
        else:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("cohorts.change", cohort_id=cohort_id))
    coordinators = cohort_service.list_coordinators(db.session, cohort_id)
    is_empty = not cohort_service.has_people(db.session, cohort_id)
    return render_template(
        "cohorts/change.html", cohort=cohort, form=form, coordinators=coordinators, is_empty=is_empty
    )


@bp.route("/cohorts/<int:cohort_id>/delete", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def delete(cohort: Cohort) -> ResponseReturnValue:
    """Ask whether a cohort that never had anybody is to go, and delete it."""
    form, by, cohort_id = ButtonForm(), current_user.id, cohort.id
    if form.submitted():
        with writing(form.once.data) as saving:
            cohort_service.delete_cohort(saving, cohort_id, by=by, now=clock.utcnow())
        flash(_("The cohort is deleted."), "success")
        return redirect(url_for("cohorts.cohorts"))
    return render_template("cohorts/delete.html", cohort=cohort, form=form)


@bp.route("/cohorts/<int:cohort_id>/coordinators", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def coordinators(cohort: Cohort) -> ResponseReturnValue:
    """Who coordinates a cohort; let another coordinator follow it too."""
    form, by, cohort_id = AddCoordinatorForm(), current_user.id, cohort.id
    if form.submitted():
        try:
            with writing(form.once.data) as saving:
                user = cohort_service.add_coordinator(
                    saving, cohort_id, form.login.data or "", by=by, now=clock.utcnow()
                )
        except (cohort_service.NoSuchCoordinator, Conflict) as error:
            form.fail(form.login, error.message)
        else:
            flash(_("%(name)s coordinates this cohort from now on.", name=user.name), "success")
            return redirect(url_for("cohorts.coordinators", cohort_id=cohort_id))
    people = cohort_service.list_coordinators(db.session, cohort_id)
    return render_template("cohorts/coordinators.html", cohort=cohort, form=form, people=people)


@bp.route("/cohorts/<int:cohort_id>/coordinators/<int:coordinator_id>/remove", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_coordinator)
def remove_coordinator(held: CohortCoordinator) -> ResponseReturnValue:
    """Take a cohort away from one of its coordinators."""
    form, by, cohort_id, user_id = RemoveForm(), current_user.id, held.cohort_id, held.user_id
    if form.submitted():
        try:
            with writing(form.once.data) as saving:
                cohort_service.remove_coordinator(
                    saving,
                    cohort_id,
                    user_id,
                    reason=form.reason.data or "",
                    by=by,
                    may_be_last=is_administrator(current_user),
                    now=clock.utcnow(),
                )
        except Conflict as error:
            form.fail(form.reason, error.message)
        else:
            flash(_("This person does not coordinate the cohort any more."), "success")
            is_still_hers = user_id != by or is_administrator(current_user)
            return redirect(url_for("cohorts.coordinators", cohort_id=cohort_id) if is_still_hers else "/cohorts")
    person = accounts.get_user(db.session, user_id)
    cohort = cohort_service.get_cohort(db.session, cohort_id)
    return render_template("cohorts/remove_coordinator.html", cohort=cohort, person=person, form=form)


def _courses() -> list[tuple[str, str]]:
    language = current_language()
    return [(course.key, course.text(language).value.title) for course in catalog.list_courses()]
