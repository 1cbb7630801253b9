"""Questions written in GIFT, read as Moodle reads them, with every mistake at its line and column.

The format: https://docs.moodle.org/en/GIFT_format; ids and tags in comments are Moodle's as well. Stricter than Moodle
where it would take a slip for text: each question has an id, each answer its mark, each weight its place.
"""

import re
from dataclasses import dataclass, replace

from lms.catalog.gift_answers import kind_of, read_answers, read_text
from lms.catalog.gift_lexer import MAX_CHARACTERS, Block, Piece, Places, blocks, clean
from lms.catalog.question import EMPTY, Format, Kind, Problem, Question, Text

MAX_KEY = 100
MAX_QUESTION = 20_000  # characters

_META = re.compile(r"\[(id|tag):([^\]\n]*)(\]?)")
_KEY = re.compile(r"\w[\w.:-]*")
_CATEGORY = "$CATEGORY:"


@dataclass(frozen=True, slots=True)
class _Meta:
    """What the comments above a question say of it."""

    key: str = ""
    tags: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class _Parts:
    """A question taken apart at its braces; `inner` is None for a description."""

    stem: Piece
    inner: Piece | None
    after: Piece


def parse_gift(text: str, *, file: str, course: str = "", first_line: int = 1) -> tuple[list[Question], list[Problem]]:
    """Give the questions of a GIFT file or of a part of one, and what is wrong with it.

    A question with a mistake is left out; those behind it are read.

    :param file: relative to the courses folder; :param course: key of the course, both for the problems
    :param first_line: line of `file` on which `text` begins
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    places = Places(text, file=file, course=course, first_line=first_line)
    if len(text) > MAX_CHARACTERS:
        places.report(0, f"Split this file: it has more than {MAX_CHARACTERS:,} characters.")
    elif "\r" in text:
        places.report(
            text.index("\r"), "Save this file with the line ends of Linux (LF) or Windows (CRLF), not CR alone."
        )
    else:
        reader = _Reader(places)
        for block in blocks(clean(text, places)):
            reader.read(block)
        return reader.finish(), sorted(places.problems, key=lambda problem: (problem.line, problem.column))
    return [], places.problems


class _Reader:
    """Reads block after block and keeps what carries over: the category, the ids seen, an id that stands alone."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._questions: list[Question] = []
        self._seen: dict[str, int] = {}
        self._category = ""
        self._waiting: _Meta | None = None

    def read(self, block: Block) -> None:
        """Read one block: a question, a category, comments alone, or nothing."""
        before = self._places.mistakes
        meta = self._read_meta(block)
        body = self._take_category(block.body.strip())
        own = self._places.mistakes - before
        if body:
            meta = self._join(meta)  # what stands misplaced above is reported there, and is no mistake of this question
            joined = self._places.mistakes
            question = self._read_question(meta, body)
            if question and own == 0 and self._places.mistakes == joined:
                self._questions.append(question)
        elif meta.key or meta.tags:
            self._report_waiting()
            self._waiting = meta

    def finish(self) -> list[Question]:
        """Give the questions, once all blocks are read."""
        self._report_waiting()
        return self._questions

    def _report_waiting(self) -> None:
        if self._waiting:
            self._places.report(
                self._waiting.at, "Put this id or tag in the line above its question, with no blank line between."
            )

    def _join(self, meta: _Meta) -> _Meta:
        """Add what a comment before the last blank line says: its place is reported, and not also a missing id."""
        self._report_waiting()
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return meta
        return replace(meta, key=meta.key or waiting.key, tags=(*waiting.tags, *meta.tags))

    def _take_category(self, body: Piece) -> Piece:
        """Keep the category that a block names; Moodle takes the whole block for the name, so nothing may follow it."""
        if not body.masked.startswith(_CATEGORY):
            return body
        name, _found, rest = body.cut(len(_CATEGORY)).partition("\n")
        self._category = name.text
        if rest := rest.strip():
            self._places.report(rest.at, "Leave a blank line between the line with $CATEGORY: and the question.")
        return rest

    def _read_meta(self, block: Block) -> _Meta:
        meta = _Meta()
        for comment in block.comments:
            for found in _META.finditer(comment.masked):
                meta = self._add_meta(meta, found, comment.at + found.start())
        return meta

    def _add_meta(self, meta: _Meta, found: re.Match[str], at: int) -> _Meta:
        name, value = found.group(1), found.group(2).strip()
        if not found.group(3):
            self._places.report(at, f"Close the {name} with ].")
        elif name == "tag":
            if not value:
                self._places.report(at, "Write the name of the tag, such as [tag:elements].")
            return replace(meta, tags=(*meta.tags, value) if value not in meta.tags else meta.tags, at=meta.at or at)
        elif meta.key:
            self._places.report(at, "Take out this second id, or leave a blank line between two questions.")
            return meta
        elif len(value) > MAX_KEY or not _KEY.fullmatch(value):
            self._places.report(at, f"Write an id of letters, digits, - _ . and :, at most {MAX_KEY} characters.")
        return replace(meta, key=value or "?", at=meta.at or at)

    def _read_question(self, meta: _Meta, body: Piece) -> Question | None:
        self._check_key(meta, body)
        if len(body.masked) > MAX_QUESTION:
            self._places.report(body.at, f"Shorten this question to {MAX_QUESTION:,} characters or fewer.")
            return None
        return self._build(meta, body)

    def _check_key(self, meta: _Meta, body: Piece) -> None:
        line = self._places.line(body.at)
        if not meta.key:
            self._places.report(
                body.at,
                "Give this question an id in the line above it: // [id:a-name]. "
                "If it belongs to the text above, take out the blank line between; \\n makes an empty line.",
            )
        elif meta.key in self._seen:
            message = f"Give this question another id: {meta.key} is the id of the one in line {self._seen[meta.key]}."
            self._places.report(meta.at, message)
        else:
            self._seen[meta.key] = line

    def _build(self, meta: _Meta, body: Piece) -> Question:
        report = self._places.report
        name, rest = self._take_name(body)
        parts = self._take_apart(rest)
        stem = read_text(parts.stem, Format.MARKDOWN, report)
        if not stem and not parts.after:
            report(body.at, "Write the text of the question before its answers.")
        question = Question(
            meta.key,
            Kind.DESCRIPTION,
            stem,
            stem_after=Text(parts.after.text, stem.format) if parts.after else EMPTY,
            name=name,
            tags=meta.tags,
            category=self._category,
            line=self._places.line(body.at),
            file=self._places.file,
        )
        return question if parts.inner is None else self._add_answers(question, parts.inner)

    def _take_name(self, body: Piece) -> tuple[str, Piece]:
        """Give the name between double colons, and what follows it."""
        if not body.masked.startswith("::"):
            return "", body
        name, is_closed, rest = body.cut(2).partition("::")
        if not is_closed or "{" in name.masked:
            self._places.report(body.at, "Close the name of the question with ::, as in ::Name:: Text.")
            return "", body.cut(2)
        return name.text, rest.strip()

    def _take_apart(self, body: Piece) -> _Parts:
        """Split a question at its braces and report braces that have no partner."""
        report, masked = self._places.report, body.masked
        opened, closed = masked.find("{"), masked.find("}")
        if opened < 0 and closed < 0:
            return _Parts(body, None, body.cut(len(masked)))
        if opened < 0 or 0 <= closed < opened:
            report(body.at + closed, "Write \\} for a brace that is text; no answers were opened with { before it.")
            return _Parts(body, None, body.cut(len(masked)))
        stem = body.cut(0, opened)
        if self._has_stray_brace(body, opened, closed):
            return _Parts(stem, None, body.cut(len(masked)))
        return _Parts(stem, body.cut(opened + 1, closed).strip(), body.cut(closed + 1).strip())

    def _has_stray_brace(self, body: Piece, opened: int, closed: int) -> bool:
        """Tell whether there is any brace but the pair around the answers, which makes the answers unreadable."""
        report, masked = self._places.report, body.masked
        second = masked.find("{", opened + 1)
        if closed < 0:
            report(body.at + opened, "Close the answers that begin here with }, or write \\{ if the brace is text.")
        elif 0 <= second < closed:
            report(body.at + second, "Write \\{ for a brace that is text; answers are open already.")
        elif stray := re.search("[{}]", masked[closed + 1 :]):
            brace = stray.group()
            message = (
                f"Write \\{brace} for a brace that is text; if another question begins, put a blank line before it."
            )
            report(body.at + closed + 1 + stray.start(), message)
        else:
            return False
        return True

    def _add_answers(self, question: Question, inner: Piece) -> Question:
        """Add what stands between the braces: kind, choices, and general feedback behind the last `####`."""
        report = self._places.report
        split = inner.masked.rfind("####")
        general = inner.cut(split + 4) if split >= 0 else inner.cut(len(inner.masked))
        answers = inner.cut(0, split).strip() if split >= 0 else inner
        kind = kind_of(answers)
        feedback = read_text(general, question.stem.format, report) or EMPTY
        choices = read_answers(answers, kind, question.stem.format, report)
        return replace(question, kind=kind, choices=choices, feedback=feedback)
