"""A question as it was asked: written down whole with the attempt, so that no edit of the course changes the past."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator

from lms.catalog.question import EMPTY, Choice, Format, Kind, Question, Text

INLINE = frozenset({Kind.SINGLE, Kind.TRUE_FALSE, Kind.SHORT, Kind.NUMBER})  # kinds that can be asked inside a line
GAP = "…"
KEPT = 1_000  # questions as asked that are kept ready, of about 5 KB each: whoever is shown one answers it soon


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an attempt."""

    question: Question
    order: tuple[str, ...]  # keys of the choices as shown; of a matching question that of the right sides
    outcome: str | None  # key of the outcome that it tests
    lessons: tuple[str, ...]  # paths of the lessons that teach it

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices as shown; of a matching question the left sides."""
        if self.question.kind is Kind.MATCHING:
            return tuple(choice for choice in self.question.choices if choice.text)
        return self._ordered

    @property
    def right_sides(self) -> tuple[str, ...]:
        """The right sides of a matching question as shown."""
        return tuple(choice.match for choice in self._ordered)

    @property
    def _ordered(self) -> tuple[Choice, ...]:
        by_key = {choice.key: choice for choice in self.question.choices}
        return tuple(by_key[key] for key in self.order)


def as_asked(question: Question) -> Question:
    """Give a question with three dots for a gap that cannot be answered inside its sentence."""
    if not question.stem_after or question.kind in INLINE:
        return question
    sentence = f"{question.stem.source} {GAP} {question.stem_after.source}"
    return replace(question, stem=Text(sentence, question.stem.format), stem_after=EMPTY)


def snapshot(
    question: Question,
    *,
    order: Sequence[str] | None = None,
    outcome: str | None = None,
    lessons: Collection[str] = (),
) -> Asked:
    """Give a question in the form of `as_asked`, without its place in a file.

    :param order: keys of the choices as shown; the file's order if left out
    """
    shown = tuple(order if order is not None else [choice.key for choice in question.choices])
    return Asked(replace(as_asked(question), line=0, file=""), shown, outcome, tuple(lessons))


def write_snapshot(asked: Asked) -> dict[str, Any]:
    """Write a question down as plain values."""
    question = asked.question
    return {
        "key": question.key,
        "kind": question.kind.value,
        "stem": _write_text(question.stem),
        "stem_after": _write_text(question.stem_after),
        "choices": [_write_choice(choice) for choice in question.choices],
        "order": list(asked.order),
        "feedback": _write_text(question.feedback),
        "name": question.name,
        "tags": list(question.tags),
        "category": question.category,
        "outcome": asked.outcome,
        "lessons": list(asked.lessons),
    }


def read_snapshot(asked: Mapping[str, Any]) -> Asked:
    """Read what `write_snapshot` wrote."""
    question = Question(
        key=asked["key"],
        kind=Kind(asked["kind"]),
        stem=_read_text(asked["stem"]),
        choices=tuple(_read_choice(choice) for choice in asked["choices"]),
        stem_after=_read_text(asked["stem_after"]),
        feedback=_read_text(asked["feedback"]),
        name=asked["name"],
        tags=tuple(asked["tags"]),
        category=asked["category"],
    )
    return Asked(question, tuple(asked["order"]), asked["outcome"], tuple(asked["lessons"]))


class AskedJson(TypeDecorator[Asked]):
    """A question as asked, stored as JSON. What is read is immutable, so the same text is read once for all."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Asked | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else write_snapshot(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Asked | None:
        return None if value is None else read_snapshot(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Asked | None] | None:
        """Read SQLite's text; other drivers give the values that are in it."""
        return _read_text_once if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=KEPT)
def _read_text_once(text: str | None) -> Asked | None:
    return None if text is None else read_snapshot(json.loads(text))


def _write_text(text: Text) -> list[str]:
    return [text.source, text.format.value]


def _read_text(written: Sequence[str]) -> Text:
    return Text(written[0], Format(written[1]))


def _write_choice(choice: Choice) -> dict[str, Any]:
    return {
        "key": choice.key,
        "text": _write_text(choice.text),
        "weight": choice.weight,
        "feedback": _write_text(choice.feedback),
        "match": choice.match,
        "low": choice.low,
        "high": choice.high,
    }


def _read_choice(written: Mapping[str, Any]) -> Choice:
    return Choice(
        key=written["key"],
        text=_read_text(written["text"]),
        weight=written["weight"],
        feedback=_read_text(written["feedback"]),
        match=written["match"],
        low=written["low"],
        high=written["high"],
    )
