"""The published list of certificates that count no longer (W3C Bitstring Status List 1.0), so that others see it too.

Each credential has a place in a list, drawn at random so that a place tells nothing of its credential. A list has room
for 131,072 places, of which half are given out: one that is longer hides who is in it.
"""

import base64
import gzip
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.certificates.models import Credential
from lms.db import Base

SIZE = 131_072  # places; the least that the standard allows
GIVEN_OUT = SIZE // 2
OLD_AFTER = timedelta(hours=20)  # a list is written anew each day, so that its date says up to when it speaks
PURPOSE = "revocation"


class StatusList(Base):
    """A list as it is published at present."""

    __tablename__ = "status_list"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1
    digest: Mapped[str]  # SHA-256 of the places that are set
    document: Mapped[str] = mapped_column(Text)  # JSON, with its proofs
    made_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Due:
    """A list that is to be published."""

    number: int
    digest: str
    encoded: str  # the places, as the standard writes them


def draw_place(session: Session) -> int:
    """Draw a free place in the list that is being filled, counted over all lists from 0."""
    given = session.scalar(select(func.count()).where(Credential.status_place.is_not(None))) or 0
    first = given // GIVEN_OUT * SIZE
    while True:
        place = first + secrets.randbelow(SIZE)
        if session.scalar(select(Credential.id).where(Credential.status_place == place)) is None:
            return place


def entry_of(site: str, place: int) -> dict[str, str]:
    """Give what a credential says of its place. :param site: the site's address"""
    number, index = place // SIZE + 1, place % SIZE
    address = address_of(site, number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": PURPOSE,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def address_of(site: str, number: int) -> str:
    """Give the address of a list."""
    return f"{site}/credentials/status/{number}"


def list_due(session: Session, *, now: datetime) -> list[Due]:
    """Give the lists that are not published as they are now, or not since yesterday."""
    last = session.scalar(select(func.max(Credential.status_place)))
    if last is None:
        return []
    due = []
    for number in range(1, last // SIZE + 2):
        bits = _bits(session, number)
        digest = hashlib.sha256(bits).hexdigest()
        known = session.get(StatusList, number)
        if known is None or known.digest != digest or known.made_at < now - OLD_AFTER:
            due.append(Due(number, digest, _encode(bits)))
    return due


def write_list(due: Due, *, site: str, issuer: str, now: datetime) -> dict[str, Any]:
    """Give a list as a credential, without proofs."""
    address = address_of(site, due.number)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": due.encoded,
        },
    }


def publish(session: Session, due: Due, document: dict[str, Any], *, now: datetime) -> None:
    """Put a list with its proofs in the place of the one before."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    session.merge(StatusList(number=due.number, digest=due.digest, document=text, made_at=now))


def read_place(encoded: str, index: int) -> bool:
    """Tell whether a place of a published list is set."""
    text = encoded.removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return bool(bits[index // 8] & 0x80 >> index % 8)


def _encode(bits: bytes) -> str:
    """Write places as the standard does: compressed, in base64 for addresses, after the u of multibase."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")


def _bits(session: Session, number: int) -> bytes:
    """Give the places of a list, the first in the highest bit of the first byte; set are those that count no longer."""
    first = (number - 1) * SIZE
    query = select(Credential.status_place).where(
        Credential.status_place.between(first, first + SIZE - 1),
        or_(Credential.revoked_at.is_not(None), Credential.superseded_by_id.is_not(None)),
    )
    bits = bytearray(SIZE // 8)
    for place in session.scalars(query):
        index = (place or 0) - first
        bits[index // 8] |= 0x80 >> index % 8
    return bytes(bits)
