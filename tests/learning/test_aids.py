"""Job aids: who may read them, in which language, as a page and as a PDF that is printed once."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from lms.pdf.renderer import shared

PAGE = "/courses/basics/aids/first-look"
PDF = f"{PAGE}.pdf"


def text_of(pdf: bytes) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def kept(app) -> list[Path]:
    return sorted(Path(app.instance_path, "cache", "aids").glob("*"))


class TestPage:
    def test_it_says_what_the_paper_says(self, visitor):
        page = visitor.page(PAGE)

        assert page.find("h1").get_text() == "Card: the first look"
        assert len(page.find_all("li.checkbox")) == 3
        assert page.find("main .own-law").get_text() == "my code, article …"
        assert page.find("#source-1 a").get_text() == "An example of a treaty"
        end = page.find("article footer").get_text()
        assert " ".join(end.split()) == "Basics of the test, version 1.0, 1 November 2026 · Sabak"
        assert page.find("a.button")["href"] == PDF

    def test_it_leads_to_the_lesson_that_it_belongs_to(self, visitor):
        assert visitor.page(PAGE).find("li.checkbox a")["href"] == "/courses/basics/start/first"

    def test_an_aid_for_the_desk_has_no_line_for_an_article(self, visitor, courses):
        courses.write("basics/aids/desk.en.md", "---\ntitle: For the desk\n---\nLook.\n")

        assert "my code" not in visitor.page("/courses/basics/aids/desk").text

    def test_it_is_read_in_the_readers_language(self, make, sign_in):
        reader = sign_in(make.learner(email="ru@example.org", language="ru"))

        page = reader.page(PAGE)

        assert page.find("h1").get_text() == "Памятка: первый взгляд"

    def test_where_it_is_not_in_her_language_the_page_says_so(self, make, sign_in, courses):
        courses.remove("basics/aids/first-look.ru.md")

        page = sign_in(make.learner(email="ru@example.org", language="ru")).page(PAGE)

        assert page.find("article")["lang"] == "en"
        assert page.find("article .notice")["lang"] == "ru"

    @pytest.mark.parametrize("address", ["/courses/basics/aids/none", "/courses/none/aids/first-look", f"{PAGE}.txt"])
    def test_what_is_missing_is_not_found(self, visitor, address):
        visitor.page(address, status=404)
        assert visitor.client.get(f"{address}.pdf").status_code == 404

    def test_a_lesson_links_to_it(self, visitor, courses):
        courses.write("basics/02-next/01-third.en.md", "---\ntitle: T\n---\n[Card](../aids/first-look.en.md)\n")

        assert visitor.page("/courses/basics/next/third").find(".lesson a[href*=aids]")["href"] == PAGE


class TestAccess:
    @pytest.mark.parametrize("address", [PAGE, PDF])
    def test_an_aid_has_its_courses_access(self, visitor, learner, sign_in, courses, address):
        courses.settings("access: learners")

        assert visitor.client.get(address).status_code == 302
        assert sign_in(learner).client.get(address).status_code == 200

    @pytest.mark.parametrize("address", [PAGE, PDF])
    def test_working_methods_are_for_practitioners(self, make, learner, outsider, sign_in, courses, address):
        courses.settings("access: practitioners")
        make.enrolment(user=learner)

        assert sign_in(learner).client.get(address).status_code == 200
        assert sign_in(outsider).client.get(address).status_code == 404


class TestCoursePage:
    def test_it_lists_each_aid_as_a_page_and_a_pdf(self, visitor):
        page = visitor.page("/courses/basics")

        links = [link["href"] for link in page.find_all("section[aria-labelledby=aids-title] a")]
        assert links == [PAGE, PDF]

    def test_who_may_not_read_the_course_sees_none(self, visitor, courses):
        courses.settings("access: learners")

        assert "Card: the first look" not in visitor.page("/courses/basics").text

    def test_a_course_without_aids_does_not_speak_of_them(self, visitor, courses):
        courses.remove("basics/aids")

        assert "Job aids" not in visitor.page("/courses/basics").text


class TestPdf:
    def test_it_is_one_page_in_the_language_of_its_page(self, visitor, make, sign_in):
        english = visitor.client.get(PDF)
        russian = sign_in(make.learner(email="ru@example.org", language="ru")).client.get(PDF)

        assert english.mimetype == russian.mimetype == "application/pdf"
        assert "Look before you ask." in text_of(english.data)
        assert "Посмотрите, прежде чем спрашивать." in text_of(russian.data)
        assert 'filename="first-look.ru.pdf"' in russian.headers["Content-Disposition"]
        assert len(PdfReader(BytesIO(russian.data)).pages) == 1

    def test_it_is_printed_once(self, app, visitor):
        first = visitor.client.get(PDF).data
        (file,) = kept(app)
        file.write_bytes(b"%PDF-kept")

        assert first.startswith(b"%PDF-")
        assert visitor.client.get(PDF).data == b"%PDF-kept"

    def test_a_changed_text_is_printed_anew_in_the_place_of_the_old(self, app, visitor, courses):
        visitor.client.get(PDF)
        before = kept(app)
        courses.edit("basics/aids/first-look.en.md", "Look before you ask.", "Listen before you ask.")

        assert "Listen before you ask." in text_of(visitor.client.get(PDF).data)
        assert len(kept(app)) == 1 and kept(app) != before

    def test_the_other_languages_stay_when_one_is_printed_anew(self, app, visitor, make, sign_in, courses):
        sign_in(make.learner(email="ru@example.org", language="ru")).client.get(PDF)
        visitor.client.get(PDF)
        courses.edit("basics/aids/first-look.ru.md", "Остановитесь.", "Подождите.")
        visitor.client.get(PDF)

        assert [file.name.split(".")[2] for file in kept(app)] == ["en", "ru"]

    def test_where_it_cannot_be_kept_it_is_given_all_the_same(self, app, visitor):
        Path(app.instance_path, "cache").write_text("no folder")

        assert "Look before you ask." in text_of(visitor.client.get(PDF).data)

    def test_nobody_else_on_the_machine_reads_what_is_kept(self, app, visitor):
        visitor.client.get(PDF)

        assert [file.stat().st_mode & 0o077 for file in kept(app)] == [0]

    def test_an_aid_too_long_for_its_page_is_an_error_and_is_not_kept(self, app, visitor, courses):
        courses.write("basics/aids/long.en.md", "---\ntitle: Long\n---\n" + "Look.\n\n" * 200)

        visitor.page("/courses/basics/aids/long")
        assert visitor.client.get("/courses/basics/aids/long.pdf").status_code == 500
        assert kept(app) == []
        assert visitor.client.get(PDF).status_code == 200


class TestWaiting:
    @pytest.fixture
    def stopped(self, visitor) -> Iterator[int]:
        """The renderer's process, awake and then stopped: what it is asked for waits for it to go on."""
        visitor.client.get(PDF)
        pid = shared.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        yield pid
        os.kill(pid, signal.SIGCONT)

    def test_while_one_is_printed_another_reader_is_told_at_once(self, app, courses, stopped):
        courses.edit("basics/aids/first-look.en.md", "Look before you ask.", "Listen before you ask.")

        with ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(lambda: app.test_client().get(PDF)) for _reader in range(2)]
            told, waiting = wait(asked, timeout=20, return_when=FIRST_COMPLETED)
            os.kill(stopped, signal.SIGCONT)

        (answer,), (printed,) = [one.result() for one in told], [one.result() for one in waiting]
        assert (answer.status_code, answer.headers["Retry-After"]) == (202, "2")
        assert "The PDF is being made" in answer.text
        assert "Listen before you ask." in text_of(printed.data)
