"""Mails, for administrators: what waits, what was sent, what was given up."""

from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import audit, clock, jobs
from lms import mail as mail_kernel
from lms.accounts.rules import is_administrator
from lms.administration import mails
from lms.administration.blueprint import bp
from lms.administration.mails import MAILS_A_PAGE, MailState
from lms.administration.paging import Paging, asked_page
from lms.audit import Act, Subject
from lms.db import db, writing
from lms.errors import Conflict, NotFound
from lms.forms import ButtonForm
from lms.i18n import moment
from lms.mail import Mail
from lms.permissions import Permission, requires


def load_mail(user: object, mail_id: int) -> Mail:
    """Load a mail for an administrator; for others there is none."""
    if not is_administrator(user):
        raise NotFound
    return mails.get_mail(db.session, mail_id)


@bp.get("/admin/mail")
@requires(Permission.SITE_ADMINISTER)
def mail() -> ResponseReturnValue:
    """The mails in one of their states."""
    asked = request.args.get("state", "")
    state = MailState(asked) if asked in set(MailState) else MailState.WAITING
    page, figures = asked_page(), mails.get_figures(db.session)
    return render_template(
        "administration/mail.html",
        mails=mails.list_mails(db.session, state, page=page),
        state=state,
        figures=figures,
        paging=Paging(page, figures.counts[state], MAILS_A_PAGE),
        has_server=_has_server(),
    )


@bp.get("/admin/mail/<int:mail_id>")
@requires(Permission.SITE_ADMINISTER, load=load_mail)
def show_mail(found: Mail) -> ResponseReturnValue:
    """One mail; its words only where no server carries them, so that they can be passed on. That is recorded."""
    words = None
    if not _has_server():
        words = mails.read_words(found, Path(current_app.instance_path) / "outbox")
    mail_id, by_id = found.id, current_user.id
    if words is not None:
        with writing() as saving:
            audit.record(saving, Act.MAIL_VIEWED, Subject("mail", str(mail_id)), by=by_id, now=clock.utcnow())
    return render_template(
        "administration/show_mail.html",
        mail=mails.get_mail(db.session, mail_id),
        state=mails.state_of(mails.get_mail(db.session, mail_id)),
        words=words,
        has_server=_has_server(),
        form=ButtonForm(),
    )


@bp.post("/admin/mail/<int:mail_id>/retry")
@requires(Permission.SITE_ADMINISTER, load=load_mail)
def retry_mail(found: Mail) -> ResponseReturnValue:
    """Send a mail that is due now. One that may be on its way at this moment is left alone, so none goes twice."""
    form, mail_id, state = ButtonForm(), found.id, mails.state_of(found)
    if form.submitted():
        if state != MailState.WAITING:
            raise Conflict(_("This mail does not wait any more."))
        if found.next_try_at > clock.utcnow():
            at = moment(found.next_try_at)
            raise Conflict(_("This mail was tried a moment ago. It is tried again by itself: %(at)s.", at=at))
        with writing(form.once.data) as saving:
            jobs.enqueue_after_commit(saving, mail_kernel.deliver, mail_id)
        flash(_("The mail is being sent now."), "success")
    return redirect(url_for("administration.show_mail", mail_id=mail_id))


def _has_server() -> bool:
    return current_app.config["MAIL_URL"] is not None
