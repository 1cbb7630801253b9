"""Inserts rows many at a time, with ids given beforehand so that nothing has to be read back."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Float, Integer, Table, TableClause, column, func, insert, select, table

from lms.accounts.models import User, UserRole
from lms.assessment.models import Attempt
from lms.cohorts.models import Enrolment, Membership
from lms.db import Base, UTCDateTime
from lms.progress.models import (
    CourseCompletion,
    LessonCompletion,
    ModuleCompletion,
    ProgressSummary,
    ReadingPosition,
)

# Questions and responses come as JSON already: a column without a type takes the text as it is, on both databases.
RESPONSE = table(
    "response",
    column("attempt_id", Integer),
    column("position", Integer),
    column("question_key"),
    column("asked"),
    column("given"),
    column("given_at", UTCDateTime()),
    column("points", Float),
)


def _table(model: type[Base]) -> Table:
    found = model.__table__
    assert isinstance(found, Table)  # noqa: S101 - what every declared model has
    return found


_ORDER: tuple[TableClause, ...] = (
    _table(User),
    _table(UserRole),
    _table(Membership),
    _table(Enrolment),
    _table(LessonCompletion),
    _table(ModuleCompletion),
    _table(ReadingPosition),
    _table(Attempt),
    RESPONSE,
    _table(CourseCompletion),
    _table(ProgressSummary),
)  # what is pointed to comes first


class Rows:
    """Rows that wait for `flush`, and the ids given to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, list[dict[str, Any]]] = {it.name: [] for it in _ORDER}
        self._ids: Counter[str] = Counter()

    def add(self, name: str, values: Mapping[str, Any]) -> None:
        """Keep a row; rows of one table name the same columns."""
        self._waiting[name].append(dict(values))

    def add_with_id(self, name: str, values: Mapping[str, Any]) -> int:
        """Keep a row of a table whose ids are pointed to, and give its id."""
        self._ids[name] += 1
        self._waiting[name].append({"id": self._ids[name], **values})
        return self._ids[name]

    def flush(self) -> None:
        """Insert what waits."""
        for it in _ORDER:
            waiting = self._waiting[it.name]
            if waiting:
                self._connection.execute(insert(it), waiting)
                waiting.clear()


def count_on(connection: Connection) -> None:
    """Let PostgreSQL give out ids behind those that were given here; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for it in Base.metadata.sorted_tables:
        key = it.columns.get("id")
        last = connection.scalar(select(func.max(key))) if key is not None else None
        if last is not None:
            connection.execute(select(func.setval(func.pg_get_serial_sequence(it.name, "id"), last)))
