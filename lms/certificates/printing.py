"""From an issued certificate to its PDF: the record's facts, and nothing else, go on paper."""

from flask import current_app

from lms import config
from lms.certificates.facts import CertificateFacts
from lms.certificates.models import Credential
from lms.certificates.pdf import get_design, render_pdf

DESIGNS = config.ROOT / "certificates"


def print_facts(facts: CertificateFacts, design: str) -> bytes:
    """Make the PDF of a certificate. The same facts give the same bytes.

    :raise RenderFailed: if the renderer cannot; the sweep tries again
    :raise NotFound: if there is no such design
    """
    return render_pdf(facts, get_design(DESIGNS, design))


def facts_of(credential: Credential) -> CertificateFacts:
    """Give what the certificate says."""
    issuer = current_app.extensions["issuer"]
    return CertificateFacts(
        name=credential.name,
        course_title=credential.course_title,
        course_version=credential.course_version,
        language=credential.language,
        minutes=credential.minutes,
        completed_on=credential.completed_on,
        issued_on=issuer.day(credential.issued_at),
        code=credential.code,
        serial=credential.serial,
        pass_mark=credential.pass_mark,
        score=credential.score,
        verify_url=credential.verify_url,
        site_name=credential.site_name,
        outcomes=tuple(credential.outcomes),
        specimen=credential.is_specimen,
        expires_on=credential.expires_on,
    )
