"""Job aids: read in every language, linked to, checked on paper."""

from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.catalog import service as catalog
from lms.catalog.aid_paper import make_sheet
from lms.catalog.course import Paper
from lms.catalog.rendering import render_lesson
from lms.pdf.renderer import shared
from tests.catalog.package import Package
from tests.catalog.test_cli import run

AID = "---\ntitle: {title}\n{top}---\n{body}"


def aid(body: str = "Look first.\n", *, title: str = "A card", top: str = "") -> str:
    return AID.format(title=title, top=top, body=body)


@pytest.fixture
def serve_site(package: Package, serve: Flask) -> Flask:
    """The application with what a sheet says of the site."""
    serve.config.update(LANGUAGES=["en", "ru"], SITE_NAME="An Academy's courses", BASE_URL="https://learn.example.org")
    serve.extensions["speeches"] = {}
    return serve


def print_aid(app: Flask, key: str = "card", language: str = "en") -> PdfReader:
    app.extensions["catalog_watch"].read()
    with app.app_context():
        course = catalog.get_course("basics")
        found = catalog.get_aid(course, key)
        return PdfReader(BytesIO(shared.render(make_sheet(course, found.text(language), sources=catalog.sources()))))


def text_of(pdf: PdfReader) -> str:
    return " ".join(pdf.pages[0].extract_text().split())


def targets_of(pdf: PdfReader) -> set[str]:
    notes = [note.get_object() for note in pdf.pages[0].get("/Annots", [])]
    return {str(note["/A"]["/URI"]) for note in notes if "/A" in note and "/URI" in note["/A"]}


class TestReading:
    def test_an_aid_is_read_in_every_language(self, package: Package) -> None:
        package.write("aids/card.en.md", aid(top="paper: A5\ncourtroom: true\n"))
        package.write("aids/card.ru.md", aid("Смотрите.\n", title="Карточка", top="paper: A5\ncourtroom: true\n"))

        (found,) = package.course().aids

        assert (found.key, list(found.texts)) == ("card", ["en", "ru"])
        assert found.text("ru").value.title == "Карточка"
        assert (found.text("en").value.paper, found.text("en").value.courtroom) == (Paper.A5, True)

    def test_what_its_top_leaves_out_has_the_documented_value(self, package: Package) -> None:
        package.write("aids/card.en.md", aid())

        text = package.course().aids[0].text("en").value

        assert (text.paper, text.courtroom) == (Paper.A4, False)

    def test_a_changed_aid_is_a_changed_course(self, package: Package) -> None:
        package.write("aids/card.en.md", aid())
        before = package.course().digest
        package.write("aids/card.en.md", aid("Look twice.\n"))

        assert package.course().digest != before

    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            pytest.param(aid(top="paper: A3\n"), 3, "one of: A4, A5", id="another paper"),
            pytest.param(aid(top="minutes: 3\n"), 3, "minutes", id="a field of lessons"),
            pytest.param(aid("\n"), 4, "write the aid", id="nothing"),
            pytest.param(aid("One.\n\n![A door](media/a.png)\n"), 6, "words on one page", id="a picture"),
            pytest.param(aid("[x](../01-start/02-no.en.md)\n"), 4, "correct the link", id="a lost link"),
            pytest.param(
                aid("```gift\n// [id:x] [tag:see]\nWhat? {\n=This.#Yes.\n~That.#No.\n}\n```\n"), 6, "asks nothing",
                id="a question",
            ),
        ],
    )  # fmt: skip
    def test_a_mistake_is_told_by_file_and_line(self, package: Package, text: str, line: int, message: str) -> None:
        package.write("aids/card.en.md", text)

        problems = [it for it in package.problems() if it.startswith(f"basics/aids/card.en.md:{line}: ")]

        assert any(message in problem for problem in problems), package.problems()

    def test_paper_and_courtroom_are_the_same_in_all_languages(self, package: Package) -> None:
        package.write("aids/card.en.md", aid(top="courtroom: true\n"))
        package.write("aids/card.ru.md", aid())

        assert package.problems() == [
            "basics/aids/card.ru.md:1: Give paper and courtroom the values that they have in basics/aids/card.en.md."
        ]

    def test_the_check_asks_for_sources_and_keys_as_in_a_lesson(self, package: Package) -> None:
        package.write("aids/card.en.md", aid("In 2016 [@nothing].\n\nAfter 24 hours.\n\n## Then\n"))

        mistakes = [it.partition(": ")[2] for it in package.mistakes() if "aids/card.en.md" in it]

        assert [it.split(":")[0] for it in mistakes] == [
            "No work has the key “nothing”",
            "Cite a source for this, as [@key]",
            "Give this heading a key",
        ]  # fmt: skip


class TestLinks:
    def test_a_lesson_leads_to_an_aid_and_an_aid_to_a_lesson(self, package: Package) -> None:
        package.lesson("[The card](../aids/card.en.md) and [again](../aids/card.md#then).\n")
        package.write("aids/card.en.md", aid("[Read on](../01-start/01-first.en.md).\n\n## Then {#then}\n"))

        course = package.course()

        texts = [course.lessons[0].text("en").value, course.aids[0].text("en").value]
        pages = [render_lesson(course, text, sources={}, language="en").parts[0].markup for text in texts]
        assert 'href="/courses/basics/aids/card"' in pages[0] and 'href="/courses/basics/aids/card#then"' in pages[0]
        assert 'href="/courses/basics/start/first"' in pages[1]

    @pytest.mark.parametrize("target", ["../aids/other.en.md", "../aids/card.en.md#nowhere", "aids/card.en.md"])
    def test_a_link_to_an_aid_that_is_not_there_is_told(self, package: Package, target: str) -> None:
        package.write("aids/card.en.md", aid())
        package.lesson(f"[The card]({target})\n")

        assert any(it.startswith("basics/01-start/01-first.en.md:4: ") for it in package.problems())


class TestPaper:
    def test_a_sheet_says_what_it_is_and_of_which_day(self, package: Package, serve_site: Flask) -> None:
        package.write("aids/card.en.md", aid("- [ ] Look [@some-treaty-2000, Art. 3].\n", top="courtroom: true\n"))

        pdf = print_aid(serve_site)

        assert len(pdf.pages) == 1
        for words in (
            "A card", "Look [1, Art. 3].", "my code, article …", "A treaty <on trial>. United Nations, 2000.",
            "A course, version 1.0, 1 November 2026", "An Academy's courses",
        ):  # fmt: skip
            assert words in text_of(pdf)
        assert "[ ]" not in text_of(pdf)

    def test_without_courtroom_there_is_no_line_for_an_article(self, package: Package, serve_site: Flask) -> None:
        package.write("aids/card.en.md", aid())

        assert "article" not in text_of(print_aid(serve_site))

    @pytest.mark.parametrize(("paper", "width"), [("A4", 210), ("A5", 148)])
    def test_it_has_the_size_that_its_top_asks_for(
        self, package: Package, serve_site: Flask, paper: str, width: int
    ) -> None:
        package.write("aids/card.en.md", aid(top=f"paper: {paper}\n"))

        assert round(float(print_aid(serve_site).pages[0].mediabox.width) / 72 * 25.4) == width

    def test_its_links_carry_the_sites_address(self, package: Package, serve_site: Flask) -> None:
        package.write("aids/card.en.md", aid("[On](../01-start/01-first.en.md), [out](https://www.unodc.org/).\n"))

        assert targets_of(print_aid(serve_site)) == {
            "https://learn.example.org",
            "https://learn.example.org/courses/basics/start/first",
            "https://www.unodc.org/",
        }

    def test_without_an_address_of_the_site_its_links_are_words_alone(
        self, package: Package, serve_site: Flask
    ) -> None:
        package.write("aids/card.en.md", aid("[Read on](../01-start/01-first.en.md).\n"))
        serve_site.config["BASE_URL"] = None

        pdf = print_aid(serve_site)

        assert "Read on" in text_of(pdf)
        assert targets_of(pdf) == set()

    def test_a_language_of_the_region_is_printed_with_our_own_letters(
        self, package: Package, serve_site: Flask
    ) -> None:
        package.write("aids/card.tg.md", aid("Ғамхорӣ, қонун, ҳуқуқ, ҷавоб.\n", title="Варақа"))

        pdf = print_aid(serve_site, language="tg")

        assert "Ғамхорӣ, қонун, ҳуқуқ, ҷавоб." in text_of(pdf)
        fonts = pdf.pages[0]["/Resources"]["/Font"].values()
        assert all("Sabak" in str(font.get_object()["/BaseFont"]) for font in fonts)

    def test_the_same_text_makes_the_same_bytes_and_another_version_another_sheet(
        self, package: Package, serve_site: Flask
    ) -> None:
        package.write("aids/card.en.md", aid())
        with serve_site.app_context():
            serve_site.extensions["catalog_watch"].read()
            course = catalog.get_course("basics")
            sheets = [make_sheet(course, course.aids[0].text("en"), sources={}) for _twice in range(2)]
            package.write("course.yaml", package.path("course.yaml").read_text().replace("1.0", "1.1"))
            newer = serve_site.extensions["catalog_watch"].read().courses["basics"]
            other = make_sheet(newer, newer.aids[0].text("en"), sources={})

        assert shared.render(sheets[0]) == shared.render(sheets[1])
        assert sheets[0].identifier == sheets[1].identifier != other.identifier


class TestCheckOnPaper:
    def test_an_aid_of_one_page_passes(self, package: Package, serve_site: Flask) -> None:
        package.ask_in_practice()
        package.write("aids/card.en.md", aid("- [ ] Look first.\n"))
        serve_site.extensions["catalog_watch"].read()
        run(serve_site, "seal")

        assert run(serve_site, "check") == (0, ["1 course, 0 problems"])

    @pytest.mark.parametrize("paper", ["A4", "A5"])
    def test_an_aid_of_two_pages_is_told(self, package: Package, serve_site: Flask, paper: str) -> None:
        package.write("aids/card.en.md", aid("Look first.\n\n" * 90, top=f"paper: {paper}\n"))

        status, lines = run(serve_site, "check")

        assert status == 1
        assert f"basics/aids/card.en.md:5: This aid does not fit on one page of {paper}: shorten it." in lines

    def test_an_aid_that_weighs_more_than_a_slow_line_carries_is_told(
        self, package: Package, serve_site: Flask
    ) -> None:
        """Each kind of letter brings its drawing: here all that the four faces have."""
        letters = "".join(chr(code) for code in (*range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00)))
        body = f"{letters}\n\n**{letters}**\n\n## {letters} {{#letters}}\n"
        package.write("aids/card.en.md", aid(body, top=""))

        _status, lines = run(serve_site, "check")

        assert any("KB, and 100 are allowed" in line for line in lines), lines
