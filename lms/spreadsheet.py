"""Tables as files that a spreadsheet opens: what people wrote in them stays text."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

Value = str | int | float | date | None

BYTE_ORDER_MARK = "\ufeff"  # Excel takes the file for Cyrillic in an old encoding without it
_FORMULA = frozenset("=+-@＝＋－＠")
_UNSEEN = ("Z", "C")  # Unicode's categories of spaces and of characters that show nothing


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Write a table as Excel with Russian settings reads it: semicolons, CRLF, UTF-8 with a mark, dd.mm.yyyy."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([show(value) for value in row])
    return (BYTE_ORDER_MARK + written.getvalue()).encode("utf-8")


def show(value: Value) -> str | int | float:
    """Give what stands in a cell: a text that a spreadsheet would calculate begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula: by its first sign, spaces left out, or a tab."""
    first = next((char for char in text if unicodedata.category(char)[0] not in _UNSEEN), "")
    return first in _FORMULA or text.startswith(("\t", "\r", "\n"))
