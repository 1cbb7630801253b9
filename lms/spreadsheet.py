"""Tables for spreadsheets: read as Cyrillic by Excel, and as text throughout, whatever a cell begins with."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the letters for another encoding
# What a spreadsheet takes for a formula, also behind spaces; the wide forms count as the narrow ones.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[ \u00a0]*[\t\r]")


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Give a table as CSV: UTF-8 with its mark, semicolons, and nothing that would be computed."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _as_text(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
