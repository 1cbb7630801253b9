"""Numbers that a GIFT question accepts: one, one with a tolerance, or an interval."""

import re
import sys
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
_ANY = (-sys.float_info.max, sys.float_info.max)  # infinity cannot be stored as JSON


def read_interval(written: str) -> tuple[float, float]:
    """Give the lowest and highest number accepted by `3`, `3:0.1`, `1..5` or `*`, which accepts any.

    The ends are computed as decimals: 0.7 with a tolerance of 0.1 accepts 0.8.

    :raise ValueError: with a sentence for the author, if it is none of these
    """
    if written.strip() == "*":
        return _ANY
    low, is_range, high = written.partition("..")
    if is_range:
        ends = _read(low), _read(high)
        if ends[0] > ends[1]:
            raise ValueError("Write the smaller number first, such as {#1..5}.")
        return float(ends[0]), float(ends[1])
    centre, _colon, tolerance = written.partition(":")
    middle, margin = _read(centre), _read(tolerance or "0")
    if margin < 0:
        raise ValueError("Write a tolerance of 0 or more behind the colon.")
    return float(middle - margin), float(middle + margin)


def _read(written: str) -> Decimal:
    if not _NUMBER.fullmatch(written.strip()):
        raise ValueError(f"Write a number with a decimal point instead of {_short(written)}, such as {{#3.5:0.1}}.")
    return Decimal(written.strip())


def _short(written: str) -> str:
    words = " ".join(written.split())
    return f'"{words[:30]}"' if words else "nothing"
