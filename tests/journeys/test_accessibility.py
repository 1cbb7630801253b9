"""A learner's way by the keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from lms.catalog.loader import load_library
from tests.factories import COURSES
from tests.journeys.learner import press_until, register, take

pytestmark = pytest.mark.browser

LESSON = "/courses/basics/start/first"


@pytest.fixture
def courses():
    """The tests' own small course."""
    return COURSES


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


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
