"""What a text points to: links, pictures, films and law. Each must exist, and be there for everybody."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lms.catalog.addresses import AddressBook, find_anchors
from lms.catalog.citations import find_citations
from lms.catalog.code_spans import blank_code
from lms.catalog.folder import Report
from lms.catalog.marked_terms import TERM, find_terms
from lms.markdown import BLOCK_TAGS, INLINE_TAGS, find_excess

LINK = re.compile(
    r"(?<!\\)(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,1000})\]"
    r"\(\s{0,9}(?:<(?P<angled>[^<>\n]{0,999})>|(?P<plain>[^\s()<>]{0,999}))"
)
DEFINITION = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n^][^\[\]\n]{0,200})\]:[ \t]*<?(?P<target>[^\s<>]+)", re.MULTILINE)
NAMELESS_IMAGE = re.compile(r"(?<!\\)!\[\s*\]\s?\[")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")
SHOWN_TAGS = INLINE_TAGS | BLOCK_TAGS | {"h1"}

NO_ALT = "Describe this picture in the square brackets, for readers who do not see it: ![A signed receipt](media/…)."
NO_CAPTIONS = (
    'Give this film or sound captions: <track kind="captions" src="media/….vtt" srclang="en"> inside of it, '
    "with a file that exists."
)
LAW_HERE = (
    "National law is cited in a lesson or its summary alone: questions, job aids and introductions are the same in "
    "every country. A job aid with courtroom: true has a line for it."
)
TERM_HERE = "Terms are marked in a lesson or its summary alone, whose page says what they mean: write the word alone."


class TextChecker:
    """Checks one Markdown text of a course against the course's files."""

    def __init__(self, markdown: str, *, file: str, line: int, book: AddressBook, report: Report) -> None:
        self.source = markdown
        self.text = blank_code(markdown)
        self.file, self.line, self.book, self.report = file, line, book, report

    def check(self) -> None:
        """Report every mistake."""
        excess = find_excess(self.source)
        if excess:
            self.report.add(self.file, self.line + excess[0] - 1, excess[1])
            return  # what takes the renderer too long takes the searches below too long as well
        for block, start in self._blocks():
            self._check_links(block, start)
        for match in DEFINITION.finditer(self.text):
            self._check_target(match["target"], match.start())
        _TagReader(self).run()

    def complain(self, at: int, message: str) -> None:
        """Report a mistake at a place in the text."""
        self.complain_on(self.text.count("\n", 0, at), message)

    def complain_on(self, row: int, message: str) -> None:
        """Report a mistake on a line of the text, counted from 0."""
        self.report.add(self.file, self.line + row, message)

    def check_media(self, row: int, target: str) -> None:
        """Report a picture, film or sound that is not in the course's media folder."""
        if self.book.find_media(self.file, target) is None:
            self.complain_on(row, f"There is no “{target[:80]}”: put the file into the course's media folder.")

    def check_link(self, row: int, target: str) -> None:
        """Report a link that leads nowhere."""
        message = self._fault_of(target)
        if message:
            self.complain_on(row, message)

    def _blocks(self) -> Iterator[tuple[str, int]]:
        """Go through what stands between blank lines: no link reaches over one."""
        start = 0
        for part in re.split(r"(\n[ \t]*\n)", self.text):
            yield part, start
            start += len(part)

    def _check_links(self, block: str, start: int) -> None:
        for match in LINK.finditer(block):
            target = match["angled"] if match["angled"] is not None else match["plain"]
            if match["image"]:
                if not match["text"].strip():
                    self.complain(start + match.start(), NO_ALT)
                self.check_media(self._row(start + match.start()), target)
            else:
                if not TERM.match(block, match.end("text")):  # the check knows the glossary
                    self._check_target(target, start + match.start())
                self._check_pictures_in(match["text"], start + match.start("text"))
        for match in NAMELESS_IMAGE.finditer(block):
            self.complain(start + match.start(), NO_ALT)

    def _check_pictures_in(self, text: str, start: int) -> None:
        """Check a picture that is itself a link: its own link was read as the text of the other."""
        if "![" in text:
            self.complain(start, "A picture cannot be a link: put the link beside it.")

    def _check_target(self, target: str, at: int) -> None:
        self.check_link(self._row(at), target)

    def _row(self, at: int) -> int:
        return self.text.count("\n", 0, at)

    def _fault_of(self, target: str) -> str | None:
        path, _hash, anchor = target.partition("#")
        if target.startswith("https://"):
            return None
        if SCHEME.match(target):
            return f"Link to “{target[:80]}” by https://, or to a lesson by its file, such as 02-what-helps.en.md."
        page = self.book.find_page(self.file, path) if path else None
        if path and page is None:
            found = self.book.find_media(self.file, path)
            return None if found else f"There is no “{path[:80]}” beside this file: correct the link."
        text = page.text.markdown if page else self.source
        if anchor and anchor not in (name for name, _at in find_anchors(text)):
            return f"No heading there has the key {{#{anchor[:80]}}}: add it to the heading, or correct the link."
        return None


class _TagReader(HTMLParser):
    """Reads the HTML tags in a Markdown text."""

    def __init__(self, checker: TextChecker) -> None:
        super().__init__(convert_charrefs=True)
        self.checker = checker
        self.media: list[tuple[str, int, bool]] = []  # films and sounds still open: tag, row, has captions

    def run(self) -> None:
        self.feed(self.checker.text)
        self.close()
        for tag, _row, _captions in list(self.media):
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        row, given = self.getpos()[0] - 1, dict(attrs)
        if re.fullmatch(r"[a-z][a-z0-9-]*", tag) and tag not in SHOWN_TAGS:
            self.checker.complain_on(row, f"<{tag}> is not shown: write this in Markdown.")
        if tag == "a" and given.get("href"):
            self.checker.check_link(row, given["href"] or "")
        if tag == "img" and not (given.get("alt") or "").strip():
            self.checker.complain_on(row, NO_ALT)
        if tag in ("video", "audio"):
            self.media.append((tag, row, False))
        if tag in ("img", "video", "audio", "source", "track") and (tag == "img" or "src" in given):
            self.checker.check_media(row, given.get("src") or "")
        if tag == "track" and self.media and given.get("kind") == "captions" and given.get("src"):
            self.media[-1] = (*self.media[-1][:2], True)

    def handle_endtag(self, tag: str) -> None:
        if self.media and tag == self.media[-1][0]:
            _tag, row, has_captions = self.media.pop()
            if not has_captions:
                self.checker.complain_on(row, NO_CAPTIONS)


def check_text(markdown: str, *, file: str, line: int, book: AddressBook, report: Report) -> None:
    """Report what a Markdown text points to in vain.

    :param line: the line of the file at which the text begins, from 1
    """
    TextChecker(markdown, file=file, line=line, book=book, report=report).check()


def check_has_no_law(markdown: str, *, file: str, line: int, report: Report) -> None:
    """Report national law and terms where no page could say what they are.

    :param line: the line of the file at which the text begins, from 1
    """
    if find_excess(markdown):
        return
    for group in find_citations(markdown):
        if any(citation.is_law for citation in group.citations):
            report.add(file, line + markdown.count("\n", 0, group.start), LAW_HERE)
    for term in find_terms(markdown):
        report.add(file, line + markdown.count("\n", 0, term.start), TERM_HERE)
