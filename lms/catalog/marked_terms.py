"""Terms of the glossary marked in a lesson: [words](glossary:KEY)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lms.catalog.code_spans import blank_code

TERM = re.compile(r"(?<!\\)\]\(glossary:([a-z0-9-]{1,80})\)")


@dataclass(frozen=True, slots=True)
class MarkedTerm:
    """The mark behind the words, and where it stands."""

    start: int
    end: int
    key: str


def find_terms(text: str) -> Iterator[MarkedTerm]:
    """Find the marked terms of a Markdown text, those in code left out."""
    for match in TERM.finditer(blank_code(text)):
        yield MarkedTerm(match.start(), match.end(), match[1])


def link_terms(text: str, known: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Make links to the page's list of words out of the marks of known terms; give the text, and their keys in order.

    The renderer takes the address away from an unknown one: what is left are the words.
    """
    parts, keys, end = [], [], 0
    for term in find_terms(text):
        if term.key in known:
            parts += [text[end : term.start], f"](#word-{term.key})"]
            keys.append(term.key)
            end = term.end
    return "".join([*parts, text[end:]]), tuple(dict.fromkeys(keys))
