"""One line of a list made into a person, with everything that is wrong or doubtful in its cells."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lms.accounts.sign_in_names import MAX_EMAIL, normalise_email
from lms.cohorts.lists import names, values
from lms.cohorts.lists.columns import Header
from lms.cohorts.lists.cutting import MAX_CELL, Line
from lms.cohorts.lists.person import MAX_NAME, MAX_TEXT, WHOLE_NAMES, Column, ListedPerson
from lms.cohorts.lists.remarks import Remark, RemarkKind, quoted
from lms.cohorts.lists.spoilt import is_garbled, is_garbled_name, is_lossy
from lms.cohorts.models import Sex

_TEXTS = {Column.AGENCY, Column.PROVINCE, Column.POSITION}
_WHOLE_OF = {part: whole for whole, parts in WHOLE_NAMES.items() for part in parts}
_LENGTHS = dict.fromkeys(_TEXTS, MAX_TEXT) | {Column.EMAIL: MAX_EMAIL}
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # where a line may break: copied from web pages, and no loss
_NOTHING = re.compile("[-\u2010-\u2015_.]+")  # what people put into a cell that is to be empty


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `person` is None where the line has errors, or repeats one above."""

    number: int  # of the line in the file
    person: ListedPerson | None
    errors: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    same_as: int | None = None  # the line at which the same person stands above


@dataclass(slots=True)
class _Reading:
    """What was found in a line so far."""

    line: Line
    languages: tuple[str, ...]
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def error(self, kind: RemarkKind, column: Column | None = None, text: str = "", **values: Any) -> None:
        self.errors.append(Remark(kind, self.line.number, column, quoted(text), **values))

    def warn(self, kind: RemarkKind, column: Column, text: str) -> None:
        self.warnings.append(Remark(kind, self.line.number, column, quoted(text)))


def read_row(line: Line, header: Header, languages: tuple[str, ...]) -> Row:
    """Read one line of a list.

    :param languages: the tags that a person's language may have
    """
    reading = _Reading(line, languages)
    if _has_right_width(line, header):
        person = _read_person(reading, header)
    else:
        person = None
        reading.error(RemarkKind.RAGGED, limit=len(header.columns), found=len(line.filled))
    errors = tuple(reading.errors)
    return Row(line.number, None if errors else person, errors, tuple(reading.warnings))


def _has_right_width(line: Line, header: Header) -> bool:
    """Tell whether a line's cells stand under the header's; empty ones behind the last are often left away."""
    width = len(header.columns)
    return len(line.filled) <= width and (len(line.cells) >= width or header.may_be_short)


def _read_person(reading: _Reading, header: Header) -> ListedPerson:
    texts: dict[Column, str] = {}
    for column, cell in zip(header.columns, reading.line.cells, strict=False):
        if column is not None:
            texts[column] = _clean(reading, column, cell)
    for whole, parts in WHOLE_NAMES.items():
        _part_name(texts, whole, parts, is_numbered=not header.is_written)
    person = ListedPerson(**{column.value: _value(reading, column, text) for column, text in texts.items()})
    if not reading.errors and not (person.surname or person.given_name):
        reading.error(RemarkKind.NO_NAME)
    for column, name in ((Column.NAME, person.full_name), (Column.NAME_LATIN, person.full_name_latin)):
        if len(name) > MAX_NAME:
            reading.error(RemarkKind.NAME_TOO_LONG, column, name, limit=MAX_NAME)
    return person


def _clean(reading: _Reading, column: Column, cell: str) -> str:
    """Give a cell's text in one line and one form; what cannot be kept is an error, and then nothing is left."""
    limit = _LENGTHS.get(column, MAX_NAME)
    if len(cell) > MAX_CELL:
        reading.error(RemarkKind.TOO_LONG, column, cell, limit=limit)
        return ""
    text = " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", cell)).split())
    if not text.isprintable():  # control characters, those that turn a text's direction, halves of characters
        reading.error(RemarkKind.GARBLED if is_garbled(text) else RemarkKind.INVISIBLE, column, text)
        return ""
    if len(text) > limit:
        reading.error(RemarkKind.TOO_LONG, column, text, limit=limit)
        return ""
    return "" if _NOTHING.fullmatch(text) else text


def _part_name(texts: dict[Column, str], whole: Column, parts: tuple[Column, ...], *, is_numbered: bool) -> None:
    """Put the parts of a whole name where the list gives neither surname nor given name itself."""
    name = texts.pop(whole, "")
    if name and not any(texts.get(part) for part in parts[:2]):
        split = names.split_name(names.without_number(name) if is_numbered else name)
        texts.update((part, texts.get(part) or text) for part, text in zip(parts, split, strict=True))


def _value(reading: _Reading, column: Column, text: str) -> Any:
    """Give what a cell says, as the person's field has it."""
    if column in _WHOLE_OF:
        return _name(reading, column, text)
    if column in _TEXTS:
        return _text(reading, column, text)
    empty, read, kind = _CODED[column]
    if not text:
        return empty
    value = read(text, reading)
    if value is None:
        known = reading.languages if kind is RemarkKind.UNKNOWN_LANGUAGE else ()
        reading.error(kind, column, text, others=known)
        return empty
    return value


def _name(reading: _Reading, column: Column, text: str) -> str:
    if is_lossy(text):
        reading.error(RemarkKind.LOST_LETTERS, column, text)
    elif is_garbled_name(text):
        reading.error(RemarkKind.GARBLED, column, text)
    elif names.is_unusual(text):
        reading.warn(RemarkKind.UNUSUAL_NAME, column, text)
    return names.unify_apostrophes(text)


def _text(reading: _Reading, column: Column, text: str) -> str:
    if is_lossy(text):
        reading.warn(RemarkKind.LOST_LETTERS, column, text)
    elif is_garbled(text):
        reading.error(RemarkKind.GARBLED, column, text)
    return text


def _email(text: str, _reading: _Reading) -> str | None:
    try:
        return normalise_email(text)
    except ValueError:
        return None


_CODED: dict[Column, tuple[Any, Callable[[str, _Reading], Any], RemarkKind]] = {
    Column.SEX: (Sex.NOT_STATED, lambda text, _: values.find_sex(text), RemarkKind.UNKNOWN_SEX),
    Column.LANGUAGE: (
        "",
        lambda text, reading: values.find_language(text, reading.languages),
        RemarkKind.UNKNOWN_LANGUAGE,
    ),
    Column.EMAIL: ("", _email, RemarkKind.BAD_EMAIL),
    Column.PROFESSION: (None, lambda text, _: values.find_profession(text), RemarkKind.UNKNOWN_PROFESSION),
    Column.COUNTRY: ("", lambda text, _: values.find_country(text), RemarkKind.UNKNOWN_COUNTRY),
}
