"""The sentences of a certificate, already in its language: a design only places them."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from babel.numbers import format_percent
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from lms.certificates.facts import CertificateFacts
from lms.i18n import day, duration, language_name

ACADEMIC_HOUR = 45  # minutes; a part of one counts for nothing


@dataclass(frozen=True, slots=True)
class Wording:
    """What a certificate says around the name, the course and its outcomes."""

    document_title: str
    issuer: str  # the legal name, or the site's
    registration: str  # "" where none is set, as are the two below
    signatory: str
    order: str
    heading: str
    certifies: str
    completed: str
    passed: str  # "" where the course has no final assessment
    outcomes: str
    details: tuple[tuple[str, str], ...]  # label and value
    serial: str
    code: str
    qr: str  # text alternative of the QR code
    check: str
    limits: str
    specimen: str  # "" on a real certificate
    not_valid: str  # "" on a real certificate


def word(facts: CertificateFacts) -> Wording:
    """Give the sentences in the language in force (see `lms.i18n.speaking`)."""
    return Wording(
        document_title=_("Certificate of %(name)s: %(course)s", name=facts.name, course=facts.course_title),
        issuer=facts.statement.issuer_name or facts.site_name,
        registration=facts.statement.issuer_registration,
        signatory=", ".join(filter(None, (facts.statement.signatory_name, facts.statement.signatory_office))),
        order=facts.statement.issue_order,
        heading=_("Certificate of completion"),
        certifies=_("This is to certify that"),
        completed=_("has completed the course"),
        passed=_passed(facts),
        outcomes=_("Outcomes taught and assessed") if facts.pass_mark else _("Outcomes taught"),
        details=_details(facts),
        serial=_("Certificate number %(serial)s", serial=facts.serial),
        code=_("Code %(code)s", code=facts.code),
        qr=_("QR code: opens the page that says whether this certificate is valid"),
        check=_("Check whether it is valid today:"),
        limits=facts.statement.legal_basis or _("A record of training. It is not a state document on education."),
        specimen=_("SPECIMEN") if facts.specimen else "",
        not_valid=_("This is a specimen. It is not valid and proves nothing.") if facts.specimen else "",
    )


def _passed(facts: CertificateFacts) -> str:
    if not facts.pass_mark:
        return ""
    pass_mark = _percent(facts.pass_mark)
    if facts.score is None:
        return str(_("and passed the final assessment, pass mark %(pass_mark)s", pass_mark=pass_mark))
    passed = _(
        "and passed the final assessment with a score of %(score)s, pass mark %(pass_mark)s",
        score=_percent(facts.score),
        pass_mark=pass_mark,
    )
    return str(passed)


def _details(facts: CertificateFacts) -> tuple[tuple[str, str], ...]:
    period = _("%(start)s – %(end)s, by distance learning", start=day(facts.started_on), end=day(facts.completed_on))
    academic = facts.minutes // ACADEMIC_HOUR
    hours = ngettext("%(num)d academic hour of 45 minutes", "%(num)d academic hours of 45 minutes", academic)
    details = [
        (_("Begun and completed"), period),
        (_("Issued on"), day(facts.issued_on)),
        (_("Study time, stated and not measured"), f"{duration(facts.minutes)} ({hours})"),
        (_("Version of the course"), _version(facts)),
    ]
    if facts.expires_on:
        details.append((_("Valid until"), day(facts.expires_on)))
    return tuple(details)


def _version(facts: CertificateFacts) -> str:
    language = language_name(facts.language)
    if not facts.statement.version_date:
        return str(_("%(version)s, in %(language)s", version=facts.course_version, language=language))
    made = day(date.fromisoformat(facts.statement.version_date))
    return str(_("%(version)s of %(day)s, in %(language)s", version=facts.course_version, day=made, language=language))


def _percent(fraction: float) -> str:
    """Write a fraction in percent, to one tenth, cut off: nobody reads more on paper than was reached."""
    tenths = Decimal(str(fraction)).quantize(Decimal("0.001"), rounding=ROUND_DOWN).normalize()
    return str(format_percent(tenths, locale=get_locale(), decimal_quantization=False))
