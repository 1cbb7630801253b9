"""Looking at the words of a text: what a reader sees of it, its sentences, how alike two texts are."""

import re
from collections.abc import Iterator

from lms.catalog.citations import CITATION
from lms.catalog.lesson_file import WORD

LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
UNSEEN = re.compile(r"\{[^{}]*\}|<[^<>]*>|[*`]|\ue000[^\ue001]*\ue001")
# What somebody says stays within its paragraph.
QUOTED = re.compile(
    "|".join(rf"{opening}(?:[^{closing}\n]|\n(?!\n))*[{closing}]" for opening, closing in ('""', "“”", "«»", "„“"))
)
SENTENCE_END = re.compile(r"(?<=[.?!…])[\"”»)]*\s+")


def seen(text: str) -> str:
    """Give a Markdown text as its reader sees it, on one line, without citations."""
    text = UNSEEN.sub("", LINK.sub(r"\1", CITATION.sub("", text)))
    return " ".join(text.split())


def without_quotations(text: str) -> str:
    """Take out what stands in quotation marks: somebody else says it. Lines stay lines."""
    return QUOTED.sub(lambda quoted: "\n" * quoted[0].count("\n"), text)


def find_words(pattern: str, text: str) -> str:
    """Find whole words by a pattern, "" if there are none; capitals do not count, and `ё` is `е` on both sides."""
    found = re.search(rf"\b(?:{fold(pattern)})\b", fold(text), re.IGNORECASE)
    return text[found.start() : found.end()] if found else ""


def fold(text: str) -> str:
    """Make letters alike that writers use for one another; the text keeps its length."""
    return text.replace("ё", "е").replace("Ё", "Е").replace("’", "'")


def list_words(text: str) -> list[str]:
    """Give the words that a reader sees, in small letters."""
    return [word.casefold() for word in WORD.findall(fold(seen(text)))]


def asking_sentence(text: str) -> str:
    """Give the sentence in which a question asks: the last with a question mark, or the last."""
    sentences = SENTENCE_END.split(text.strip())
    return next((sentence for sentence in reversed(sentences) if "?" in sentence), sentences[-1])


def runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    """Go through every run of so many words."""
    for start in range(len(words) - length + 1):
        yield tuple(words[start : start + length])


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Tell how much two sets of words share: 0 for nothing, 1 for all."""
    return len(one & other) / len(one | other) if one | other else 0.0
