"""Logs without personal data: one line for each request, task and fault, and nothing in it that a person brought in.

A line is an object of JSON where it goes to a file or a journal, and text where somebody reads it on a terminal. Of a
request it names the route and never the address, which may hold a code or a token; of a fault its kind and place and
never its words, which may hold a name. Other people's loggers fill in what they please, so of their messages only the
wording and numbers are kept.
"""

import json
import logging
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from flask import Flask, Response, g, request
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.types import EventDict

log = logging.getLogger(__name__)

OURS = "lms"
FIELDS = ("number", "rule", "method", "status", "ms", "bytes", "task")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = ("alembic", "fontTools", "huey", "weasyprint", "werkzeug")  # whose everyday news are of no use here
FIRST_WORDS = re.compile(r"[A-Za-z ]+")
MOST_FRAMES = 30
ROOT = Path(__file__).resolve().parent.parent


def init_app(app: Flask) -> None:
    """Write a line for each request; to be called first, so that its time and size are those of the whole answer."""
    app.before_request(_begin)
    app.after_request(_note_request)


@contextmanager
def timed(event: str, task: str) -> Iterator[None]:
    """Write a line for a piece of background work, how long it took, and the fault that ended it if any."""
    began = time.perf_counter()
    try:
        yield
    except BaseException as error:
        log.error("%s failed", event, extra={"task": task, "ms": _since(began)}, exc_info=error)
        raise
    log.info("%s", event, extra={"task": task, "ms": _since(began)})


def dict_config(*, as_json: bool | None = None) -> dict[str, Any]:
    """Give the configuration of the standard library's logging, for a whole process.

    :param as_json: left out, it is JSON unless standard error is a terminal
    """
    as_json = not sys.stderr.isatty() if as_json is None else as_json
    shared = [add_log_level, add_logger_name, ExtraAdder(allow=FIELDS), _add_time, _tell_fault]
    formatter = {
        "()": ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [ProcessorFormatter.remove_processors_meta, _to_json if as_json else _to_text],
        "use_get_message": False,
    }
    handler = {"class": "logging.StreamHandler", "formatter": "line", "filters": ["plain"]}
    loggers = {name: {"level": "WARNING"} for name in QUIET}
    gunicorn = {
        "gunicorn.error": {"handlers": [], "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"plain": {"()": Plain}},
        "formatters": {"line": formatter},
        "handlers": {"stderr": handler},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {**loggers, **gunicorn},
    }


def catch_the_rest() -> None:
    """Send warnings, and faults that end a thread, the same way."""
    logging.captureWarnings(True)
    threading.excepthook = lambda fault: log.error("a thread ended", exc_info=fault.exc_value)


class Plain(logging.Filter):
    """Puts a record's message into words, without what others filled into theirs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; let it through unless `timed` has told of the same fault."""
        if record.name == "huey" and str(record.msg).startswith("Unhandled exception in task"):
            return False
        record.msg = record.getMessage() if _is_ours(record.name) else _wording(record)
        record.args = ()
        record.stack_info = None
        return True


def _is_ours(name: str) -> bool:
    return name == OURS or name.startswith(f"{OURS}.")


def _wording(record: logging.LogRecord) -> str:
    """Give a message with numbers alone filled in.

    One without a place to fill in may have been filled in before: of gunicorn's, which begin with its own words, those.
    """
    if not isinstance(record.msg, str) or not record.args:
        words = FIRST_WORDS.match(str(record.msg)) if record.name.startswith("gunicorn") else None
        return words[0].strip() if words else "…"
    given = record.args if isinstance(record.args, tuple) else ()
    kept = tuple(value if isinstance(value, int | float) else "…" for value in given)
    try:
        return record.msg % kept
    except (TypeError, ValueError):
        return record.msg


def _begin() -> None:
    g.began = time.perf_counter()


def _note_request(response: Response) -> Response:
    facts = {
        "rule": request.url_rule.rule if request.url_rule else "none",
        "method": request.method if request.method in METHODS else "other",
        "status": response.status_code,
        "ms": _since(g.get("began", time.perf_counter())),
        "bytes": response.calculate_content_length(),
    }
    log.info("request", extra=facts)
    return response


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def _add_time(_logger: Any, _name: str, event: EventDict) -> EventDict:
    now = time.time()
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
    return {"at": f"{moment}.{int(now % 1 * 1000):03d}Z", **event}


def _tell_fault(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Put the kinds and places of a fault, and of those that led to it, in the place of its words."""
    record = event["_record"]
    fault = record.exc_info[1] if record.exc_info else None
    event.pop("exc_info", None)
    faults: list[dict[str, Any]] = []
    while fault is not None and len(faults) < MOST_FRAMES:
        faults.append({"type": f"{type(fault).__module__}.{type(fault).__qualname__}", "at": _frames(fault)})
        fault = fault.__cause__ or fault.__context__
    return {**event, "faults": faults} if faults else event


def _frames(fault: BaseException) -> list[str]:
    frames: list[str] = []
    traceback: TracebackType | None = fault.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{_place(code.co_filename)}:{traceback.tb_lineno}:{code.co_name}")
        traceback = traceback.tb_next
    return frames[-MOST_FRAMES:]


def _place(file: str) -> str:
    """Give a file by its path in the program, or among the packages."""
    path = Path(file)
    if path.is_relative_to(ROOT / OURS):
        return str(path.relative_to(ROOT))
    return file.rpartition("site-packages/")[2]


def _to_json(_logger: Any, _name: str, event: EventDict) -> str:
    return json.dumps(event, default=lambda value: type(value).__name__)


def _to_text(_logger: Any, _name: str, event: EventDict) -> str:
    facts = dict(event)
    faults = facts.pop("faults", [])
    head = [str(facts.pop(name)) for name in ("at", "level", "logger", "event")]
    lines = [" ".join([*head, *(f"{name}={value}" for name, value in facts.items())])]
    lines += [f"  {fault['type']} {place}" for fault in faults for place in fault["at"] or ["-"]]
    return "\n".join(line.translate(_UNPRINTABLE) for line in lines)


_UNPRINTABLE = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], "�")
