"""The languages of the interface: which one a person reads, and how dates and numbers look in it."""

import math
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, current_app, has_request_context, request, session
from flask_babel import (
    Babel,
    format_date,
    format_datetime,
    format_percent,
    get_locale,
    get_translations,
    ngettext,
)
from flask_login import current_user

babel = Babel()

DAY_IN_ENGLISH = "d MMMM y"  # the region writes the day first; Babel's plain English is American
LANGUAGE_KEY = "language"  # in the session cookie of a person who is not signed in


def init_app(app: Flask, *, languages: list[str], timezone: str) -> None:
    """Choose the language of each request: the person's own, else chosen on the page, else the browser's."""
    app.config["LANGUAGES"] = languages
    app.config["BABEL_DEFAULT_LOCALE"] = languages[0].replace("-", "_")
    app.config["BABEL_DEFAULT_TIMEZONE"] = timezone
    babel.init_app(app, locale_selector=_select_locale)
    app.extensions["catalogues"] = {}
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, number: _catalogue().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals.update(current_language=current_language, language_name=language_name, languages=languages)
    app.jinja_env.filters.update(day=day, moment=moment, duration=duration, percentage=percentage)


def current_language() -> str:
    """Give the BCP 47 tag of the language in use, such as ru or uz-Cyrl."""
    locale = get_locale()
    if locale is None:
        return str(current_app.config["BABEL_DEFAULT_LOCALE"]).replace("_", "-")
    return _tag(locale.language, locale.script, locale.territory)


@lru_cache(maxsize=64)
def _tag(*parts: str | None) -> str:
    return "-".join(part for part in parts if part)


@lru_cache(maxsize=64)
def language_name(language: str) -> str:
    """Give a language's own name for itself."""
    return str(Locale.parse(language, sep="-").display_name).capitalize()


def day(value: date | datetime) -> str:
    """Write a date out in full; a time is shown as the day it is in the installation's zone."""
    if isinstance(value, datetime):
        value = local_day(value)
    return str(format_date(value, DAY_IN_ENGLISH if current_language() == "en" else "long"))


def local_day(value: datetime) -> date:
    """Give the day that a time is in the installation's zone."""
    return value.astimezone(ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])).date()


def end_of_day(value: date) -> datetime:
    """Give the moment at which a day ends in the installation's zone."""
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    return datetime.combine(value + timedelta(days=1), time(), zone)


def moment(value: datetime) -> str:
    """Write a date and time out in the installation's zone."""
    return f"{day(value)}, {format_datetime(value, 'HH:mm')}"


def duration(minutes: int) -> str:
    """Write a number of minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(num)d hour", "%(num)d hours", hours)] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return " ".join(parts)


def percentage(fraction: float) -> str:
    """Write a fraction, 0 to 1, in per cent as the language does: 92% or 92 %.

    Always rounded down: 79.6 % must not read as the 80 % that would have passed.
    """
    return str(format_percent(math.floor(fraction * 100 + 1e-9) / 100))


def _catalogue() -> Any:
    """Give the words of the language in use for a template; Flask-Babel looks for them at length for each word."""
    catalogues, language = current_app.extensions["catalogues"], current_language()
    if language not in catalogues:
        catalogues[language] = get_translations()
    return catalogues[language]


def _select_locale() -> str:
    known = current_app.config["LANGUAGES"]
    if not has_request_context():
        return str(known[0]).replace("-", "_")
    own = getattr(current_user, "language", None) if current_user else None
    for candidate in (own, session.get(LANGUAGE_KEY)):
        if candidate in known:
            return str(candidate).replace("-", "_")
    return _best_of_browser(known).replace("-", "_")


def _best_of_browser(known: list[str]) -> str:
    """Give the first language that the browser asks for and the site has: uz-Cyrl for uz-Cyrl-UZ (RFC 4647, lookup)."""
    by_name = {tag.casefold(): tag for tag in known}
    for wanted in request.accept_languages.values():
        tag = wanted.replace("_", "-").casefold()
        while tag:
            if tag in by_name:
                return by_name[tag]
            tag = tag.rpartition("-")[0]
    return known[0]
