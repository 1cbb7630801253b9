"""An administrator's work: people invited, given roles and shut out, and a backup that brings everything back."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.catalog.loader import load_library
from tests.factories import COURSES
from tests.journeys.conftest import Server
from tests.journeys.learner import (
    choose_password,
    complete,
    download_certificate,
    link_in,
    press,
    reload_until,
    sign_in,
    take,
)
from tests.journeys.staff import (
    become_administrator,
    create_account,
    find_person,
    read_log,
)

pytestmark = pytest.mark.browser

QUIZ = "/courses/basics/start/quiz"
AIGUL, BAKYT = "aigul@example.org", "bakyt@example.org"


@pytest.fixture
def courses() -> Path:
    """The tests' own small course."""
    return COURSES


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


@pytest.fixture
def administrator(new_page, server) -> Page:
    """The administrator of the first start, signed in."""
    page = new_page()
    become_administrator(page, server)
    return page


@pytest.fixture
def enter(new_page, server):
    """Open a browser in which somebody with an account of her own is signed in."""

    def enter(address: str, name: str) -> Page:
        create_account(server, address, name=name)
        page = new_page()
        sign_in(page, address)
        return page

    return enter


def invite(page: Page, address: str) -> str:
    """Invite somebody, open the mail in the outbox, and give the link that stands in it."""
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("link", name="People").first.click()
    page.get_by_role("link", name="Invite by e-mail").click()
    page.get_by_label("E-mail address").fill(address)
    press(page, "Send the invitation")
    page.goto("/admin/mail?state=sent")
    reload_until(page, page.get_by_role("row").filter(has_text=address))
    page.get_by_role("row").filter(has_text=address).get_by_role("link").click()
    return link_in(page.locator(".mail-words").inner_text())


def accept(page: Page, link: str, name: str) -> None:
    """Come in by an invitation."""
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    choose_password(page)
    press(page, "Make my account")
    expect(page.locator(".flash")).to_contain_text("Your account is ready.")


def make_coordinator(page: Page, address: str, reason: str) -> None:
    """Give somebody a role; without a reason it is refused."""
    find_person(page, address)
    page.get_by_label("Coordinator: follows cohorts").check()
    press(page, "Save the roles")
    expect(page.locator(".error-summary")).to_contain_text("Say why")
    page.locator("#roles-reason").fill(reason)
    press(page, "Save the roles")
    expect(page.locator(".flash")).to_have_text("The roles are changed.")


def disable(page: Page, address: str, reason: str) -> None:
    """Shut somebody out."""
    find_person(page, address)
    page.locator("#state-reason").fill(reason)
    press(page, "Disable the account")
    expect(page.locator(".flash")).to_have_text("The account is disabled and signed out everywhere.")


def test_inviting_giving_a_role_and_disabling_work_at_once_and_are_in_the_log(new_page, administrator, enter):
    invited, disabled = new_page(), enter(BAKYT, "Bakyt Toktogulov")

    accept(invited, invite(administrator, AIGUL), "Aigul Sadykova")
    assert invited.get_by_role("link", name="Cohorts").count() == 0
    make_coordinator(administrator, AIGUL, "She follows the cohorts of Osh")
    disable(administrator, BAKYT, "Left the service")

    invited.get_by_role("link", name="Your account").click()
    invited.get_by_role("link", name="Cohorts").click()
    expect(invited.get_by_role("heading", level=1)).to_have_text("Cohorts")
    disabled.get_by_role("link", name="Certificates", exact=True).click()
    expect(disabled).to_have_url("/login?next=/certificates")
    for act, about, change, reason in (
        ("changed roles", "Aigul Sadykova", "Before: learner After: coordinator", "She follows the cohorts of Osh"),
        ("disabled an account", "Bakyt Toktogulov", "Before: active After: disabled", "Left the service"),
        ("invited a person", "invitation", "learner", ""),
        ("opened a mail", "mail", "", ""),
    ):
        newest = read_log(administrator, act)[0]
        assert newest.who.startswith("Gulnara Administrator") and about in newest.about, newest
        assert (newest.change, newest.reason) == (change, reason)


def rows(server: Server, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(server.instance / "lms.db")) as connection:
        return connection.execute(query).fetchall()


def hand_in(page: Page, course) -> int:
    """Hand in a quiz and give the number of the attempt, once the page says that it is handed in."""
    take(page, QUIZ, course.modules[0].quiz, right=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Not passed this time")
    return int(page.url.split("/")[-2])


def back_up_at_work(server: Server, file: Path, pages: list[Page], course) -> list[int]:
    """Take a backup while people hand in quizzes, and give the attempts that were acknowledged before it began."""
    before = [hand_in(page, course) for page in pages]
    with ThreadPoolExecutor(1) as pool:
        backup = pool.submit(server.run, "backup", str(file))
        during = [hand_in(page, course) for page in pages]
        while not backup.done():
            during += [hand_in(page, course) for page in pages]
    assert "Backup" in backup.result() and during
    return before


def throw_away(server: Server) -> None:
    """Stop the service and lose its database."""
    server.stop()
    for file in server.instance.glob("lms.db*"):
        file.unlink()


def test_a_backup_taken_while_people_work_brings_everything_back(server, course, administrator, enter, tmp_path):
    aigul, bakyt = enter(AIGUL, "Aigul Sadykova"), enter(BAKYT, "Bakyt Toktogulov")
    complete(aigul, course)
    certificate, file = tmp_path / "certificate.pdf", tmp_path / "night.backup"
    certificate.write_bytes(download_certificate(aigul))

    acknowledged = back_up_at_work(server, file, [aigul, bakyt], course)
    throw_away(server)
    said = server.run("restore", str(file))
    server.start()

    assert "It is restored" in said and "Everybody is signed out." in said
    assert "issued here, unchanged" in server.run("certificate", "verify", str(certificate))
    handed_in = rows(server, "SELECT id FROM attempt WHERE submitted_at IS NOT NULL")
    assert {(attempt,) for attempt in acknowledged} <= set(handed_in)
    assert rows(server, "SELECT enrolment_id FROM attempt GROUP BY 1, quiz_key HAVING max(number) != count(*)") == []
    for page, address, attempt in ((aigul, AIGUL, acknowledged[0]), (bakyt, BAKYT, acknowledged[1])):
        page.goto("/account")
        expect(page).to_have_url("/login?next=/account")
        sign_in(page, address)
        page.goto(f"/attempts/{attempt}/result")
        expect(page.get_by_role("heading", level=1)).to_have_text("Not passed this time")
    assert download_certificate(aigul) == certificate.read_bytes()
    check_entries(administrator)


def check_entries(page: Page) -> None:
    """Read in the log, as an administrator, that it was brought back."""
    sign_in(page, "gulnara@example.org")
    assert [entry.who for entry in read_log(page, "restored a backup")] == ["the site itself"]
