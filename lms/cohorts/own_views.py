"""One's own place in a cohort: read, joined, corrected, left."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock
from lms.cohorts import cohort_service, membership_service, places
from lms.cohorts.blueprint import bp
from lms.cohorts.join_views import served_courses
from lms.cohorts.member_forms import SEXES, ChangeDetailsForm, JoinForm
from lms.cohorts.member_views import restricted_courses
from lms.cohorts.models import Membership
from lms.cohorts.working_languages import name_working_language
from lms.db import db, writing
from lms.errors import Invalid
from lms.forms import ButtonForm
from lms.permissions import Permission, requires


@bp.get("/memberships/<int:membership_id>")
@requires(Permission.MEMBERSHIP_OWN, load=places.load_own_membership)
def membership(membership: Membership) -> ResponseReturnValue:
    """One's own place in a cohort: what is seen there, and what is stated."""
    cohort = membership.cohort
    return render_template(
        "cohorts/membership.html",
        membership=membership,
        cohort=cohort,
        courses=served_courses(cohort),
        coordinators=cohort_service.list_coordinators(db.session, cohort.id),
        form=JoinForm(formdata=None, read=cohort.shown),
        sex=SEXES[membership.sex],
        language=name_working_language(membership.language),
    )


@bp.post("/memberships/<int:membership_id>/join")
@requires(Permission.MEMBERSHIP_OWN, load=places.load_own_membership)
def join_listed(membership: Membership) -> ResponseReturnValue:
    """Join a cohort on whose list one is, having read what is shown."""
    form, membership_id = JoinForm(), membership.id
    read = form.what_was_read()
    if not form.submitted() or read is None:
        raise Invalid
    with writing(form.once.data) as saving:
        mine = saving.get_one(Membership, membership_id)
        membership_service.join(saving, mine, now=clock.utcnow(), read=read)
    flash(_("You are in this cohort now, and on its courses."), "success")
    return redirect(url_for("cohorts.membership", membership_id=membership_id))


@bp.route("/memberships/<int:membership_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_OWN, load=places.load_own_membership)
def change_membership(membership: Membership) -> ResponseReturnValue:
    """Fill in or correct what is stated of oneself in a cohort."""
    form, membership_id, user_id = ChangeDetailsForm(obj=membership), membership.id, membership.user_id
    form.offer_choices()
    if form.submitted():
        with writing(form.once.data) as saving:
            mine = saving.get_one(Membership, membership_id)
            membership_service.change_details(saving, mine, form.details(), by=user_id, now=clock.utcnow())
        flash(_("The changes are saved."), "success")
        return redirect(url_for("cohorts.membership", membership_id=membership_id))
    return render_template("cohorts/change_membership.html", form=form, membership=membership, cohort=membership.cohort)


@bp.route("/memberships/<int:membership_id>/leave", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_OWN, load=places.load_own_membership)
def leave(membership: Membership) -> ResponseReturnValue:
    """Ask whether one wants to leave a cohort, saying what stays, and leave."""
    form, membership_id, user_id = ButtonForm(), membership.id, membership.user_id
    if form.submitted():
        with writing(form.once.data) as saving:
            mine = saving.get_one(Membership, membership_id)
            membership_service.end_membership(
                saving, mine, restricted=restricted_courses(), by=user_id, now=clock.utcnow()
            )
        flash(_("You have left this cohort. What you did on its courses is kept for you."), "success")
        return redirect(url_for("learning.home"))
    return render_template("cohorts/leave.html", form=form, membership=membership, cohort=membership.cohort)
