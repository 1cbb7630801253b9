"""From an issued certificate to its credential and its PDF: the record's facts, and nothing else, go into both."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from lms import config
from lms.certificates.credential import FILE, did_of, issuer_of, method_of, write_credential
from lms.certificates.facts import CertificateFacts, Statement
from lms.certificates.models import Credential
from lms.certificates.pdf import get_design, language_of, render_pdf
from lms.certificates.service import Files
from lms.certificates.status_list import Due, write_list
from lms.certificates.wording import word
from lms.i18n import speaking
from lms.notary.client import shared as notary
from lms.notary.keys import CredentialKey, list_credential_keys, signing_key
from lms.pdf.renderer import Inside

DESIGNS = config.ROOT / "certificates"
FIELD = "Signature"
MAX_AUTHORITY = 200  # characters


@dataclass(frozen=True, slots=True)
class Draft:
    """What a certificate is made of, taken from its record."""

    facts: CertificateFacts
    design: str
    claims: dict[str, Any] | None  # the credential without proofs; None for a specimen, which proves nothing
    key: CredentialKey | None
    method: str = ""  # address of the key


def draft(credential: Credential) -> Draft:
    """Take what a certificate is made of. :raise NoKey: if there is no key to prove it with"""
    facts = facts_of(credential)
    if credential.is_specimen:
        return Draft(facts, credential.design, None, None)
    key = list_credential_keys(Path(current_app.instance_path))[-1]
    with speaking(language_of(facts)):
        words = word(facts)
    claims = write_credential(credential, words, key=key, timezone=current_app.extensions["issuer"].timezone)
    return Draft(facts, credential.design, claims, key, method_of(issuer_of(credential, key), key))


def make(it: Draft, *, now: datetime) -> Files:
    """Make a certificate's files: the proved credential, and the signed PDF with it inside.

    :raise RenderFailed: if the renderer cannot; the sweep tries again
    :raise NotSigned: if the notary cannot; so does it then
    :raise NotFound: if there is no such design
    """
    design = get_design(DESIGNS, it.design)
    if it.claims is None or it.key is None:
        return Files(render_pdf(it.facts, design))
    created = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    proved = notary.prove(it.claims, it.key, method=it.method, created=created)
    document = json.dumps(proved, ensure_ascii=False, indent=1)
    with speaking(language_of(it.facts)):
        description, purpose = _("The same facts, for programs to check"), _("Signature of the issuer")
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    inside = Inside(FILE, description, document, at, field=FIELD, purpose=purpose)
    pdf = render_pdf(it.facts, design, inside=inside)
    signer = signing_key(Path(current_app.instance_path))
    return Files(notary.sign(pdf, signer, field=FIELD), document, signer.authority[:MAX_AUTHORITY])


def prove_list(due: Due, *, site: str, now: datetime) -> dict[str, Any]:
    """Give a list of certificates that count no longer, with its proofs. :raise NotSigned: if the notary cannot"""
    key = list_credential_keys(Path(current_app.instance_path))[-1]
    issuer = did_of(site) or f"did:key:{key.multibase}"
    claims = write_list(due, site=site, issuer=issuer, now=now)
    return notary.prove(claims, key, method=method_of(issuer, key), created=claims["validFrom"])


def facts_of(credential: Credential) -> CertificateFacts:
    """Give what the certificate says."""
    issuer = current_app.extensions["issuer"]
    return CertificateFacts(
        name=credential.name,
        course_title=credential.course_title,
        course_version=credential.course_version,
        language=credential.language,
        minutes=credential.minutes,
        started_on=credential.started_on,
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
        statement=Statement(**credential.stated),
    )
