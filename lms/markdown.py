"""Markdown, and other texts that people write, as HTML that is safe to show: the one place that makes Markup."""

import re
import threading
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Any, Protocol

import nh3
from markdown import Markdown
from markupsafe import Markup

from lms.checkboxes import Checkboxes

MAX_TEXT = 200_000  # characters of one text
MAX_IN_BLOCK = 400  # of one kind of bracket in one block
MAX_IN_TEXT = 5_000  # of one kind of bracket in one text
MAX_QUOTES = 12  # quotations inside each other
DEEP_QUOTE = re.compile(rf"^[ \t]*(?:>[ \t]*){{{MAX_QUOTES + 1}}}", re.MULTILINE)

EXTENSIONS = ["tables", "footnotes", "def_list", "admonition", "attr_list", "fenced_code"]
EXTENSION_SETTINGS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"SEPARATOR": "-", "BACKLINK_TITLE": "{}"},
}
RENDERER_ERRORS = (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError)

IN_LINES = (
    "a abbr audio b bdi br cite code del dfn em i img ins kbd mark q s samp small source span strong sub sup time "
    "track u var video"
)
BLOCKS = (
    "blockquote caption dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre section summary table "
    "tbody td tfoot th thead tr ul"
)
DROPPED = "script style template noscript iframe object embed svg math textarea select title xmp noembed noframes"
INLINE_TAGS = frozenset(IN_LINES.split())
BLOCK_TAGS = frozenset(BLOCKS.split())
DROPPED_WITH_CONTENT = frozenset(DROPPED.split())

ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir"},
    "a": {"href"},
    "abbr": {"title"},
    "audio": {"src"},
    "details": {"open"},
    "div": {"aria-label"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
    "track": {"src", "srclang", "label", "default"},
    "video": {"src", "poster", "width", "height"},
}
ATTRIBUTE_VALUES = {
    "a": {"role": {"doc-noteref"}},
    "div": {"role": {"region"}, "tabindex": {"0"}},
    "th": {"scope": {"col", "row", "colgroup", "rowgroup"}},
    "track": {"kind": {"captions", "subtitles", "descriptions", "chapters"}},
}
SET_VALUES = {"video": {"controls": "", "preload": "metadata"}, "audio": {"controls": "", "preload": "none"}}

ADDRESSES = frozenset({"href", "src", "poster"})
NUMBERS = frozenset({"width", "height", "colspan", "rowspan", "start"})
PATTERNS = {
    "id": re.compile(r"(?!main$)[A-Za-z][A-Za-z0-9_-]{0,79}"),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"),
    "srclang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "type": re.compile(r"(video|audio)/[a-z0-9.+-]{1,20}"),
    "datetime": re.compile(r"[0-9T:. +-]{1,40}"),
}
CLASS = re.compile(
    r"admonition(-title)?|note|tip|warning|important|example|footnote(-(ref|backref))?|checkbox|citation|table-scroll|lead"
    r"|align-(left|right|center)|language-[a-z0-9]{1,20}"
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
HTTPS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#].*)?", re.ASCII)

Resolve = Callable[[str, str, str], str | None]
"""Turns (tag, attribute, address as written) into the address to show; None takes the address away."""

TOKEN = re.compile("\ue000[a-z0-9-]{1,40}\ue001")
"""What stands for a piece of HTML while Markdown is read. No text that is read from a file may hold U+E000."""

_local = threading.local()


class MarkedUp(Protocol):
    """A text with the name of its markup: markdown, html, plain or moodle."""

    @property
    def source(self) -> str: ...

    @property
    def format(self) -> str: ...


def render(source: str, *, resolve: Resolve | None = None, insert: Mapping[str, str] | None = None) -> Markup:
    """Render Markdown; text beyond the bounds of `find_excess` is shown as it was written.

    :param insert: HTML to put in place of tokens (see TOKEN) before everything is sanitised
    """
    return _sanitize(_insert(_convert(source), insert), resolve, INLINE_TAGS | BLOCK_TAGS)


def render_inline(source: str, *, resolve: Resolve | None = None, insert: Mapping[str, str] | None = None) -> Markup:
    """Render Markdown for a place inside a line, such as a label: blocks become lines."""
    return _as_inline(_insert(_convert(source), insert), resolve)


def render_text(text: MarkedUp, *, inline: bool = False, insert: Mapping[str, str] | None = None) -> Markup:
    """Render a text by its format, as blocks or for a place inside a line."""
    html = _insert(_html_of(text), insert)
    return _as_inline(html, None) if inline else _sanitize(html, None, INLINE_TAGS | BLOCK_TAGS)


def find_excess(source: str) -> tuple[int, str] | None:
    """Find what would take the renderer too long: its line, from 1, and a sentence; None if there is nothing."""
    if len(source) > MAX_TEXT:
        return 1, f"This text is longer than {MAX_TEXT:,} characters: split it."
    if max(source.count("["), source.count("<")) > MAX_IN_TEXT:
        return 1, f"This text holds more than {MAX_IN_TEXT:,} brackets of one kind: split it."
    line = 1
    for block in re.split(r"(\n[ \t]*(?=\n))", source):
        at = line + len(block) - len(block.lstrip("\n"))
        if max(block.count("["), block.count("<")) > MAX_IN_BLOCK:
            return at, f"This paragraph or table holds more than {MAX_IN_BLOCK} brackets of one kind: split it."
        if DEEP_QUOTE.search(block):
            return at, f"Here are more than {MAX_QUOTES} quotations inside each other: use fewer."
        line += block.count("\n")
    return None


def _convert(source: str) -> str:
    if find_excess(source):
        return _paragraphs(escape(source))
    if not hasattr(_local, "renderer"):
        _local.renderer = Markdown(extensions=[*EXTENSIONS, Checkboxes()], extension_configs=EXTENSION_SETTINGS)
    try:
        return str(_local.renderer.reset().convert(source))
    except RENDERER_ERRORS:  # hostile text; what the author wrote is shown as text
        return _paragraphs(escape(source))


def _html_of(text: MarkedUp) -> str:
    if len(text.source) > MAX_TEXT or text.format == "plain":
        return _paragraphs(escape(text.source))
    if text.format == "html":
        return text.source
    if text.format == "moodle":
        return _paragraphs(text.source)
    return _convert(text.source)


def _paragraphs(html: str) -> str:
    """Make blank lines ends of paragraphs, and other line ends line breaks."""
    paragraphs = (part.strip().replace("\n", "<br>\n") for part in re.split(r"\n[ \t]*\n", html))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs if part)


def _insert(html: str, pieces: Mapping[str, str] | None) -> str:
    return TOKEN.sub(lambda match: pieces.get(match[0], match[0]), html) if pieces else html


def _as_inline(html: str, resolve: Resolve | None) -> Markup:
    html = re.sub(r"</(p|li|h[1-6]|dd|dt|tr|pre)>\s*(?=<)", "<br>", html.strip())
    clean = _sanitize(html, resolve, INLINE_TAGS)
    for _end in range(MAX_QUOTES):  # of lists inside each other
        clean = clean.removesuffix("<br>").rstrip()
    return clean


def _sanitize(html: str, resolve: Resolve | None, tags: frozenset[str]) -> Markup:
    """Keep what the lists above allow. This comes last: what is put together before it needs no trust."""
    html = re.sub(r"(</?)h1\b", r"\1h2", html)  # the page's title is its only first heading
    html = _wrap_tables(html)
    clean = nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=ATTRIBUTES,
        tag_attribute_values=ATTRIBUTE_VALUES,
        set_tag_attribute_values=SET_VALUES,
        attribute_filter=lambda tag, name, value: _filter(tag, name, value, resolve),
        url_schemes={"https"},
        link_rel="noopener",
    )
    return Markup(clean)  # noqa: S704  # nosec B704 - nh3 has cleaned it


def _filter(tag: str, name: str, value: str, resolve: Resolve | None) -> str | None:
    """Give what an attribute may say, None to drop it."""
    if name in ADDRESSES:
        address = resolve(tag, name, value) if resolve else value
        return _safe_address(address, may_leave=tag == "a") if address is not None else None
    if name == "class":
        return " ".join(word for word in value.split() if CLASS.fullmatch(word)) or None
    if name in NUMBERS:
        return value if re.fullmatch(r"[0-9]{1,4}", value) else None
    return value if name not in PATTERNS or PATTERNS[name].fullmatch(value) else None


def own_words(text: str) -> Markup:
    """Mark words of the interface, which come with the program and its translations, as ready for a page."""
    return Markup(text)  # noqa: S704  # nosec B704 - no person's or file's words are in it


def _safe_address(address: str, *, may_leave: bool) -> str | None:
    """Give an address on this server, or with `may_leave` an https one; None for all others.

    Browsers drop control characters from addresses and read a backslash as a slash: an address with one is refused.
    """
    address = address.strip()
    if re.search(r"[\x00-\x20\x7f\\]", address):
        return None
    if SCHEME.match(address):
        return address if may_leave and HTTPS.fullmatch(address) else None
    return None if address.startswith("//") else address


def _wrap_tables(html: str) -> str:
    """Let each table scroll inside a region that the keyboard reaches, named by the table's head."""
    html = re.sub(r'<(t[hd]) align="(left|right|center)">', r'<\1 class="align-\2">', html)
    html = re.sub(r"<th(?=[ >])(?![^<>]*\bscope=)", '<th scope="col"', html)
    first, *tables = re.split(r"<table(?=[\s>])", html)
    return first + "".join(_region(table) for table in tables)


def _region(table: str) -> str:
    head = table.partition("</thead>")[0] if "</thead>" in table else ""
    words = unescape(re.sub(r"<[^<>]*>", "\n", head.partition(">")[2])).split("\n")
    name = escape(", ".join(word.strip() for word in words if word.strip())[:200])
    named = f' role="region" aria-label="{name}"' if name else ""
    return f'<div class="table-scroll" tabindex="0"{named}><table{table.replace("</table>", "</table></div>")}'
