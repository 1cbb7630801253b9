"""The text of an uploaded list, in whichever encoding the spreadsheet wrote it.

What says itself in the first bytes is believed; then UTF-8, which other encodings hardly ever look like; then UTF-16
by the bytes that Latin and Cyrillic have in common; and last Windows-1251, as which any bytes can be read.
"""

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

from lms.cohorts.lists.remarks import Remark, RemarkKind, Unreadable

MAX_BYTES = 1024 * 1024

_SIGNATURES = {
    b"PK\x03\x04": RemarkKind.SPREADSHEET,
    b"PK\x05\x06": RemarkKind.SPREADSHEET,
    b"\xd0\xcf\x11\xe0": RemarkKind.OLD_SPREADSHEET,
    b"%PDF-": RemarkKind.PDF,
}
_OTHER_DOCUMENT = re.compile(r"\s*(?:\{\\rtf|<!doctype|<html|<\?xml|<table)", re.IGNORECASE)
_HIGH_BYTES = b"\x00\x04"  # the upper halves of ASCII and of Cyrillic in UTF-16
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_DAMAGED = 20  # of so many letters one at most is damaged in what still counts as UTF-8


class Encoding(StrEnum):
    """How a list was written; what was pasted came as text."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1251 = "cp1251"
    PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a list, its line ends made alike, and the encoding it was found to have."""

    text: str
    encoding: Encoding


def decode(data: bytes) -> Decoded:
    """Give the text of an uploaded file; a byte that means nothing in its encoding becomes U+FFFD.

    :raise Unreadable: if it is too large, or no text
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(Remark(RemarkKind.TOO_LARGE, limit=MAX_BYTES))
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise Unreadable(Remark(kind))
    encoding = _marked(data) or _utf_16(data) or _eight_bits(data)
    text = data.decode(encoding, "replace")
    if "\0" in text or (encoding is Encoding.WINDOWS_1251 and _CONTROL.search(text)) or _OTHER_DOCUMENT.match(text):
        raise Unreadable(Remark(RemarkKind.NO_TEXT))
    return Decoded(_plain(text), encoding)


def accept(text: str) -> Decoded:
    """Give pasted text as if it had been decoded.

    :raise Unreadable: if it is too large, or no text
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Unreadable(Remark(RemarkKind.TOO_LARGE, limit=MAX_BYTES))
    if "\0" in text:
        raise Unreadable(Remark(RemarkKind.NO_TEXT))
    return Decoded(_plain(text), Encoding.PASTED)


def _plain(text: str) -> str:
    """Take off the byte order mark and the end mark of old systems, and make all line ends alike."""
    text = text.removeprefix("\ufeff").rstrip("\x1a")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> Encoding | None:
    """Give the encoding that a byte order mark names."""
    marks = {codecs.BOM_UTF8: Encoding.UTF_8}
    marks |= {codecs.BOM_UTF16_LE: Encoding.UTF_16_LE, codecs.BOM_UTF16_BE: Encoding.UTF_16_BE}
    return next((encoding for mark, encoding in marks.items() if data.startswith(mark)), None)


def _utf_16(data: bytes) -> Encoding | None:
    """Tell UTF-16 without a mark by every other byte: in text of this region most are zero or four."""
    halves = {Encoding.UTF_16_LE: data[1::2], Encoding.UTF_16_BE: data[0::2]}
    for encoding, upper in halves.items():
        if sum(upper.count(byte) for byte in _HIGH_BYTES) * 2 > len(upper):
            return encoding
    return None


def _eight_bits(data: bytes) -> Encoding:
    """Tell UTF-8, also where a few letters of it are damaged, from Windows-1251."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if lost == 0 or lost * _DAMAGED <= sum(char > "\x7f" for char in text):
        return Encoding.UTF_8
    return Encoding.WINDOWS_1251
