"""Scores and points in the figures of the reader's language."""

import math
from datetime import timedelta

from babel.numbers import format_decimal, format_percent
from flask_babel import get_locale, ngettext

from lms.i18n import duration

DAY_SECONDS = 24 * 3600


def score_percent(score: float) -> str:
    """Write a score in per cent, cut off after one decimal: what just missed the pass mark does not read as it."""
    return str(format_percent(_cut(score, 3), locale=get_locale(), decimal_quantization=False))


def points(value: float) -> str:
    """Write points, cut off after two decimals."""
    return str(format_decimal(_cut(value, 2), locale=get_locale(), decimal_quantization=False))


def span(length: timedelta) -> str:
    """Write a waiting time or time limit in days, or in hours and minutes."""
    days, rest = divmod(int(length.total_seconds()), DAY_SECONDS)
    if days and not rest:
        return str(ngettext("%(num)d day", "%(num)d days", days))
    return duration(math.ceil(length.total_seconds() / 60))


def _cut(value: float, decimals: int) -> float:
    scale: int = 10**decimals
    return math.floor(value * scale + 1e-6) / scale
