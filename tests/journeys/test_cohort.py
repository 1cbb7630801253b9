"""A cohort from a messy list to certificates: its coordinator, a person with a slip of paper, one with a code."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.accounts.models import Role
from lms.catalog.loader import load_library
from tests.certificates.paper import read_text
from tests.factories import COURSES
from tests.journeys.learner import (
    choose_password,
    complete,
    download_certificate,
    join,
    join_by_code,
    press,
    read_module,
    sign_in,
)
from tests.journeys.staff import (
    Paper,
    become_administrator,
    create_account,
    make_code,
    make_cohort,
    print_slips,
    read_log,
)

pytestmark = pytest.mark.browser

COHORT = "Investigators of Osh, spring"
COURSE = "Basics of the test"
LIST = """Фамилия;Имя;Отчество;Ведомство;Эл. почта;Стаж
Осмонова;Жылдыз;Маратовна;МВД;;12
?урбонов;Бахтиёр;;Прокуратура;;3
Асанов;Бакыт;;МВД;bakyt@example;5
Осмонова;Жылдыз;Маратовна;МВД;;12
Садыкова;Нурия;;Прокуратура;nuriya@example.org;7
"""


@pytest.fixture
def courses() -> Path:
    """The tests' own small course."""
    return COURSES


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


@pytest.fixture
def coordinate(new_page, server) -> Callable[..., Page]:
    """Open the browser of a coordinator, with the options of Playwright."""

    def coordinate(**options: bool) -> Page:
        create_account(server, "dilnoza@example.org", name="Dilnoza Coordinator", role=Role.COORDINATOR)
        page = new_page(**options)
        sign_in(page, "dilnoza@example.org")
        return page

    return coordinate


def bring_list(page: Page) -> None:
    """Bring the list as Excel in Russian saved it, read what is wrong line by line, and correct it in the page."""
    page.get_by_role("link", name="Add people").click()
    file = {"name": "Список.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1251")}
    page.get_by_label("Or choose a file").set_input_files(file)
    press(page, "Show what will be done")
    check_lines(page)

    text = page.get_by_label("The list, to be corrected here")
    text.fill(text.input_value().replace("?урбонов", "Қурбонов").replace("bakyt@example;", "bakyt@example.org;"))
    press(page, "Check again")

    expect(page.locator(".error-summary")).to_have_count(0)
    press(page, "Add 4 people")
    expect(page.locator(".flash")).to_contain_text(
        "4 people are on the list now. 2 mails are on their way. 2 need a printed slip."
    )


def check_lines(page: Page) -> None:
    """Read what is said of the list, and that nothing was stored of it."""
    expect(page.locator(".error-summary")).to_contain_text("Nobody was added")
    expect(page.locator("main")).to_contain_text("These columns are not known here and are left out: “Стаж”.")
    for line, words in (
        (3, "“?урбонов” has a question mark where a letter was lost"),
        (4, "“bakyt@example” is no e-mail address"),
        (5, "The same person as in line 2: taken once."),
        (6, "Gets an account, and an invitation by e-mail."),
    ):
        expect(page.get_by_role("row").filter(has_text=f"Line {line}")).to_contain_text(words)
    with page.context.new_page() as beside:
        beside.goto(page.url.replace("/members/add", "/members"))
        expect(beside.locator("main")).to_contain_text("Nobody is in this cohort yet.")


def hand_out_slips(page: Page) -> list[Paper]:
    """Print the slips of those who have not come in."""
    page.get_by_role("link", name="print slips").click()
    press(page, "Make the slips")
    return print_slips(page)


def come_in(page: Page, slip: Paper) -> None:
    """Do what the slip says, then read what coordinators see, and join."""
    page.goto(slip.address)
    page.get_by_label("Sign-in name").fill(slip.sign_in_name)
    page.get_by_label("code", exact=False).fill(slip.code)
    choose_password(page)
    press(page, "Set the password and sign in")
    page.get_by_role("link", name="Read what its coordinators see, and join").click()
    join(page)


def state_of(page: Page, name: str) -> str:
    """Read what the cohort's table says of somebody on its course."""
    page.reload()
    row = page.get_by_role("row").filter(has_text=name)
    return " ".join(row.get_by_role("cell").last.inner_text().split())


def download_table(page: Page) -> dict[str, dict[str, str]]:
    """Download the table as a spreadsheet program opens it: by name, column by column."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download this table, all pages, as a CSV file").click()
    text = downloading.value.path().read_text(encoding="utf-8-sig")
    return {row["Name"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def test_from_a_messy_list_and_a_slip_of_paper_to_a_certificate(new_page, server, course, coordinate):
    administrator, coordinator, learner = new_page(), coordinate(), new_page()
    name = "Осмонова Жылдыз Маратовна"
    become_administrator(administrator, server)
    make_cohort(coordinator, COHORT, course=COURSE)
    bring_list(coordinator)
    slips = hand_out_slips(coordinator)
    assert [slip.name for slip in slips] == ["Жылдыз Маратовна Осмонова", "Бахтиёр Қурбонов"]
    coordinator.goto("/cohorts/1")
    assert state_of(coordinator, name) == "– nothing is shown"

    come_in(learner, slips[0])
    assert state_of(coordinator, name) == "not started"
    read_module(learner, course, 0)
    assert state_of(coordinator, name).startswith("2 of 5 parts")
    complete(learner, course, read=1)

    assert slips[0].name in read_text(download_certificate(learner))
    check_table(coordinator, name)
    check_log(administrator, slips[0].name)


def check_table(page: Page, name: str) -> None:
    """Compare what the page, the file and the person's own page say of somebody who has completed the course."""
    said, row = state_of(page, name), download_table(page)[name]
    assert said == (
        f"{row[f'{COURSE}: state']} best score {row[f'{COURSE}: best score, per cent']}% "
        f"last activity {row[f'{COURSE}: last activity']}"
    )
    assert said.startswith("completed on ") and row["In the cohort"] == "member"
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("region", name=COURSE, exact=True)).to_contain_text(
        re.compile(r"Certificate \d{4}-\d{6}, .*: valid")
    )


def check_log(page: Page, name: str) -> None:
    """Read in the log, as an administrator, that the list was brought, the table taken out, and who was looked at."""
    coordinator = "Dilnoza Coordinator"
    for act, about, change in (
        ("put people on a cohort's list", COHORT, "invited by e-mail: 2, to receive a slip: 2"),
        ("exported", COHORT, "progress.csv, rows: 4"),
        ("looked at a person's record", name, "progress in cohort 1"),
        ("joined a cohort", name, ""),
    ):
        entries = read_log(page, act)
        assert any(about in entry.about and change in entry.change for entry in entries), (act, entries)
        who = name if act == "joined a cohort" else coordinator
        assert all(entry.who.startswith(who) for entry in entries), entries


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_somebody_without_an_account_joins_by_the_code_on_the_board(new_page, coordinate, scripts):
    coordinator, learner = coordinate(java_script_enabled=scripts), new_page(java_script_enabled=scripts)
    make_cohort(coordinator, COHORT, course=COURSE)

    join_by_code(learner, *make_code(coordinator), surname="Раҳимов", given_name="Далер", agency="Додситонӣ")

    learner.goto("/")
    expect(learner.get_by_role("link", name="Start")).to_be_visible()
    coordinator.goto("/cohorts/1")
    assert state_of(coordinator, "Раҳимов Далер") == "not started"
    expect(coordinator.get_by_role("row").filter(has_text="Раҳимов Далер")).to_contain_text("Додситонӣ")


def test_a_list_is_read_corrected_and_added_without_scripts(coordinate):
    coordinator = coordinate(java_script_enabled=False)
    make_cohort(coordinator, COHORT, course=COURSE)

    bring_list(coordinator)

    expect(coordinator.get_by_role("row").filter(has_text="Қурбонов Бахтиёр")).to_contain_text("has not come in yet")
