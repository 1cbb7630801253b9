"""Stopping in the middle of a lesson and going on there, in a real browser."""

import pytest
from playwright.sync_api import expect

from lms.catalog.loader import load_library
from lms.config import ROOT
from tests.journeys.learner import register

pytestmark = pytest.mark.browser

KEY = "trafficking-foundations"


def test_a_reader_goes_on_at_the_heading_where_she_stopped(new_page, server):
    lesson = load_library(ROOT / "courses").courses[KEY].lessons[0]
    page = new_page()
    register(page, server.instance, name="Aigul Sadykova", address="aigul@example.org")
    page.goto(f"/courses/{KEY}")
    page.get_by_role("button", name="Take this course").click()
    page.locator(".course-action .button").click()
    heading = page.locator(".lesson > h2[id]").last
    key = heading.get_attribute("id")

    with page.expect_response(lambda it: key in (it.request.post_data or "")) as sent:
        heading.scroll_into_view_if_needed()
        page.mouse.wheel(0, 400)
    page.goto("/")
    page.get_by_role("link", name="Go on").click()

    assert (sent.value.url, sent.value.status) == (f"{server.address}/courses/{KEY}/{lesson.path}/position", 204)
    expect(page).to_have_url(f"{server.address}/courses/{KEY}/{lesson.path}#{key}")
    expect(page.locator(f"#{key}")).to_be_in_viewport()
