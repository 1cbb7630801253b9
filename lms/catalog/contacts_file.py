"""contacts.yaml: where people get help, by country, as whoever runs an installation has confirmed it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError

from lms.accounts.countries import list_countries
from lms.catalog.folder import Report, Root
from lms.catalog.question import Problem
from lms.catalog.yaml_file import Fields, Mistake, Value, day, items, list_of, mapping_of, parse_yaml, text

CONTACTS_YAML = "contacts.yaml"
HOLDS = timedelta(days=180)  # a number that nobody has tried for longer may be anybody's by now
DAY = timedelta(days=1)  # a day begins earlier in one time zone than in another

Words = Mapping[str, str]
"""A text by its language, BCP 47; under "" where it was written in one alone. Empty where there is none."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who helps, and how to reach them."""

    name: Words
    confirmed_on: date
    confirmed_by: str  # for whoever runs the installation; shown on no page
    phone: tuple[str, ...] = ()
    address: Words | None = None
    hours: Words | None = None
    for_whom: Words | None = None
    languages: tuple[str, ...] = ()  # that are spoken there, BCP 47

    def holds_on(self, today: date) -> bool:
        """Tell whether it was confirmed lately enough to be shown; a day still to come confirms nothing."""
        return -DAY <= today - self.confirmed_on <= HOLDS


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """What the file says; an entry with a mistake is left out and told."""

    countries: Mapping[str, tuple[Contact, ...]]  # by code, in the order of the file
    problems: tuple[Problem, ...] = ()


def words(value: Value) -> Words:
    """Read a text, or the same text in several languages: {en: …, ru: …}."""
    if not isinstance(value.data, dict):
        return {"": text(value)}
    if not value.data:
        raise Mistake(value.line, "Write a text here.")
    return {_language(tag, value.line): said for tag, said in mapping_of(text)(value).items()}


def language(value: Value) -> str:
    """Read the tag of a language."""
    return _language(text(value), value.line)


def phone(value: Value) -> str:
    """Read a number; without quotes YAML would take its plus sign or first nought away."""
    if isinstance(value.data, str) and re.fullmatch(r"\+?[0-9][0-9 ()-]{1,30}", value.data.strip()):
        return value.data.strip()
    raise Mistake(value.line, 'Write a number in quotes, such as "+996 312 00 00 00": digits, spaces, dashes.')


def phones(value: Value) -> tuple[str, ...]:
    """Read one number or a list of them."""
    return list_of(phone, empty=False)(value) if isinstance(value.data, list) else (phone(value),)


CONTACT = Fields(
    {
        "name": words,
        "phone": phones,
        "address": words,
        "hours": words,
        "languages": list_of(language),
        "for_whom": words,
        "confirmed_on": day,
        "confirmed_by": text,
    },
    ("name", "confirmed_on", "confirmed_by"),
)


def read_contacts(folder: Path) -> ContactsFile:
    """Read the contacts of an installation, anew when the file has changed. Nothing that stands there raises."""
    try:
        status = (folder / CONTACTS_YAML).stat()
    except FileNotFoundError:
        return ContactsFile({})
    except OSError:
        return _read(folder)
    return _read_once(folder, status.st_mtime_ns, status.st_size, status.st_mode)


@lru_cache(maxsize=4)
def _read_once(folder: Path, _changed: int, _size: int, _mode: int) -> ContactsFile:
    return _read(folder)


def _read(folder: Path) -> ContactsFile:
    report = Report()
    try:
        countries = list(items(parse_yaml(Root(folder).read(folder / CONTACTS_YAML))))
    except Mistake as mistake:
        report.add_mistake(CONTACTS_YAML, mistake)
        countries = []
    found = {code: tuple(_read_country(code, value, report)) for code, value in countries}
    return ContactsFile({code: contacts for code, contacts in found.items() if contacts}, tuple(report.problems))


def _read_country(code: str, value: Value, report: Report) -> Iterator[Contact]:
    if code not in dict(list_countries("en")):
        report.add(CONTACTS_YAML, value.line, f"“{code[:40]}” is no country: write two small letters, such as kg.")
    elif not isinstance(value.data, list):
        report.add(CONTACTS_YAML, value.line, f"Write the contacts of {code} below it, each after a dash.")
    else:
        for entry in value.data:
            contact = _read_contact(entry, report)
            if contact:
                yield contact


def _read_contact(value: Value, report: Report) -> Contact | None:
    before = len(report.problems)
    fields: dict[str, Any] = CONTACT.read(value, lambda mistake: report.add_mistake(CONTACTS_YAML, mistake))
    if fields and not {"phone", "address"} & fields.keys():
        report.add(CONTACTS_YAML, value.line, "Add a phone or an address: without one nobody can get there.")
    return Contact(**fields) if len(report.problems) == before else None


def _language(tag: str, line: int) -> str:
    try:
        return str(Locale.parse(tag, sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        raise Mistake(line, f"“{tag[:40]}” is no language tag such as en, ru or uz-Cyrl.") from None
