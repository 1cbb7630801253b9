"""The audit log, for administrators: on a page, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import audit, clock
from lms.accounts import service as accounts
from lms.administration.acts import ACTS
from lms.administration.blueprint import bp
from lms.administration.log import ENTRIES_A_PAGE, Filter, Line, list_after, list_newest, read_all
from lms.administration.naming import name_actor, name_subject
from lms.audit import Act, Change, Subject
from lms.db import db, writing
from lms.errors import NotFound
from lms.forms import asked_number
from lms.permissions import Permission, requires
from lms.security import MAX_ID
from lms.spreadsheet import write_csv

FIRST_YEAR, LAST_YEAR = 2000, 2999  # days beyond are none that anybody looks for
MAX_LOGIN = 254


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as it was typed, and what that means."""

    person: str  # e-mail address, sign-in name or number of an account
    act: Act | None
    first: date | None
    last: date | None
    wanted: Filter | None  # None: there is no such person

    def as_arguments(self) -> dict[str, Any]:
        """Give what an address needs to ask for the same."""
        return {
            "person": self.person or None,
            "act": self.act,
            "from": self.first and self.first.isoformat(),
            "to": self.last and self.last.isoformat(),
        }

    def in_words(self) -> str:
        """Give it as the log of an export holds it: without what was typed, which may be an address."""
        who = f"person {self.wanted.person_id}" if self.wanted and self.wanted.person_id else ""
        days = [f"from {self.first}" if self.first else "", f"to {self.last}" if self.last else ""]
        return ", ".join(filter(None, ["audit log", who, str(self.act or ""), *days]))


@bp.get("/admin/log")
@requires(Permission.SITE_ADMINISTER)
def log() -> ResponseReturnValue:
    """The entries that are asked for, the newest first, a page of them."""
    asked = _read_filter()
    before, after = asked_number("before", largest=MAX_ID), asked_number("after", largest=MAX_ID)
    lines: list[Line] = []
    if asked.wanted and after:
        lines = list_after(db.session, asked.wanted, after=after, limit=ENTRIES_A_PAGE + 1)
        has_later, has_earlier, lines = len(lines) > ENTRIES_A_PAGE, True, lines[-ENTRIES_A_PAGE:]
    else:
        if asked.wanted:
            lines = list_newest(db.session, asked.wanted, before=before, limit=ENTRIES_A_PAGE + 1)
        has_later, has_earlier, lines = before is not None, len(lines) > ENTRIES_A_PAGE, lines[:ENTRIES_A_PAGE]
    return render_template(
        "administration/log.html",
        lines=lines,
        asked=asked,
        has_later=has_later,
        has_earlier=has_earlier,
        acts=sorted(ACTS.items(), key=lambda item: str(item[1])),
        zone=current_app.config["BABEL_DEFAULT_TIMEZONE"],
    )


@bp.get("/admin/log.csv")
@requires(Permission.SITE_ADMINISTER)
def export_log() -> ResponseReturnValue:
    """The entries that are asked for, all of them, as a table. That it was taken out is recorded first."""
    asked, by_id, now = _read_filter(), current_user.id, clock.utcnow()
    if asked.wanted is None:
        raise NotFound
    with writing() as saving:
        change = Change(new=asked.in_words())
        audit.record(saving, Act.EXPORTED, Subject("page", "administration.log"), by=by_id, now=now, change=change)
    response = Response(_table(asked.wanted), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-log-{now:%Y-%m-%d}.csv"'
    return response


def _table(wanted: Filter) -> bytes:
    """Give the table of the page as CSV."""
    when = _("When (%(zone)s)", zone=_zone().key)
    header = [when, _("Who"), _("What"), _("About"), _("Before"), _("After"), _("Reason"), _("Network")]
    return write_csv(header, _rows(wanted))


def _rows(wanted: Filter) -> Iterator[list[str]]:
    """Give the entries as text, times in the installation's zone, in a form that sorts."""
    zone = _zone()
    for line in read_all(db.session, wanted):
        at = line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        yield [at, name_actor(line), line.act, name_subject(line), line.old, line.new, line.reason, line.network]


def _read_filter() -> Asked:
    person = " ".join(request.args.get("person", "").split())[:MAX_LOGIN]
    typed = request.args.get("act", "")
    act = Act(typed) if typed in set(Act) else None
    first, last = _read_day("from"), _read_day("to")
    person_id = _find_person(person)
    if person and person_id is None:
        return Asked(person, act, first, last, None)
    until = _begin(last + timedelta(days=1)) if last else None
    return Asked(person, act, first, last, Filter(person_id, act, _begin(first) if first else None, until))


def _find_person(typed: str) -> int | None:
    """Find whom the address names. A number may be that of an account that is gone."""
    if typed.isascii() and typed.isdigit():
        return int(typed) if len(typed) <= 9 else None
    user = accounts.find_user(db.session, typed) if typed else None
    return user.id if user else None


def _read_day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _begin(day: date) -> datetime:
    """Give the moment at which a day begins in the installation's zone."""
    return datetime.combine(day, time.min, tzinfo=_zone()).astimezone(UTC)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
