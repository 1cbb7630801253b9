"""The law that a lesson cites, in the reader's country and on the day of reading."""

from dataclasses import dataclass
from datetime import date

from flask import request
from flask_login import current_user

from lms import clock
from lms.accounts.countries import REGION, country_name, list_countries
from lms.catalog import service as catalog
from lms.catalog.citations import cited_law
from lms.catalog.law import LawBook, LawKey, Provision
from lms.catalog.law_words import LawWords, make_words
from lms.i18n import current_language, local_day

COUNTRY = "country"  # in the address, where a reader looks at the law of another country, or is not signed in


@dataclass(frozen=True, slots=True)
class ReadersLaw:
    """What the page of a lesson says of national law."""

    country: str  # "" where it is not known
    country_name: str
    is_in_account: bool  # whether the reader's account says in which country she works
    choices: tuple[tuple[str, str], ...]  # code and name of the countries that one can look at
    day: date
    words: LawWords  # in the text
    provisions: tuple[tuple[str, tuple[Provision, ...]], ...]  # at its end, by key in the order of the text


def asked_country() -> str | None:
    """Give the country that the address asks for; None if it asks for none that is known."""
    asked = request.args.get(COUNTRY, "")
    return asked if asked in REGION or asked in catalog.laws().countries else None


def find_law(markdown: str) -> ReadersLaw | None:
    """Find what is noted of the law that a text cites; None if it cites none."""
    keys = [key for key in cited_law(markdown) if key in list(LawKey)]
    if not keys:
        return None
    book, language, day = catalog.laws(), current_language(), local_day(clock.utcnow())
    own = getattr(current_user, "country", None) or ""
    country = asked_country() or own
    return ReadersLaw(
        country=country,
        country_name=country_name(country, language),
        is_in_account=bool(own),
        choices=_list_choices(book, country, language),
        day=day,
        words=make_words(book, keys, country=country, day=day, language=language),
        provisions=tuple((key, book.find(country, key, day)) for key in keys),
    )


def _list_choices(book: LawBook, country: str, language: str) -> tuple[tuple[str, str], ...]:
    offered = {*REGION, *book.countries, country}
    return tuple((code, name) for code, name in list_countries(language) if code in offered)
