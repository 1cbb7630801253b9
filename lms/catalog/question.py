"""Questions as an author wrote them: immutable, without Flask and without tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a learner is asked to do. A missing word is a single choice or a short answer with `stem_after`."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMBER = "number"
    MATCHING = "matching"
    ESSAY = "essay"
    DESCRIPTION = "description"

    @property
    def is_scored(self) -> bool:
        """Essays are seen by the learner alone and descriptions ask nothing: neither carries points."""
        return self not in (Kind.ESSAY, Kind.DESCRIPTION)


class Format(StrEnum):
    """The markup of a text: GIFT's `[html]`, `[markdown]`, `[plain]`, `[moodle]`; unmarked text is Markdown."""

    MARKDOWN = "markdown"
    HTML = "html"
    PLAIN = "plain"
    MOODLE = "moodle"


@dataclass(frozen=True, slots=True)
class Text:
    """Marked-up text: what was written, and how to read it."""

    source: str
    format: Format = Format.MARKDOWN

    def __bool__(self) -> bool:
        return bool(self.source)


EMPTY = Text("")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice, accepted answer or matching pair of a question."""

    key: str  # its position among the question's choices in the file, from "1"; the same in every language
    text: Text  # the choice; short: the accepted text, `*` stands for anything; matching: the left side
    weight: float  # fraction of the point it earns, -1 to 1; 1 for a right choice
    feedback: Text = EMPTY
    match: str = ""  # matching: the right side
    low: float = 0.0  # number: the accepted interval, both ends included
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """One question in one language."""

    key: str  # GIFT's [id:...], unique in its course
    kind: Kind
    stem: Text
    choices: tuple[Choice, ...] = ()  # true/false: keys "true" and "false"
    stem_after: Text = EMPTY  # missing word: what stands after the gap
    feedback: Text = EMPTY  # general feedback; an essay's model answer
    name: str = ""
    tags: tuple[str, ...] = ()  # [tag:...]; a tag that is a key of the course's outcomes says what is tested
    category: str = ""
    line: int = 0  # in its file, from 1
    file: str = ""

    @property
    def has_gap(self) -> bool:
        """Tell whether this is a missing-word question: the answer stands inside the sentence."""
        return bool(self.stem_after)


Given = str | list[str] | Mapping[str, str]
"""A response in the shape of the question's kind:
single, true_false: the key of a choice; multiple: a list of keys; short, number, essay: what was typed;
matching: left key -> the chosen right side's text. Nothing given: "" or [] or {}."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a course: where it is, and what to do about it."""

    file: str  # relative to the courses folder
    line: int  # from 1
    message: str  # a whole sentence that says what to do
    column: int = 0  # from 1; 0 where it means nothing
    course: str = ""  # key of the course it belongs to; "" for files beside the courses

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"
