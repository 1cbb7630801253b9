"""The whole way of a learner, in a browser: from the first page to a certificate that a stranger can verify."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lms import config
from lms.catalog.loader import load_library
from lms.catalog.question import Kind
from tests.certificates.paper import list_fonts, read_codes, read_text
from tests.journeys.learner import answer, answer_one, download_certificate, read_module, register

pytestmark = pytest.mark.browser

KEY = "trafficking-foundations"
NAME = "Айгүл Ңүрбекова"


@pytest.fixture(scope="module")
def course():
    return load_library(config.ROOT / "courses").courses[KEY]


def start(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main .action form button, main .action a.button").first.click()
    page.wait_for_url("**/attempts/*")


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url("**/result")


def practise(page: Page, course) -> None:
    """Answer the first lesson's first practice question wrong and then right, without leaving the page."""
    lesson = course.modules[0].lessons[0]
    question = lesson.text("en").value.practice[0]
    page.goto(f"/courses/{KEY}/{lesson.path}")
    assert question.choices[0].feedback.source[:30] not in page.content()
    for right, words in ((False, "Not this."), (True, "Right.")):
        answer_one(page, question, right=right)
        page.locator("#practice-0 button").click()
        expect(page.locator("#practice-0 [data-feedback]")).to_contain_text(words)


def lose_the_connection(page: Page, course) -> None:
    """Give an answer while the line is down; it is saved when the line is back, and not lost by closing the page."""
    quiz = course.modules[0].quiz
    section = page.locator("[data-question]").first
    question = next(it for it in quiz.pool("en").value if it.key == section.get_attribute("data-question"))
    page.context.set_offline(True)
    answer_one(page, question, right=True)
    expect(section.locator("[data-state]")).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(section.locator("[data-state]")).to_have_text("Saved", timeout=15_000)
    page.reload()
    if question.kind is not Kind.MATCHING:
        assert page.locator(f'[name="q-{question.key}"]:checked').count() >= 1


def test_from_registering_to_a_certificate_that_a_stranger_can_verify(new_page, server, course, tmp_path: Path):
    page = new_page()
    register(page, server.instance, name=NAME, address="aigul@example.org")
    practise(page, course)
    read_module(page, course, 0)

    start(page, f"/courses/{KEY}/{course.modules[0].key}/quiz")
    answer(page, course.modules[0].quiz, "en", right=False)
    hand_in(page)
    expect(page.locator("h1")).to_have_text("Not passed this time")
    start(page, f"/courses/{KEY}/{course.modules[0].key}/quiz")
    lose_the_connection(page, course)
    answer(page, course.modules[0].quiz, "en", right=True)
    hand_in(page)
    expect(page.locator("h1")).to_have_text("You have passed")

    for number, module in enumerate(course.modules[1:], start=1):
        read_module(page, course, number)
        start(page, f"/courses/{KEY}/{module.key}/quiz")
        answer(page, module.quiz, "en", right=True)
        hand_in(page)
    start(page, f"/courses/{KEY}/final")
    answer(page, course.final, "en", right=True)
    hand_in(page)
    expect(page.locator("h1")).to_have_text("You have passed")

    pdf = download_certificate(page)
    check_paper(pdf, tmp_path, server.address)
    check_publicly(new_page(), read_codes(pdf, tmp_path)[0])


def check_paper(pdf: bytes, tmp_path: Path, address: str) -> None:
    """Check the certificate's text, tags, fonts and QR code."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert NAME in read_text(pdf)
    assert "Trafficking in persons: foundations" in read_text(pdf)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert all("Sabak" in font["/FontName"] and "/FontFile2" in font for font in list_fonts(pdf))
    assert read_codes(pdf, tmp_path)[0].startswith(f"{address}/verify/")


def check_publicly(page: Page, address: str) -> None:
    """Open the address of the QR code as somebody who is not signed in."""
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Valid today")
    expect(page.locator("main")).to_contain_text(NAME)
