"""A page that checks certificates without a network, from a memory stick: written with the keys and a dated list.

The list holds, of each certificate, the beginning of the digests of its code and of its PDF, and its state. From these
nobody learns a name, and nobody finds a code: it has 84 random bits.
"""

import base64
import hashlib
import json
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask_babel import gettext as _
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certificates.credential import did_of, method_of
from lms.certificates.models import Credential
from lms.i18n import moment, speaking
from lms.notary.keys import CredentialKey

HERE = Path(__file__).parent
PREFIX = 8  # bytes kept of each digest, as in checker.js
VALID, REVOKED, SUPERSEDED = range(3)  # as in checker.js
_PAGES = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def write_page(language: str) -> str:
    """Write the page in a language of the interface."""
    with speaking(language):
        words = _words()
    script = (HERE / "checker.js").read_text(encoding="utf-8")
    return _PAGES.get_template("checker.html").render(language=language, words=words, script=script)


def write_list(session: Session, keys: list[CredentialKey], *, site: str | None, now: datetime) -> str:
    """Write the keys, and what becomes of each certificate, as the script that the page reads."""
    issued = select(Credential.code, Credential.pdf_sha256, Credential.revoked_at, Credential.superseded_by_id)
    rows = session.execute(issued.where(Credential.is_specimen.is_(False), Credential.pdf_sha256.is_not(None)))
    records = sorted(_record(row[0], row[1] or "", row[2], row[3]) for row in rows)
    told = {
        "made": moment(now),
        "keys": {method: _raw(key) for key in keys for method in _methods(key, site)},
        "records": base64.b64encode(b"".join(records)).decode(),
    }
    return f"window.CERTIFICATES = {json.dumps(told)};\n"


def _record(code: str, digest: str, revoked_at: datetime | None, successor: int | None) -> bytes:
    state = REVOKED if revoked_at else SUPERSEDED if successor else VALID
    return hashlib.sha256(code.encode()).digest()[:PREFIX] + bytes.fromhex(digest)[:PREFIX] + bytes([state])


def _methods(key: CredentialKey, site: str | None) -> list[str]:
    """Give the addresses by which credentials may name a key: of the site, and of the key by itself."""
    own = f"did:key:{key.multibase}"
    did = did_of(site)
    return [method_of(own, key), *([method_of(did, key)] if did else [])]


def _raw(key: CredentialKey) -> str:
    return base64.b64encode(key.public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _words() -> dict[str, str]:
    return {
        "title": _("Check a certificate without a network"),
        "about": _("It sends nothing anywhere, and knows the certificates up to the day that stands at its foot."),
        "code": _("The code, or what a telephone read from the square mark"),
        "check": _("Check"),
        "file": _("Or the file of a certificate"),
        "noscript": _("This page needs JavaScript: without a network there is nobody else to do the check."),
        "name": _("Name"),
        "course": _("Course"),
        "serial": _("Serial number"),
        "issuer": _("Issuer"),
        "score": _("Score"),
        "more": _("What it says"),
        "list": _("List of"),
        "keys": _("Keys:"),
        "valid": _("It was issued, and it counted on the day of this list, unless it has expired: see the paper."),
        "revoked": _("It was issued and then revoked: it counts no longer."),
        "superseded": _("It was issued and then replaced by a later certificate: this one counts no longer."),
        "compare": _("A code says nothing of a name: ask for the file, and compare the paper with what it says."),
        "unchanged": _("This is the file that was issued, byte for byte; its facts are proved by the issuer's key."),
        "wrong_code": _("No certificate has this code: a sign is wrong. Compare each sign with the paper."),
        "unknown_code": _("No certificate that was issued up to the day of this list has this code."),
        "no_certificate": _("This file holds no certificate that can be checked."),
        "changed_facts": _("The facts in this file were changed, or they are not by this issuer. Do not rely on it."),
        "changed_file": _("The facts inside are proved, but this is not the file that was issued. Do not rely on it."),
        "not_in_list": _("The facts are proved by the issuer's key, but this list does not know it: it may be newer."),
        "old_browser": _("This browser cannot check signatures: use a newer one."),
        "no_list": _("The file list.js is missing beside this page."),
    }
