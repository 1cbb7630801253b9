"""A cohort's join code and link: made, shown, printed, withdrawn."""

from io import BytesIO

import segno
from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.cohorts import join_codes, places
from lms.cohorts.blueprint import bp
from lms.cohorts.forms import MakeCodeForm
from lms.cohorts.models import Cohort, JoinCode
from lms.db import db, writing
from lms.errors import NotFound
from lms.forms import ButtonForm
from lms.i18n import end_of_day, local_day
from lms.permissions import Permission, requires
from lms.security import site_url


@bp.route("/cohorts/<int:cohort_id>/code", methods=["GET", "POST"])
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def code(cohort: Cohort) -> ResponseReturnValue:
    """The code by which people come into a cohort; make one, which ends the one before."""
    now, by, cohort_id = clock.utcnow(), current_user.id, cohort.id
    form = MakeCodeForm(expires_on=max(cohort.ends_on, local_day(now)))
    if form.submitted() and form.expires_on.data:
        expires_at = end_of_day(form.expires_on.data)
        if expires_at > now:
            with writing(form.once.data) as saving:
                join_codes.make_code(saving, cohort_id, expires_at=expires_at, by=by, now=now)
            flash(_("The code is in force."), "success")
            return redirect(url_for("cohorts.code", cohort_id=cohort_id))
        form.fail(form.expires_on, _("This day is over. Choose a later one."))
    found = join_codes.find_code(db.session, cohort_id, now=now)
    return render_template(
        "cohorts/code.html", cohort=cohort, form=form, button_form=ButtonForm(formdata=None), **_shown(found)
    )


@bp.post("/cohorts/<int:cohort_id>/code/withdraw")
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def withdraw_code(cohort: Cohort) -> ResponseReturnValue:
    """Withdraw the code of a cohort."""
    form, by, cohort_id = ButtonForm(), current_user.id, cohort.id
    if form.submitted():
        with writing(form.once.data) as saving:
            join_codes.withdraw_code(saving, cohort_id, by=by, now=clock.utcnow())
        flash(_("The code is withdrawn. Nobody comes in by it any more; who has joined stays."), "success")
    return redirect(url_for("cohorts.code", cohort_id=cohort_id))


@bp.get("/cohorts/<int:cohort_id>/code/sheet")
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def code_sheet(cohort: Cohort) -> ResponseReturnValue:
    """A sheet to print and put up: address, code, and a mark for telephones."""
    return render_template("cohorts/code_sheet.html", cohort=cohort, **_shown(_get_code(cohort)))


@bp.get("/cohorts/<int:cohort_id>/code.svg")
@requires(Permission.COHORT_MANAGE, load=places.load_cohort)
def code_mark(cohort: Cohort) -> ResponseReturnValue:
    """The link as a QR mark."""
    drawn = BytesIO()
    mark = segno.make_qr(_address(_get_code(cohort)), error="m", boost_error=False)
    mark.save(drawn, kind="svg", scale=8, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


def _get_code(cohort: Cohort) -> JoinCode:
    found = join_codes.find_code(db.session, cohort.id, now=clock.utcnow())
    if found is None:
        raise NotFound
    return found


def _address(found: JoinCode) -> str:
    return site_url(url_for("cohorts.join", join_code=join_codes.show_code(found)))


def _shown(found: JoinCode | None) -> dict[str, object]:
    """Give what a page says of a code; nothing without one."""
    if found is None:
        return {"found": None}
    return {
        "found": found,
        "shown_code": join_codes.show_code(found),
        "address": _address(found),
        "typing_address": site_url(url_for("cohorts.type_code")),
    }
