"""Every page in both languages, wide and narrow, light and dark: axe finds nothing, and nothing scrolls sideways."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server
from tests.journeys.learner import press, read_in, sign_in
from tests.journeys.pages import ADDRESSES, ERRORS, FORMS, add_links, numbers
from tests.journeys.staff import make_cohort

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}  # narrow: 1280 at 400 %
WIDEST = """[...document.querySelectorAll('body *')].reduce((widest, it) =>
    it.getBoundingClientRect().right >= widest.getBoundingClientRect().right ? it : widest).outerHTML"""
MESSY = """Surname;Given name;E-mail;Hobby
Asanov;Bakyt;bakyt@example;chess
Tokto;;tokto@example.org;
Tokto;;tokto@example.org;
"""


@pytest.fixture(scope="module")
def server(sample_server: Server) -> Server:
    """The sample, with a link of each kind and a disabled account."""
    add_links(sample_server.instance)
    return sample_server


@dataclass
class Look:
    """Looks at pages and keeps what would keep somebody out."""

    axe: Axe
    faults: list[str] = field(default_factory=list)

    def open(self, page: Page, address: str, status: int = 200) -> None:
        """Open an address and look at what comes."""
        page.set_viewport_size(WIDE)
        answer = page.goto(address)
        if answer is None or answer.status != status:
            self.faults.append(f"{address}: answered {answer and answer.status}")
        self.at(page, address)

    def at(self, page: Page, name: str) -> None:
        """Look at the page that is open: wide and light, then narrow and dark."""
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        self._note(name, self.axe.run(page).response["violations"])
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.faults.append(f"{name}: scrolls sideways: {page.evaluate(WIDEST)[:160]}")
        rules = ["color-contrast", "target-size", "scrollable-region-focusable"]
        found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
        self._note(f"{name} in the dark", found["violations"])

    def _note(self, name: str, violations: list[dict]) -> None:
        self.faults += [f"{name}: {it['id']}: {it['nodes'][0]['html'][:160]}" for it in violations]


@pytest.fixture
def look(axe: Axe) -> Look:
    return Look(axe)


@pytest.fixture(scope="module")
def sample(server: Server, browser: Browser) -> dict[str, object]:
    """Add what the sample lacks, a cohort without people and somebody who is asked by mail, and find its numbers."""
    page = browser.new_page(base_url=server.address, locale="en-GB")
    sign_in(page, "coordinator@demo.test")
    read_in(page, "en")
    make_cohort(page, "Prosecutors of Batken", course="Basics of the test")
    page.goto("/cohorts/1/members/add-one")
    page.locator("main [name=surname]").fill("Sydykova")
    page.locator("main [name=email]").fill("judge@demo.test")
    press(page, "Put this person on the list")
    page.close()
    return numbers(server.instance)


@pytest.fixture(params=["en", "ru"])
def enter(request, new_page) -> Callable[[str], Page]:
    """Open the browser of somebody who reads one of the two languages."""
    language = request.param

    def enter(who: str) -> Page:
        page = new_page(locale=f"{language}-KG")
        page.goto("/")
        if who != "stranger":
            sign_in(page, f"{who}@demo.test")
        read_in(page, language)
        return page

    return enter


def send(page: Page, form: str = "main form[method=post]:not(.button-form)", button: str = "button") -> None:
    """Send a form of the page by its first button and wait for the answer."""
    with page.expect_navigation():
        page.locator(form).first.locator(button).first.click()


@pytest.mark.parametrize("who", ADDRESSES)
def test_no_page_keeps_anybody_out(sample, enter, look, who):
    page = enter(who)

    for address in ADDRESSES[who]:
        look.open(page, address.format(**sample))
    for address, status in ERRORS.get(who, {}).items():
        look.open(page, address, status)
    for address in FORMS.get(who, []):
        page.goto(address.format(**sample))
        send(page)
        expect(page.locator(".error-summary")).to_be_visible()
        look.at(page, f"{address} with errors")

    assert look.faults == []


def test_no_answer_keeps_anybody_out(sample, enter, look):
    """Pages that come only as the answer to a form, and are shown once."""
    coordinator, administrator, stranger = enter("coordinator"), enter("admin"), enter("stranger")

    coordinator.goto("/cohorts/1/members/add")
    coordinator.locator("main [name=text]").fill(MESSY)
    send(coordinator)
    expect(coordinator.locator(".checked-lines .badge-bad")).to_be_visible()
    look.at(coordinator, "a list with mistakes")
    coordinator.goto("/cohorts/1/slips")
    coordinator.locator("main [name=people]").first.check()
    send(coordinator)
    expect(coordinator.locator(".slip")).not_to_have_count(0)
    look.at(coordinator, "slips")
    for way in ("slip", "link"):
        administrator.goto(f"/admin/people/{sample['waiting_account']}")
        administrator.locator("#entrance-reason").fill("Forgotten")
        send(administrator, "form[action$='/slip']", f"button[value={way}]")
        expect(administrator.locator("#entrance-reason")).to_have_count(0)
        look.at(administrator, f"a {way} to hand over")
    stranger.goto("/forgot-password")
    stranger.locator("main [name=email]").fill("nobody@example.org")
    send(stranger)
    look.at(stranger, "look into your mail")
    stranger.goto("/login")
    stranger.locator("main [name=csrf_token]").evaluate("field => field.remove()")
    send(stranger)
    look.at(stranger, "a form without its token")

    assert look.faults == []
