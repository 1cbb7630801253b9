"""A list of members as a coordinator brings it, from a file or pasted, read line by line; nothing is stored here."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.cohorts.lists.cells import Row, read_row
from lms.cohorts.lists.columns import read_sheet
from lms.cohorts.lists.decoding import Decoded, Encoding, accept, decode
from lms.cohorts.lists.duplicates import take_once
from lms.cohorts.lists.person import ListedPerson
from lms.cohorts.lists.remarks import Remark, RemarkKind, Unreadable

MAX_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class MemberList:
    """What was found in a list. Where `problems` stand, there are no rows."""

    rows: tuple[Row, ...] = ()  # in the list's order, empty lines left out
    problems: tuple[Remark, ...] = ()  # of the whole list
    unknown_columns: tuple[str, ...] = ()  # as they are headed; not read
    never_taken: tuple[str, ...] = ()  # headed as what no list may set, such as a role or a password; not read
    encoding: Encoding | None = None  # None: it is no text
    separator: str = ""
    text: str = ""  # as it was decoded, to be corrected in place: its lines are those that the rows number

    @property
    def people(self) -> tuple[ListedPerson, ...]:
        """Give each person once, without the lines that have errors."""
        return tuple(row.person for row in self.rows if row.person is not None)

    @property
    def is_faultless(self) -> bool:
        """Tell whether the list can be taken as it is, doubts apart."""
        return not self.problems and not any(row.errors for row in self.rows)


def read_file(data: bytes, *, languages: Iterable[str]) -> MemberList:
    """Read an uploaded list.

    :param languages: the tags, BCP 47, that a person's language may have
    """
    try:
        decoded = decode(data)
    except Unreadable as error:
        return MemberList(problems=(error.remark,))
    return _read(decoded, tuple(languages))


def read_text(text: str, *, languages: Iterable[str]) -> MemberList:
    """Read a pasted list; see `read_file`."""
    try:
        decoded = accept(text)
    except Unreadable as error:
        return MemberList(problems=(error.remark,))
    return _read(decoded, tuple(languages))


def _read(decoded: Decoded, languages: tuple[str, ...]) -> MemberList:
    try:
        sheet = read_sheet(decoded.text, max_lines=MAX_ROWS)
    except Unreadable as error:
        return MemberList(problems=(error.remark,), encoding=decoded.encoding, text=decoded.text)
    header = sheet.header
    return MemberList(
        problems=() if sheet.lines else (Remark(RemarkKind.NO_ROWS),),
        rows=take_once([read_row(line, header, languages) for line in sheet.lines]),
        unknown_columns=header.unknown,
        never_taken=header.never_taken,
        encoding=decoded.encoding,
        separator=sheet.separator,
        text=decoded.text,
    )
