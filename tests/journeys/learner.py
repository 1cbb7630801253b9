"""What a learner does in a browser, in her words: register, read, answer, hand in."""

import email
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from lms.catalog.course import Course, Quiz
from lms.catalog.question import Kind, Question
from tests.factories import PASSWORD


def newest_mail(instance: Path) -> str:
    """Read the newest mail of the outbox."""
    files = sorted((instance / "outbox").glob("*.eml"))
    message = email.message_from_bytes(files[-1].read_bytes())
    return message.get_payload(decode=True).decode()  # type: ignore[union-attr]


def link_in(text: str) -> str:
    """Find the address that a mail asks to open."""
    return re.findall(r"https?://\S+", text)[0]


def register(page: Page, instance: Path, *, name: str, address: str) -> None:
    """Register with an e-mail address and the link that comes there; the mail lies in the outbox."""
    page.goto("/register")
    page.locator("main [name=email]").fill(address)
    with page.expect_navigation():
        page.locator("main form button").click()
    wait_for_file(page, instance / "outbox")
    page.goto(link_in(newest_mail(instance)))
    page.locator("main [name=name]").fill(name)
    choose_password(page)
    page.locator("main form button").click()
    page.wait_for_url("**/")


def press(page: Page, button: str) -> None:
    """Press a button of the page and wait for the page that follows."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button, exact=True).click()


def choose_password(page: Page) -> None:
    """Choose the password that everybody in the journeys has, and agree to the notice."""
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main [name=again]").fill(PASSWORD)
    page.locator("main [name=consent]").check()


def join_by_code(page: Page, address: str, code: str, **names: str) -> None:
    """Type the code from the board, make an account without e-mail, read, and join.

    :param names: surname, given_name and agency
    """
    page.goto(address)
    page.get_by_label("Code of the cohort").fill(code.lower().replace("-", " "))
    press(page, "Go on")
    page.get_by_role("link", name="Make my account").click()
    for label, name in names.items():
        page.get_by_label(label.replace("_", " ").capitalize(), exact=True).fill(name)
    choose_password(page)
    press(page, "Make my account")
    expect(page.locator(".flash")).to_contain_text("write it down")
    join(page)


def join(page: Page) -> None:
    expect(page.get_by_role("region", name="What its coordinators will see of you")).to_contain_text("your best scores")
    press(page, "Join this cohort")
    expect(page.locator(".flash")).to_contain_text("You are in this cohort now, and on its courses.")


def sign_in(page: Page, address: str) -> None:
    """Sign in with the password that all learners of the journeys use."""
    page.goto("/login")
    page.locator("main [name=email]").fill(address)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/")


def read_in(page: Page, language: str) -> None:
    """Choose the language of the pages."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f".language-switch button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def wait_for_file(page: Page, folder: Path) -> None:
    """Wait until the background work has put a mail into the folder, while the page polls for us."""
    for _ in range(1200):
        if list(folder.glob("*.eml")):
            return
        page.wait_for_timeout(50)
    raise AssertionError("no mail came")


def reload_until(page: Page, wanted: Locator) -> None:
    """Load the page again until it shows what the background work does."""
    for _ in range(300):
        if wanted.count():
            return
        page.wait_for_timeout(100)
        page.reload()
    raise AssertionError(f"{page.url} never shows {wanted}")


def press_until(page: Page, selector: str, key: str = "Tab") -> None:
    """Move the focus by the keyboard until it is on `selector`, which must be visible there."""
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


def answer(page: Page, quiz: Quiz, language: str, *, right: bool) -> None:
    """Answer every question on the page, all right or all wrong."""
    questions = {question.key: question for question in quiz.pool(language).value}
    for section in page.locator("[data-question]").all():
        answer_one(page, questions[str(section.get_attribute("data-question"))], right=right)


def answer_one(page: Page, question: Question, *, right: bool) -> None:
    """Answer one question."""
    name = f"q-{question.key}"
    if question.kind is Kind.ESSAY:
        page.locator(f'[name="{name}"]').fill("One small habit.")
        return
    if question.kind is Kind.MATCHING:
        rights = [choice.match for choice in question.choices]
        chosen = rights if right else rights[1:] + rights[:1]
        for choice, side in zip(question.choices, chosen, strict=True):
            page.locator(f'[name="{name}-{choice.key}"]').select_option(side)
        return
    keys = [choice.key for choice in question.choices if (choice.weight > 0) == right]
    for key in keys if question.kind is Kind.MULTIPLE else keys[:1]:
        page.locator(f'[name="{name}"][value="{key}"]').check()


def begin(page: Page, address: str) -> None:
    """Start an attempt at a quiz."""
    page.goto(address)
    page.locator("main .action form button").click()
    page.wait_for_url("**/attempts/*")


def take(page: Page, address: str, quiz: Quiz, *, right: bool) -> None:
    """Take a quiz to its end."""
    begin(page, address)
    answer(page, quiz, "en", right=right)
    with page.expect_navigation():
        page.locator("[name=act][value=hand_in]").click()
    if page.url.endswith("/hand-in"):
        page.locator("main form button").click()
        page.wait_for_url("**/result")


def read_module(page: Page, course: Course, number: int) -> None:
    """Read the lessons of a module one after the other and say so at the end of each."""
    module = course.modules[number]
    for lesson in module.lessons:
        page.goto(f"/courses/{course.key}/{module.key}/{lesson.key}")
        with page.expect_navigation():
            page.get_by_role("button", name="I have completed this lesson").click()


def complete(page: Page, course: Course, *, read: int = 0) -> None:
    """Take a course to the end of its final assessment, everything right; its first `read` modules were read before."""
    for number, module in enumerate(course.modules):
        if number >= read:
            read_module(page, course, number)
        if module.quiz:
            take(page, f"/courses/{course.key}/{module.key}/quiz", module.quiz, right=True)
    if course.final:
        take(page, f"/courses/{course.key}/final", course.final, right=True)


def download_certificate(page: Page) -> bytes:
    """Wait until the certificate's PDF is there and fetch it as the learner."""
    page.goto("/certificates")
    reload_until(page, page.get_by_role("link", name="Open the PDF"))
    address = page.get_by_role("link", name="Open the PDF").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()
