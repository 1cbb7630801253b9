"""Terms of the glossary marked in a lesson, [words](glossary:KEY), and where its page says what they mean."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from lms.catalog.code_spans import blank_code

TERM = re.compile(r"(?<!\\)\]\(glossary:([a-z0-9-]{1,80})\)")
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:"[^"]*"|[^">])*>')  # of HTML that was cleaned
LINK = re.compile(r'href="#word-([a-z0-9-]+)"')
VOID = frozenset({"br", "col", "hr", "img", "source", "track", "wbr"})  # elements without an end tag


@dataclass(frozen=True, slots=True)
class MarkedTerm:
    """The mark behind the words, and where it stands."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class TermsPlace:
    """The place on a page, behind the block that marks them, where terms are defined."""

    term_keys: tuple[str, ...]


def find_terms(text: str) -> Iterator[MarkedTerm]:
    """Find the marked terms of a Markdown text, those in code left out."""
    for match in TERM.finditer(blank_code(text)):
        yield MarkedTerm(match.start(), match.end(), match[1])


def link_terms(text: str, known: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Turn the marks of known terms into links to their definitions on the page; give the text, and the keys in order.

    The renderer takes the address away from an unknown one: what is left are the words.
    """
    parts, keys, end = [], [], 0
    for term in find_terms(text):
        if term.key in known:
            parts += [text[end : term.start], f"](#word-{term.key})"]
            keys.append(term.key)
            end = term.end
    return "".join([*parts, text[end:]]), tuple(dict.fromkeys(keys))


def split_behind_terms(markup: Markup, defined: set[str]) -> Iterator[Markup | TermsPlace]:
    """Cut a rendered text behind each block, such as a paragraph or a whole list, that marks a term for the first time.

    :param defined: the terms that the page has defined further up; those of this text are added
    """
    depth, begin, new = 0, 0, []
    for tag in TAG.finditer(markup):
        if tag[2] in VOID:
            continue
        depth += -1 if tag[1] else 1
        link = LINK.search(tag[0])
        if link and link[1] not in defined:
            defined.add(link[1])
            new.append(link[1])
        if new and depth == 0:
            yield markup[begin : tag.end()]
            yield TermsPlace(tuple(new))
            begin, new = tag.end(), []
    yield markup[begin:]
    if new:
        yield TermsPlace(tuple(new))
