"""The help contacts of an installation: whether the file can be read, and what it lacks or no longer holds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lms.catalog.contacts_file import CONTACTS_YAML, HOLDS, Contact, ContactsFile, read_contacts
from lms.operation.findings import Finding, act, count, look, ok

SUBJECT = "help contacts"
NAMED = 5  # contacts and mistakes that a sentence names; the others are counted
NONE = f"None is shown: fill in {CONTACTS_YAML}. Until then lessons name kinds of places, and no number."


def examine_contacts(instance: Path, *, today: date) -> list[Finding]:
    """Look at contacts.yaml: what cannot be read, what was not confirmed lately, and what is shown."""
    found = read_contacts(instance)
    return [*_mistakes(found), *_outdated(found, today), _shown(found, today)]


def _mistakes(found: ContactsFile) -> Iterator[Finding]:
    if found.problems:
        told = _some([f"line {problem.line}: {problem.message}" for problem in found.problems], " ")
        number = count(len(found.problems), "mistake")
        yield act(SUBJECT, f"{CONTACTS_YAML} has {number}, and an entry with one is not shown. {told}")


def _outdated(found: ContactsFile, today: date) -> Iterator[Finding]:
    names = [f"{_name_of(one)} ({code})" for code, one in _all(found) if not one.holds_on(today)]
    if names:
        sentence = f"Not shown, since they were not confirmed in the last {HOLDS.days} days: {_some(names, ', ')}."
        yield act(SUBJECT, f"{sentence} Try each, and set confirmed_on and confirmed_by anew.")


def _shown(found: ContactsFile, today: date) -> Finding:
    holding = [one for _code, one in _all(found) if one.holds_on(today)]
    if not holding:
        return look(SUBJECT, NONE)
    last = min(one.confirmed_on for one in holding) + HOLDS
    return ok(SUBJECT, f"{count(len(holding), 'contact')} shown; confirm the oldest again by {last:%Y-%m-%d}.")


def _all(found: ContactsFile) -> Iterator[tuple[str, Contact]]:
    for code, contacts in found.countries.items():
        for contact in contacts:
            yield code, contact


def _name_of(contact: Contact) -> str:
    return contact.name.get("en") or next(iter(contact.name.values()))


def _some(told: list[str], mark: str) -> str:
    rest = len(told) - NAMED
    return mark.join(told[:NAMED]) + (f"{mark}and {rest} more" if rest > 0 else "")
