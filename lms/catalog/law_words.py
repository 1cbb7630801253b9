"""What a lesson says in the place of [@law:KEY]: today's provision in the reader's country, or that none is noted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

from flask_babel import gettext as _

from lms.accounts.countries import country_name
from lms.catalog.course import Localized
from lms.catalog.law import LawBook, LawKey, State


@dataclass(frozen=True, slots=True)
class LawNote:
    """The words for one key: `texts` are the provisions or, where there are none, a sentence."""

    before: str
    texts: tuple[Localized[str], ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class LawWords:
    """The words for the keys that a text cites, in the language of the page. Two of the same words are the same."""

    language: str
    notes: tuple[tuple[str, LawNote], ...]  # by key

    def markup(self, key: str) -> str:
        """Give the HTML that stands in the text; it leads to the page's list of provisions."""
        note = dict(self.notes).get(key)
        if note is None:
            return escape(f"({key})")
        links = (self._link(key, text) for text in note.texts)
        words = f"{escape(note.before)}{'; '.join(links)}{escape(note.after)}"
        return f'<span class="citation" lang="{escape(self.language)}">({words})</span>'

    def _link(self, key: str, text: Localized[str]) -> str:
        spoken = f' lang="{escape(text.language)}"' if text.language != self.language else ""
        return f'<a href="#law-{key}" role="doc-noteref"{spoken}>{escape(text.value)}</a>'


def make_words(book: LawBook, keys: Iterable[str], *, country: str, day: date, language: str) -> LawWords:
    """Say what the law of a country is on a day.

    :param country: "" where nobody knows in which country the reader works
    :param language: the language in use
    """
    known = [key for key in dict.fromkeys(keys) if key in list(LawKey)]
    return LawWords(language, tuple((key, _note(book, key, country, day, language)) for key in known))


def _note(book: LawBook, key: str, country: str, day: date, language: str) -> LawNote:
    if not country:
        return LawNote("", (Localized(_("national law: choose your country"), language),))
    name = f"{country_name(country, language)}: "
    provisions = book.find(country, key, day)
    if not provisions:
        return LawNote(name, (Localized(_("no provision noted, check the law in force"), language),))
    texts = tuple(provision.text(language) for provision in provisions)
    is_confirmed = all(provision.state == State.CONFIRMED for provision in provisions)
    return LawNote(name, texts, "" if is_confirmed else "; " + _("not confirmed by a lawyer"))
