"""Coordinators and administrators at work with the keyboard alone, on sample data."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.learner import press_until, read_in, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(sample_server: Server) -> Server:
    return sample_server


def enter(page: Page, who: str) -> None:
    sign_in(page, f"{who}@demo.test")
    read_in(page, "en")


def go(page: Page, selector: str) -> None:
    """Reach a link or a button by the keyboard and press Enter there."""
    press_until(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, selector: str, text: str) -> None:
    press_until(page, selector)
    page.keyboard.type(text)


def test_a_coordinator_makes_a_cohort_and_adds_somebody(new_page):
    page = new_page()
    enter(page, "coordinator")
    go(page, ".site-nav a[href='/cohorts']")
    go(page, "main a[href='/cohorts/new']")
    type_into(page, "#name", "Judges of Talas")
    press_until(page, "#audience")
    page.keyboard.type("Judge")
    press_until(page, "[name=shown]:checked")
    page.keyboard.press("ArrowDown")
    type_into(page, "#starts_on", "01012026")
    type_into(page, "#ends_on", "12122099")
    press_until(page, "#course_1")
    page.keyboard.press("ArrowDown")
    go(page, "main form button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Judges of Talas")
    expect(page.locator("main")).to_contain_text("1 January 2026 to 12 December 2099")

    go(page, "main .tabs a[href$='/members/add']")
    go(page, "main a[href$='/members/add-one']")
    type_into(page, "#surname", "Osmonova")
    type_into(page, "#given_name", "Jyldyz")
    go(page, "main form button")

    expect(page.locator(".flash")).to_contain_text("This person is on the list now.")
    expect(page.get_by_role("row").filter(has_text="Osmonova Jyldyz")).to_contain_text("has not come in yet")


def test_a_coordinator_finds_who_is_stuck_and_where(new_page):
    page = new_page()
    enter(page, "coordinator")
    go(page, ".site-nav a[href='/cohorts']")
    go(page, "main a[href='/cohorts/1']")
    go(page, "main a[href*='show=stuck']")
    expect(page.locator(".grid tbody .grid-mark").first).to_contain_text("stuck at")

    go(page, ".grid tbody a")

    expect(page.locator(".member-state .grid-mark").first).to_contain_text("stuck at")


def test_an_administrator_finds_a_person_and_gives_her_a_role(new_page):
    page = new_page()
    enter(page, "admin")
    go(page, ".site-nav a[href='/admin']")
    go(page, ".section-nav a[href='/admin/people']")
    type_into(page, "#find", "prosecutor@demo.test")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    go(page, "main td a, main th a")
    press_until(page, "#roles-form [value=coordinator]")
    page.keyboard.press("Space")
    go(page, "#roles-form button")
    expect(page.locator(".error-summary")).to_contain_text("Say")

    press_until(page, ".error-summary a")
    page.keyboard.press("Enter")
    expect(page.locator("#roles-reason")).to_be_focused()
    page.keyboard.type("She follows the cohorts of Astana")
    go(page, "#roles-form button")

    expect(page.locator(".flash")).to_have_text("The roles are changed.")
    expect(page.locator("#roles-form [value=coordinator]")).to_be_checked()
