"""A list's text cut into lines and cells.

The csv module lets one stray quotation mark swallow the rest of a file. Here a cell is quoted only where its closing
mark stands before a separator or a line's end, and not too far away; otherwise the mark is a character like others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_CELL = 2_000  # characters, before spaces are taken out

_ANNOUNCED = re.compile(r'\A"?sep=([;,\t|])"?(?:\n|\Z)', re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r'[^\s;,|"]')  # whichever separator is tried


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list that says something; `number` counts the file's lines, where it begins."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """Give the cells without the empty ones behind the last that says something."""
        last = max(index for index, cell in enumerate(self.cells) if cell.strip())
        return self.cells[: last + 1]


def announced_separator(text: str) -> str | None:
    """Give the separator that a first line `sep=;` names, as Excel writes and understands it."""
    found = _ANNOUNCED.match(text)
    return found[1] if found else None


def cut(text: str, separator: str) -> Iterator[Line]:
    """Give the lines that have anything in them, `sep=` left out.

    :param text: with line ends as `decode` leaves them
    """
    quoted, bare = _patterns(separator)
    position, number = 0, 1
    if found := _ANNOUNCED.match(text):
        position, number = found.end(), 2
    start, cells = number, list[str]()
    while position <= len(text):
        match = quoted.match(text, position)
        if match and match.end(1) - match.start(1) <= MAX_CELL:
            cells.append(match[1].replace('""', '"'))
            number += match[1].count("\n")
        else:
            match = bare.match(text, position)
            cells.append(match[0] if match else "")
        position = match.end() if match else position
        if position == len(text) or text[position] == "\n":
            if any(_SAYS_SOMETHING.search(cell) for cell in cells):
                yield Line(start, tuple(cells))
            number += 1
            start, cells = number, []
        position += 1


@lru_cache(maxsize=8)
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what fits a quoted cell and what fits a bare one; neither ever tries a character twice."""
    end = re.escape(separator) + r"\n"
    return re.compile(rf' *+"((?:[^"]++|"")*+)" *+(?=[{end}]|\Z)'), re.compile(rf"[^{end}]*+")
