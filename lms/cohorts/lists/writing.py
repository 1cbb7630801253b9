"""Lists of members written out: the template to be filled in, and people as a list that reads as the same people."""

import csv
import io
from collections.abc import Iterable

from lms.accounts.countries import country_name
from lms.accounts.models import Profession
from lms.cohorts.lists.cells import Row
from lms.cohorts.lists.person import STORED, Column, ListedPerson
from lms.cohorts.models import Sex

SEPARATOR = ";"  # as Excel in the region expects it

# These are a file's format, which the reader understands, and no wording of pages.
_HEADINGS = {
    "en": "Surname, Given name, Patronymic, Surname in Latin letters, Given name in Latin letters, "
    "Patronymic in Latin letters, Sex, Agency, Province, Position, Language, E-mail, Profession, Country",
    "ru": "Фамилия, Имя, Отчество, Фамилия латиницей, Имя латиницей, Отчество латиницей, Пол, Ведомство, Область, "
    "Должность, Язык, Эл. почта, Профессия, Страна",
}
_SEXES = {"en": {Sex.FEMALE: "female", Sex.MALE: "male"}, "ru": {Sex.FEMALE: "ж", Sex.MALE: "м"}}
_PROFESSIONS = {
    "en": {profession: profession.value for profession in Profession},
    "ru": {
        Profession.INVESTIGATOR: "следователь",
        Profession.PROSECUTOR: "прокурор",
        Profession.JUDGE: "судья",
        Profession.OTHER: "другое",
    },
}


def template_csv(language: str) -> bytes:
    """Give the empty list: its header alone, so that no sample is ever taken for a person.

    :param language: BCP 47; other languages than English and Russian get the English header
    """
    return _table([headings(language).values()], line_end="\r\n").encode("utf-8-sig")


def headings(language: str) -> dict[Column, str]:
    """Give every column's heading as the template has it."""
    return dict(zip(STORED, _HEADINGS[_written_in(language)].split(", "), strict=True))


def write_rows(rows: Iterable[Row], language: str) -> str:
    """Write the people of a list in one form, with the columns that any of them fills; rows without one are left out.

    It is meant for a form, not for a spreadsheet: a cell that begins like a formula is not made harmless.
    """
    people = [row.person for row in rows if row.person is not None]
    filled = {column for person in people for column in person.stated()} | {Column.SURNAME, Column.GIVEN_NAME}
    columns = [column for column in STORED if column in filled]
    names = headings(language)
    table = [[names[column] for column in columns]]
    table += [[_cell(person, column, language) for column in columns] for person in people]
    return _table(table, line_end="\n")


def _cell(person: ListedPerson, column: Column, language: str) -> str:
    chosen = _written_in(language)
    if column is Column.SEX:
        return _SEXES[chosen].get(person.sex, "")
    if column is Column.PROFESSION:
        return _PROFESSIONS[chosen][person.profession] if person.profession else ""
    if column is Column.COUNTRY:
        return country_name(person.country, chosen)
    return str(getattr(person, column))


def _written_in(language: str) -> str:
    return language if language in _HEADINGS else "en"


def _table(rows: Iterable[Iterable[str]], *, line_end: str) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=SEPARATOR, lineterminator=line_end).writerows(rows)
    return written.getvalue()
