"""Whether a file is a certificate that was issued here, byte for byte, or what differs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from lms.certificates import service
from lms.certificates.credential import FILE
from lms.certificates.models import Credential
from lms.notary.client import Notary
from lms.notary.client import shared as notary

LONGEST_SHOWN = 300  # characters of what a file claims


class Verdict(StrEnum):
    """What a file is."""

    ISSUED = "issued"  # one of ours, unchanged
    CHANGED = "changed"  # made from one of ours, and not as it was issued
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim that a file makes otherwise than the certificate."""

    claim: str  # the last word of its path, such as identityHash
    in_file: str
    issued: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at a file found."""

    verdict: Verdict
    credential: Credential | None = None
    differences: tuple[Difference, ...] = ()  # empty for a changed file whose claims are those that were issued


def check_file(session: Session, data: bytes, *, by: Notary = notary) -> Check:
    """Look at a certificate's PDF, or at its credential's file."""
    issued = service.find_by_pdf(session, data)
    if issued is not None:
        return Check(Verdict.ISSUED, issued)
    is_pdf = b"%PDF-" in data[:1024]
    claimed = _parse(by.read_inside(data, FILE) if is_pdf else _decode(data))
    named = _code_of(claimed)
    credential = service.find_by_code(session, named) if named else None
    if credential is None or credential.document is None:
        return Check(Verdict.UNKNOWN)
    known = json.loads(credential.document)
    if not is_pdf and claimed == known:
        return Check(Verdict.ISSUED, credential)
    return Check(Verdict.CHANGED, credential, tuple(_compare(claimed, known)))


def _parse(text: str | None) -> dict[str, Any]:
    try:
        read = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _decode(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _code_of(claimed: dict[str, Any]) -> str:
    """Give the code in a credential's address; "" if it has none."""
    return str(claimed.get("id", "")).rpartition("/")[2][:60]


def _compare(claimed: Any, known: Any, claim: str = "") -> Iterator[Difference]:
    if isinstance(claimed, dict) and isinstance(known, dict):
        for name in dict.fromkeys([*known, *claimed]):
            yield from _compare(claimed.get(name), known.get(name), name)
    elif isinstance(claimed, list) and isinstance(known, list) and len(claimed) == len(known):
        for one, other in zip(claimed, known, strict=True):
            yield from _compare(one, other, claim)
    elif claimed != known:
        yield Difference(claim, _show(claimed), _show(known))


def _show(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
