"""Lessons, introductions and questions as pages show them: citations numbered, links leading to the site."""

import re
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape, unescape
from threading import Lock

from flask_babel import lazy_gettext
from markupsafe import Markup

from lms.catalog.addresses import AddressBook, make_address_book
from lms.catalog.citations import Citation, find_citations
from lms.catalog.contact_places import ContactsPlace, mark_contacts, split_at_contacts
from lms.catalog.course import AidText, Course, LessonText, Source
from lms.catalog.law_words import LawWords
from lms.catalog.marked_terms import TermsPlace, link_terms, split_behind_terms
from lms.catalog.question import Format, Text
from lms.catalog.sources_file import Binds
from lms.markdown import Resolve, render, render_text

Sources = Mapping[str, Source]

KEPT = 512  # rendered texts; about 10 KB each
KEPT_QUESTION_TEXTS = 4096  # stems, choices and feedback; about 1 KB each
HEADING = re.compile(r'<h([2-6]) id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
PRACTICE_MARK = re.compile(r"(?:<p>)?\ue000practice-(\d+)\ue001(?:</p>)?")
NOTE = re.compile(r'<(sup|span) class="citation".*?</\1>', re.DOTALL)
NO_SOURCE = re.compile(r"\{:?\s*\.no-source\s*\}")
BINDING = {
    Binds.TREATY: lazy_gettext("Treaty: it binds the states that joined it"),
    Binds.SOFT: lazy_gettext("Guidance: it does not bind"),
    Binds.COMPARATOR: lazy_gettext("A comparison from elsewhere: it does not bind here"),
    Binds.NATIONAL: lazy_gettext("National law: it binds in its own country"),
}


@dataclass(frozen=True, slots=True)
class Html:
    """A part of a lesson that is read."""

    markup: Markup


@dataclass(frozen=True, slots=True)
class Practice:
    """The place of a practice question: `index` in the lesson text's `practice`, from 0."""

    index: int


LessonPart = Html | Practice | ContactsPlace | TermsPlace


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that can be linked to and resumed at."""

    key: str
    title: str  # plain text
    level: int  # 2 to 6


@dataclass(frozen=True, slots=True)
class RenderedLesson:
    """A text ready for its page, which lists `sources`, the first with the id source-1, and `laws` by key."""

    parts: tuple[LessonPart, ...]
    headings: tuple[Heading, ...]
    sources: tuple[Source, ...]  # in the order of their numbers
    language: str
    laws: tuple[str, ...] = ()  # keys of the national law that it cites, in the order of their first citation
    terms: tuple[str, ...] = ()  # keys of the glossary's terms that it marks, in the order of their first mark


@dataclass(frozen=True, slots=True)
class References:
    """What a text may refer to besides other pages: works, terms of the glossary, and the law where the reader is."""

    sources: Sources
    terms: frozenset[str] = frozenset()
    law: LawWords | None = None


def render_lesson(
    course: Course,
    text: LessonText | AidText,
    *,
    sources: Sources,
    language: str,
    terms: Collection[str] = (),
    law: LawWords | None = None,
) -> RenderedLesson:
    """Render a lesson, its summary, or a job aid, once for each content.

    :param language: the language that the text is in
    :param terms: the keys of the glossary
    :param law: the words for the keys of national law that the text cites
    """
    known = References(sources, frozenset(terms), law)
    key = (course.digest, text.file, text.digest, language, hash(tuple(sources.values())), known.terms, law)
    rendered = _cache.find(key)
    if rendered is None:
        rendered = _render(text.markdown, known, language, _resolver(make_address_book(course), text.file))
        _cache.keep(key, rendered)
    return rendered


def render_for_paper(course: Course, text: AidText, *, sources: Sources, language: str, site: str) -> RenderedLesson:
    """Render a job aid as it is printed.

    :param site: the site's address, which its links to lessons carry; where it is "", they are words alone
    """
    find = _resolver(make_address_book(course), text.file)

    def resolve(tag: str, attribute: str, address: str) -> str | None:
        found = find(tag, attribute, address)
        if found is None or not found.startswith("/"):
            return found
        return site + found if site else None

    return _render(text.markdown, References(sources), language, resolve)


def render_text_with_sources(markdown: str, sources: Sources, language: str) -> RenderedLesson:
    """Render an introduction, once for each content. It links to no lesson."""
    key = (sha256(markdown.encode()).hexdigest(), language, hash(tuple(sources.values())))
    rendered = _cache.find(key)
    if rendered is None:
        rendered = _render(markdown, References(sources), language, None)
        _cache.keep(key, rendered)
    return rendered


def render_question_text(text: Text, sources: Sources, *, inline: bool = False) -> Markup:
    """Render a question's stem, choice or feedback; a work cited is named where it is cited.

    :param inline: for a place inside a line, such as a label
    """
    marked, groups = _mark_question(text.source)
    pieces = tuple((token, _name_works(citations, sources)) for token, citations in groups.items())
    return _render_marked(Text(marked, Format(text.format)), pieces, inline)


def binding(source: Source) -> str:
    """Say in a few words whether a work binds the courts of the region."""
    return str(BINDING[Binds(source.binds)])


@lru_cache(maxsize=KEPT_QUESTION_TEXTS)
def _mark_question(text: str) -> tuple[str, Mapping[str, tuple[Citation, ...]]]:
    return _mark_citations(text)


@lru_cache(maxsize=KEPT_QUESTION_TEXTS)
def _render_marked(text: Text, pieces: tuple[tuple[str, str], ...], inline: bool) -> Markup:
    """Render a question's text, once for each: of a lesson with two questions this took a seventh of its time."""
    return render_text(text, inline=inline, insert=dict(pieces))


def _render(markdown: str, known: References, language: str, resolve: Resolve | None) -> RenderedLesson:
    linked, terms = link_terms(NO_SOURCE.sub("", mark_contacts(markdown)), known.terms)
    marked, groups = _mark_citations(linked)
    cited: dict[str, int] = {}
    pieces = {token: _cite(citations, known, cited) for token, citations in groups.items()}
    markup = render(marked, resolve=resolve, insert=pieces)
    laws = [citation.law_key for citations in groups.values() for citation in citations if citation.is_law]
    return RenderedLesson(
        parts=tuple(_split(markup)),
        headings=tuple(_find_headings(markup)),
        sources=tuple(known.sources[key] for key in cited),
        language=language,
        laws=tuple(dict.fromkeys(laws)),
        terms=terms,
    )


def _mark_citations(text: str) -> tuple[str, dict[str, tuple[Citation, ...]]]:
    """Put tokens in place of citations, which Markdown passes through as they are."""
    parts, groups, end = [], {}, 0
    for number, group in enumerate(find_citations(text)):
        token = f"\ue000cite-{number}\ue001"
        groups[token] = group.citations
        parts += [text[end : group.start], token]
        end = group.end
    return "".join([*parts, text[end:]]), groups


def _cite(citations: tuple[Citation, ...], known: References, cited: dict[str, int]) -> str:
    """Give what stands in the place of one pair of brackets: a note for works, the provisions in words for law."""
    works = tuple(citation for citation in citations if not citation.is_law)
    laws = [citation.law_key for citation in citations if citation.is_law]
    words = [f" {known.law.markup(key)}" if known.law else escape(f" ({key})") for key in laws]
    return (_number(works, known.sources, cited) if works else "") + "".join(words)


def _number(citations: tuple[Citation, ...], sources: Sources, cited: dict[str, int]) -> str:
    """Give a note that leads to the works cited; `cited` numbers them in the order of their first citation."""
    links = []
    for citation in citations:
        if citation.key not in sources:
            links.append(escape(citation.key))
            continue
        number = cited.setdefault(citation.key, len(cited) + 1)
        words = f"{number}, {citation.locator}" if citation.locator else str(number)
        links.append(f'<a href="#source-{number}" role="doc-noteref">{escape(words)}</a>')
    return f'<sup class="citation">[{"; ".join(links)}]</sup>'


def _name_works(citations: tuple[Citation, ...], sources: Sources) -> str:
    works = (_name_work(citation, sources.get(citation.key)) for citation in citations)
    return f'<span class="citation">({"; ".join(works)})</span>'


def _name_work(citation: Citation, source: Source | None) -> str:
    if source is None:
        return escape(citation.key)
    name = f'<a href="{escape(source.address)}">{escape(source.title)}</a>, {escape(source.body)}, {source.year}'
    return f"{name}, {escape(citation.locator)}" if citation.locator else name


def _resolver(book: AddressBook, file: str) -> Resolve:
    def resolve(tag: str, _attribute: str, address: str) -> str | None:
        return book.resolve(file, address) if tag == "a" else book.find_media(file, address)

    return resolve


def _split(markup: Markup) -> Iterator[LessonPart]:
    """Cut a page where its practice questions, contacts and definitions go. Splitting Markup gives Markup."""
    rest, defined = markup, set[str]()
    for found in PRACTICE_MARK.finditer(str(markup)):
        before, _mark, rest = rest.partition(found[0])
        yield from _split_text(before, defined)
        yield Practice(int(found[1]))
    yield from _split_text(rest, defined)


def _split_text(markup: Markup, defined: set[str]) -> Iterator[LessonPart]:
    for part in split_at_contacts(markup):
        if isinstance(part, ContactsPlace):
            yield part
            continue
        for piece in split_behind_terms(part, defined):
            if isinstance(piece, TermsPlace):
                yield piece
            elif piece.strip():
                yield Html(piece)


def _find_headings(markup: Markup) -> Iterator[Heading]:
    for level, key, title in HEADING.findall(str(markup)):
        without_notes = NOTE.sub("", title)
        yield Heading(key, unescape(re.sub(r"<[^<>]*>", "", without_notes)).strip(), int(level))


class _Cache:
    """The texts rendered last, for all threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], RenderedLesson] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[object, ...]) -> RenderedLesson | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple[object, ...], rendered: RenderedLesson) -> None:
        with self._lock:
            self._kept[key] = rendered
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


_cache = _Cache()
