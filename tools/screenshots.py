"""`./run screenshots [WORD …]`: a picture of every page, as each role sees it, at three widths, light and dark.

It fills an installation of its own in a temporary folder with sample data, serves it on this machine alone and writes
screenshots/ROLE/PAGE-WIDTH-SCHEME.png. It names pages that scroll sideways, and what browsers complain about.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from benchmarks.server import HOST, free_port, serve
from lms import create_app
from lms.catalog import service as catalog
from lms.config import ROOT
from lms.db import db, writing
from lms.demo.people import DOMAIN
from tools.screenshot_pages import EACH, PEOPLE, Shot, add_further, further_shots, plain_shots, values_for

PASSWORD = "three-lanterns-by-the-gate"  # noqa: S105 - opens sample accounts that end with this command
LEARNERS = 90
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
HEIGHT = 900
PATIENCE_MS = 20_000
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]  # fmt: skip
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Wanted(NamedTuple):
    """What the command line asks for."""

    words: list[str]
    widths: list[int]
    schemes: list[str]
    language: str | None
    folder: Path

    def has(self, shot: Shot) -> bool:
        return not self.words or any(word in shot.path for word in self.words)


class Plan(NamedTuple):
    """What there is to take."""

    plain: dict[str, list[Shot]]  # by endpoint
    further: list[Shot]


def main() -> int:
    """Take the pictures; give 1 if a page scrolls sideways or a browser complained."""
    wanted = _read_arguments()
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        del os.environ[name]  # the settings of an installation are none of ours
    signal.signal(signal.SIGTERM, lambda *_it: sys.exit(1))  # so that the server is ended then too
    with tempfile.TemporaryDirectory(prefix="sabak-screenshots-") as folder:
        port = free_port()
        environment = {
            "LMS_INSTANCE": str(Path(folder) / "instance"),
            "LMS_BASE_URL": f"http://{HOST}:{port}",
            "LMS_REGISTRATION": "open",
        }
        fill(environment)
        plan = make_plan(environment)
        with serve("lms/serving.py", port=port, environment=environment), open_browser() as browser:
            complaints = take_all(browser, environment["LMS_BASE_URL"], plan, wanted)
    print("\n".join(complaints) or "No page scrolls sideways, no browser complained.")
    return 1 if complaints else 0


def fill(environment: Mapping[str, str]) -> None:
    """Fill the installation with sample people."""
    command = ["-m", "flask", "--app", "app", "demo", f"--learners={LEARNERS}", f"--password={PASSWORD}"]
    given = {**os.environ, **environment}
    subprocess.run([sys.executable, *command], cwd=ROOT, env=given, check=True, stdout=subprocess.DEVNULL)


def make_plan(environment: Mapping[str, str]) -> Plan:
    """Work out from the routes and the sample what there is to take."""
    app = create_app(Path(environment["LMS_INSTANCE"]), base_url=environment["LMS_BASE_URL"], registration="open")
    with app.app_context():
        course = next(it for it in catalog.list_courses() if it.lessons and it.final)
        with writing() as session:
            added = add_further(session, course)
        values = {person: values_for(db.session, person, course) for person in PEOPLE}
        db.session.close()
        db.engine.dispose()
    return Plan(plain_shots(app, values, added), further_shots(added))


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the browser, and end it with the block."""
    found = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if found is None:
        raise SystemExit("Install the system package chromium to take pictures.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


def take_all(browser: Browser, base_url: str, plan: Plan, wanted: Wanted) -> list[str]:
    """Take what is wanted, and give what is wrong with the pages."""
    cookies = {person: sign_in(browser, base_url, person, wanted.language) for person in PEOPLE}
    shots = choose_shots(browser, base_url, plan.plain, cookies) + plan.further
    complaints: list[str] = []
    for scheme in wanted.schemes:
        for person in PEOPLE:
            mine = [shot for shot in shots if shot.person == person and wanted.has(shot)]
            if not mine:
                continue
            context = open_context(browser, base_url, cookies[person], color_scheme=scheme)
            for shot in mine:
                for width in wanted.widths:
                    complaints += take(context, shot, width, scheme, wanted)
            context.close()
            print(f"{person}, {scheme}: {len(mine)} pages", file=sys.stderr, flush=True)
    return complaints


def open_context(browser: Browser, base_url: str, cookies: object = None, **options: object) -> BrowserContext:
    """Open a browser that knows of nothing but these cookies."""
    context = browser.new_context(base_url=base_url, locale="en-GB", storage_state=cookies, **options)
    context.set_default_timeout(PATIENCE_MS)
    return context


def sign_in(browser: Browser, base_url: str, person: str, language: str | None) -> object:
    """Sign somebody of the sample in, in the language that is wanted, and give the cookies."""
    context = open_context(browser, base_url)
    page = context.new_page()
    page.goto("/login")
    if person != "stranger":
        page.fill("[name=email]", f"{person}@{DOMAIN}")
        page.fill("[name=password]", PASSWORD)
        page.click("main .button")
        page.wait_for_url(f"{base_url}/")
    other = page.locator(f".language-switch button[value={language}]")
    if language and other.count():
        other.click()
    state = context.storage_state()
    context.close()
    return state


def choose_shots(
    browser: Browser, base_url: str, plain: Mapping[str, list[Shot]], cookies: Mapping[str, object]
) -> list[Shot]:
    """Ask at each address, and keep those that answer with a page: of each route the first one, or each one's."""
    contexts = {person: open_context(browser, base_url, cookies[person]) for person in PEOPLE}
    chosen: list[Shot] = []
    for endpoint, shots in plain.items():
        answers = [(shot, contexts[shot.person].request.get(shot.address, max_redirects=0)) for shot in shots]
        pages = [shot for shot, it in answers if it.ok and it.headers.get("content-type", "").startswith("text/html")]
        chosen += pages if endpoint in EACH else pages[:1]
        if not any(it.ok for _shot, it in answers):
            print(f"Nobody of the sample opens {endpoint}.", file=sys.stderr)
    for context in contexts.values():
        context.close()
    return chosen


def take(context: BrowserContext, shot: Shot, width: int, scheme: str, wanted: Wanted) -> list[str]:
    """Take one picture, and give what is wrong with the page."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.extend(error_of(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto(shot.address)
    if shot.act:
        shot.act(page)
        page.wait_for_load_state()
    if page.evaluate(TOO_WIDE):
        said.append("scrolls sideways")
    save(page, shot, f"{width}-{scheme}" + (f"-{wanted.language}" if wanted.language else ""), wanted.folder)
    page.close()
    return [] if shot.is_refused else [f"{shot.path} at {width} px, {scheme}: {it}" for it in said]


def error_of(message: ConsoleMessage) -> list[str]:
    """Give what a browser complains about."""
    return [message.text] if message.type in ("error", "warning") else []


def save(page: Page, shot: Shot, variant: str, folder: Path) -> None:
    """Write the picture of a whole page."""
    path = folder / shot.person / f"{shot.name}-{variant}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


def _read_arguments() -> Wanted:
    parser = argparse.ArgumentParser(prog="./run screenshots", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="only pages whose ROLE/NAME has this in it")
    parser.add_argument("--width", type=int, action="append", help="in pixels; several times for several")
    parser.add_argument("--scheme", choices=SCHEMES, action="append")
    parser.add_argument("--language", help="of the pages, such as ru; else English")
    parser.add_argument("--output", type=Path, default=ROOT / "screenshots", help="the folder to write to")
    it = parser.parse_args()
    return Wanted(it.words, it.width or list(WIDTHS), it.scheme or list(SCHEMES), it.language, it.output)


if __name__ == "__main__":
    sys.exit(main())
