"""The row of queries: no page asks the database more often because there is more in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks import people
from benchmarks.pages import COURSE, LESSON
from benchmarks.stage import Stage
from benchmarks.table import Line
from lms.db import db

ADDRESSES = ("/", "/courses", COURSE, LESSON, "/courses/course-1/module-1/quiz", "/certificates")


def measure_queries(stage: Stage) -> list[Line]:
    """Count the statements of pages, with little and with much in the database."""
    stage.save(lambda session: _fill(session, stage, "few", lessons=1, others=1))
    stage.save(lambda session: _fill(session, stage, "many", lessons=20, others=200))
    few, many = (count_queries(stage, f"{name}@bench.test", ADDRESSES) for name in ("few", "many"))
    growth = max(after - before for before, after in zip(few, many, strict=True))
    what = "queries on a learner's pages: the most, and their growth with people, lessons and attempts"
    return [Line(what, f"{max(many)}, {growth:+d}", "–", "–", "+0", growth <= 0)]


def count_queries(stage: Stage, email: str, addresses: Sequence[str]) -> list[int]:
    """Open each page twice inside this process, and give the number of statements of each second time."""
    client, counted = stage.client(email), []
    for address in addresses:
        client.get(address)
        with _statements(stage) as sent:
            if client.get(address).status_code != 200:
                raise SystemExit(f"{address} cannot be opened.")
        counted.append(len(sent))
    return counted


def _fill(session: Session, stage: Stage, name: str, *, lessons: int, others: int) -> None:
    people.add_reader(session, stage.courses, f"{name}@bench.test", lessons=lessons)
    for number in range(others):
        person = people.add_person(session, f"{name}{number}@bench.test")
        people.add_attempt(session, people.add_place(session, person, stage.courses[0]), stage.courses[0])


@contextmanager
def _statements(stage: Stage) -> Iterator[list[str]]:
    with stage.app.app_context():
        engine = db.engine
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
