"""The sentences of a certificate, already in its language: a design only places them."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from babel.numbers import format_percent
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.certificates.facts import CertificateFacts
from lms.i18n import day, duration


@dataclass(frozen=True, slots=True)
class Wording:
    """What a certificate says around the name, the course and its outcomes."""

    document_title: str
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
        heading=_("Certificate of completion"),
        certifies=_("This is to certify that"),
        completed=_("has completed the course"),
        passed=_passed(facts),
        outcomes=_("After this course, learners are able to"),
        details=_details(facts),
        serial=_("Certificate number %(serial)s", serial=facts.serial),
        code=_("Code %(code)s", code=facts.code),
        qr=_("QR code: opens the page that says whether this certificate is valid"),
        check=_("Check whether it is valid today:"),
        limits=_("A record of training. It is not a state document on education."),
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
    details = [
        (_("Completed on"), day(facts.completed_on)),
        (_("Issued on"), day(facts.issued_on)),
        (_("Study time, stated and not measured"), duration(facts.minutes)),
        (_("Version of the course"), facts.course_version),
    ]
    if facts.expires_on:
        details.append((_("Valid until"), day(facts.expires_on)))
    return tuple(details)


def _percent(fraction: float) -> str:
    """Write a fraction in percent, to one tenth, cut off: nobody reads more on paper than was reached."""
    tenths = Decimal(str(fraction)).quantize(Decimal("0.001"), rounding=ROUND_DOWN).normalize()
    return str(format_percent(tenths, locale=get_locale(), decimal_quantization=False))
