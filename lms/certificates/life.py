"""What becomes of a certificate: revoked, restored, replaced by a corrected one. Nothing is ever deleted."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from lms import audit
from lms.audit import Act, Change
from lms.certificates import service
from lms.certificates.codes import read_code
from lms.certificates.models import Credential, Status
from lms.errors import Conflict, NotFound

FOUND_A_PAGE = 50


def list_certificates(session: Session, find: str = "", *, page: int = 1) -> list[Credential]:
    """Give a page of the certificates whose name, serial number or code was asked for, the latest first."""
    latest = _found(find).order_by(Credential.issued_at.desc(), Credential.id.desc())
    return list(session.scalars(latest.limit(FOUND_A_PAGE).offset((page - 1) * FOUND_A_PAGE)))


def count_certificates(session: Session, find: str = "") -> int:
    """Count them."""
    return session.scalar(select(func.count()).select_from(_found(find).subquery())) or 0


def get_by_serial(session: Session, serial: str) -> Credential:
    """Give a certificate by its serial number. :raise NotFound: if there is none"""
    credential = session.scalars(select(Credential).where(Credential.serial == serial)).one_or_none()
    if credential is None:
        raise NotFound
    return credential


def revoke(session: Session, serial: str, *, reason: str, by: int | None, now: datetime, today: date) -> Credential:
    """Take a certificate's worth from it; the reason is shown to whoever checks it.

    :raise Conflict: if it is a specimen, was replaced, or is revoked already
    """
    credential = _standing(session, serial)
    before = credential.status_on(today)
    if before is Status.REVOKED:
        raise Conflict(_("This certificate is revoked already."))
    credential.revoked_at, credential.status_reason = now, reason
    session.flush()
    change = Change(before, Status.REVOKED, reason)
    audit.record(session, Act.CERTIFICATE_REVOKED, service.named(credential), by=by, now=now, change=change)
    return credential


def restore(session: Session, serial: str, *, reason: str, by: int | None, now: datetime, today: date) -> Credential:
    """Give a revoked certificate its worth again. :raise Conflict: if it is not revoked"""
    credential = _standing(session, serial)
    if credential.revoked_at is None:
        raise Conflict(_("This certificate is not revoked."))
    credential.revoked_at, credential.status_reason = None, ""
    session.flush()
    change = Change(Status.REVOKED, credential.status_on(today), reason)
    audit.record(session, Act.CERTIFICATE_RESTORED, service.named(credential), by=by, now=now, change=change)
    return credential


def replace_name(
    session: Session, serial: str, name: str, *, issuer: service.Issuer, reason: str, by: int | None, now: datetime
) -> Credential:
    """Issue a certificate with the right name in the place of one with a wrong one, which then says so.

    :raise Conflict: if it is a specimen, was replaced or is revoked
    """
    wrong = _standing(session, serial)
    if wrong.revoked_at is not None:
        raise Conflict(_("This certificate is revoked: restore it first."))
    right = service.issue_copy(session, wrong, issuer=issuer, now=now, name=name)
    wrong.superseded_by_id, wrong.status_reason = right.id, reason
    session.flush()
    change = Change(f"{wrong.serial} {wrong.name}", f"{right.serial} {right.name}", reason)
    audit.record(session, Act.CERTIFICATE_REPLACED, service.named(right), by=by, now=now, change=change)
    return right


def _standing(session: Session, serial: str) -> Credential:
    """Give a certificate of which something may become."""
    credential = get_by_serial(session, serial)
    if credential.is_specimen:
        raise Conflict(_("This is a specimen: it proves nothing."))
    if credential.superseded_by_id is not None:
        raise Conflict(_("This certificate was replaced by a later one."))
    return credential


def _found(find: str) -> Select[Credential]:
    query = select(Credential)
    if not find:
        return query
    named = func.lower(Credential.name).like(f"%{_escape(find.lower())}%", escape="\\")
    code = read_code(find)
    exact = [Credential.serial == find.upper(), *([Credential.code == code] if code else [])]
    return query.where(or_(named, *exact))


def _escape(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return text
