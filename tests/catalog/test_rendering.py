"""What readers see of a lesson: numbered citations, links to the site, places for practice questions."""

from bs4 import BeautifulSoup
from flask import Flask

from lms.catalog.course import Course
from lms.catalog.question import Format, Text
from lms.catalog.rendering import (
    Heading,
    Html,
    Practice,
    RenderedLesson,
    binding,
    render_lesson,
    render_question_text,
    render_text_with_sources,
)
from tests.catalog.package import LESSON, Package, question

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def render(package: Package, body: str) -> RenderedLesson:
    package.lesson(body)
    course = package.course()
    return render_lesson(course, course.lessons[0].texts["en"], sources=package.load().sources, language="en")


def html_of(rendered: RenderedLesson) -> str:
    return "".join(str(part.markup) for part in rendered.parts if isinstance(part, Html))


class TestCitations:
    def test_works_are_numbered_in_the_order_of_their_first_citation(self, package: Package) -> None:
        rendered = render(package, "A [@some-guide-2010]. B [@some-treaty-2000]. C [@some-guide-2010].")

        assert [source.key for source in rendered.sources] == ["some-guide-2010", "some-treaty-2000"]
        assert html_of(rendered).count('href="#source-1"') == 2
        assert html_of(rendered).count('href="#source-2"') == 1

    def test_one_note_may_cite_several_works_with_places_in_them(self, package: Package) -> None:
        rendered = render(package, "A [@some-treaty-2000, Art. 3;\n@some-guide-2010, p. <5>].")

        html = html_of(rendered)
        assert ">1, Art. 3</a>; <a" in html
        assert ">2, p. &lt;5&gt;</a>]</sup>" in html

    def test_citations_work_in_tables_lists_headings_and_notes(self, package: Package) -> None:
        body = (
            "## Head [@some-guide-2010] {#head}\n\n| a |\n| --- |\n| b [@some-guide-2010] |\n\n- c [@some-guide-2010]\n"
        )

        rendered = render(package, body)

        assert html_of(rendered).count('class="citation"') == 3
        assert rendered.headings == (Heading("head", "Head", 2),)

    def test_code_and_escaped_brackets_cite_nothing(self, package: Package) -> None:
        rendered = render(package, "`[@some-guide-2010]` and \\[@some-guide-2010]\n\n```\n[@some-guide-2010]\n```\n")

        assert rendered.sources == ()
        assert html_of(rendered).count("[@some-guide-2010]") == 3

    def test_an_unknown_work_is_shown_as_its_key(self, package: Package) -> None:
        assert "[nobody-1900]" in html_of(render(package, "A [@nobody-1900]."))

    def test_a_citation_in_an_attribute_breaks_out_of_nothing(self, package: Package) -> None:
        package.write("media/a.png", PNG)

        html = html_of(render(package, '![x [@some-guide-2010, " onerror=alert(1) x=]](media/a.png)'))

        picture = BeautifulSoup(html, "html.parser").img
        assert picture is not None
        assert set(picture.attrs) <= {"alt", "src"}

    def test_the_mark_for_what_needs_no_source_is_not_shown(self, package: Package) -> None:
        assert "no-source" not in html_of(render(package, "In 1999.\n{: .no-source }\n\n- In 2000. {: .no-source }\n"))

    def test_each_kind_of_work_says_whether_it_binds(self, package: Package, serve: Flask) -> None:
        sources = package.load().sources

        with serve.app_context():
            words = [binding(source) for source in sources.values()]

        assert words == ["Treaty: it binds the states that joined it", "Guidance: it does not bind"]


class TestParts:
    def test_practice_questions_stand_between_what_is_read(self, package: Package) -> None:
        fence = f"```gift\n{question('p-1')}```"

        rendered = render(package, f"Before.\n\n- item\n{fence}\nAfter.\n\n{fence.replace('p-1', 'p-2')}\n")

        kinds = [part.index if isinstance(part, Practice) else "html" for part in rendered.parts]
        assert kinds == ["html", 0, "html", 1]
        assert "\ue000" not in html_of(rendered)
        assert "<li>item</li>" in html_of(rendered)

    def test_the_key_of_a_practice_question_is_not_in_the_page(self, package: Package) -> None:
        rendered = render(package, f"Before.\n\n```gift\n{question('p-1')}```\n")

        assert "You saw it" not in repr(rendered)

    def test_headings_are_listed_as_plain_text(self, package: Package) -> None:
        rendered = render(package, "## A *b* &amp; `c` {#one}\n\n### D {#two}\n\n## No key\n")

        assert rendered.headings == (Heading("one", "A b & c", 2), Heading("two", "D", 3))


class TestLinks:
    def test_links_to_lessons_and_media_lead_to_the_sites_addresses(self, package: Package) -> None:
        package.write("media/a.png", PNG)
        package.write("02-next/module.en.md", "---\ntitle: Next\n---\n")
        package.write("02-next/01-other.en.md", LESSON)
        package.write("02-next/01-other.summary.en.md", LESSON)

        html = html_of(
            render(
                package,
                "[a](../02-next/01-other.en.md#look) [b](../02-next/01-other.md) "
                "[c](../02-next/01-other.summary.en.md) [d](#here) ![e](../media/a.png) ![f](media/a.png) "
                "[g](https://un.org)\n\n## Here {#here}",
            )
        )

        assert 'href="/courses/basics/next/other#look"' in html
        assert 'href="/courses/basics/next/other"' in html
        assert 'href="/courses/basics/next/other?route=summary"' in html
        assert html.count('src="/courses/basics/media/a.png"') == 2
        assert 'href="https://un.org" rel="noopener"' in html


class TestKept:
    def test_the_same_content_is_rendered_once_and_changed_content_anew(self, package: Package) -> None:
        first = render(package, "One.")
        again = render(package, "One.")
        other = render(package, "Two.")

        assert again is first
        assert "Two." in html_of(other)

    def test_a_work_that_changed_is_shown_as_it_is_now(self, package: Package) -> None:
        before = render(package, "A [@some-guide-2010].")
        package.write("../sources.yaml", package.path("../sources.yaml").read_text().replace("A guide", "Better"))

        after = render(package, "A [@some-guide-2010].")

        assert (before.sources[0].title, after.sources[0].title) == ("A guide", "Better")


def test_an_introduction_is_rendered_with_its_sources(package: Package) -> None:
    rendered = render_text_with_sources("Hello [@some-guide-2010].", package.load().sources, "en")

    assert [source.key for source in rendered.sources] == ["some-guide-2010"]
    assert "Hello" in html_of(rendered)


class TestQuestionText:
    def test_a_work_is_named_where_it_is_cited(self, package: Package) -> None:
        text = Text("Yes [@some-treaty-2000, Art. 3; @nobody-1900].")

        html = str(render_question_text(text, package.load().sources, inline=True))

        link = '<a href="https://treaties.un.org/a?b=1&amp;c=2" rel="noopener">A treaty &lt;on trial&gt;</a>'
        assert html == f'Yes <span class="citation">({link}, United Nations, 2000, Art. 3; nobody-1900)</span>.'

    def test_citations_work_in_every_format(self, package: Package) -> None:
        sources = package.load().sources

        pages = [str(render_question_text(Text("<b>A</b> [@some-guide-2010]", kind), sources)) for kind in Format]

        assert all('<span class="citation">(<a href="https://guide.example.org/"' in page for page in pages)
        assert ["<b>A</b>" in page for page in pages] == [True, True, False, True]


def test_a_course_is_never_changed_by_rendering_it(package: Package) -> None:
    course: Course = package.course()

    render_lesson(course, course.lessons[0].texts["en"], sources={}, language="en")

    assert course == package.course()
