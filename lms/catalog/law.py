"""Provisions of national law by country and key, as laws/<country>.yaml note them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from lms.catalog.course import Localized, pick


class LawKey(StrEnum):
    """What lessons can cite of a country's law, as [@law:KEY]."""

    TRAFFICKING = "trafficking"
    CHILD_TRAFFICKING = "child-trafficking"
    FORCED_LABOUR = "forced-labour"
    SPECIAL_LAW = "special-law"
    NON_PUNISHMENT = "non-punishment"
    VICTIM_STATUS = "victim-status"
    PROTECTION = "protection"
    DEPOSITION = "deposition"
    CLOSED_HEARING = "closed-hearing"
    REMOTE_TESTIMONY = "remote-testimony"
    CIVIL_CLAIM = "civil-claim"
    PROSTITUTION = "prostitution"
    BRIDE_KIDNAPPING = "bride-kidnapping"
    ILLEGAL_MIGRATION = "illegal-migration"


class State(StrEnum):
    """Whether a lawyer has compared a provision with the official text."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class LawSource:
    """Where the official text is published."""

    body: str
    address: str


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision, the days on which it is in force, both included, and who stands behind the note of it."""

    texts: Mapping[str, str]  # language -> the law with its date, and the article
    source: LawSource
    state: State
    valid_from: date | None = None  # None: not noted
    valid_to: date | None = None  # None: still in force
    confirmed_by: str = ""
    confirmed_on: date | None = None

    def text(self, language: str) -> Localized[str]:
        return pick(self.texts, language)

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


CountryLaw = Mapping[str, tuple[Provision, ...]]  # by key; () notes that nothing is to be shown


@dataclass(frozen=True, slots=True)
class LawBook:
    """The law of each country that is noted; a country is its ISO 3166 alpha-2 code in lower case."""

    countries: Mapping[str, CountryLaw] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, country: str, key: str, day: date) -> tuple[Provision, ...]:
        """Give the provisions of a country under a key that are in force on a day."""
        noted = self.countries.get(country, {}).get(key, ())
        return tuple(provision for provision in noted if provision.holds_on(day))

    def replaced_by(self, own: "LawBook") -> "LawBook":
        """Give this book with what an academy's own says in its place, key by key."""
        names = sorted({*self.countries, *own.countries})
        merged = {name: {**self.countries.get(name, {}), **own.countries.get(name, {})} for name in names}
        return LawBook(MappingProxyType(merged))
