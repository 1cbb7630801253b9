"""A certificate on paper: facts and a design make an HTML sheet here, the renderer's process makes it a PDF."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import segno
from flask import current_app
from jinja2 import TemplateError

from lms.certificates.facts import CertificateFacts
from lms.certificates.wording import word
from lms.errors import NotFound
from lms.i18n import speaking
from lms.pdf.design import environment_of
from lms.pdf.renderer import Inside, Renderer, RenderFailed, Sheet, shared

# How closely the text is set. The first that leaves it on one page is printed; the last leaves the outcomes to the
# certificate's public page, so that no wealth of words keeps a learner from her certificate.
SETTINGS = ("roomy", "snug", "tight", "bare")

STYLE = "certificate.css"
QR = "qr:code"  # the address by which a design's page names the code as a picture


def render_pdf(
    facts: CertificateFacts, design: Path, *, inside: Inside | None = None, renderer: Renderer = shared
) -> bytes:
    """Give the PDF of a certificate: one page, tagged (PDF/UA-1), and the same bytes for the same facts.

    Needs an application's context, for the language alone.

    :param design: the design's folder, see `get_design`
    :param inside: a file to be put into it; it is PDF/A-3 then, too, and can be signed
    :raise RenderFailed: if the design asks for what it may not have, or the renderer took too long or died
    """
    return renderer.render(replace(make_sheet(facts, design), inside=inside))


def make_sheet(facts: CertificateFacts, design: Path) -> Sheet:
    """Give the certificate as HTML in its language, once for each setting.

    :raise RenderFailed: if the design's template has a fault
    """
    language = language_of(facts)
    with speaking(language):
        words = word(facts)
    codes = {QR: _qr(facts.verify_url)} if facts.verify_url and not facts.specimen else {}
    shown = {"facts": facts, "words": words, "language": language, "qr": QR if codes else None}
    try:
        template = environment_of(design).get_template("certificate.html")
        versions = tuple(template.render(setting=setting, **shown) for setting in SETTINGS)
    except TemplateError as error:  # an installation may have designs of its own
        raise RenderFailed from error
    identifier = hashlib.sha256(facts.code.encode()).hexdigest()[:32]
    return Sheet(versions=versions, style=design / STYLE, identifier=identifier, codes=codes)


def get_design(folder: Path, name: str) -> Path:
    """Give the folder of the design of that name.

    :param folder: where the designs are, one folder each
    :raise NotFound: if there is no such design
    """
    design = folder / name
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or not (design / "certificate.html").is_file():
        raise NotFound
    return design


def language_of(facts: CertificateFacts) -> str:
    """The certificate's sentences are in the course's language where we have them in it, else in the default one."""
    known: list[str] = current_app.config["LANGUAGES"]
    return facts.language if facts.language in known else known[0]


def _qr(address: str) -> tuple[str, ...]:
    """Give the QR code as rows of 0 and 1. Level M reads with 15 % of it lost, to a fold or a stamp."""
    code = segno.make_qr(address, error="m", boost_error=False)
    return tuple("".join("1" if square else "0" for square in row) for row in code.matrix)
