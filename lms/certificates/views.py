"""A learner's certificates, their files, and the public check."""

from datetime import date

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from wtforms.validators import DataRequired

from lms import clock
from lms.certificates import service
from lms.certificates.codes import read_code
from lms.certificates.models import Credential
from lms.db import db
from lms.errors import NotFound
from lms.forms import CHECK_THIS, BaseForm, text_field
from lms.limits import limiter
from lms.permissions import Permission, public, requires

bp = Blueprint("certificates", __name__)

CHECKS_PER_NETWORK = "60 per minute"


class VerifyCodeForm(BaseForm):
    """The code of a certificate, typed from paper."""

    wrong = CHECK_THIS
    code = text_field(
        lazy_gettext("Code of the certificate"),
        max_length=60,
        validators=(DataRequired(lazy_gettext("Type the code that is printed on the certificate.")),),
        description=lazy_gettext("Eighteen letters and digits in three groups, under the square mark."),
    )


def load_own(user: object, code: str) -> Credential:
    """Load a person's own certificate; anybody else's answers as a missing one."""
    return service.get_own(db.session, getattr(user, "id", 0), code)


@bp.get("/certificates")
@requires(Permission.CERTIFICATE_VIEW)
def mine() -> ResponseReturnValue:
    """The learner's certificates."""
    credentials = service.list_own(db.session, current_user.id)
    return render_template("certificates/mine.html", credentials=credentials, today=_today())


@bp.get("/certificates/<code>.pdf")
@requires(Permission.CERTIFICATE_VIEW, load=load_own)
def pdf(credential: Credential) -> ResponseReturnValue:
    """The certificate's file: the bytes that were made once. Until then, a page says so; nothing is rendered here."""
    if credential.pdf is None:
        return render_template("certificates/preparing.html", credential=credential), 202, {"Retry-After": "5"}
    response = Response(credential.pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="certificate-{credential.serial}.pdf"'
    return response


@bp.route("/verify", methods=["GET", "POST"])
@public
@limiter.limit(CHECKS_PER_NETWORK, methods=["POST"])
def verify() -> ResponseReturnValue:
    """Ask for a code and go to its page."""
    form = VerifyCodeForm()
    if form.submitted():
        code = read_code(form.code.data or "")
        if code is not None and service.find_by_code(db.session, code) is not None:
            return redirect(url_for("certificates.show", code=code))
        form.fail(form.code, _("No certificate has this code. Compare each sign with the paper and type it again."))
    return render_template("certificates/verify.html", form=form)


@bp.get("/verify/<code>")
@public
@limiter.limit(CHECKS_PER_NETWORK)
def show(code: str) -> ResponseReturnValue:
    """Every claim that the paper makes, and what it is worth today. The page is in no index."""
    credential = service.find_by_code(db.session, code)
    if credential is None:
        raise NotFound(_("No certificate has this code. Compare each sign with the paper and type it again."))
    if code != credential.code:
        return redirect(url_for("certificates.show", code=credential.code))
    successor = db.session.get(Credential, credential.superseded_by_id) if credential.superseded_by_id else None
    page = render_template(
        "certificates/show.html",
        credential=credential,
        status=credential.status_on(_today()),
        successor=successor,
        today=_today(),
    )
    return page, 200, {"X-Robots-Tag": "noindex, nofollow"}


def _today() -> date:
    return current_app.extensions["issuer"].day(clock.utcnow())
