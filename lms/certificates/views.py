"""A learner's certificates, their files, and the public check."""

import json
from datetime import date
from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import DataRequired

from lms import clock
from lms.certificates import checking, service
from lms.certificates.codes import read_code
from lms.certificates.credential import describe_issuer, did_of
from lms.certificates.models import Credential
from lms.certificates.printing import facts_of
from lms.certificates.status_list import StatusList
from lms.certificates.wording import word
from lms.db import db
from lms.errors import NotFound
from lms.forms import CHECK_THIS, BaseForm, text_field
from lms.limits import limiter
from lms.notary.keys import list_credential_keys
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


class VerifyFileForm(BaseForm):
    """A certificate's file, to be compared with what was issued."""

    wrong = CHECK_THIS
    file = FileField(
        lazy_gettext("Or the file of a certificate"),
        validators=[FileRequired(lazy_gettext("Choose the PDF, or the file with the credential."))],
        description=lazy_gettext("The PDF, or the file with the credential. It is compared and not kept."),
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
    return render_template("certificates/verify.html", form=form, file_form=VerifyFileForm())


@bp.route("/verify/file", methods=["GET", "POST"])
@public
@limiter.limit(CHECKS_PER_NETWORK, methods=["POST"])
def verify_file() -> ResponseReturnValue:
    """Compare a file with what was issued; nothing of it is kept."""
    form = VerifyFileForm()
    if not form.submitted():
        return render_template("certificates/verify.html", form=VerifyCodeForm(formdata=None), file_form=form)
    found = checking.check_file(db.session, form.file.data.read())
    status = found.credential.status_on(_today()) if found.credential else None
    return render_template("certificates/file.html", check=found, status=status, today=_today())


@bp.get("/verify/<code>.json")
@public
@limiter.limit(CHECKS_PER_NETWORK)
def document(code: str) -> ResponseReturnValue:
    """The certificate as data, with its proofs: an Open Badges 3.0 credential."""
    credential = service.find_by_code(db.session, code)
    if credential is None or credential.document is None:
        raise NotFound(_("No certificate has this code. Compare each sign with the paper and type it again."))
    response = Response(credential.document, mimetype="application/vc")
    response.headers["Content-Disposition"] = f'inline; filename="certificate-{credential.serial}.json"'
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("/credentials/status/<int:number>")
@public
def statuses(number: int) -> ResponseReturnValue:
    """A list of certificates that count no longer, for programs (W3C Bitstring Status List)."""
    found = db.session.get(StatusList, number)
    if found is None:
        raise NotFound
    return Response(found.document, mimetype="application/vc")


@bp.get("/.well-known/did.json")
@public
def issuer() -> ResponseReturnValue:
    """The issuer and its public keys, old ones too, by which anybody checks a certificate's proofs (did:web)."""
    site = current_app.extensions["issuer"].base_url
    if did_of(site) is None:
        raise NotFound
    keys = list_credential_keys(Path(current_app.instance_path))
    response = Response(json.dumps(describe_issuer(site, keys), indent=1), mimetype="application/did+json")
    response.headers["Access-Control-Allow-Origin"] = "*"  # public keys are for programs on other sites as well
    return response


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
        words=word(facts_of(credential)),
        today=_today(),
    )
    return page, 200, {"X-Robots-Tag": "noindex, nofollow"}


def _today() -> date:
    return current_app.extensions["issuer"].day(clock.utcnow())
