"""The people of a cohort, for its coordinators: found, looked at, corrected, given slips, taken out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts import credentials, looks, passwords
from lms.catalog import service as catalog
from lms.catalog.course import Access
from lms.cohorts import member_list, membership_service, places, slips
from lms.cohorts.blueprint import bp
from lms.cohorts.forms import ChooseSlipsForm, RemoveForm
from lms.cohorts.member_forms import SEXES, ChangeDetailsForm
from lms.cohorts.models import Cohort, Membership
from lms.cohorts.working_languages import name_working_language
from lms.db import db, writing
from lms.errors import Conflict
from lms.forms import MAX_PAGE, ButtonForm, asked_number
from lms.permissions import Permission, requires
from lms.security import site_url


def restricted_courses() -> list[str]:
    """Give the keys of the courses for practitioners, whose places end with the cohort that gave them."""
    return [course.key for course in catalog.list_courses() if course.access == Access.PRACTITIONERS]


@bp.get("/cohorts/<int:cohort_id>/members")
@requires(Permission.COHORT_VIEW, load=places.load_cohort)
def members(cohort: Cohort) -> ResponseReturnValue:
    """Everybody in a cohort or on its list, by name."""
    find = " ".join(request.args.get("find", "").split())[:200]
    page = asked_number("page", largest=MAX_PAGE) or 1
    rows, has_more = member_list.list_members(db.session, cohort.id, find=find, page=page)
    return render_template(
        "cohorts/members.html",
        cohort=cohort,
        rows=rows,
        counts=member_list.count_standings(db.session, cohort.id),
        has_more=has_more,
        find=find,
        page=page,
    )


@bp.get("/cohorts/<int:cohort_id>/members/<int:membership_id>")
@requires(Permission.COHORT_VIEW, load=places.load_member)
def member(membership: Membership) -> ResponseReturnValue:
    """Somebody in a cohort or on its list. That her record was looked at is in the log."""
    membership_id, cohort_id, user_id = membership.id, membership.cohort_id, membership.user_id
    looks.record_look(user_id, by=current_user.id, now=clock.utcnow(), part=f"cohort {cohort_id}")
    membership = places.load_member(current_user, cohort_id, membership_id)
    return render_template(
        "cohorts/member.html",
        cohort=membership.cohort,
        membership=membership,
        row=member_list.get_row(db.session, membership.id),
        may_have_slip=slips.is_awaited(db.session, membership),
        sex=SEXES[membership.sex],
        language=name_working_language(membership.language),
        form=ButtonForm(formdata=None),
    )


@bp.route("/cohorts/<int:cohort_id>/members/<int:membership_id>/edit", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_member)
def change_member(membership: Membership) -> ResponseReturnValue:
    """Correct what is stated of somebody in a cohort."""
    form, by = ChangeDetailsForm(obj=membership), current_user.id
    form.offer_choices()
    membership_id, cohort_id = membership.id, membership.cohort_id
    if form.submitted():
        with writing(form.once.data) as saving:
            member = saving.get_one(Membership, membership_id)
            membership_service.change_details(saving, member, form.details(), by=by, now=clock.utcnow())
        flash(_("The changes are saved."), "success")
        return redirect(url_for("cohorts.member", cohort_id=cohort_id, membership_id=membership_id))
    return render_template("cohorts/change_member.html", form=form, **_who(membership))


@bp.route("/cohorts/<int:cohort_id>/members/<int:membership_id>/remove", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_member)
def remove_member(membership: Membership) -> ResponseReturnValue:
    """Take somebody out of a cohort, or from its list."""
    form, by = RemoveForm(), current_user.id
    membership_id, cohort_id = membership.id, membership.cohort_id
    if form.submitted():
        with writing(form.once.data) as saving:
            membership_service.end_membership(
                saving,
                saving.get_one(Membership, membership_id),
                restricted=restricted_courses(),
                reason=form.reason.data or "",
                by=by,
                now=clock.utcnow(),
            )
        flash(_("This person is in the cohort no more. The record is kept."), "success")
        return redirect(url_for("cohorts.members", cohort_id=cohort_id))
    return render_template("cohorts/remove_member.html", form=form, **_who(membership))


@bp.post("/cohorts/<int:cohort_id>/members/<int:membership_id>/slip")
@requires(Permission.COHORT_MANAGE, load=places.load_member)
def member_slip(membership: Membership) -> ResponseReturnValue:
    """Make a new slip for somebody who has not come in yet; it is shown this once and replaces the one before."""
    form, membership_id, cohort_id = ButtonForm(), membership.id, membership.cohort_id
    if not form.submitted():
        return redirect(url_for("cohorts.member", cohort_id=cohort_id, membership_id=membership_id))
    return _give_slips(cohort_id, [membership_id], form.once.data)


@bp.route("/cohorts/<int:cohort_id>/slips", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def choose_slips(cohort: Cohort) -> ResponseReturnValue:
    """Choose for whom slips are to be made; the answer is the page to print, shown this once."""
    awaited = slips.list_awaited(db.session, cohort.id, now=clock.utcnow())
    page = asked_number("page", largest=MAX_PAGE) or 1
    start = (page - 1) * slips.SLIPS_AT_ONCE
    shown = awaited[start : start + slips.SLIPS_AT_ONCE]
    form = ChooseSlipsForm()
    form.offer(shown)
    if form.submitted():
        return _give_slips(cohort.id, form.chosen(it.id for it, _has_slip in awaited), form.once.data)
    has_more = len(awaited) > start + slips.SLIPS_AT_ONCE
    return render_template(
        "cohorts/choose_slips.html", cohort=cohort, form=form, number=len(awaited), page=page, has_more=has_more
    )


def _give_slips(cohort_id: int, membership_ids: list[int], once: str | None) -> ResponseReturnValue:
    """Make the slips and show them. Hashing takes a while, so it is done before the transaction begins."""
    by, codes = current_user.id, {}
    for membership_id in membership_ids:
        plain = credentials.new_code()
        codes[membership_id] = slips.Code(plain, passwords.hash_in_turn(plain))
    with writing(once) as saving:
        given = slips.give_slips(saving, cohort_id, codes, by=by, now=clock.utcnow())
        if not given:
            raise Conflict(_("You cannot print a slip for this account. Ask an administrator for one."))
    cohort = places.load_cohort(current_user, cohort_id)
    address = site_url(url_for("accounts.slip"))
    return render_template("cohorts/slips.html", cohort=cohort, slips=given, asked=len(codes), address=address)


def _who(membership: Membership) -> dict[str, object]:
    name = member_list.name_of(membership, membership.user)
    return {"cohort": membership.cohort, "membership": membership, "name": name}
