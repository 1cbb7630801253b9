"""The languages that people of the region work in: more than those in which the site has its pages."""

from babel.core import UnknownLocaleError
from flask import current_app

from lms.i18n import language_name

REGION = ("kk", "ky", "ru", "tg", "tk", "uz", "uz-Cyrl")  # BCP 47


def list_working_languages() -> tuple[str, ...]:
    """List the tags that may be stated of somebody: the region's, and those of the site's pages."""
    return tuple(dict.fromkeys((*REGION, *current_app.config["LANGUAGES"])))


def language_choices() -> list[tuple[str, str]]:
    """Give each of them with its own name for itself."""
    return [(tag, language_name(tag)) for tag in list_working_languages()]


def page_language(stated: str, usual: str) -> str:
    """Give the language of somebody's pages and mails: the one she works in where the site has it, else the usual."""
    return stated if stated in current_app.config["LANGUAGES"] else usual


def name_working_language(tag: str) -> str:
    """Give a language its own name; a tag that nobody knows is shown as it is, and none as none."""
    try:
        return language_name(tag) if tag else ""
    except (UnknownLocaleError, ValueError):
        return tag
