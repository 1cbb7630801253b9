"""What a learner gave for a question: read from a form, in the shape of the question's kind."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from flask_babel import lazy_gettext

from lms.catalog.question import Given, Kind, Question
from lms.errors import Invalid

MAX_TYPED = 20_000  # characters

Values = Sequence[str] | Mapping[str, Sequence[str]]


class Form(Protocol):
    """A form as the browser sent it."""

    def getlist(self, key: str) -> list[str]: ...


def field_name(question: Question, choice_key: str = "") -> str:
    """Give the name of a question's form field; a matching question has one for each left side's key."""
    return f"q-{question.key}-{choice_key}" if choice_key else f"q-{question.key}"


def normalize(question: Question, raw: Values | Form) -> Given:
    """Give what was sent for a question in the shape of its kind, see `Given`.

    :param raw: the values of the question's field; for matching a mapping from left key to the values of its field;
        or the whole form, whose fields are named by `field_name`
    :raise Invalid: if it names a choice that the question does not have, gives two where one is asked, or is too long
    """
    if question.kind is Kind.MATCHING:
        return _pairs(question, raw)
    values = raw.getlist(field_name(question)) if hasattr(raw, "getlist") else raw
    if isinstance(values, Mapping | str):
        raise Invalid
    values = [value for value in values if value]
    if question.kind is Kind.MULTIPLE:
        return _keys(question, values)
    if len(values) > 1 or (values and question.kind is Kind.DESCRIPTION):
        raise Invalid
    value = values[0] if values else ""
    return _key(question, value) if question.kind in (Kind.SINGLE, Kind.TRUE_FALSE) else _typed(value)


def is_answered(given: Given | None) -> bool:
    """Tell whether anything was given; of a matching question, one pair is something."""
    if isinstance(given, Mapping):
        return any(given.values())
    return bool(given.strip() if isinstance(given, str) else given)


def _key(question: Question, value: str) -> str:
    _check_known([value] if value else [], [choice.key for choice in question.choices])
    return value


def _keys(question: Question, values: Sequence[str]) -> list[str]:
    keys = [choice.key for choice in question.choices]
    _check_known(values, keys)
    return [key for key in keys if key in values]


def _check_known(values: Collection[str], keys: Collection[str]) -> None:
    if not set(values) <= set(keys):
        raise Invalid


def _typed(value: str) -> str:
    """Give what was typed with one sort of line end; a browser sends two characters for each."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if len(value) > MAX_TYPED:
        raise Invalid(lazy_gettext("Shorten your answer to %(max)s characters or fewer.", max=MAX_TYPED))
    if any((char < " " and char not in "\t\n") or "\ud800" <= char <= "\udfff" for char in value):
        raise Invalid(
            lazy_gettext("Your answer contains characters that cannot be stored. Take them out and send it again.")
        )
    return value


def _pairs(question: Question, raw: Values | Form) -> dict[str, str]:
    """Give the right side chosen for each left side, as the author wrote it; what was left open is left out."""
    lefts = [choice.key for choice in question.choices if choice.text]
    if hasattr(raw, "getlist"):
        raw = {key: raw.getlist(field_name(question, key)) for key in lefts}
    if not raw:
        return {}
    if not isinstance(raw, Mapping):
        raise Invalid
    _check_known(raw.keys(), lefts)
    rights = {" ".join(choice.match.split()): choice.match for choice in question.choices}
    chosen = {key: _right_side(raw[key], rights) for key in lefts if key in raw}
    return {key: right for key, right in chosen.items() if right}


def _right_side(values: Sequence[str] | str, rights: Mapping[str, str]) -> str:
    """Give the one right side chosen; a form may have changed the spaces in it."""
    found = [" ".join(value.split()) for value in ([values] if isinstance(values, str) else values)]
    found = [value for value in found if value]
    _check_known(found, rights)
    if len(found) > 1:
        raise Invalid
    return rights[found[0]] if found else ""
