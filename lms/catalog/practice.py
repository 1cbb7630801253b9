"""Practice questions: blocks marked `gift` in a lesson, taken out of the text and replaced by marks."""

import re
from dataclasses import dataclass, field

from lms.catalog.code_spans import blank_code
from lms.catalog.folder import Report
from lms.catalog.gift import parse_gift
from lms.catalog.question import Question

OPENING = re.compile(
    r"(?P<lead>[ \t>]*(?:(?:[-*+:]|\d{1,9}[.)])[ \t]+)*[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*?)[ \t]*"
)
TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>")
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

MISPLACED = (
    "This gift block would be shown as text, key and all: begin its line with ```gift and nothing before or after, "
    "outside of lists, quotations and other blocks."
)


def mark(index: int) -> str:
    """Give what stands in a lesson's text where its practice question number `index`, from 0, goes."""
    return f"\ue000practice-{index}\ue001"


@dataclass(slots=True)
class PracticeReader:
    """Takes the practice questions out of one text. A mistake goes into `report`."""

    file: str
    first_line: int
    report: Report
    questions: list[Question] = field(default_factory=list)

    def read(self, body: str) -> str:
        """Give `body` with each gift block replaced by marks; it keeps its lines."""
        lines = body.split("\n")
        kept: list[str] = []
        while len(kept) < len(lines):
            kept.extend(self._read_one(lines, len(kept), kept))
        return "\n".join(kept)

    def _read_one(self, lines: list[str], at: int, before: list[str]) -> list[str]:
        """Give what replaces the line, or the block that begins with it."""
        opening = OPENING.fullmatch(lines[at])
        if opening is None:
            return [lines[at]]
        is_gift = "gift" in opening["info"].lower()
        if opening["lead"] or (is_gift and opening["info"] != "gift"):
            if is_gift:
                self._complain(at, MISPLACED)
            return [lines[at]]
        end = next((n for n in range(at + 1, len(lines)) if lines[n].rstrip(" ") == opening["fence"]), None)
        if end is None:
            self._complain(at, f"Close this block with a line of {opening['fence']}.")
            return lines[at:]
        block = lines[at : end + 1]
        return self._take(block, at, before) if is_gift else self._keep(block, at)

    def _keep(self, block: list[str], at: int) -> list[str]:
        for offset, line in enumerate(block[1:-1], 1):
            nested = OPENING.fullmatch(line)
            if nested and "gift" in nested["info"].lower():
                self._complain(at + offset, MISPLACED)
        return block

    def _take(self, block: list[str], at: int, before: list[str]) -> list[str]:
        around = find_open_tag("\n".join(before))
        if around:
            self._complain(at, f"Close {around} before this gift block: inside of it the question cannot be shown.")
        source = "\n".join(block[1:-1])
        first_line = self.first_line + at + 1
        questions, problems = parse_gift(source, file=self.file, course=self.report.course, first_line=first_line)
        self.report.problems.extend(problems)
        if not questions and not problems:
            self._complain(at, "There is no question in this gift block: write one, or remove the block.")
        marks = [line for question in questions for line in ("", self._number(question))]
        return (marks + [""] * len(block))[: max(len(block), len(marks) + 1)]

    def _number(self, question: Question) -> str:
        self.questions.append(question)
        return mark(len(self.questions) - 1)

    def _complain(self, at: int, message: str) -> None:
        self.report.add(self.file, self.first_line + at, message)


def find_open_tag(text: str) -> str | None:
    """Give the HTML element or comment that is still open at the end of a Markdown text."""
    text = blank_code(text)
    if text.rfind("<!--") > text.rfind("-->"):
        return "the comment <!--"
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    still_open: list[str] = []
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        if tag["close"]:
            if name in still_open:
                still_open.remove(name)
        elif name not in VOID and not tag[0].endswith("/>"):
            still_open.append(name)
    return f"<{still_open[-1]}>" if still_open else None
