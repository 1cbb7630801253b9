"""What a list of members gives cause to say, as a code with its values; `wording` puts it into words."""

from dataclasses import dataclass, replace
from enum import StrEnum

from lms.cohorts.lists.person import Column

MAX_QUOTED = 60  # characters of a cell that are quoted back


class RemarkKind(StrEnum):
    """What is to be said; the first group stops the reading, the others belong to one line."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # limit: bytes
    SPREADSHEET = "spreadsheet"
    OLD_SPREADSHEET = "old_spreadsheet"
    PDF = "pdf"
    NO_TEXT = "no_text"
    NO_HEADER = "no_header"  # value: the first line
    NO_NAME_COLUMN = "no_name_column"  # value: the header
    COLUMN_TWICE = "column_twice"  # column; value: as it is headed
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"  # limit
    TOO_MANY_COLUMNS = "too_many_columns"  # limit

    RAGGED = "ragged"  # limit: cells that the header has; found: cells of this line
    NO_NAME = "no_name"
    TOO_LONG = "too_long"  # limit: characters
    NAME_TOO_LONG = "name_too_long"  # the parts together; limit: characters
    INVISIBLE = "invisible"
    LOST_LETTERS = "lost_letters"  # also of a header
    GARBLED = "garbled"  # also of a header
    UNKNOWN_SEX = "unknown_sex"
    UNKNOWN_LANGUAGE = "unknown_language"  # others: the tags that are known
    UNKNOWN_PROFESSION = "unknown_profession"
    UNKNOWN_COUNTRY = "unknown_country"
    BAD_EMAIL = "bad_email"
    SAME_EMAIL = "same_email"  # other_line: whose it is

    UNUSUAL_NAME = "unusual_name"
    SAME_PERSON = "same_person"  # other_line: where she stands; others: the columns in which the two differ
    NAMESAKE = "namesake"  # other_line: where the other stands


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of a list; `line` is 0 where it concerns the whole."""

    kind: RemarkKind
    line: int = 0
    column: Column | None = None
    value: str = ""  # what stands in the cell, shortened
    limit: int = 0
    found: int = 0
    other_line: int = 0
    others: tuple[str, ...] = ()

    def at(self, line: int) -> "Remark":
        """Give the same remark for a line."""
        return replace(self, line=line)


class Unreadable(Exception):
    """The list cannot be read at all; `remark` says why."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.kind.value)
        self.remark = remark


def quoted(text: str) -> str:
    """Give the beginning of a cell, without what cannot be seen, to be quoted back."""
    shown = "".join(char if char.isprintable() else " " for char in text[: MAX_QUOTED + 1])
    return shown if len(shown) <= MAX_QUOTED else f"{shown[:MAX_QUOTED]}…"
