"""What coordinators and administrators do in a browser, and what they hand out on paper."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from lms.accounts.models import Role
from tests.factories import PASSWORD
from tests.journeys.conftest import Server
from tests.journeys.learner import choose_password, link_in, press


@dataclass(frozen=True)
class Paper:
    """A slip, as somebody reads it who holds it in her hand."""

    name: str
    address: str
    sign_in_name: str
    code: str


@dataclass(frozen=True)
class Entry:
    """An entry of the audit log, as it is read on the page."""

    when: str
    who: str
    what: str
    about: str
    change: str
    reason: str


def create_account(server: Server, address: str, *, name: str, role: Role | None = None) -> None:
    """Make an account at the command line, with the password of the journeys."""
    roles = ["--role", role.value] if role else []
    options = ["--email", address, "--name", name, *roles, "--password-stdin"]
    server.run("user", "create", *options, typed=PASSWORD + "\n")


def become_administrator(page: Page, server: Server) -> None:
    """Use the link of the first start."""
    page.goto(link_in(server.welcome))
    page.locator("main [name=name]").fill("Gulnara Administrator")
    page.locator("main [name=email]").fill("gulnara@example.org")
    choose_password(page)
    with page.expect_navigation():
        page.locator("main form button").click()


def find_person(page: Page, address: str) -> None:
    """Find an account as an administrator, and open its page."""
    page.goto("/admin/people")
    page.get_by_label("Name, e-mail address or sign-in name").fill(address)
    press(page, "Find")
    page.get_by_role("row").filter(has_text=address).get_by_role("link").click()
    expect(page.get_by_role("heading", name="What this person may do")).to_be_visible()


def make_cohort(page: Page, name: str, *, course: str) -> None:
    """Make a cohort of this year and the next, on one course."""
    page.goto("/cohorts/new")
    page.get_by_label("Name of the cohort").fill(name)
    page.get_by_label("First day").fill("2026-01-12")
    page.get_by_label("Last day").fill("2099-12-20")
    page.get_by_label("Course 1").select_option(label=course)
    press(page, "Make the cohort")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def make_code(page: Page) -> tuple[str, str]:
    """Make a code and read the sheet for the board: where it is typed, and what."""
    page.get_by_role("link", name="Code and link").click()
    press(page, "Make a code")
    page.get_by_role("link", name="A sheet to print").click()
    sheet = page.locator(".code-sheet")
    return tuple(sheet.get_by_role("listitem").nth(place).locator("strong").inner_text() for place in (0, 1))


def print_slips(page: Page) -> list[Paper]:
    """Read the slips of a page from what a printer would put on paper."""
    page.emulate_media(media="print")
    slips = [_read_slip(slip.inner_text()) for slip in page.locator(".slip").all()]
    page.emulate_media(media="screen")
    return slips


def _read_slip(text: str) -> Paper:
    found = re.search(
        r"(?P<name>.+)\s+Open this address:\s*(?P<address>\S+)\s+Type your sign-in name:\s*(?P<sign_in_name>\S+)\s+"
        r"Type the one-time code:\s*(?P<code>\S+)",
        text,
    )
    assert found, text
    return Paper(**found.groupdict())


def read_log(page: Page, act: str) -> list[Entry]:
    """Read the entries of the log about what was done, the newest first."""
    page.goto("/admin/log")
    page.get_by_label("What was done").select_option(label=act)
    press(page, "Find")
    rows = page.locator("table.log tbody tr").all()
    return [Entry(*(" ".join(cell.split()) for cell in row.locator("td").all_inner_texts())) for row in rows]
