"""The check without a network, in a browser that opens a page from a folder."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from lms.certificates.models import Credential
from tests.journeys.conftest import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.browser
ADDRESS = "https://courses.example.org"
MOST_BYTES = 60_000


@pytest.fixture
def settings(settings):
    return {**settings, "base_url": ADDRESS}


@pytest.fixture
def page() -> Iterator[Page]:
    """Open a browser, ended with the test: while it runs, no application can begin in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser.new_page()
        browser.close()


@pytest.fixture
def issued(complete, make) -> Credential:
    return complete(make.learner(name="Айгүл Ңүрбекова"))


@pytest.fixture
def stick(app, tmp_path):
    """Write the page and its list, as for a memory stick."""
    folder = tmp_path / "stick"

    def _write(language: str = "en"):
        folder.mkdir(exist_ok=True)
        told = app.test_cli_runner().invoke(args=["certificate", "checker", str(folder), "--language", language])
        assert told.exit_code == 0, told.output
        return folder

    return _write


@pytest.fixture
def opened(stick, page: Page, issued):
    """Open the page; nothing else can be reached."""
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto((stick() / "checker.html").as_uri())
    return page


def answer_to_code(page: Page, code: str) -> str:
    page.fill("#code", code)
    page.click("button")
    page.wait_for_selector("#answer:not([hidden])")
    return page.inner_text("#answer")


def answer_to_file(page: Page, name: str, data: bytes) -> str:
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.wait_for_selector("#answer:not([hidden])")
    return page.inner_text("#answer")


class TestCode:
    @pytest.mark.parametrize("typed", ["{code}", "https://courses.example.org/verify/{code}", " {small} "])
    def test_it_reads_what_a_telephone_read_and_what_was_typed(self, opened, issued, typed):
        text = typed.format(code=issued.code, small=issued.code.lower().replace("-", " "))

        assert "It was issued, and it counted on the day of this list" in answer_to_code(opened, text)

    def test_a_wrong_sign_is_found(self, opened, issued):
        other = "3" if issued.code[0] == "2" else "2"

        assert "a sign is wrong" in answer_to_code(opened, other + issued.code[1:])

    def test_a_code_that_was_not_given_out_is_not_in_the_list(self, opened):
        assert "No certificate that was issued" in answer_to_code(opened, "222222-222222-222222")

    def test_a_revoked_one_is_said_to_be_revoked(self, stick, session, page, issued):
        issued.revoked_at = issued.issued_at
        session.commit()
        page.goto((stick() / "checker.html").as_uri())

        assert "then revoked" in answer_to_code(page, issued.code)


class TestFile:
    def test_the_pdf_that_was_issued_is_known_with_its_facts(self, opened, issued):
        told = answer_to_file(opened, "certificate.pdf", issued.pdf)

        assert "byte for byte" in told
        for fact in ("Айгүл Ңүрбекова", issued.course_title, issued.serial):
            assert fact in told

    def test_so_is_the_credentials_file(self, opened, issued):
        assert "proved by the issuer's key" in answer_to_file(opened, "c.json", issued.document.encode())

    def test_a_byte_more_is_found(self, opened, issued):
        assert "not the file that was issued" in answer_to_file(opened, "certificate.pdf", issued.pdf + b"\n")

    @pytest.mark.parametrize("fact", ["name", "code", "number", "version"])
    def test_any_changed_fact_is_found(self, opened, issued, fact):
        claims = json.loads(issued.document)
        subject = claims["credentialSubject"]
        match fact:
            case "name":
                subject["identifier"][0]["identityHash"] = "Another Name"
            case "code":
                claims["id"] = f"{ADDRESS}/verify/222222-222222-222222"
            case "number":
                subject["licenseNumber"] = "2026-999999"
            case "version":
                subject["achievement"]["version"] = "9.9"

        assert "were changed" in answer_to_file(opened, "c.json", json.dumps(claims).encode())

    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"no certificate", b"{}", b'{"proof": 5}'])
    def test_what_is_no_certificate_is_said_to_be_none(self, opened, data):
        told = answer_to_file(opened, "file", data)

        assert "holds no certificate" in told or "were changed" in told


class TestPage:
    def test_it_is_small_and_names_no_one(self, stick, session, issued):
        folder = stick()

        assert len((folder / "checker.html").read_bytes()) < MOST_BYTES
        told = (folder / "list.js").read_text()
        assert issued.code not in told
        assert session.scalars(select(Credential.name)).first() not in told

    def test_without_its_list_it_says_so(self, stick, page, issued):
        folder = stick()
        (folder / "list.js").unlink()
        page.goto((folder / "checker.html").as_uri())

        assert "list.js is missing" in page.inner_text("#answer")

    def test_it_speaks_russian(self, stick, page, issued):
        page.goto((stick("ru") / "checker.html").as_uri())

        assert page.locator("html").get_attribute("lang") == "ru"
        assert "Проверка сертификата без сети" in page.inner_text("h1")
