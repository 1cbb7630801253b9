"""Every page for everybody: axe finds nothing, nothing scrolls sideways, the keyboard suffices, without scripts too."""

import pytest
from playwright.sync_api import Page, expect

from lms.catalog.loader import load_library
from tests.factories import COURSES
from tests.journeys.learner import begin, register, sign_in, take
from tests.journeys.staff import become_administrator

pytestmark = pytest.mark.browser

LESSON = "/courses/basics/start/first"
SIGNED_OUT = [
    "/", "/courses", "/courses/basics", LESSON, "/login", "/register", "/forgot-password", "/slip", "/notice",
    "/join", "/join/no-such",
    "/verify", "/verify/unknown", "/report-a-mistake?course=basics&lesson=start/first", "/no-such-page",
]  # fmt: skip
SIGNED_IN = [
    "/", "/?minutes=12", "/courses/basics", "/courses/basics/start/second",
    "/courses/basics/start/second?route=summary",
    "/courses/basics/start/quiz", "/courses/basics/final", "/attempts/1/result", "/attempts/2", "/attempts/2/hand-in",
    "/attempts/3/result", "/account", "/account/details", "/account/email", "/account/password", "/certificates",
    "/admin/people", "/admin/people/new", "/admin/people/invite", "/admin/people/1", "/admin/courses",
    "/admin/courses/reports/closed", "/cohorts", "/cohorts/new",
]  # fmt: skip


@pytest.fixture
def courses():
    """The tests' own small course."""
    return COURSES


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


def check(page: Page, axe, address: str) -> list[str]:
    """Open an address and list what keeps people out."""
    page.goto(address)
    faults = [f"{address}: {it['id']}: {it['nodes'][0]['html'][:160]}" for it in axe.run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append(f"{address}: scrolls sideways")
    return faults


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("language", ["en-GB", "ru-RU"])
def test_no_page_keeps_anybody_out(new_page, server, course, axe, width, scheme, language):
    view = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "locale": language}
    stranger, page, second = new_page(**view), new_page(**view), new_page(**view)
    become_administrator(page, server)
    sign_in(second, "gulnara@example.org")
    take(page, "/courses/basics/start/quiz", course.modules[0].quiz, right=True)
    begin(page, "/courses/basics/start/quiz")
    take(page, "/courses/basics/final", course.final, right=False)

    faults = [fault for address in SIGNED_OUT for fault in check(stranger, axe, address)]
    faults += [fault for address in SIGNED_IN for fault in check(page, axe, address)]
    stranger.goto("/login")
    with stranger.expect_navigation():
        stranger.locator("main form button").click()
    faults += [f"errors at sign-in: {it['id']}" for it in axe.run(stranger).response["violations"]]

    assert faults == []


def press_until(page: Page, selector: str, key: str = "Tab") -> None:
    """Move the focus by the keyboard until it is on `selector`, which must be visible there."""
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


def test_a_quiz_can_be_taken_with_the_keyboard_alone(new_page, server, course):
    page = new_page()
    register(page, server.instance, name="Aigul Sadykova", address="aigul@example.org")
    page.goto(LESSON)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    press_until(page, "#practice-0 input")
    page.keyboard.press("Space")
    press_until(page, "#practice-0 button")
    page.keyboard.press("Enter")
    expect(page.locator("#practice-0 [data-feedback]")).to_be_focused()
    press_until(page, ".lesson-end form button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/courses/basics/final")
    press_until(page, "main .action form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/attempts/*")

    for key in [section.get_attribute("data-question") for section in page.locator("[data-question]").all()]:
        press_until(page, f'[name="q-{key}"]')
        page.keyboard.press("Space")
        while not page.evaluate("document.activeElement.value === '1'"):
            page.keyboard.press("ArrowDown")
    press_until(page, "[name=act][value=hand_in]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result")

    expect(page.locator("h1")).to_have_text("You have passed")


def test_a_course_can_be_completed_without_javascript(new_page, server, course):
    page = new_page(java_script_enabled=False)
    register(page, server.instance, name="Bakyt Toktogulov", address="bakyt@example.org")
    page.goto(LESSON)
    page.locator("#practice-0 input[value='1']").check()
    page.locator("#practice-0 button").click()
    expect(page.locator("#practice-0 [data-feedback]")).to_contain_text("Right.")
    for lesson in course.lessons:
        page.goto(f"/courses/basics/{lesson.path}")
        with page.expect_navigation():
            page.locator(".lesson-end form button").click()
    take(page, "/courses/basics/start/quiz", course.modules[0].quiz, right=True)
    take(page, "/courses/basics/final", course.final, right=True)

    page.goto("/certificates")

    expect(page.locator("main .card h2")).to_have_text("Basics of the test")
