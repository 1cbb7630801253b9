"""YAML as authors write it: plain values that know their line, and mistakes said in a sentence."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

import yaml

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

MAX_DEPTH = 12
MAX_TITLE = 200  # characters
PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}

Raw = str | int | float | bool | date | None


class Mistake(Exception):
    """What is wrong in a file, on which line (from 1), and what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(line, message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the line it stands on."""

    data: "Raw | list[Value] | dict[str, Value]"
    line: int


Reader = Callable[[Value], Any]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that a mapping may have, each with what reads it, and those that it must have."""

    readers: Mapping[str, Reader]
    required: Collection[str] = ()

    def read(self, value: Value, on_mistake: Callable[[Mistake], None]) -> dict[str, Any]:
        """Give the fields that could be read; each that could not, and each unknown or missing one, is told."""
        if not isinstance(value.data, dict):
            on_mistake(Mistake(value.line, f"Write fields here, one a line, such as “{min(self.readers)}: …”."))
            return {}
        read: dict[str, Any] = {}
        for name, field in value.data.items():
            try:
                read[name] = self._reader(name, field.line)(field)
            except Mistake as mistake:
                on_mistake(mistake)
        for name in self.required:
            if name not in value.data:
                on_mistake(Mistake(value.line, f"Add “{name}”: it may not be left out."))
        return read

    def _reader(self, name: str, line: int) -> Reader:
        if name in self.readers:
            return self.readers[name]
        close = get_close_matches(name, self.readers, n=1)
        hint = f"did you mean “{close[0]}”?" if close else f"it can be {', '.join(self.readers)}."
        raise Mistake(line, f"Nothing is called “{_short(name)}” here: {hint}")


def parse_yaml(text: str, *, first_line: int = 1) -> Value:
    """Read one YAML document of plain values.

    :param first_line: the line of the file at which `text` begins
    :raise Mistake: if it is no YAML, or uses what can be abused: anchors, aliases, tags, deep nesting, repeated fields
    """
    shift = first_line - 1
    try:
        _refuse_tricks(text, shift)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = _line_of(error.problem_mark or error.context_mark)
        raise Mistake(line + shift, f"This cannot be read as YAML: {error.problem or error.context}.") from None
    except yaml.YAMLError:
        raise Mistake(
            first_line, "This cannot be read as YAML: it holds a character that YAML does not allow."
        ) from None
    return Value({}, first_line) if node is None else _plain(node, shift)


def _refuse_tricks(text: str, shift: int) -> None:
    """Look at the stream before a tree is built: aliases and nesting can make a small file a huge one."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = _line_of(event.start_mark) + shift
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Mistake(
                line, "Anchors (&) and aliases (*) are not read: write the value out, in quotes if it is text."
            )
        if getattr(event, "tag", None):
            raise Mistake(line, "Tags (!) are not read: write the plain value, in quotes if it is text.")
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or documents > 1:
            raise Mistake(
                line, "This is nested too deeply or holds two documents: keep to the form in courses/README.md."
            )


def _line_of(mark: object) -> int:
    return int(getattr(mark, "line", 0)) + 1


def _plain(node: yaml.Node, shift: int) -> Value:
    line = _line_of(node.start_mark) + shift
    if isinstance(node, yaml.MappingNode):
        return Value(_mapping(node, shift), line)
    if isinstance(node, yaml.SequenceNode):
        return Value([_plain(child, shift) for child in node.value], line)
    if node.tag not in PLAIN_TAGS:
        raise Mistake(line, "This value cannot be read: put it in quotes.")
    try:
        return Value(yaml.constructor.SafeConstructor().construct_object(node), line)
    except (ValueError, OverflowError):
        raise Mistake(line, f"“{_short(str(node.value))}” is no date or number that exists.") from None


def _mapping(node: yaml.MappingNode, shift: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, child in node.value:
        line = _line_of(key.start_mark) + shift
        if not isinstance(key, yaml.ScalarNode):
            raise Mistake(line, "The name of a field must be a word.")
        if key.value in found:
            raise Mistake(line, f"“{_short(key.value)}” stands here a second time: keep one of the two.")
        found[key.value] = Value(_plain(child, shift).data, line)
    return found


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def text(value: Value) -> str:
    """Read a text that says something."""
    if isinstance(value.data, str) and value.data.strip():
        return value.data.strip()
    raise Mistake(value.line, "Write a text here; in quotes if it looks like a number, a date or yes/no.")


def title(value: Value) -> str:
    """Read a title; certificates print it and the database keeps it."""
    if len(text(value)) <= MAX_TITLE:
        return text(value)
    raise Mistake(value.line, f"Shorten this title to {MAX_TITLE} characters or fewer.")


def any_text(value: Value) -> str:
    """Read a text that may be empty."""
    return "" if value.data in ("", None) else text(value)


def integer(low: int, high: int) -> Reader:
    """Give a reader of whole numbers from `low` to `high`."""

    def read(value: Value) -> int:
        if isinstance(value.data, int) and not isinstance(value.data, bool) and low <= value.data <= high:
            return value.data
        raise Mistake(value.line, f"Write a whole number from {low} to {high}.")

    return read


def fraction(value: Value) -> float:
    """Read a fraction above 0, up to 1."""
    if isinstance(value.data, int | float) and not isinstance(value.data, bool) and 0 < value.data <= 1:
        return float(value.data)
    raise Mistake(value.line, "Write a fraction above 0 and up to 1, such as 0.8 for 80 per cent.")


def boolean(value: Value) -> bool:
    """Read yes or no."""
    if isinstance(value.data, bool):
        return value.data
    raise Mistake(value.line, "Write true or false.")


def day(value: Value) -> date:
    """Read a date."""
    if isinstance(value.data, date) and not isinstance(value.data, datetime):
        return value.data
    raise Mistake(value.line, "Write a date as year-month-day, such as 2026-12-01, without quotes.")


def one_of(kind: type[E]) -> Callable[[Value], E]:
    """Give a reader of the values of an enumeration."""

    def read(value: Value) -> E:
        if isinstance(value.data, str) and value.data in list(kind):
            return kind(value.data)
        raise Mistake(value.line, f"Write one of: {', '.join(kind)}.")

    return read


def list_of(read: Callable[[Value], T], *, empty: bool = True) -> Callable[[Value], tuple[T, ...]]:
    """Give a reader of lists. With `empty` false there must be something in it."""

    def read_list(value: Value) -> tuple[T, ...]:
        if not isinstance(value.data, list):
            raise Mistake(value.line, "Write a list here: in square brackets, or one a line after a dash.")
        if not empty and not value.data:
            raise Mistake(value.line, "Name at least one.")
        return tuple(read(item) for item in value.data)

    return read_list


def or_null(read: Callable[[Value], T]) -> Callable[[Value], T | None]:
    """Give a reader that also takes null."""
    return lambda value: None if value.data is None else read(value)


def mapping_of(read: Callable[[Value], T]) -> Callable[[Value], dict[str, T]]:
    """Give a reader of mappings from keys to values of one kind."""

    def read_mapping(value: Value) -> dict[str, T]:
        return {name: read(item) for name, item in items(value)}

    return read_mapping


def items(value: Value) -> Iterator[tuple[str, Value]]:
    """Go through a mapping. :raise Mistake: if it is none"""
    if not isinstance(value.data, dict):
        raise Mistake(value.line, "Write “key: value” here, one a line.")
    yield from value.data.items()
