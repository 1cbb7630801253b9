"""Background work on certificates: making each PDF once, and turning specimens into real ones."""

import logging

from flask import current_app

from lms import clock, jobs
from lms.certificates import printing, service, status_list
from lms.certificates.models import Credential
from lms.db import db, writing
from lms.errors import LmsError

log = logging.getLogger(__name__)

BATCH = 100  # specimens replaced in one transaction: others wait for it to end


@jobs.task
def render(credential_id: int) -> None:
    """Make and keep the PDF of a certificate that has none yet."""
    credential = db.session.get(Credential, credential_id, populate_existing=True)
    if credential is None or credential.pdf_sha256 is not None:
        return
    draft = printing.draft(credential)
    db.session.rollback()  # printing takes long, and nothing that was read may be kept open for it
    files = printing.make(draft, now=clock.utcnow())
    with writing() as session:
        service.store_files(session, credential_id, files, now=clock.utcnow())


@jobs.sweep
def render_left_over() -> None:
    """Make the PDFs that a crash or a full disk left unmade; one that cannot be made keeps no other waiting."""
    for credential_id in service.list_without_pdf(db.session):
        try:
            render(credential_id)
        except LmsError as error:
            log.warning("certificate %s has no PDF yet: %s", credential_id, type(error).__name__)


@jobs.sweep
def publish_statuses() -> None:
    """Publish the lists of certificates that count no longer, where they changed, and each day."""
    issuer, now = current_app.extensions["issuer"], clock.utcnow()
    if issuer.base_url is None:
        return
    due = status_list.list_due(db.session, now=now)
    db.session.rollback()  # signing takes long, and nothing that was read may be kept open for it
    for it in due:
        document = printing.prove_list(it, site=issuer.base_url, now=now)
        with writing() as session:
            status_list.publish(session, it, document, now=now)


@jobs.task
def publish_at_once() -> None:
    """Publish what was just revoked, restored or replaced."""
    publish_statuses()


@jobs.sweep
def replace_specimens() -> None:
    """Issue the real certificates once the installation has an address."""
    if current_app.extensions["issuer"].base_url is None:
        return
    while service.has_specimens_to_replace(db.session) and _replace_batch():
        pass


def _replace_batch() -> int:
    """Replace some specimens in a transaction of their own and give their number."""
    issuer = current_app.extensions["issuer"]
    with writing() as session:
        specimens = service.take_specimens_to_replace(session, limit=BATCH)
        for specimen in specimens:
            real = service.replace_specimen(session, specimen, issuer=issuer, now=clock.utcnow())
            jobs.enqueue_after_commit(session, render, real.id)
    return len(specimens)
