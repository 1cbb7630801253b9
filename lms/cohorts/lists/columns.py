"""What the columns of a list are called, and which columns a list without a header has."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lms.cohorts.lists.cutting import Line, announced_separator, cut
from lms.cohorts.lists.person import LATIN_NAMES, NAMES, Column
from lms.cohorts.lists.remarks import Remark, RemarkKind, Unreadable, quoted
from lms.cohorts.lists.spoilt import is_garbled, is_lossy

MAX_COLUMNS = 60
MAX_HEADING = 100  # characters; a longer cell is no heading
SEPARATORS = "\t;,"  # in this order where the lines do not decide

# English and Russian, and for names the words of Kazakh, Kyrgyz, Tajik, Turkmen and Uzbek.
_ALIASES: dict[Column, str] = {
    Column.NAME: "name, full name, whole name, фио, полное имя, фамилия имя отчество, фамилия имя, аты-жөні, аты-жөнү, "
    "таә, f.i.sh., ф.и.ш., f.i.o.",
    Column.SURNAME: "surname, last name, family name, фамилия, тегі, фамилиясы, familiyasi, familiya, фамилияси, "
    "насаб, familiýasy",
    Column.GIVEN_NAME: "given name, first name, forename, имя, аты, ismi, исми, ном, ady",
    Column.PATRONYMIC: "patronymic, middle name, отчество, әкесінің аты, атасынын аты, otasining ismi, отасининг исми, "
    "sharifi, шарифи, номи падар, atasynyň ady",
    Column.SEX: "sex, gender, пол, жынысы, jinsi, жинси, ҷинс, jynsy",
    Column.AGENCY: "agency, organisation, organization, office, institution, employer, ведомство, организация, орган, "
    "учреждение, место работы",
    Column.PROVINCE: "province, region, oblast, область, регион, провинция, область/регион, вилоят, viloyat",
    Column.POSITION: "position, post, job title, title, rank, должность, лауазымы, lavozimi, лавозими, вазифа, "
    "wezipesi",
    Column.LANGUAGE: "language, язык",
    Column.EMAIL: "e-mail, e-mail address, mail, эл. почта, электронная почта, почта, адрес эл. почты, имейл, емейл, "
    "адрес электронной почты, эл. адрес",
    Column.PROFESSION: "profession, occupation, профессия",
    Column.COUNTRY: "country, country of work, страна",
}
_IN_LATIN = (
    "latin, in latin, in latin letters, latin script, lat, лат, латиницей, латиница, на латинице, латинскими буквами"
)
_NEVER_TAKEN = "role, roles, password, is admin, admin, administrator, score, user id, роль, роли, пароль, балл, баллы"
_LATIN_FOR = dict(zip((*NAMES, Column.NAME), (*LATIN_NAMES, Column.NAME_LATIN), strict=True))
_LISTED_NAME = re.compile(r"(?:\d{1,4}[.)]\s*)?[^\W\d_][^\d@;,:?]*", re.UNICODE)  # with its number, if any
_WITHOUT_HEADER = (Column.NAME, Column.EMAIL)
_SAMPLE = 20  # lines that show how a list without a header is separated


@dataclass(frozen=True, slots=True)
class Header:
    """Which cell of a line holds what; the rest is told to the person and not read."""

    columns: tuple[Column | None, ...]
    unknown: tuple[str, ...] = ()  # as they are headed
    never_taken: tuple[str, ...] = ()
    is_written: bool = True  # False: there is none, and the columns were told from the lines
    may_be_short: bool = False  # empty cells at a line's end may have been left away


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list cut into its lines, the header taken off."""

    separator: str
    header: Header
    lines: tuple[Line, ...]


def fold(text: str) -> str:
    """Give the letters and digits of a heading or value, by which it is recognised: Ё is Е, marks are none."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return "".join(char for char in plain if char.isalnum())


def find_column(heading: str) -> Column | None:
    """Give the column that a heading names."""
    return _BY_HEADING.get(fold(heading)) if len(heading) <= MAX_HEADING else None


def read_sheet(text: str, *, max_lines: int) -> Sheet:
    """Cut a list by the separator that its header has, and read the header.

    :raise Unreadable: if it is empty, has more than `max_lines` under the header, or columns that are not understood
    """
    separator = announced_separator(text) or _separator(text)
    first = next(cut(text, separator), None)
    if first is None:
        raise Unreadable(Remark(RemarkKind.EMPTY))
    if any(map(find_column, first.cells)):
        header, skipped = _read_header(first, may_be_short=separator == "\t"), 1
    else:
        separator = announced_separator(text) or _separator_of_names(text)
        header, skipped = _guess_header(_first_lines(text, separator, _SAMPLE), first), 0
    lines = _first_lines(text, separator, max_lines + skipped + 1)[skipped:]
    if len(lines) > max_lines:
        raise Unreadable(Remark(RemarkKind.TOO_MANY_ROWS, limit=max_lines))
    return Sheet(separator, header, lines)


def _first_lines(text: str, separator: str, count: int) -> tuple[Line, ...]:
    return tuple(line for line, _ in zip(cut(text, separator), range(count), strict=False))


def _separator(text: str) -> str:
    """Give the separator that finds most columns in the first line."""

    def found(separator: str) -> tuple[int, int]:
        cells = next(cut(text, separator), Line(0, ())).cells
        return sum(find_column(cell) is not None for cell in cells), len(cells)

    return max(SEPARATORS, key=found)


def _separator_of_names(text: str) -> str:
    """Give the separator that parts most of the first lines in two."""
    return max(SEPARATORS, key=lambda mark: sum(len(line.filled) > 1 for line in _first_lines(text, mark, _SAMPLE)))


def _read_header(line: Line, *, may_be_short: bool) -> Header:
    """Read the line that names the columns.

    :param may_be_short: of a copied block of cells the empty ones at the end are easily lost
    :raise Unreadable: if one is named twice, or none is for names
    """
    headings = [" ".join(cell.split()) for cell in line.filled]
    if len(headings) > MAX_COLUMNS:
        raise Unreadable(Remark(RemarkKind.TOO_MANY_COLUMNS, line.number, limit=MAX_COLUMNS))
    columns = [find_column(heading) for heading in headings]
    if Column.NAME in columns and Column.SURNAME in columns and Column.GIVEN_NAME not in columns:
        columns[columns.index(Column.NAME)] = Column.GIVEN_NAME  # "surname, name"
    for index, column in enumerate(columns):
        if column is not None and column in columns[:index]:
            raise Unreadable(Remark(RemarkKind.COLUMN_TWICE, line.number, column, quoted(headings[index])))
    if not {Column.NAME, Column.SURNAME, Column.GIVEN_NAME} & set(columns):
        raise Unreadable(_not_understood(RemarkKind.NO_NAME_COLUMN, line))
    rest = [heading for heading, column in zip(headings, columns, strict=True) if column is None and heading]
    never = [heading for heading in rest if fold(heading) in _FORBIDDEN]
    unknown = [heading for heading in rest if heading not in never]
    return Header(tuple(columns), _once(unknown), _once(never), may_be_short=may_be_short)


def _guess_header(sample: Sequence[Line], first: Line) -> Header:
    """Tell the columns of a list that begins with a person: names, e-mail addresses, or both.

    :raise Unreadable: if the first line may as well be a header, or there are other columns
    """
    width = max(len(line.filled) for line in sample)
    columns = tuple(_guess_column(sample, index) for index in range(min(width, 3)))
    is_a_person = all(_is_of_a_person(cell) for cell in sample[0].filled)
    if width > len(_WITHOUT_HEADER) or len(set(columns)) < width or not is_a_person:
        raise Unreadable(_not_understood(RemarkKind.NO_HEADER, first))
    return Header(columns, is_written=False, may_be_short=True)


def _guess_column(sample: Sequence[Line], index: int) -> Column:
    cells = [line.cells[index] for line in sample if index < len(line.cells)]
    return Column.EMAIL if any("@" in cell for cell in cells) else Column.NAME


def _is_of_a_person(cell: str) -> bool:
    """Tell whether a cell is no heading: an e-mail address, a name of several words, or nothing."""
    text = cell.strip()
    is_name = len(text.split()) > 1 and len(text) <= MAX_HEADING and _LISTED_NAME.fullmatch(text) is not None
    return not text or ("@" in text and " " not in text) or is_name


def _not_understood(kind: RemarkKind, line: Line) -> Remark:
    """Say why a header is not understood: it is garbled, its letters are lost, or it names nothing that is known."""
    headings = [cell[:MAX_HEADING] for cell in line.filled[:MAX_COLUMNS]]
    value = quoted(" | ".join(" ".join(heading.split()) for heading in headings))
    if any(is_garbled(heading) for heading in headings):
        kind = RemarkKind.GARBLED
    elif any(is_lossy(heading) for heading in headings):
        kind = RemarkKind.LOST_LETTERS
    return Remark(kind, line.number, value=value)


def _once(headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(quoted(heading) for heading in dict.fromkeys(headings))


def _folded(words: str) -> list[str]:
    return [fold(word) for word in words.split(", ")]


def _by_heading() -> dict[str, Column]:
    """Give every folded heading with its column: the aliases, the fields' own names, and those of names in Latin."""
    known = {fold(column): column for column in Column}
    known |= {heading: column for column, words in _ALIASES.items() for heading in _folded(words)}
    for plain, latin in _LATIN_FOR.items():
        headings = [heading for heading, column in known.items() if column is plain]
        known |= {heading + ending: latin for heading in headings for ending in _folded(_IN_LATIN)}
    return known


_BY_HEADING = _by_heading()
_FORBIDDEN = frozenset(_folded(_NEVER_TAKEN))
