"""The glossary: terms in the languages of the region, each with its definition, from glossary.csv."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from types import MappingProxyType

from lms.catalog.course import SOURCE_LANGUAGE, Localized, pick
from lms.catalog.folder import IS_KEY, Report, Root
from lms.catalog.yaml_file import Mistake

GLOSSARY_CSV = "glossary.csv"
LANGUAGES = ("en", "ru", "ky", "uz", "tg", "kk", "tk")
DEFINED_IN = ("en", "ru")
COLUMNS = ("key", *LANGUAGES, *(f"definition_{language}" for language in DEFINED_IN), "source")


@dataclass(frozen=True, slots=True)
class Term:
    """A term; a language in which none is settled is left out."""

    key: str
    names: Mapping[str, str]  # language -> the term in it
    definitions: Mapping[str, str]  # language -> what it means

    def name(self, language: str) -> Localized[str]:
        return pick(self.names, language)

    def definition(self, language: str) -> Localized[str]:
        return pick(self.definitions, language)

    def other_names(self, language: str) -> tuple[Localized[str], ...]:
        """Give the term in every language but the one that `name` gives it in."""
        shown = self.name(language).language
        return tuple(Localized(name, other) for other, name in self.names.items() if other != shown)


Glossary = Mapping[str, Term]  # by key


def read_glossary(root: Root, report: Report) -> Glossary:
    """Give the terms by key; each mistake goes into `report`, and the term it is in is left out."""
    path = root.path / GLOSSARY_CSV
    found: dict[str, Term] = {}
    try:
        rows = list(_read_rows(root.read(path))) if path.exists() else []
    except Mistake as mistake:
        report.add_mistake(GLOSSARY_CSV, mistake)
        rows = []
    for line, row in rows:
        fault = _fault_of(row, found)
        if fault:
            report.add(GLOSSARY_CSV, line, fault)
        else:
            found[row["key"]] = _make_term(row)
    return MappingProxyType(found)


def _read_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Go through the rows, each with the line on which it ends. :raise Mistake: if this is no table of terms"""
    reader = csv.DictReader(StringIO(text), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise Mistake(1, f"The first line names the columns: {','.join(COLUMNS)}")
        for row in reader:
            if None in row or None in row.values():
                message = f"This row has not {len(COLUMNS)} cells: put a cell with commas in quotes."
                raise Mistake(reader.line_num, message)
            yield reader.line_num, {name: cell.strip() for name, cell in row.items()}
    except csv.Error as error:
        raise Mistake(reader.line_num + 1, f"This cannot be read as CSV: {error}.") from None


def _fault_of(row: Mapping[str, str], found: Mapping[str, Term]) -> str:
    if not IS_KEY.fullmatch(row["key"]):
        return f"Name “{row['key'][:40]}” with small Latin letters, digits and dashes only."
    if row["key"] in found:
        return f"“{row['key'][:40]}” stands here a second time: keep one of the two."
    if not (row[SOURCE_LANGUAGE] and row[f"definition_{SOURCE_LANGUAGE}"]):
        return "Give the term and its definition in English; the other languages may wait."
    return ""


def _make_term(row: Mapping[str, str]) -> Term:
    names = {language: row[language] for language in LANGUAGES if row[language]}
    meanings = {language: row[f"definition_{language}"] for language in DEFINED_IN}
    defined = {language: meaning for language, meaning in meanings.items() if meaning}
    return Term(row["key"], MappingProxyType(names), MappingProxyType(defined))
