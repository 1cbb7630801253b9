"""The register of issue: which certificates were issued from day to day, as a table and as a signed PDF with it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certificates.models import Credential, Status
from lms.certificates.pdf import get_design
from lms.certificates.printing import DESIGNS, FIELD
from lms.certificates.service import Issuer
from lms.i18n import day, speaking
from lms.notary.client import shared as notary
from lms.notary.keys import signing_key
from lms.pdf.design import environment_of
from lms.pdf.renderer import Inside, Sheet
from lms.pdf.renderer import shared as renderer
from lms.spreadsheet import write_csv

FILE = "register.csv"
DESIGN = "default"
Row = tuple[str, str, str, date, str, str, str]  # serial, name, course, day of issue, code, SHA-256 of the PDF, status


@dataclass(frozen=True, slots=True)
class Register:
    """The register of some days, in a language."""

    csv: bytes
    pdf: bytes
    count: int


def list_issued(session: Session, first: date, last: date, *, issuer: Issuer, today: date) -> Iterator[Row]:
    """Give the certificates issued from one day to another, both included, in their order; specimens are left out."""
    begin = datetime.combine(first, datetime.min.time(), issuer.timezone)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), issuer.timezone)
    issued = select(Credential).where(Credential.issued_at >= begin, Credential.issued_at < end)
    words = {
        Status.VALID: _("valid"),
        Status.EXPIRED: _("expired"),
        Status.SUPERSEDED: _("replaced by a later certificate"),
        Status.REVOKED: _("revoked"),
    }
    for it in session.scalars(issued.where(Credential.is_specimen.is_(False)).order_by(Credential.id)):
        course = f"{it.course_title}, {it.course_version}"
        status = words[it.status_on(today)]
        yield it.serial, it.name, course, issuer.day(it.issued_at), it.code, it.pdf_sha256 or "", status


def make_register(session: Session, first: date, last: date, *, language: str, now: datetime) -> Register:
    """Make the register of some days.

    :raise RenderFailed: if the renderer cannot
    :raise NotSigned: if the notary cannot
    """
    issuer: Issuer = current_app.extensions["issuer"]
    design = get_design(DESIGNS, DESIGN)
    with speaking(language):
        rows = list(list_issued(session, first, last, issuer=issuer, today=issuer.day(now)))
        period = _("%(first)s – %(last)s, as of %(today)s", first=day(first), last=day(last), today=day(now))
        table = write_csv(_heads(), rows)
        html = (
            environment_of(design)
            .get_template("register.html")
            .render(**_words(issuer, rows, now), language=language, period=period)
        )
        names = {"description": _("The same table for a spreadsheet"), "purpose": _("Signature of the issuer")}
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    inside = Inside(name=FILE, text=table.decode(), at=at, field=FIELD, **names)
    identifier = hashlib.sha256(table).hexdigest()[:32]
    sheet = Sheet((html,), design / "register.css", identifier, inside=inside, one_page=False)
    pdf = notary.sign(renderer.render(sheet), signing_key(Path(current_app.instance_path)), field=FIELD)
    return Register(table, pdf, len(rows))


def _heads() -> tuple[str, ...]:
    return (
        _("Serial number"),
        _("Name"),
        _("Course"),
        _("Issued"),
        _("Code"),
        _("SHA-256 of the PDF"),
        _("Today"),
    )


def _words(issuer: Issuer, rows: list[Row], now: datetime) -> dict[str, object]:
    """Give what the paper shows beside its days."""
    return {
        "title": _("Register of certificates issued"),
        "issuer": issuer.statement.issuer_name or issuer.site_name,
        "registration": issuer.statement.issuer_registration,
        "heads": _heads(),
        "rows": [(*row[:3], day(row[3]), *row[4:]) for row in rows],
        "count": ngettext("%(num)d certificate", "%(num)d certificates", len(rows)),
        "made_at": issuer.day(now).isoformat(),
    }
