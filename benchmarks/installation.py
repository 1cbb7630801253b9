"""The rows about the installation as a whole: weight in a browser, memory, time to start."""

import shutil
import time
from statistics import median

from playwright.sync_api import BrowserContext, Page, sync_playwright
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks import people
from benchmarks.server import HOST, Server
from benchmarks.stage import Stage
from benchmarks.table import Line, limit
from benchmarks.visitor import Visitor
from lms import jobs
from lms.certificates import tasks
from lms.certificates.models import Credential

MOST_KB_FIRST, MOST_REQUESTS, MOST_KB_AGAIN = 60, 6, 20
MOST_MB = 250
MOST_SECONDS = 3.0
REQUESTS, CERTIFICATES = 1000, 100
STARTS = 3
PATIENCE_SECONDS = 120.0
FIRST, AGAIN = "/courses/course-1/module-2/lesson-3", "/courses/course-1/module-2/lesson-4"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]  # fmt: skip


def measure_weight(stage: Stage) -> list[Line]:
    """Count what a browser that knows nothing loads for a lesson, and what it loads for the next one."""
    cookies = stage.visitor().cookies
    address = f"http://{HOST}:{stage.ours.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        first, again = _load(context, page, FIRST), _load(context, page, AGAIN)
        browser.close()
    return [
        limit("first visit to a lesson, over the wire", sum(first) / 1000, most=MOST_KB_FIRST, unit=" KB", digits=1),
        limit("the same, requests", len(first), most=MOST_REQUESTS, unit=""),
        limit("the next lesson, over the wire", sum(again) / 1000, most=MOST_KB_AGAIN, unit=" KB", digits=1),
    ]


def measure_memory(stage: Stage) -> list[Line]:
    """Measure the memory of a service that has worked."""
    with stage.fresh_server() as server:
        _read(server)
        _print(stage)
        used = server.memory_bytes()
        if len(server.pids) < 3:
            raise SystemExit("There is no renderer beside the service: what was measured is not the whole.")
    what = f"memory of service and renderer after {REQUESTS:,} requests and {CERTIFICATES} certificates"
    return [limit(what, used / 1e6, most=MOST_MB, unit=" MB")]


def measure_start(stage: Stage) -> list[Line]:
    """Measure the time from the process's start to its first answer."""
    taken = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with stage.fresh_server():
            taken.append(time.perf_counter() - began)
    what = f"from process start to the first answer, {len(stage.courses)} courses"
    return [limit(what, median(taken), most=MOST_SECONDS, unit=" s", digits=1)]


def _load(context: BrowserContext, page: Page, path: str) -> list[int]:
    """Open a page and give the bytes of each answer, heads included, as they came over the wire."""
    sizes: dict[str, int] = {}
    asked: set[str] = set()
    kept: set[str] = set()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.on("Network.requestWillBeSent", lambda it: asked.add(it["requestId"]))
    protocol.on("Network.requestServedFromCache", lambda it: kept.add(it["requestId"]))
    protocol.on("Network.loadingFinished", lambda it: sizes.update({it["requestId"]: it["encodedDataLength"]}))
    page.goto(path, wait_until="networkidle")
    protocol.detach()
    return [int(sizes.get(it, 0)) for it in asked if it not in kept and sizes.get(it, 1)]


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if found is None:
        raise SystemExit("Install the system package chromium to weigh pages.")
    return found


def _read(server: Server) -> None:
    """Sign in and read pages of each kind, over and over."""
    visitor = Visitor(server.port)
    visitor.sign_in(people.READER, people.PASSWORD)
    paths = ["/", "/courses", *(f"/courses/course-{number}" for number in range(1, 11)), FIRST, AGAIN]
    for number in range(REQUESTS):
        visitor.get(paths[number % len(paths)])
    visitor.close()


def _print(stage: Stage) -> None:
    """Have certificates made by the service that runs, and wait for the last."""
    course = stage.courses[0]

    def write(session: Session) -> None:
        for number in range(1, CERTIFICATES + 1):
            person = people.add_person(session, f"graduate{number}@bench.test")
            credential = people.add_certificate(session, people.add_place(session, person, course), course)
            jobs.enqueue_after_commit(session, tasks.render, credential.id)

    stage.save(write)
    query = select(func.count(Credential.id)).where(Credential.pdf_sha256.is_(None))
    until = time.monotonic() + PATIENCE_SECONDS
    while stage.read(lambda session: session.scalar(query)):
        if time.monotonic() > until:
            raise SystemExit("The certificates were not made in time.")
        time.sleep(0.1)
