"""People put on a cohort's list, for its coordinators: a list is shown line by line before anything is stored."""

import secrets

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts.models import Profession
from lms.cohorts import listing, listing_page, listing_wording, places
from lms.cohorts.blueprint import bp
from lms.cohorts.listing_forms import ADD, AddListForm, AddPersonForm
from lms.cohorts.listing_plan import make_plan
from lms.cohorts.lists.person import STORED
from lms.cohorts.lists.reading import MAX_ROWS, MemberList
from lms.cohorts.lists.wording import COLUMNS, sentence
from lms.cohorts.lists.writing import template_csv
from lms.cohorts.models import Cohort
from lms.db import db, writing
from lms.i18n import current_language
from lms.permissions import Permission, requires


@bp.route("/cohorts/<int:cohort_id>/members/add", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def add_members(cohort: Cohort) -> ResponseReturnValue:
    """Take a list, show what would be done with it, and do it once that was read."""
    form = AddListForm()
    members = form.read() if form.submitted() else None
    if members is None:
        return _first_page(cohort, form)
    if not members.text:
        form.fail(form.file if form.file.data else form.text, sentence(members.problems[0]))
        return _first_page(cohort, form)
    if request.form.get("act") != ADD:
        return _preview(cohort, form, members)
    try:
        return _add(cohort.id, form, members)
    except listing.ListChanged as error:
        return _preview(cohort, form, members, not_added=error.message)


@bp.route("/cohorts/<int:cohort_id>/members/add-one", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def add_person(cohort: Cohort) -> ResponseReturnValue:
    """Put one person on a cohort's list."""
    form, by, cohort_id = AddPersonForm(), current_user.id, cohort.id
    form.offer_choices(Profession(cohort.audience))
    if form.submitted():
        values = {"is_another": form.another.data, "language": current_language(), "by": by, "now": clock.utcnow()}
        try:
            with writing(form.once.data) as saving:
                outcome = listing.add_person(saving, cohort_id, form.person(), **values)
        except listing.Namesake as error:
            form.fail(form.another, error.message)
        except listing.NotAdded as error:
            form.fail(form.email, error.message)
        else:
            flash(listing_wording.added_person_sentence(outcome), "success")
            return redirect(url_for("cohorts.members", cohort_id=cohort_id))
    if not (form.another.errors or form.another.data):
        del form.another  # asked only where it matters
    return render_template("cohorts/add_person.html", cohort=cohort, form=form)


@bp.get("/cohorts/members-template.csv")
@requires(Permission.COHORTS_LIST)
def list_template() -> ResponseReturnValue:
    """Give the empty list: the names of the columns, to be filled in with a spreadsheet program."""
    headers = {"Content-Disposition": "attachment; filename=members.csv"}
    return Response(template_csv(current_language()), mimetype="text/csv", headers=headers)


def _add(cohort_id: int, form: AddListForm, members: MemberList) -> ResponseReturnValue:
    """Do what was shown. :raise ListChanged: if something else would be done"""
    by, language = current_user.id, current_language()
    with writing(form.once.data) as saving:
        plan = listing.add_list(
            saving,
            cohort_id,
            members.rows,
            shown=form.shown.data or "",
            language=language,
            by=by,
            now=clock.utcnow(),
        )
    flash(listing_wording.added_sentence(plan), "success")
    return redirect(url_for("cohorts.members", cohort_id=cohort_id))


def _first_page(cohort: Cohort, form: AddListForm) -> ResponseReturnValue:
    columns = [str(COLUMNS[column]) for column in STORED]
    return render_template("cohorts/add_members.html", cohort=cohort, form=form, columns=columns, max_rows=MAX_ROWS)


def _preview(cohort: Cohort, form: AddListForm, members: MemberList, *, not_added: str = "") -> ResponseReturnValue:
    """Show what would be done. The form is sent on with a token of its own: what is added next is another act."""
    plan = make_plan(db.session, cohort.id, members.rows)
    form.text.data, form.shown.data, form.once.data = members.text, plan.digest, secrets.token_urlsafe(16)
    form.text.label.text, form.text.description = _("The list, to be corrected here"), ""
    return render_template(
        "cohorts/check_list.html",
        cohort=cohort,
        form=form,
        preview=listing_page.show(members, plan),
        not_added=not_added,
    )
