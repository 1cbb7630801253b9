"""What people read when something goes wrong, and what they do not."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event, select, text
from werkzeug.exceptions import Forbidden

from lms.db import FormReceipt, db, writing
from lms.errors import Conflict, NotFound, TooMany
from tests.kernel.kernel import Person


def raising(error: Exception):
    def view():
        raise error

    return view


def read(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


class TestForeseen:
    def test_a_missing_thing_and_a_missing_page_read_alike(self, kernel):
        kernel.add("/thing", raising(NotFound()))

        missing, unknown = kernel.client.get("/thing"), kernel.client.get("/no-such-page")

        assert missing.status_code == unknown.status_code == 404
        assert missing.text == unknown.text

    def test_what_a_service_says_is_shown(self, kernel):
        kernel.add("/twice", raising(Conflict("You have already handed in this quiz.")))

        answer = kernel.client.get("/twice")

        assert answer.status_code == 409
        assert "You have already handed in this quiz." in read(answer)

    def test_what_a_service_says_is_never_markup(self, kernel):
        kernel.add("/twice", raising(Conflict("<script>alert(1)</script>")))

        assert "<script" not in kernel.client.get("/twice").text

    def test_too_many_tries_say_how_long_to_wait(self, kernel):
        kernel.add("/guess", raising(TooMany(retry_after=300)))

        answer = kernel.client.get("/guess")

        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")

    def test_a_wrong_method_names_the_right_one(self, kernel):
        answer = kernel.client.delete("/login")

        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]
        assert "does not accept" in read(answer)

    def test_too_much_is_refused_before_it_is_read(self, kernel):
        kernel.add("/send", lambda: "", methods=["POST"])

        answer = kernel.client.post("/send", data={"text": "x" * 3_000_000})

        assert answer.status_code == 413
        assert "too large" in read(answer)

    def test_an_old_page_says_how_to_go_on(self, kernel):
        kernel.add("/send", lambda: "", methods=["POST"])

        answer = kernel.client.post("/send", data={"text": "x"})

        assert answer.status_code == 400
        assert "reload the page" in read(answer)

    def test_a_host_that_is_not_ours_gets_a_page_of_its_own(self, kernel):
        answer = kernel.client.get("/", headers={"Host": "evil.example"})

        assert answer.status_code == 400
        assert "evil.example" not in answer.text
        assert "<link" not in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")

    @pytest.mark.parametrize("language", ["en", "ru"])
    def test_an_error_speaks_the_readers_language(self, kernel, language):
        kernel.who = Person("Aigul", language=language)
        kernel.add("/staff", raising(Forbidden()))

        assert f'lang="{language}"' in kernel.client.get("/staff").text


class TestUnforeseen:
    def test_it_shows_a_number_and_nothing_of_the_inside(self, kernel, caplog):
        kernel.add("/broken", raising(ZeroDivisionError("a secret of the inside")))

        answer = kernel.client.get("/broken")

        assert answer.status_code == 500
        number = re.search(r"this number: ([0-9a-f]{8})", read(answer))[1]
        assert f"error {number} at broken" in caplog.text
        assert not [word for word in ("secret", "ZeroDivision", "Traceback", "/lms/") if word in answer.text]

    def test_no_name_of_a_fault_in_the_database_is_logged(self, kernel, caplog):
        def view(name: str) -> None:
            db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": name})

        kernel.add("/broken/<name>", view, endpoint="broken")

        answer = kernel.client.get("/broken/Gulnara")

        assert answer.status_code == 503
        assert "nowhere" in caplog.text
        assert "Gulnara" not in caplog.text


class TestDatabase:
    @pytest.fixture
    def full_disk(self, kernel):
        """Let the database not grow any more; gives what makes room again."""
        with kernel.app.app_context():
            engine = db.engine

        def limit(connection, _branch=None) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        event.listen(engine, "begin", limit)

        def make_room() -> None:
            event.remove(engine, "begin", limit)
            engine.dispose()

        return make_room

    @pytest.fixture
    def store(self, kernel):
        """A page that stores something large."""

        def view() -> str:
            with writing() as session:
                session.execute(text("CREATE TABLE IF NOT EXISTS large (content BLOB)"))
                session.execute(text("INSERT INTO large VALUES (zeroblob(1000000))"))
            return "saved"

        kernel.add("/store", view)
        kernel.add("/read", lambda: str(len(db.session.scalars(select(FormReceipt)).all())))
        return lambda: kernel.client.get("/store")

    def test_a_full_disk_is_told_and_nothing_is_half_stored(self, full_disk, store, kernel):
        answer = store()

        assert answer.status_code == 503
        assert "Your last step was not saved." in read(answer)
        with kernel.open_session() as session:
            assert session.scalars(text("SELECT name FROM sqlite_master WHERE name = 'large'")).all() == []

    def test_reading_goes_on_while_the_disk_is_full(self, full_disk, store, kernel):
        store()

        assert kernel.client.get("/read").text == "0"

    def test_with_room_again_it_saves_without_a_restart(self, full_disk, store):
        assert store().status_code == 503

        full_disk()

        assert store().text == "saved"

    def test_a_lock_that_another_program_holds_is_told(self, store, kernel):
        with kernel.app.app_context(), db.engine.connect() as other:
            for connection in (other, db.session.connection()):
                connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            db.session.rollback()
            other.exec_driver_sql("COMMIT")
            other.exec_driver_sql("BEGIN IMMEDIATE")
            answer = store()

        assert answer.status_code == 503

    def test_when_it_cannot_say_who_reads_the_page_still_comes(self, kernel):
        def ask_the_database() -> Person:
            db.session.execute(text("SELECT * FROM gone"))
            raise AssertionError

        kernel.who = ask_the_database

        answer = kernel.client.get("/no-such-page")

        assert answer.status_code == 404
        assert "<h1>Page not found</h1>" in answer.text
        assert 'href="/static/site.css?' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
