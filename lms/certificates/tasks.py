"""Background work on certificates: making each PDF once, and turning specimens into real ones."""

from flask import current_app

from lms import clock, jobs
from lms.certificates import printing, service
from lms.certificates.models import Credential
from lms.db import db, writing


@jobs.task
def render(credential_id: int) -> None:
    """Make and keep the PDF of a certificate that has none yet."""
    credential = db.session.get(Credential, credential_id)
    if credential is None or credential.pdf_sha256 is not None:
        return
    pdf = printing.print_credential(credential)
    with writing() as session:
        service.store_pdf(session, credential_id, pdf, now=clock.utcnow())


@jobs.sweep
def render_left_over() -> None:
    """Make the PDFs that a crash or a full disk left unmade."""
    for credential_id in service.list_without_pdf(db.session):
        render(credential_id)


@jobs.sweep
def replace_specimens() -> None:
    """Issue the real certificates once the installation has an address."""
    issuer = current_app.extensions["issuer"]
    if issuer.base_url is None or not service.list_specimens_to_replace(db.session):
        return
    with writing() as session:
        for specimen in service.list_specimens_to_replace(session):
            real = service.replace_specimen(session, specimen, issuer=issuer, now=clock.utcnow())
            jobs.enqueue_after_commit(session, render, real.id)
