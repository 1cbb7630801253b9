"""Points for responses and the score of an attempt, as Moodle counts them."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence

from lms.assessment.given import MAX_TYPED, field_name, is_answered, normalize
from lms.catalog.question import Choice, Given, Kind, Question, Text

__all__ = [
    "MAX_TYPED",
    "feedback_texts",
    "field_name",
    "has_passed",
    "is_answered",
    "matched_choices",
    "normalize",
    "score",
    "score_response",
]

WEIGHT_SLACK = 0.001  # the part of a point by which thirds and sixths, written in percent, may fall short
ROUNDING = 1e-9  # what adding binary fractions may lose

_STAR = re.compile(r"(?<!\\)\*")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?(e[+-]?\d{1,3})?|[+-]?[.,]\d+", re.ASCII | re.IGNORECASE)


def score_response(question: Question, given: Given | None) -> float:
    """Give the points, 0 to 1, that a response earns: the sum of its weights, never below 0 or above 1.

    Of the accepted answers that a typed response fits, the best counts. Matching earns the share of right pairs.
    Essays and descriptions earn 0 and are not among the points possible, see `Kind.is_scored`.
    """
    if not question.kind.is_scored:
        return 0.0
    if question.kind is Kind.MATCHING:
        return _share_of_pairs(question, given)
    points = sum(choice.weight for choice in matched_choices(question, given))
    return 1.0 if points > 1 - WEIGHT_SLACK - ROUNDING else max(points, 0.0)


def matched_choices(question: Question, given: Given | None) -> tuple[Choice, ...]:
    """Give the choices made or, for what was typed, the accepted answer that counts; nothing for pairs and essays."""
    if question.kind is Kind.MULTIPLE:
        keys = [key for key in given if isinstance(key, str)] if isinstance(given, list) else []
        return tuple(choice for choice in question.choices if choice.key in keys)
    if not isinstance(given, str) or not given.strip():
        return ()
    if question.kind in (Kind.SINGLE, Kind.TRUE_FALSE):
        return tuple(choice for choice in question.choices if choice.key == given)[:1]
    if question.kind is Kind.SHORT:
        typed = _words(given)
        return _best([choice for choice in question.choices if _fits(typed, choice.text.source)])
    if question.kind is Kind.NUMBER:
        return _best(_accepting(question.choices, parse_number(given)))
    return ()


def feedback_texts(question: Question, given: Given | None) -> tuple[Text, ...]:
    """Give the feedback to a response: of each choice made, in the file's order, then the general one."""
    texts = (*(choice.feedback for choice in matched_choices(question, given)), question.feedback)
    return tuple(text for text in texts if text)


def score(points: float, possible: float) -> float:
    """Give the fraction, 0 to 1, of the points possible. Where none are possible it is 0: nothing was shown."""
    return min(max(points / possible, 0.0), 1.0) if possible > 0 else 0.0


def has_passed(score: float, pass_mark: float) -> bool:
    """Tell whether a score reaches the pass mark; what binary fractions lose counts for the learner."""
    return score + ROUNDING >= pass_mark


def parse_number(typed: str) -> float | None:
    """Read a number as people here write it: decimal comma or point, spaces between thousands. None if it is none."""
    plain = " ".join(unicodedata.normalize("NFKC", typed).replace("\u2212", "-").split())
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain.replace(" ", "").replace(",", "."))
    return number if math.isfinite(number) else None


def _best(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Give the choice of the highest weight, the first of equal ones."""
    return (max(choices, key=lambda choice: choice.weight),) if choices else ()


def _accepting(choices: Sequence[Choice], number: float | None) -> list[Choice]:
    """Give the choices whose interval holds `number`; what is no number at all fits "any other" alone."""
    if number is None:
        return [choice for choice in choices if choice.text.source == "*"]
    return [choice for choice in choices if choice.low <= number <= choice.high]


def _share_of_pairs(question: Question, given: Given | None) -> float:
    lefts = [choice for choice in question.choices if choice.text]
    if not lefts or not isinstance(given, Mapping):
        return 0.0
    return sum(_words(str(given.get(choice.key, ""))) == _words(choice.match) for choice in lefts) / len(lefts)


def _words(text: str) -> str:
    """Give a text as it is compared: composed letters, no capitals, single spaces."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())


def _fits(typed: str, accepted: str) -> bool:
    r"""Tell whether a typed answer is the accepted one, in which `*` stands for anything and `\*` for an asterisk.

    Each part between asterisks is looked for once, from left to right: the time grows with the length alone.
    """
    parts = [part.replace("\\*", "*") for part in _STAR.split(_words(accepted))]
    if len(parts) == 1:
        return typed == parts[0]
    first, *middle, last = parts
    if len(typed) < len(first) + len(last) or not typed.startswith(first) or not typed.endswith(last):
        return False
    return _holds_in_order(typed[len(first) : len(typed) - len(last)], middle)


def _holds_in_order(text: str, parts: Sequence[str]) -> bool:
    position = 0
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True
