"""Citations in lessons and questions: `[@key]`, `[@key, para. 3]`, `[@key; @other]`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.catalog.code_spans import blank_code

CITATION = re.compile(r"(?<!\\)\[@([^\[\]]{1,400})\]")
LAW = "law:"
CITED_LAW = re.compile(r"@law:([a-z-]{1,40})")


@dataclass(frozen=True, slots=True)
class Citation:
    """One work cited, and the place in it."""

    key: str
    locator: str = ""

    @property
    def is_law(self) -> bool:
        """Tell whether a provision of national law is cited, by key."""
        return self.key.startswith(LAW)

    @property
    def law_key(self) -> str:
        """Give the key of the law, without what says that it is one."""
        return self.key.removeprefix(LAW)


@dataclass(frozen=True, slots=True)
class CitationGroup:
    """What stands in one pair of brackets, and where."""

    start: int
    end: int
    citations: tuple[Citation, ...]


def find_citations(text: str) -> Iterator[CitationGroup]:
    """Find the citations of a Markdown text, those in code left out."""
    for match in CITATION.finditer(blank_code(text)):
        citations = tuple(_parse(part) for part in match[1].split(";"))
        yield CitationGroup(match.start(), match.end(), citations)


def cited_law(text: str) -> list[str]:
    """Give the keys of national law in a text at a glance, those in code too, each once."""
    return list(dict.fromkeys(CITED_LAW.findall(text)))


def _parse(part: str) -> Citation:
    key, _comma, locator = " ".join(part.split()).removeprefix("@").partition(",")
    return Citation(key.strip(), locator.strip())
