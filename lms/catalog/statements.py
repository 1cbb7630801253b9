"""Statements that need a source: those with a figure, a year or a word of law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.catalog.code_spans import blank_code

FIGURE = re.compile(r"\d{2,}|\d[.,]\d|\d\s?%|\d\s*(?:per ?cent|процент)", re.IGNORECASE)

LAW_WORDS = {
    "en": r"articles?|codes?|conventions?|protocols?|treaty|treaties|statutes?|laws?",
    # A protocol is also the record of a step in a criminal case: that one is no instrument and needs no source.
    "ru": r"закон(?:а|у|ом|е|ы|ов|ам|ами|ах)?|стать(?:я|и|е|ю|ёй|ей|ям|ями|ях)|статей|кодекс\w*|конвенци\w*"
    r"|протокол\w*(?! (?:допрос|осмотр|обыск|опознани|задержани|изъяти|выемк|следственн))",
    "ky": r"берене\w*|кодекс\w*|конвенция\w*|протокол\w*",
    "kk": r"баб\w*|бап\w*|кодекс\w*|конвенция\w*|хаттама\w*",
    "tg": r"модда\w*|кодекс\w*|конвенсия\w*|протокол\w*",
    "tk": r"madda\w*|kodeks\w*|konwensiýa\w*|protokol\w*",
    "uz": r"modda\w*|kodeks\w*|konvensiya\w*|protokol\w*",
    "uz-Cyrl": r"модда\w*|кодекс\w*|конвенция\w*|протокол\w*",
}
"""Words that name a provision or an instrument, a list a language."""

LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")
NEW_BLOCK = re.compile(r":\s+|\[\^[^\]]+\]:|>\s?")
NO_STATEMENT = re.compile(r"\s*(?:#|!!!|\ue000practice-)|\s*[-=]{3,}\s*$")
TABLE_LINE = re.compile(r"[\s|:-]+")
# What holds digits and words and states nothing: addresses, attribute lists, tags, notes.
SILENT = re.compile(r"\]\([^()]*\)|\{[^{}]*\}|<[^<>]*>|https?://\S+|\[\^[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A paragraph, list item or table row, and the line on which it begins, from 0."""

    text: str
    row: int

    @property
    def has_source(self) -> bool:
        """Tell whether it cites a work, or says that it needs none."""
        return "[@" in self.text or re.search(r"\{[^{}]*\.no-source\b[^{}]*\}", self.text) is not None


def needs_source(text: str, language: str) -> bool:
    """Tell whether a text states what must be sourced."""
    words = LAW_WORDS.get(language) or LAW_WORDS.get(language.partition("-")[0]) or LAW_WORDS["en"]
    text = SILENT.sub(" ", text)
    return bool(FIGURE.search(text) or re.search(rf"\b(?:{words})\b", text, re.IGNORECASE))


def list_statements(markdown: str) -> Iterator[Statement]:
    """Go through the paragraphs, list items and table rows of a Markdown text; headings state nothing."""
    kept: list[str] = []
    start = 0
    lines = blank_code(markdown).split("\n")
    for row, line in enumerate([*lines, ""]):
        is_row = line.lstrip().startswith("|")
        begins = LIST_ITEM.match(line) or NEW_BLOCK.match(line)
        ends = not line.strip() or is_row or begins or NO_STATEMENT.match(line)
        if ends and kept:
            yield Statement("\n".join(kept), start)
            kept = []
        if is_row and not _is_head(lines, row):
            yield Statement(line, row)
        elif line.strip() and not is_row and not NO_STATEMENT.match(line):
            start = start if kept else row
            kept.append(line[begins.end() :] if begins else line)


def _is_head(lines: list[str], row: int) -> bool:
    """Tell whether a table's row is its head or the line below it."""
    below = lines[row + 1] if row + 1 < len(lines) else ""
    return bool(TABLE_LINE.fullmatch(lines[row]) or (below.strip() and TABLE_LINE.fullmatch(below)))
