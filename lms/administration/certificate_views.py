"""Certificates, for administrators: found, revoked, restored, replaced where the name is wrong. Each act says why."""

from datetime import date
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from lms import clock, jobs
from lms.accounts.forms import name_field
from lms.accounts.people_forms import ReasonForm
from lms.accounts.rules import is_administrator
from lms.administration.blueprint import bp
from lms.administration.paging import Paging, asked_page
from lms.certificates import life, tasks
from lms.certificates.models import Credential, Status
from lms.db import db, writing
from lms.errors import NotFound
from lms.permissions import Permission, requires

SHOWN = lazy_gettext("It is shown to whoever checks the certificate, and kept in the audit log for good.")


class ReplaceNameForm(ReasonForm):
    """The right name for a certificate, and why the other is wrong."""

    name = name_field(lazy_gettext("The right name"), lazy_gettext("As it is to stand on the certificate."))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.description = SHOWN


class StateForm(ReasonForm):
    """Why a certificate is revoked, or restored."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.description = SHOWN


def load_certificate(user: object, serial: str) -> Credential:
    """Load a certificate for an administrator; for others there is none."""
    if not is_administrator(user):
        raise NotFound
    return life.get_by_serial(db.session, serial)


@bp.get("/admin/certificates")
@requires(Permission.CERTIFICATES_MANAGE)
def certificates() -> ResponseReturnValue:
    """The latest certificates, or those whose name, serial number or code was asked for."""
    find, page = " ".join(request.args.get("find", "").split())[:200], asked_page()
    return render_template(
        "administration/certificates.html",
        certificates=life.list_certificates(db.session, find, page=page),
        paging=Paging(page, life.count_certificates(db.session, find), life.FOUND_A_PAGE),
        find=find,
        today=_today(),
    )


@bp.get("/admin/certificates/<serial>")
@requires(Permission.CERTIFICATES_MANAGE, load=load_certificate)
def certificate(credential: Credential) -> ResponseReturnValue:
    """One certificate, and what can be done with it."""
    return _page(credential.serial)


@bp.post("/admin/certificates/<serial>/revoke")
@requires(Permission.CERTIFICATES_MANAGE, load=load_certificate)
def revoke(credential: Credential) -> ResponseReturnValue:
    """Take a certificate's worth from it."""
    form, serial, by_id = StateForm(about="state"), credential.serial, current_user.id
    if not form.submitted():
        return _page(serial, state=form)
    with writing(form.once.data) as saving:
        life.revoke(saving, serial, reason=form.reason.data or "", by=by_id, now=clock.utcnow(), today=_today())
        jobs.enqueue_after_commit(saving, tasks.publish_at_once)
    return _done(serial, _("The certificate is revoked. Whoever checks it reads why."))


@bp.post("/admin/certificates/<serial>/restore")
@requires(Permission.CERTIFICATES_MANAGE, load=load_certificate)
def restore(credential: Credential) -> ResponseReturnValue:
    """Give a revoked certificate its worth again."""
    form, serial, by_id = StateForm(about="state"), credential.serial, current_user.id
    if not form.submitted():
        return _page(serial, state=form)
    with writing(form.once.data) as saving:
        life.restore(saving, serial, reason=form.reason.data or "", by=by_id, now=clock.utcnow(), today=_today())
        jobs.enqueue_after_commit(saving, tasks.publish_at_once)
    return _done(serial, _("The certificate counts again."))


@bp.post("/admin/certificates/<serial>/replace")
@requires(Permission.CERTIFICATES_MANAGE, load=load_certificate)
def replace(credential: Credential) -> ResponseReturnValue:
    """Issue one with the right name in the place of one with a wrong name."""
    form, serial, by_id = ReplaceNameForm(about="name"), credential.serial, current_user.id
    if not form.submitted():
        return _page(serial, naming=form)
    issuer, name, reason = current_app.extensions["issuer"], form.name.data or "", form.reason.data or ""
    with writing(form.once.data) as saving:
        right = life.replace_name(saving, serial, name, issuer=issuer, reason=reason, by=by_id, now=clock.utcnow())
        jobs.enqueue_after_commit(saving, tasks.render, right.id)
        jobs.enqueue_after_commit(saving, tasks.publish_at_once)
    return _done(right.serial, _("This certificate takes the place of %(serial)s.", serial=serial))


def _page(serial: str, **sent: ReasonForm) -> ResponseReturnValue:
    """Show the page of a certificate, with the form that was sent and holds a mistake, if any."""
    credential = life.get_by_serial(db.session, serial)
    forms: dict[str, ReasonForm] = {
        "state": StateForm(about="state", formdata=None),
        "naming": ReplaceNameForm(about="name", formdata=None, name=credential.name),
    }
    successor = db.session.get(Credential, credential.superseded_by_id) if credential.superseded_by_id else None
    return render_template(
        "administration/certificate.html",
        credential=credential,
        status=credential.status_on(_today()),
        revoked=Status.REVOKED,
        successor=successor,
        forms={**forms, **sent},
        sent=next(iter(sent.values()), None),
        today=_today(),
    )


def _done(serial: str, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("administration.certificate", serial=serial))


def _today() -> date:
    day: date = current_app.extensions["issuer"].day(clock.utcnow())
    return day
