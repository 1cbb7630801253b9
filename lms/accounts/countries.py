"""Countries of work: the region's first, then all others by name."""

from functools import lru_cache

from babel import Locale

REGION = ("kz", "kg", "tj", "tm", "uz")
_OWN_NAMES = {("ru", "kg"): "Кыргызстан"}  # as the country calls itself in that language, where CLDR does not
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # groups and test codes of CLDR


@lru_cache(maxsize=32)
def list_countries(language: str) -> tuple[tuple[str, str], ...]:
    """List code and name, in `language`, of every country.

    :param language: BCP 47
    """
    names = Locale.parse(language, sep="-").territories
    known = {code.lower(): str(name) for code, name in names.items() if len(code) == 2 and code not in _NO_COUNTRIES}
    known |= {code: name for (tag, code), name in _OWN_NAMES.items() if tag == language}
    region = [(code, known.pop(code)) for code in REGION]
    return (*region, *sorted(known.items(), key=lambda country: country[1].casefold()))


def country_name(code: str | None, language: str) -> str:
    """Give the name of a country in `language`; empty if none is stated."""
    return dict(list_countries(language)).get(code or "", "")
