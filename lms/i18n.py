"""The languages of the interface: which one a person reads, and how dates and numbers look in it."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_datetime,
    format_percent,
    get_locale,
    get_translations,
    ngettext,
)
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from lms.markdown import own_words

babel = Babel()

DAY_IN_ENGLISH = "d MMMM y"  # the region writes the day first; Babel's plain English is American
LANGUAGE_KEY = "language"  # in the session cookie of a person who is not signed in


@dataclass(slots=True)
class Speech:
    """A language with its words: one for each language and application, held by each request that is in it."""

    language: str  # BCP 47 tag
    catalogue: Any  # gettext's translations
    said: dict[str, Markup] = field(default_factory=dict)  # the texts of templates that have no gaps, ready for a page


def init_app(app: Flask, *, languages: list[str], timezone: str) -> None:
    """Choose the language of each request: the person's own, else chosen on the page, else the browser's."""
    app.config["LANGUAGES"] = languages
    app.config["BABEL_DEFAULT_LOCALE"] = languages[0].replace("-", "_")
    app.config["BABEL_DEFAULT_TIMEZONE"] = timezone
    babel.init_app(app, locale_selector=_select_locale)
    app.extensions["speeches"] = {}
    app.jinja_env.install_gettext_callables(gettext=str, ngettext=_choose, newstyle=True)  # type: ignore[attr-defined]
    # In the place of Jinja's own `gettext`, which asks its way to the translation for each word.
    app.jinja_env.globals.update(_=_say, gettext=_say)
    app.jinja_env.globals.update(current_language=current_language, language_name=language_name, languages=languages)
    app.jinja_env.filters.update(day=day, moment=moment, duration=duration, percentage=percentage)


def current_language() -> str:
    """Give the BCP 47 tag of the language in use, such as ru or uz-Cyrl."""
    return _speech().language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, whichever the request is in. Flask-Babel's own way would leave `_speech` behind."""
    with force_locale(language.replace("-", "_")):
        before = g.pop("speech", None)
        try:
            yield
        finally:
            g.speech = before


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
    return _write_day(value, current_language())


# Both write in the language in use, which they are told so that what is kept is kept for each.
@lru_cache(maxsize=1024)
def _write_day(value: date, language: str) -> str:
    return str(format_date(value, DAY_IN_ENGLISH if language == "en" else "long"))


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
    return _write_duration(minutes, current_language())


@lru_cache(maxsize=1024)
def _write_duration(minutes: int, _language: str) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(num)d hour", "%(num)d hours", hours)] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return " ".join(parts)


def percentage(fraction: float) -> str:
    """Write a fraction, 0 to 1, in per cent as the language does: 92% or 92 %.

    Always rounded down: 79.6 % must not read as the 80 % that would have passed.
    """
    return _write_percentage(math.floor(fraction * 100 + 1e-9), current_language())


@lru_cache(maxsize=256)
def _write_percentage(whole: int, _language: str) -> str:
    return str(format_percent(whole / 100))


def _speech() -> Speech:
    """Give the language in use with its words; Flask-Babel looks for them at length for each word."""
    held = g._get_current_object()  # through its proxy each look takes three times as long, and a page looks 60 times
    speech: Speech | None = held.get("speech")
    if speech is None:
        speech = held.speech = _find_speech()
    return speech


def _find_speech() -> Speech:
    speeches, locale = current_app.extensions["speeches"], get_locale()
    language = _tag(locale.language, locale.script, locale.territory) if locale else ""
    if language not in speeches:
        speeches[language] = Speech(language, get_translations())
    found: Speech = speeches[language]
    return found


def _choose(one: str, many: str, number: int) -> str:
    return str(_speech().catalogue.ungettext(one, many, number))


@pass_eval_context
def _say(context: EvalContext, text: str, /, **gaps: Any) -> str:
    """Translate a text of a template and fill its gaps, as Jinja's own function does, at a fifth of the time."""
    speech = _speech()
    if not context.autoescape:
        return str(speech.catalogue.ugettext(text)) % gaps
    if gaps:
        return own_words(speech.catalogue.ugettext(text)) % gaps
    said = speech.said.get(text)
    if said is None:
        said = speech.said[text] = own_words(speech.catalogue.ugettext(text)) % gaps
    return said


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
