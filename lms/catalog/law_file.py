"""laws/<country>.yaml, beside the courses and in the installation's folder: provisions of national law by key."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lms.accounts.countries import list_countries
from lms.catalog.folder import LANGUAGE, Report, Root
from lms.catalog.law import CountryLaw, LawBook, LawKey, LawSource, Provision, State
from lms.catalog.sources_file import address
from lms.catalog.yaml_file import Fields, Mistake, Value, day, items, one_of, or_null, parse_yaml, text

LAWS = "laws"
STRAY = "Nothing reads this: a country's law is in a file called like kg.yaml, with the two letters of its code."


def texts(value: Value) -> dict[str, str]:
    """Read what a provision is called, by language."""
    found = {}
    for language, words in items(value):
        if not re.fullmatch(LANGUAGE, language):
            raise Mistake(words.line, f"“{language[:20]}” is no language: write en, ru, ky, kk, tg, tk or uz.")
        found[language] = text(words)
    if not found:
        raise Mistake(value.line, "Write the law, its date and the article, such as “en: Criminal Code of …”.")
    return found


def source(value: Value) -> LawSource:
    """Read where the official text is published."""
    return LawSource(**_read_all(SOURCE, value))


SOURCE = Fields({"body": text, "address": address}, ("body", "address"))
PROVISION = Fields(
    {
        "text": texts,
        "valid_from": or_null(day),
        "valid_to": or_null(day),
        "source": source,
        "state": one_of(State),
        "confirmed_by": text,
        "confirmed_on": day,
    },
    ("text", "source", "state"),
)


def read_laws(root: Root, report: Report) -> LawBook:
    """Give what `laws/` in a folder notes. Nothing is shown in the place of what could not be read, and it is told."""
    folder = root.path / LAWS
    found: dict[str, CountryLaw] = {}
    for path in root.entries(folder, report) if folder.is_dir() else ():
        if path.suffix == ".yaml" and path.stem in dict(list_countries("en")):
            found[path.stem] = MappingProxyType(dict(_read_country(root, path, report)))
        else:
            report.add(root.relative(path), 1, STRAY)
    return LawBook(MappingProxyType(found))


def _read_country(root: Root, path: Path, report: Report) -> Iterator[tuple[str, tuple[Provision, ...]]]:
    file = root.relative(path)
    try:
        entries = list(items(parse_yaml(root.read(path))))
    except Mistake as mistake:
        report.add_mistake(file, mistake)
        yield from ((key, ()) for key in LawKey)
        return
    for key, value in entries:
        try:
            if key not in list(LawKey):
                raise Mistake(value.line, f"“{key[:40]}” is no key of law: it can be {', '.join(LawKey)}.")
            yield key, _read_provisions(value)
        except Mistake as mistake:
            report.add_mistake(file, mistake)
            yield key, ()


def _read_provisions(value: Value) -> tuple[Provision, ...]:
    if not isinstance(value.data, list):
        raise Mistake(value.line, "Write a list here, each provision after a dash; [] if there is none to show.")
    return tuple(_read_provision(item) for item in value.data)


def _read_provision(value: Value) -> Provision:
    fields = _read_all(PROVISION, value)
    provision = Provision(texts=MappingProxyType(fields.pop("text")), **fields)
    if provision.valid_from and provision.valid_to and provision.valid_to < provision.valid_from:
        raise Mistake(value.line, "This ends before it begins: correct valid_from or valid_to.")
    if provision.state == State.CONFIRMED and not (provision.confirmed_by and provision.confirmed_on):
        raise Mistake(value.line, "Say who confirmed this and when: add confirmed_by and confirmed_on.")
    return provision


def _read_all(fields: Fields, value: Value) -> dict[str, Any]:
    """Give every field. :raise Mistake: for the first that cannot be read"""
    mistakes: list[Mistake] = []
    read = fields.read(value, mistakes.append)
    if mistakes:
        raise mistakes[0]
    return read
