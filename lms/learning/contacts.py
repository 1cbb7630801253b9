"""Help contacts as a lesson shows them: by country, the reader's own first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale
from flask import current_app

from lms.accounts.countries import list_countries
from lms.catalog.contact_places import ContactsPlace
from lms.catalog.contacts_file import Contact, Words, read_contacts
from lms.catalog.course import Localized, pick
from lms.catalog.rendering import RenderedLesson


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact in the reader's language, or in one that it is written in."""

    name: Localized[str]
    phone: tuple[tuple[str, str], ...]  # each number as it is written, and as it is dialled
    address: Localized[str] | None
    hours: Localized[str] | None
    for_whom: Localized[str] | None
    languages: str  # their names, in the reader's language
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class CountryContacts:
    """The contacts of one country."""

    name: str
    contacts: tuple[ShownContact, ...]


def list_for(rendered: RenderedLesson, country: str | None, *, language: str, today: date) -> list[CountryContacts]:
    """Give the contacts that a page has a place for; none where it has no such place."""
    if not any(isinstance(part, ContactsPlace) for part in rendered.parts):
        return []
    return list_contacts(Path(current_app.instance_path), country, language=language, today=today)


def list_contacts(folder: Path, country: str | None, *, language: str, today: date) -> list[CountryContacts]:
    """Give the contacts that hold today, by country: `country` first, then the region, then the others by name."""
    found = read_contacts(folder).countries
    order = sorted(list_countries(language), key=lambda one: one[0] != country)
    shown = [(name, _shown(found.get(code, ()), language, today)) for code, name in order]
    return [CountryContacts(name, contacts) for name, contacts in shown if contacts]


def _shown(contacts: Iterable[Contact], language: str, today: date) -> tuple[ShownContact, ...]:
    return tuple(_show(contact, language) for contact in contacts if contact.holds_on(today))


def _show(contact: Contact, language: str) -> ShownContact:
    return ShownContact(
        name=pick(contact.name, language),
        phone=tuple((number, re.sub(r"[^+0-9]", "", number)) for number in contact.phone),
        address=_say(contact.address, language),
        hours=_say(contact.hours, language),
        for_whom=_say(contact.for_whom, language),
        languages=", ".join(_name_of(tag, language) for tag in contact.languages),
        confirmed_on=contact.confirmed_on,
    )


def _say(words: Words | None, language: str) -> Localized[str] | None:
    return pick(words, language) if words else None


def _name_of(tag: str, language: str) -> str:
    return str(Locale.parse(tag, sep="-").get_display_name(Locale.parse(language, sep="-")) or tag)
