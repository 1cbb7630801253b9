"""What one certificate says: frozen facts, in the course's own language where they are text."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Statement:
    """What the issuer states of itself, as the settings stood on the day of issue; "" leaves no gap."""

    issuer_name: str = ""
    issuer_registration: str = ""
    signatory_name: str = ""
    signatory_office: str = ""
    issue_order: str = ""
    legal_basis: str = ""
    version_date: str = ""  # of the course's version, ISO 8601


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything that is printed on a certificate; the same facts always give the same bytes."""

    name: str  # the learner's, as confirmed by her
    course_title: str
    course_version: str
    language: str  # BCP 47 tag of the course's text, and of the certificate where the interface has that language
    minutes: int  # study time that the course states; nobody measures it
    started_on: date
    completed_on: date
    issued_on: date
    code: str  # public and unguessable, as it is shown to people
    serial: str
    pass_mark: float  # fraction, 0 to 1; 0 where the course has no final assessment
    score: float | None  # fraction; None where the course does not show it
    verify_url: str | None  # None while the installation has no address
    site_name: str
    outcomes: tuple[str, ...]
    specimen: bool
    expires_on: date | None
    statement: Statement = Statement()
