"""sources.yaml: the works that lessons and questions cite."""

import re
from enum import StrEnum
from types import MappingProxyType

from lms.catalog.course import Source
from lms.catalog.folder import IS_KEY, Report, Root
from lms.catalog.yaml_file import Fields, Mistake, Value, day, integer, items, one_of, parse_yaml, text

SOURCES_YAML = "sources.yaml"


class Binds(StrEnum):
    """Whether a work binds the courts of the region."""

    TREATY = "treaty"
    SOFT = "soft"
    COMPARATOR = "comparator"
    NATIONAL = "national"


def address(value: Value) -> str:
    """Read the address of a work on its issuer's site."""
    if isinstance(value.data, str) and re.fullmatch(r"https://[A-Za-z0-9.-]+(/[^\s<>\"\\]*)?", value.data):
        return value.data
    raise Mistake(value.line, "Write the official address, beginning with https://.")


SOURCE = Fields(
    {"title": text, "body": text, "year": integer(1, 2200), "address": address, "binds": one_of(Binds), "read_on": day},
    ("title", "body", "year", "address", "binds"),
)


def read_sources(root: Root, report: Report) -> MappingProxyType[str, Source]:
    """Give the works that can be cited; each mistake goes into `report`, and the work it is in is left out."""
    path = root.path / SOURCES_YAML
    found: dict[str, Source] = {}
    try:
        entries = list(items(parse_yaml(root.read(path)))) if path.exists() else []
    except Mistake as mistake:
        report.add_mistake(SOURCES_YAML, mistake)
        entries = []
    for key, value in entries:
        source = _read_source(key, value, report)
        if source:
            found[key] = source
    return MappingProxyType(found)


def _read_source(key: str, value: Value, report: Report) -> Source | None:
    if not IS_KEY.fullmatch(key):
        report.add(SOURCES_YAML, value.line, f"Name “{key[:40]}” with small Latin letters, digits and dashes only.")
        return None
    fields = SOURCE.read(value, lambda mistake: report.add_mistake(SOURCES_YAML, mistake))
    return Source(key, **fields) if fields.keys() >= set(SOURCE.required) else None
