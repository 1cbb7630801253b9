"""The values that cells of a list may have: sex, language, profession and country, by code or by name."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from babel import Locale

from lms.accounts.countries import list_countries
from lms.accounts.models import Profession
from lms.cohorts.lists.columns import fold
from lms.cohorts.models import Sex

Value = TypeVar("Value")

NAMED_IN = ("en", "ru")  # languages in which a list may name languages and countries

_SEXES = {
    Sex.FEMALE: "f, w, female, woman, ж, жен, женский, женщина, аял, әйел, ayol, аёл, aýal",
    Sex.MALE: "m, male, man, м, муж, мужской, мужчина, эркек, ер, еркек, erkak, эркак, мард, erkek",
    Sex.NOT_STATED: "not stated, not_stated, не указан, не указано",
}
_PROFESSIONS = {
    Profession.INVESTIGATOR: "investigator, следователь, тергөөчү, тергеуші, tergovchi, терговчи, муфаттиш, sülçi",
    Profession.PROSECUTOR: "prosecutor, прокурор, prokuror",
    Profession.JUDGE: "judge, судья, сот, sudya, судя, kazy",
    Profession.OTHER: "other, другое, другая, другой, иное, прочее",
}
_COUNTRIES = {
    "kg": "кыргызстан, киргизия, кыргызская республика, kyrgyz republic, kgz, kyrgyzstan",
    "kz": "республика казахстан, republic of kazakhstan, kaz, қазақстан",
    "tj": "республика таджикистан, republic of tajikistan, tjk, тоҷикистон",
    "tm": "туркмения, tkm, türkmenistan",
    "uz": "республика узбекистан, руз, republic of uzbekistan, uzb, oʻzbekiston, ўзбекистон",
    "ru": "российская федерация, рф, russian federation",
}
_LANGUAGES = {
    "ky": "кыргызский, киргизский",
    "kk": "қазақша",
    "uz": "oʻzbekcha",
    "tk": "türkmençe",
    "ru": "русский язык",
}


def find_sex(text: str) -> Sex | None:
    """Give the sex that a cell names; None if it names none."""
    return _sexes().get(fold(text))


def find_profession(text: str) -> Profession | None:
    """Give the profession that a cell names."""
    return _professions().get(fold(text))


def find_country(text: str) -> str | None:
    """Give the code, lower case, of the country that a cell names."""
    return _countries().get(fold(text))


def find_language(text: str, known: tuple[str, ...]) -> str | None:
    """Give the tag of the language that a cell names by its tag or its name, if it is one of `known`."""
    return _languages(known).get(fold(text))


@lru_cache(maxsize=1)
def _sexes() -> dict[str, Sex]:
    return _folded(_SEXES)


@lru_cache(maxsize=1)
def _professions() -> dict[str, Profession]:
    return _folded(_PROFESSIONS)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    names = {fold(name): code for language in NAMED_IN for code, name in list_countries(language)}
    return names | {code: code for code in names.values()} | _folded(_COUNTRIES)


@lru_cache(maxsize=8)
def _languages(known: tuple[str, ...]) -> dict[str, str]:
    """Give every folded name of the known languages: the tag, and what English, Russian and the language call it."""
    found: dict[str, str] = {}
    for tag in known:
        locale = Locale.parse(tag, sep="-")
        names = [str(locale.get_display_name(language) or "") for language in (*NAMED_IN, str(locale))]
        names += _LANGUAGES.get(tag, "").split(", ")
        found |= {fold(name): tag for name in (tag, *names) if name}
    return found


def _folded(words: Mapping[Value, str]) -> dict[str, Value]:
    return {fold(name): value for value, names in words.items() for name in names.split(", ")}
