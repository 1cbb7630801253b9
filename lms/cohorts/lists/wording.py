"""What is said of a list of members, in the reader's language: which line, which cell, and what to do."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from lms.cohorts.lists.decoding import Encoding
from lms.cohorts.lists.person import Column
from lms.cohorts.lists.reading import MemberList
from lms.cohorts.lists.remarks import Remark, RemarkKind
from lms.i18n import language_name

COLUMNS = {
    Column.NAME: lazy_gettext("Name"),
    Column.NAME_LATIN: lazy_gettext("Name in Latin letters"),
    Column.SURNAME: lazy_gettext("Surname"),
    Column.GIVEN_NAME: lazy_gettext("Given name"),
    Column.PATRONYMIC: lazy_gettext("Patronymic"),
    Column.SURNAME_LATIN: lazy_gettext("Surname in Latin letters"),
    Column.GIVEN_NAME_LATIN: lazy_gettext("Given name in Latin letters"),
    Column.PATRONYMIC_LATIN: lazy_gettext("Patronymic in Latin letters"),
    Column.SEX: lazy_gettext("Sex"),
    Column.AGENCY: lazy_gettext("Agency"),
    Column.PROVINCE: lazy_gettext("Province"),
    Column.POSITION: lazy_gettext("Position"),
    Column.LANGUAGE: lazy_gettext("Language"),
    Column.EMAIL: lazy_gettext("E-mail"),
    Column.PROFESSION: lazy_gettext("Profession"),
    Column.COUNTRY: lazy_gettext("Country"),
}
ENCODINGS = {
    Encoding.UTF_8: "UTF-8",
    Encoding.UTF_16_LE: "UTF-16",
    Encoding.UTF_16_BE: "UTF-16",
    Encoding.WINDOWS_1251: "Windows-1251",
    Encoding.PASTED: lazy_gettext("pasted text"),
}
_SAVE_OR_PASTE = lazy_gettext("In Excel choose “Save as” and “CSV UTF-8”, or copy the cells and paste them here.")
_UNDERSTOOD = lazy_gettext(
    "Put a line with the names of the columns on top, such as: Surname, Given name, Patronymic, Sex, Agency, Province, "
    "Position, Language, E-mail, Profession, Country. Only one column with names is needed. The template has them all."
)
_SENTENCES = {
    RemarkKind.EMPTY: lazy_gettext("The list is empty. Choose a file with names in it, or paste the names."),
    RemarkKind.SPREADSHEET: lazy_gettext("This is an Excel workbook or an archive, which cannot be read. %(save)s"),
    RemarkKind.OLD_SPREADSHEET: lazy_gettext("This is a file of an old Excel or Word, which cannot be read. %(save)s"),
    RemarkKind.PDF: lazy_gettext(
        "This is a PDF, from which no list can be read. Ask for the table it was made of. %(save)s"
    ),
    RemarkKind.NO_TEXT: lazy_gettext("This file is no list in plain text. %(save)s"),
    RemarkKind.NO_HEADER: lazy_gettext(
        "Line %(line)d, “%(value)s”, names no column that is known here. %(understood)s"
    ),
    RemarkKind.NO_NAME_COLUMN: lazy_gettext("Line %(line)d, “%(value)s”, has no column for names. %(understood)s"),
    RemarkKind.COLUMN_TWICE: lazy_gettext(
        "Two columns are for the same: %(column)s. The second is headed “%(value)s”. Take one of them out or rename it."
    ),
    RemarkKind.NO_ROWS: lazy_gettext("There is nobody under the names of the columns. Add a line for each person."),
    RemarkKind.NO_NAME: lazy_gettext("There is no name. Write a surname or a given name, or take the line out."),
    RemarkKind.INVISIBLE: lazy_gettext(
        "“%(value)s” has characters that cannot be seen, perhaps copied from another program. Type it anew."
    ),
    RemarkKind.LOST_LETTERS: lazy_gettext(
        "“%(value)s” has a question mark where a letter was lost: the file was saved in an encoding that does not have "
        "letters such as Ў, Қ, Ҳ, Ғ, Ә, Ө, Ү, Ң, Ӣ or Ӯ. Save the list as “CSV UTF-8” and bring it again, or put the "
        "letter in by hand."
    ),
    RemarkKind.GARBLED: lazy_gettext(
        "“%(value)s” is garbled: somewhere the list was opened in the wrong encoding. Take the original list, save it "
        "as “CSV UTF-8” and bring it again, or type the text anew."
    ),
    RemarkKind.UNKNOWN_SEX: lazy_gettext("“%(value)s” is not understood. Write f or m, or leave the cell empty."),
    RemarkKind.UNKNOWN_LANGUAGE: lazy_gettext(
        "“%(value)s” is no language of this site. Write one of these, or leave the cell empty: %(languages)s."
    ),
    RemarkKind.UNKNOWN_PROFESSION: lazy_gettext(
        "“%(value)s” is not understood. Write investigator, prosecutor, judge or other, or leave the cell empty; what "
        "is more exact belongs into the column for the position."
    ),
    RemarkKind.UNKNOWN_COUNTRY: lazy_gettext(
        "“%(value)s” is no country that is known here. Write its name or its two letters, such as KG, or leave the "
        "cell empty."
    ),
    RemarkKind.BAD_EMAIL: lazy_gettext(
        "“%(value)s” is no e-mail address. Correct it, such as name@example.org, or leave the cell empty."
    ),
    RemarkKind.SAME_EMAIL: lazy_gettext(
        "“%(value)s” stands at line %(other)d beside another name. Each person needs an address of her own: correct "
        "one of the two, or leave this cell empty."
    ),
    RemarkKind.UNUSUAL_NAME: lazy_gettext("“%(value)s” hardly looks like a name. It is taken as it stands: check it."),
    RemarkKind.NAMESAKE: lazy_gettext(
        "“%(value)s” has the name of line %(other)d and another e-mail address: taken as another person. If it is the "
        "same one, take a line out."
    ),
}


def sentence(remark: Remark) -> str:
    """Say one thing of a line, or of the whole list, without the line's number and the column; see `place`."""
    if remark.kind in _COUNTED:
        return _COUNTED[remark.kind](remark)
    values = {"value": remark.value, "line": remark.line, "other": remark.other_line}
    values |= {"save": str(_SAVE_OR_PASTE), "understood": str(_UNDERSTOOD), "column": column_name(remark.column)}
    if remark.kind is RemarkKind.UNKNOWN_LANGUAGE:
        values["languages"] = ", ".join(language_name(tag) for tag in remark.others)
    return str(_SENTENCES[remark.kind]) % values


def placed_sentence(remark: Remark) -> str:
    """Say the same with line and column in front, for where the remark stands alone."""
    if not remark.line or remark.kind in _OF_THE_LIST:
        return sentence(remark)
    if remark.column is None:
        return _("Line %(line)d: %(sentence)s", line=remark.line, sentence=sentence(remark))
    column = column_name(remark.column)
    return _("Line %(line)d, %(column)s: %(sentence)s", line=remark.line, column=column, sentence=sentence(remark))


def column_name(column: Column | None) -> str:
    """Give what a column is called on pages; empty for none."""
    return str(COLUMNS[column]) if column else ""


def notices(members: MemberList) -> list[str]:
    """Say which columns of a list are not read."""
    said = []
    if members.unknown_columns:
        names = _in_quotes(members.unknown_columns)
        said.append(_("These columns are not known here and are left out: %(names)s.", names=names))
    if members.never_taken:
        names = _in_quotes(members.never_taken)
        said.append(_("These columns are never taken from a list, whatever they say: %(names)s.", names=names))
    return said


def _in_quotes(names: tuple[str, ...]) -> str:
    return ", ".join(_("“%(name)s”", name=name) for name in names)


def _too_large(remark: Remark) -> str:
    kilobytes = remark.limit // 1024
    return _("The list is larger than %(kilobytes)d KB. Bring it in several parts.", kilobytes=kilobytes)


def _too_many_rows(remark: Remark) -> str:
    return _("The list has more than %(limit)d lines. Bring it in several parts.", limit=remark.limit)


def _too_many_columns(remark: Remark) -> str:
    return _("The list has more than %(limit)d columns. Take out those that are not needed here.", limit=remark.limit)


def _ragged(remark: Remark) -> str:
    cells = ngettext("%(num)d cell", "%(num)d cells", remark.found)
    return _(
        "The line has %(cells)s, where the line with the names of the columns has %(expected)d. Perhaps a separator is "
        "missing or stands twice, or a cell that holds one has no quotation marks around it.",
        cells=cells,
        expected=remark.limit,
    )


def _too_long(remark: Remark) -> str:
    return _("“%(value)s” is longer than %(limit)d characters. Shorten it.", value=remark.value, limit=remark.limit)


def _name_too_long(remark: Remark) -> str:
    return _(
        "The parts of the name “%(value)s” are longer than %(limit)d characters together. Shorten them.",
        value=remark.value,
        limit=remark.limit,
    )


def _same_person(remark: Remark) -> str:
    if not remark.others:
        return _("The same person as in line %(other)d: taken once.", other=remark.other_line)
    columns = ", ".join(column_name(Column(name)) for name in remark.others)
    return _(
        "The same person as in line %(other)d: taken once, with what that line says where the two differ "
        "(%(columns)s). If these are two people, give each an e-mail address or a patronymic.",
        other=remark.other_line,
        columns=columns,
    )


_OF_THE_LIST = frozenset({RemarkKind.NO_HEADER, RemarkKind.NO_NAME_COLUMN})  # their sentence names the line
_COUNTED: dict[RemarkKind, Any] = {
    RemarkKind.TOO_LARGE: _too_large,
    RemarkKind.TOO_MANY_ROWS: _too_many_rows,
    RemarkKind.TOO_MANY_COLUMNS: _too_many_columns,
    RemarkKind.RAGGED: _ragged,
    RemarkKind.TOO_LONG: _too_long,
    RemarkKind.NAME_TOO_LONG: _name_too_long,
    RemarkKind.SAME_PERSON: _same_person,
}
