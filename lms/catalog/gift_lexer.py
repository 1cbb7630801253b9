"""Where things stand in a GIFT file: escapes, comments, and the blocks that blank lines part.

Everything here keeps the length of the text, so that the place of each character in the file stays known. An escaped
character becomes a Unicode noncharacter, which no file may hold, followed by a filler; a comment becomes fillers.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from lms.catalog.question import Problem

MAX_CHARACTERS = 1_000_000
MAX_PROBLEMS = 200

_FILLER = "\ufdd0"
_STANDS_FOR = {"~": "\ufdd1", "=": "\ufdd2", "#": "\ufdd3", "{": "\ufdd4", "}": "\ufdd5", ":": "\ufdd6"}
_STANDS_FOR |= {"n": "\ufdd7", "\\": "\ufdd8"}
_UNMASK = {ord(mask): "\n" if char == "n" else char for char, mask in _STANDS_FOR.items()} | {ord(_FILLER): None}
_ESCAPE = re.compile(r"\\([~=#{}:n\\])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACE = " \t\n\v\f\r\u00a0" + _FILLER
_ID = re.compile(r"\[id:")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file: its masked text, and where it begins in the file's text."""

    masked: str
    at: int

    def __bool__(self) -> bool:
        return bool(self.masked)

    @property
    def text(self) -> str:
        """Give the text as it is read, escapes resolved and comments taken out, without spaces around it."""
        return self.masked.translate(_UNMASK).strip()

    @property
    def end(self) -> int:
        return self.at + len(self.masked)

    def cut(self, start: int, end: int | None = None) -> "Piece":
        """Give the part between two positions in this piece."""
        return Piece(self.masked[start:end], self.at + start)

    def strip(self) -> "Piece":
        """Give this piece without the spaces, line ends and comments around it."""
        right = self.masked.rstrip(_SPACE)
        left = right.lstrip(_SPACE)
        return Piece(left, self.at + len(right) - len(left))

    def partition(self, mark: str) -> tuple["Piece", bool, "Piece"]:
        """Give what stands before the first `mark`, whether there is one, and what stands behind it."""
        head, found, tail = self.masked.partition(mark)
        return Piece(head, self.at), bool(found), Piece(tail, self.end - len(tail))


class _Sort(Enum):
    BLANK = "blank"
    COMMENT = "comment"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class _Line:
    sort: _Sort
    raw: str
    piece: Piece  # with its line end

    @property
    def begins_question(self) -> bool:
        """Tell whether a line behind a blank one cannot belong to answers that were left open above it."""
        if self.sort is _Sort.COMMENT:
            return bool(_ID.search(self.raw))
        start = self.piece.masked.lstrip()
        brace = re.search("[{}]", start)
        return start.startswith(("::", "$CATEGORY:")) or bool(brace and brace.group() == "{")

    def leaves_open(self, is_open: bool) -> bool:
        """Tell whether answers are open at the end of the line, when they were (or were not) at its start."""
        opened, closed = self.piece.masked.rfind("{"), self.piece.masked.rfind("}")
        return is_open if opened == closed else opened > closed


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between blank lines: the comments in it, and its text with the comments masked."""

    comments: tuple[Piece, ...]
    body: Piece


class Places:
    """Problems of one file, each put at its line and column."""

    def __init__(self, text: str, *, file: str, course: str, first_line: int) -> None:
        self.file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._course, self._first_line = course, first_line
        self.problems: list[Problem] = []
        self.mistakes = 0  # also those that were too many to be noted

    def line(self, at: int) -> int:
        """Give the line in the file of a position in its text."""
        return bisect_right(self._starts, at) - 1 + self._first_line

    def report(self, at: int, message: str) -> None:
        """Note a mistake. After the two-hundredth, one sentence stands for all that follow."""
        self.mistakes += 1
        if self.mistakes <= MAX_PROBLEMS:
            self._add(at, message)
        elif self.mistakes == MAX_PROBLEMS + 1:
            self._add(at, "There are more mistakes from here on. Correct those above first, then check again.")

    def _add(self, at: int, message: str) -> None:
        column = at - self._starts[bisect_right(self._starts, at) - 1] + 1
        self.problems.append(Problem(self.file, self.line(at), message, column, self._course))


def clean(text: str, places: Places) -> str:
    """Give `text` with what cannot be shown replaced by spaces; it is reported once a line."""
    reported = 0
    for found in _UNPRINTABLE.finditer(text):
        line = places.line(found.start())
        if line != reported:
            code = f"U+{ord(found.group()):04X}"
            places.report(found.start(), f"Take out the character {code}, which cannot be shown or stored.")
        reported = line
    return _UNPRINTABLE.sub(" ", text)


def blocks(text: str) -> Iterator[Block]:
    """Give the blocks of a file in order.

    A blank line ends a block unless answers are open. They count as left open by mistake as soon as a line follows
    that begins another question; the block then ends at the last blank line before it.
    """
    lines = list(_lines(text))
    start = index = 0
    gap: int | None = None
    is_open = False
    while index < len(lines):
        line = lines[index]
        if gap is not None and line.sort is not _Sort.BLANK and line.begins_question:
            yield _block(lines[start:gap])
            start = index = gap
            gap, is_open = None, False
        elif line.sort is _Sort.BLANK and not is_open:
            yield _block(lines[start:index])
            start = index = index + 1
        else:
            is_open = line.leaves_open(is_open)
            gap = index if line.sort is _Sort.BLANK else gap if is_open else None
            index += 1
    yield _block(lines[start:])


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.split("\n"):
        sort = _Sort.BLANK if not raw.strip() else _Sort.COMMENT if raw.lstrip().startswith("//") else _Sort.TEXT
        masked = _FILLER * (len(raw) + 1) if sort is _Sort.COMMENT else _mask(raw) + "\n"
        yield _Line(sort, raw, Piece(masked, at))
        at += len(raw) + 1


def _mask(raw: str) -> str:
    return _ESCAPE.sub(lambda match: _STANDS_FOR[match.group(1)] + _FILLER, raw)


def _block(lines: Sequence[_Line]) -> Block:
    comments = tuple(Piece(line.raw, line.piece.at) for line in lines if line.sort is _Sort.COMMENT)
    body = "".join(line.piece.masked for line in lines)
    return Block(comments, Piece(body, lines[0].piece.at if lines else 0))
