"""Issuing certificates with the completion they prove, finding them, and keeping their bytes."""

import calendar
import hashlib
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import audit
from lms.accounts.models import User
from lms.audit import Act, Change, Subject
from lms.catalog.course import Course
from lms.catalog.length import course_minutes
from lms.certificates.codes import new_code, read_code
from lms.certificates.facts import Statement
from lms.certificates.models import Credential, SerialCounter
from lms.certificates.status_list import draw_place
from lms.cohorts.models import Enrolment
from lms.errors import Conflict, NotFound
from lms.progress.models import CourseCompletion


@dataclass(frozen=True, slots=True)
class Issuer:
    """The installation that issues."""

    site_name: str
    base_url: str | None  # None: it issues specimens
    timezone: ZoneInfo  # in which a moment becomes a date
    statement: Statement = field(default_factory=Statement)

    def day(self, moment: datetime) -> date:
        """Give the date that a moment has here."""
        return moment.astimezone(self.timezone).date()

    def series(self, moment: datetime) -> str:
        """Give the series whose numbers are given out then: one for each year, and for specimens."""
        return f"{'' if self.base_url else 'S'}{self.day(moment).year}"


@dataclass(frozen=True, slots=True)
class Files:
    """What a certificate is given out as."""

    pdf: bytes
    document: str | None = None  # the credential with its proofs, JSON; None for a specimen, which proves nothing
    signed_by: str | None = None  # as in Credential


@dataclass(frozen=True, slots=True)
class Numbers:
    """What tells a certificate from all others."""

    code: str  # public, unguessable
    serial: str


def issue(
    session: Session, completion: CourseCompletion, *, course: Course, issuer: Issuer, now: datetime
) -> Credential:
    """Write the certificate of a completion, with today's names and the course as it is now."""
    enrolment = session.get_one(Enrolment, completion.enrolment_id)
    user = session.get_one(User, enrolment.user_id)
    serial = _next_serial(session, issuer, now)
    credential = write_facts(
        completion, enrolment, user, course=course, issuer=issuer, numbers=Numbers(new_code(), serial), now=now
    )
    if not credential.is_specimen:
        credential.status_place = draw_place(session)
    session.add(credential)
    session.flush()
    change = Change(new=f"{course.key} {credential.course_version}")
    audit.record(session, Act.CERTIFICATE_ISSUED, named(credential), by=user.id, now=now, change=change)
    return credential


def write_facts(
    completion: CourseCompletion,
    enrolment: Enrolment,
    user: User,
    *,
    course: Course,
    issuer: Issuer,
    numbers: Numbers,
    now: datetime,
) -> Credential:
    """Write down what a certificate says, without storing it. :raise Conflict: if the course gives none"""
    rules = course.certificate
    if rules is None:
        raise Conflict
    text = course.text(user.language)
    final = completion.rested_on["quizzes"].get(course.final.key) if course.final else None
    completed_on = issuer.day(completion.completed_at)
    return Credential(
        completion_id=completion.id,
        user_id=user.id,
        code=numbers.code,
        serial=numbers.serial,
        is_specimen=issuer.base_url is None,
        name=user.name,
        course_key=course.key,
        course_title=text.value.title,
        course_version=completion.course_version,
        language=text.language,
        outcomes=[text.value.outcomes[key] for key in course.outcomes],
        minutes=course_minutes(course, text.language),
        pass_mark=final["pass_mark"] if final else 0.0,
        score=final["score"] if final and rules.show_score else None,
        started_on=issuer.day(enrolment.enrolled_at),
        completed_on=completed_on,
        issued_at=now,
        expires_on=add_months(completed_on, rules.expires_months),
        rested_on=completion.rested_on,
        site_name=issuer.site_name,
        stated=write_statement(issuer, version_date=course.version_date.isoformat()),
        design=rules.design,
        verify_url=f"{issuer.base_url}/verify/{numbers.code}" if issuer.base_url else None,
    )


def write_statement(issuer: Issuer, *, version_date: str) -> dict[str, str]:
    """Write down what the issuer states of itself today; what is empty is left out."""
    stated = asdict(replace(issuer.statement, version_date=version_date))
    return {name: value for name, value in stated.items() if value}


def replace_specimen(session: Session, specimen: Credential, *, issuer: Issuer, now: datetime) -> Credential:
    """Issue the real certificate of a specimen, with the same facts, and point from the one to the other."""
    real = issue_copy(session, specimen, issuer=issuer, now=now)
    specimen.superseded_by_id = real.id
    session.flush()
    change = Change(specimen.serial, real.serial)
    audit.record(session, Act.CERTIFICATE_REPLACED, named(real), by=None, now=now, change=change)
    return real


def issue_copy(
    session: Session, credential: Credential, *, issuer: Issuer, now: datetime, **changes: Any
) -> Credential:
    """Issue a certificate with the facts of another, but for `changes`, and with a number and a code of its own."""
    copied = {
        column.key: getattr(credential, column.key)
        for column in Credential.__mapper__.columns
        if column.key not in _OWN_TO_EACH
    }
    code = new_code()
    own = {
        "code": code,
        "serial": _next_serial(session, issuer, now),
        "is_specimen": False,
        "issued_at": now,
        "site_name": issuer.site_name,
        "stated": write_statement(issuer, version_date=credential.stated.get("version_date", "")),
        "verify_url": f"{issuer.base_url}/verify/{code}",
        "status_place": draw_place(session),
    }
    copy = Credential(**{**copied, **own, **changes})
    session.add(copy)
    session.flush()
    return copy


def has_specimens_to_replace(session: Session) -> bool:
    """Tell whether there is a specimen that no real certificate has replaced."""
    return session.scalar(_specimens_to_replace().limit(1)) is not None


def take_specimens_to_replace(session: Session, *, limit: int) -> list[Credential]:
    """Give the oldest specimens that no real certificate has replaced; nobody else replaces them until the commit."""
    query = _specimens_to_replace().order_by(Credential.id).limit(limit)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


def find_by_code(session: Session, typed: str) -> Credential | None:
    """Give the certificate whose code somebody typed, in whatever manner; None if no such code was given out."""
    code = read_code(typed)
    return session.scalars(select(Credential).where(Credential.code == code)).one_or_none() if code else None


def get_own(session: Session, user_id: int, typed: str) -> Credential:
    """Give a person's own certificate by its code. :raise NotFound: if there is none, or it is not hers"""
    credential = find_by_code(session, typed)
    if credential is None or credential.user_id != user_id:
        raise NotFound
    return credential


def list_own(session: Session, user_id: int) -> list[Credential]:
    """Give a person's certificates, the latest first; a specimen that was replaced is left out."""
    query = select(Credential).where(Credential.user_id == user_id)
    latest = query.order_by(Credential.issued_at.desc(), Credential.id.desc())
    return [it for it in session.scalars(latest) if not (it.is_specimen and it.superseded_by_id)]


def list_without_pdf(session: Session) -> list[int]:
    """Give the ids of certificates whose PDF was not made yet."""
    return list(session.scalars(select(Credential.id).where(Credential.pdf_sha256.is_(None)).order_by(Credential.id)))


def count_without_pdf(session: Session) -> int:
    """Count the certificates whose PDF was not made yet."""
    query = select(func.count()).select_from(Credential).where(Credential.pdf_sha256.is_(None))
    return session.scalar(query) or 0


def store_files(session: Session, credential_id: int, files: Files, *, now: datetime) -> bool:
    """Keep a certificate's files, once: False if it has them already, which then stay."""
    digest = hashlib.sha256(files.pdf).hexdigest()
    values = {"pdf": files.pdf, "document": files.document, "signed_by": files.signed_by, "pdf_sha256": digest}
    empty = update(Credential).where(Credential.id == credential_id, Credential.pdf_sha256.is_(None))
    return bool(session.execute(empty.values(**values, rendered_at=now)).rowcount)  # type: ignore[attr-defined]


def find_by_pdf(session: Session, pdf: bytes) -> Credential | None:
    """Give the certificate whose stored bytes are exactly these; None if we issued no such file."""
    digest = hashlib.sha256(pdf).hexdigest()
    return session.scalars(select(Credential).where(Credential.pdf_sha256 == digest)).one_or_none()


def add_months(day: date, months: int | None) -> date | None:
    """Give the same day so many months later, or the month's last where it is shorter; None for no months."""
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_OWN_TO_EACH = frozenset(
    {
        "id",
        "code",
        "serial",
        "is_specimen",
        "issued_at",
        "site_name",
        "stated",
        "verify_url",
        "revoked_at",
        "status_reason",
        "superseded_by_id",
        "status_place",
        "document",
        "signed_by",
        "pdf",
        "pdf_sha256",
        "rendered_at",
    }
)


def named(credential: Credential) -> Subject:
    """Name a certificate in the audit log by its serial: whoever has the code can open its page."""
    return Subject("certificate", credential.serial)


def _specimens_to_replace() -> Select[Credential]:
    return select(Credential).where(Credential.is_specimen.is_(True), Credential.superseded_by_id.is_(None))


def _next_serial(session: Session, issuer: Issuer, now: datetime) -> str:
    """Give the next number of the year, without gaps: the counter's row is locked until the commit."""
    series = issuer.series(now)
    if not _count(session, series):
        _open_series(session, series)
        _count(session, series)
    last = session.scalars(select(SerialCounter.last).where(SerialCounter.series == series)).one()
    return write_serial(series, last)


def write_serial(series: str, number: int) -> str:
    """Write a serial number as it is printed."""
    return f"{series}-{number:06d}"


def _count(session: Session, series: str) -> bool:
    """Add one to a series and hold it; False if no number of it was given out yet."""
    counted = update(SerialCounter).where(SerialCounter.series == series).values(last=SerialCounter.last + 1)
    return bool(session.execute(counted).rowcount)  # type: ignore[attr-defined]


def _open_series(session: Session, series: str) -> None:
    """Begin a series at zero; where another transaction was quicker, theirs is the series."""
    try:
        with session.begin_nested():
            session.execute(insert(SerialCounter).values(series=series, last=0))
    except IntegrityError:
        return
