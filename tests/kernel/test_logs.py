"""Log lines: each can be read by a program, and none holds what a person brought in."""

import io
import json
import logging
import logging.config
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from lms import jobs, logs
from lms.db import db

SECRET = "Aigul-Sadykova"


class Lines:
    """What is written to the log, line by line."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    def __iter__(self) -> Iterator[dict]:
        return (json.loads(line) for line in self.stream.getvalue().splitlines())

    def of(self, event: str) -> list[dict]:
        return [line for line in self if line["event"] == event]


@pytest.fixture
def configure(monkeypatch):
    """Configure logging as the service does, into a text; afterwards all is as before."""
    root = logging.getLogger()
    before = (root.level, root.handlers[:], threading.excepthook)
    stream = io.StringIO()

    def _configure(**options) -> Lines:
        monkeypatch.setattr(sys, "stderr", stream)
        logging.config.dictConfig(logs.dict_config(**options))
        logs.catch_the_rest()
        return Lines(stream)

    yield _configure
    logging.captureWarnings(False)
    root.setLevel(before[0])
    root.handlers[:], threading.excepthook = before[1], before[2]
    for name in (*logs.QUIET, "gunicorn.error", "gunicorn.access"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def lines(configure) -> Lines:
    return configure(as_json=True)


class TestRequests:
    def test_a_line_names_the_route_and_never_the_address(self, app, lines):
        app.test_client().get(f"/verify/{SECRET}?name={SECRET}", headers={"User-Agent": SECRET, "Referer": SECRET})

        (line,) = lines.of("request")
        assert (line["rule"], line["method"], line["status"]) == ("/verify/<code>", "GET", 404)
        assert line["ms"] > 0 and line["bytes"] > 100
        assert SECRET not in lines.stream.getvalue()

    @pytest.mark.parametrize(
        ("method", "address"),
        [
            ("GET", f"/{SECRET}"),
            ("GET", f"/{SECRET}%0a%22level%22"),
            (SECRET.upper(), "/"),
            ("POST", f"/attempts/{SECRET}"),
            ("GET", f"/welcome/{SECRET}"),
            ("GET", f"/reset-password/{SECRET}"),
            ("GET", f"/%00{SECRET}"),
        ],
    )
    def test_whatever_is_sent_gives_one_line_without_it(self, app, lines, method, address):
        app.test_client().open(address, method=method, data={"email": f"{SECRET}@example.org", "password": SECRET})

        assert len(lines.of("request")) == 1
        assert SECRET.casefold() not in lines.stream.getvalue().casefold()

    def test_people_who_sign_in_and_type_names_leave_none(self, app, lines, make, sign_in):
        visitor = sign_in(make.admin(name=SECRET, email="aigul-sadykova@example.org"))

        visitor.page("/admin/people").find("h1")
        visitor.client.get(f"/admin/people?q={SECRET}")

        written = lines.stream.getvalue().casefold()
        assert "/admin/people" in written
        assert "sadykova" not in written and "example.org" not in written

    def test_an_answer_that_is_compressed_counts_as_it_is_sent(self, app, lines):
        answer = app.test_client().get("/", headers={"Accept-Encoding": "gzip"})

        assert lines.of("request")[0]["bytes"] == len(answer.data)


class TestFaults:
    def test_a_broken_database_leaves_kind_place_and_number(self, app, lines, make, sign_in):
        learner = make.learner(name=SECRET, email="aigul-sadykova@example.org")
        visitor = sign_in(learner)
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE user_session RENAME TO gone"))

        page = visitor.client.get(f"/account?name={SECRET}")

        (line,) = [line for line in lines if line["level"] == "error"]
        assert page.status_code == 503
        assert line["number"] in page.text
        assert line["faults"][0]["type"] == "sqlalchemy.exc.OperationalError"
        assert any(place.startswith("lms/accounts/") for place in line["faults"][0]["at"])
        written = lines.stream.getvalue().casefold()
        assert "sadykova" not in written and "select" not in written and "no such table" not in written

    def test_a_fault_of_ours_is_told_without_its_words(self, kernel, lines):
        logs.init_app(kernel.app)

        def broken():
            raise ValueError(f"{SECRET} is no number") from KeyError(SECRET)

        kernel.add("/broken", broken)
        kernel.client.get("/broken")

        (line,) = [line for line in lines if line["level"] == "error"]
        assert [fault["type"] for fault in line["faults"]] == ["builtins.ValueError", "builtins.KeyError"]
        assert SECRET not in lines.stream.getvalue()

    def test_one_that_ends_a_thread(self, lines):
        def work():
            raise ValueError(SECRET)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

        (line,) = lines.of("a thread ended")
        assert line["faults"][0]["type"] == "builtins.ValueError"
        assert SECRET not in lines.stream.getvalue()


class TestOthers:
    def test_of_their_messages_wording_and_numbers_are_kept(self, lines):
        logging.getLogger("gunicorn.error").warning("Worker (pid:%s) of %s was stopped", 17, SECRET)

        assert lines.of("Worker (pid:17) of … was stopped")

    def test_of_what_gunicorn_has_filled_in_itself_the_first_words_are_kept(self, lines):
        logging.getLogger("gunicorn.error").warning(f"Invalid request from ip=192.0.2.7: {SECRET}")

        assert lines.of("Invalid request from ip")

    @pytest.mark.parametrize(
        ("message", "given"),
        [(f"a message about {SECRET}", ()), ("%(name)s is here", ({"name": SECRET},)), ("%d", (SECRET,))],
        ids=["filled in before", "by name", "of another kind"],
    )
    def test_what_cannot_be_told_apart_is_left_out(self, lines, message, given):
        logging.getLogger("some.library").warning(message, *given)

        assert len(list(lines)) == 1
        assert SECRET not in lines.stream.getvalue()

    def test_warnings_too(self, lines):
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(SECRET, stacklevel=1)

        assert [line["logger"] for line in lines] == ["py.warnings"]
        assert SECRET not in lines.stream.getvalue()

    def test_their_everyday_news_are_left_out(self, lines):
        logging.getLogger("huey.consumer").info("Executing %s", SECRET)

        assert list(lines) == []


class TestTimed:
    def test_each_task_has_a_line_without_what_it_was_given(self, app, lines):
        @jobs.task
        def work(name: str) -> None:
            pass

        with app.app_context():
            jobs.enqueue(work, SECRET)

        (line,) = lines.of("task")
        assert line["task"].endswith("work")
        assert SECRET not in lines.stream.getvalue()

    def test_a_task_that_ends_well(self, lines):
        with logs.timed("task", "lms.mail.deliver"):
            pass

        (line,) = lines.of("task")
        assert (line["task"], line["level"]) == ("lms.mail.deliver", "info")

    def test_one_that_fails(self, lines):
        with pytest.raises(ValueError), logs.timed("task", "lms.mail.deliver"):
            raise ValueError(SECRET)

        (line,) = lines.of("task failed")
        assert line["faults"][0]["type"] == "builtins.ValueError"
        assert SECRET not in lines.stream.getvalue()


class TestOnATerminal:
    def test_a_line_is_text(self, configure):
        lines = configure(as_json=False)

        logging.getLogger("lms.mail").warning("mail %s put off", 3)

        assert lines.stream.getvalue().endswith(" warning lms.mail mail 3 put off\n")

    def test_nothing_makes_a_line_of_its_own_or_moves_the_cursor(self, configure):
        lines = configure(as_json=False)

        logging.getLogger("lms.mail").warning("one\nforged\x1b[2J %s", "line\u2028line")

        assert len(lines.stream.getvalue().splitlines()) == 1
        assert "\x1b" not in lines.stream.getvalue()

    def test_it_is_json_where_it_is_none(self, configure):
        lines = configure()

        logging.getLogger("lms.mail").warning("mail %s put off", 3)

        assert lines.of("mail 3 put off")
