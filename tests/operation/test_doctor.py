"""Looking the installation over: what each check says, also when next to nothing works."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from lms import config
from lms.accounts.models import Role
from lms.jobs import Heartbeat, JobFailure
from lms.lock import UNFINISHED, Lock
from lms.mail import Mail
from lms.notary.keys import prepare
from lms.operation import machine
from lms.operation.doctor import examine, must_act
from lms.operation.findings import Finding, Verdict
from tests.factories import COURSES
from tests.operation.conftest import tree

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2100, 1, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def find(installation, settings, monkeypatch):
    """Look the installation over and give what was found about a subject."""

    def _find(subject: str, *, now: datetime = NOW, **changed: object) -> Finding:
        told = examine(installation.folder, now=now, settings=config.load(installation.folder, **settings | changed))
        return [finding for finding in told if finding.subject == subject][-1]

    return _find


def verdict(finding: Finding) -> str:
    return finding.verdict.value


class TestMachine:
    def test_an_old_python(self, find, monkeypatch):
        monkeypatch.setattr(machine, "OLDEST_PYTHON", (9, 0, 0))

        assert verdict(find("Python")) == "act"

    @pytest.mark.parametrize(
        ("library", "package"),
        [("libpango-none.so.0", "libpango-1.0-0"), ("libharfbuzz-none.so.0", "libharfbuzz-subset0")],
    )
    def test_a_missing_library_is_named_by_its_package(self, find, monkeypatch, library, package):
        monkeypatch.setattr(machine, "LIBRARIES", {library: package})

        assert find("libraries").sentence.startswith(f"Install the system packages {package}:")

    def test_a_design_without_its_font(self, tmp_path):
        (tmp_path / "plain").mkdir()
        (tmp_path / "plain" / "certificate.css").write_text("@font-face { src: url('fonts/None.ttf'); }")

        (finding,) = machine._fonts(tmp_path)

        assert "plain/fonts/None.ttf" in finding.sentence

    def test_the_designs_here_are_whole(self, find):
        assert verdict(find("fonts")) == "ok"

    @pytest.mark.parametrize(("free", "expected"), [(10**8, "act"), (10**9, "look"), (10**11, "ok")])
    def test_room_on_the_disk(self, find, monkeypatch, free, expected):
        usage = shutil.disk_usage("/")._replace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)

        assert verdict(find("disk")) == expected

    def test_a_clock_that_is_behind(self, installation):
        told = examine(installation.folder, now=datetime(2001, 1, 1, tzinfo=UTC))

        assert verdict(next(finding for finding in told if finding.subject == "clock")) == "act"

    def test_the_fault_of_older_sqlite_is_said_to_be_handled(self, find, monkeypatch):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))

        finding = find("SQLite")

        assert (verdict(finding), "avoids it" in finding.sentence) == ("ok", True)


class TestSettings:
    @pytest.mark.parametrize(
        ("address", "expected"), [(None, "look"), ("http://courses.test", "act"), ("https://courses.test", "ok")]
    )
    def test_the_address(self, find, address, expected):
        assert verdict(find("address", base_url=address)) == expected

    def test_a_server_in_front_that_is_not_trusted(self, find):
        assert verdict(find("proxies", base_url="https://courses.test")) == "look"
        assert verdict(find("proxies", base_url="https://courses.test", trusted_proxies=["127.0.0.1"])) == "ok"

    def test_mail(self, find):
        assert verdict(find("mail server")) == "look"
        assert "LMS_MAIL_FROM" in find("mail server", mail_url="smtp://mail.test").sentence
        assert verdict(find("mail server", mail_url="smtp://mail.test", mail_from="S <s@courses.test>")) == "ok"

    def test_a_key_that_backups_do_not_hold(self, find, installation):
        (installation.folder / "secret_key").unlink()

        assert verdict(find("secret key", secret_key="k" * 40)) == "look"

    def test_keys_of_certificates_that_are_missing_or_cannot_be_read(self, find, installation):
        prepare(installation.folder, "Academy of Justice")
        assert verdict(find("keys of certificates", now=datetime.now(UTC))) == "ok"
        assert verdict(find("keys of certificates", now=datetime.now(UTC) + timedelta(days=20 * 365 - 30))) == "look"
        assert verdict(find("keys of certificates", now=datetime.now(UTC) + timedelta(days=21 * 365))) == "act"
        (installation.folder / "signing-1.pem").write_text("no certificate")
        assert verdict(find("keys of certificates")) == "act"
        (installation.folder / "credential-1.key").unlink()

        assert "restore credential-" in find("keys of certificates").sentence

    def test_languages_that_are_not_translated(self, find):
        assert find("languages", languages=["en", "ky"]).sentence.endswith("ky (all).")
        assert verdict(find("languages", languages=["en"])) == "ok"

    def test_settings_that_cannot_be_used_are_told_and_the_machine_still_looked_at(self, installation):
        (installation.folder / "config.toml").write_text('registration = "perhaps"')

        told = examine(installation.folder, now=NOW)

        assert {"Python", "settings"} <= {finding.subject for finding in told}
        assert must_act(told)


class TestFolder:
    def test_files_that_others_can_read(self, find, installation):
        (installation.folder / "secret_key").chmod(0o644)

        assert "secret_key" in find("who may read").sentence

    def test_the_service(self, find, installation):
        assert verdict(find("service")) == "look"
        lock = Lock(installation.folder)
        lock.share()
        assert verdict(find("service")) == "ok"
        lock.release()

    def test_a_restore_that_was_cut_off(self, find, installation):
        (installation.folder / UNFINISHED).write_text("{}")

        assert verdict(find("service")) == "act"

    def test_backups(self, find, backup, clock):
        assert "None was made" in find("backup").sentence
        backup()

        assert verdict(find("backup", now=clock.now + timedelta(days=6))) == "ok"
        assert "8 days ago" in find("backup", now=clock.now + timedelta(days=8)).sentence

    def test_courses_with_mistakes(self, find, tmp_path):
        shutil.copytree(COURSES, tmp_path / "courses")
        (tmp_path / "courses" / "basics" / "course.yaml").write_text("version: [")

        assert verdict(find("courses", courses_dir=tmp_path / "courses")) == "act"


CONTACT = 'kg:\n  - {name: A centre, phone: "112", confirmed_on: 2099-12-01, confirmed_by: A. Operator}\n'


class TestHelpContacts:
    @pytest.mark.parametrize(
        ("content", "expected", "words"),
        [
            (None, "look", "None is shown"),
            (CONTACT, "ok", "1 contact shown; confirm the oldest again by 2100-05-30."),
            (CONTACT.replace("2099-12-01", "2099-01-01"), "look", "None is shown"),
        ],
        ids=["none", "one", "one that is too old"],
    )
    def test_what_is_shown(self, find, installation, content, expected, words):
        if content:
            (installation.folder / "contacts.yaml").write_text(content)

        finding = find("help contacts")

        assert (verdict(finding), words in finding.sentence) == (expected, True)

    def test_what_is_too_old_is_named(self, installation):
        old = CONTACT.replace("2099-12-01", "2099-01-01")
        (installation.folder / "contacts.yaml").write_text(old)

        told = examine(installation.folder, now=NOW)

        assert any(verdict(one) == "act" and "180 days: A centre (kg)." in one.sentence for one in told)

    def test_mistakes_are_named_and_counted(self, installation):
        (installation.folder / "contacts.yaml").write_text(CONTACT + "".join(f"x{n}: []\n" for n in range(7)))

        told = examine(installation.folder, now=NOW)

        (finding,) = [one for one in told if one.sentence.startswith("contacts.yaml has 7 mistakes")]
        assert "line 3: “x0” is no country" in finding.sentence and finding.sentence.endswith("and 2 more")


class TestDatabase:
    def test_one_that_is_not_there_yet_is_not_made(self, elsewhere):
        (elsewhere / "secret_key").write_text("k" * 48)

        told = examine(elsewhere, now=NOW)

        assert told[-1].sentence == "There is none yet: ./run makes it."
        assert "lms.db" not in tree(elsewhere)

    def test_one_that_is_broken(self, find, installation, stop):
        stop()
        (installation.folder / "lms.db").write_bytes(b"SQLite format 3\0" + b"x" * 8192)

        assert find("database").sentence.startswith("It cannot be opened (DatabaseError)")

    def test_one_that_is_out_of_reach(self, find):
        finding = find("database", database_url="postgresql+psycopg://sabak:secret@127.0.0.1:1/sabak")

        assert finding.sentence.startswith("It cannot be reached (OperationalError)")
        assert "secret" not in finding.sentence

    @pytest.mark.parametrize(("revision", "words"), [("0001", "older than the program"), ("9999", "newer version")])
    def test_one_of_another_state(self, find, installation, revision, words):
        engine = create_engine(installation.database_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
        engine.dispose()

        assert words in find("database").sentence

    def test_administrators_who_can_sign_in(self, find, make):
        make.admin(disabled_at=NOW)
        make.admin(password_hash=None)
        make.user(roles=(Role.AUTHOR,))
        assert verdict(find("administrators")) == "act"

        make.admin()

        assert find("administrators").sentence == "1 can sign in."

    @pytest.mark.parametrize(
        ("minutes", "served", "expected"),
        [(2, True, "ok"), (20, True, "act"), (20, False, "look"), (None, True, "act"), (None, False, "look")],
    )
    def test_background_work(self, find, make, installation, minutes, served, expected):
        lock = Lock(installation.folder)
        if served:
            lock.share()
        if minutes:
            make.save(Heartbeat(name="work", beat_at=NOW - timedelta(minutes=minutes)))

        assert verdict(find("background work")) == expected
        lock.release()

    def test_failures_of_the_last_day(self, find, make):
        for hours in (2, 30):
            failed_at = NOW - timedelta(hours=hours)
            make.save(JobFailure(task=f"{hours} hours ago", error="OSError", failed_at=failed_at, retries_left=0))

        assert "these failed: 2 hours ago." in find("failures").sentence

    @pytest.mark.parametrize(("minutes", "expected"), [(59, "ok"), (61, "act")])
    def test_mails_that_wait(self, find, make, minutes, expected):
        created_at = NOW - timedelta(minutes=minutes)
        make.save(Mail(recipient="a@example.org", subject="s", body="b", created_at=created_at, next_try_at=NOW))

        finding = find("mails")

        assert verdict(finding) == expected
        assert "example.org" not in finding.sentence

    def test_certificates_that_wait_for_their_pdf(self, find, certificate_pdf, session):
        assert verdict(find("certificates")) == "ok"

        session.execute(text("UPDATE credential SET pdf = NULL, pdf_sha256 = NULL, rendered_at = NULL"))
        session.commit()

        assert verdict(find("certificates")) == "act"

    def test_a_visit_that_is_still_to_come(self, find, make):
        row = make.sign_in_row(make.learner())
        row.last_seen_at = NOW + timedelta(hours=1)
        make.save(row)

        assert "still to come" in find("clock").sentence

    def test_a_long_log(self, find, installation, monkeypatch):
        with (installation.folder / "lms.db-wal").open("ab") as log:
            log.truncate(100_000_000)

        assert verdict(find("database log")) == "look"


class TestCommand:
    def test_a_line_for_each_check_and_a_number_for_scripts(self, app):
        told = app.test_cli_runner().invoke(args=["doctor"])

        lines = told.output.splitlines()
        assert told.exit_code == 1  # there is no administrator
        assert len(lines) > 15
        assert {line.split(" ", 1)[0] for line in lines} <= {each.value for each in Verdict}

    def test_it_works_where_nothing_is(self, run, tmp_path):
        told = run(tmp_path / "none", "doctor")

        assert (told.exit_code, not (tmp_path / "none").exists()) == (1, True)
        assert told.output.startswith("act  installation: There is none in ")

    def test_another_account_leaves_the_database_alone(self, run, installation, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 4711)

        told = run(installation.folder, "doctor")

        assert "ask as that account" in told.output
        assert "database:" not in told.output

    def test_nothing_is_changed(self, run, installation, stop):
        stop()
        before = tree(installation.folder)

        run(installation.folder, "doctor")

        assert tree(installation.folder) == before

    def test_flask_says_in_one_sentence_that_settings_cannot_be_used(self, tmp_path):
        environment = {"PATH": os.defpath, "LMS_INSTANCE": str(tmp_path), "LMS_BASE_URL": "nowhere"}
        command = [sys.executable, "-m", "flask", "--app", "app", "doctor"]

        told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

        assert told.returncode == 1
        assert told.stderr.startswith("The setting LMS_BASE_URL") and told.stderr.count("\n") == 1

    def test_pages_find_it(self, app, installation):
        told = app.extensions["doctor"](installation.folder, now=NOW, settings=app.config["SETTINGS"])

        assert all(isinstance(finding, Finding) for finding in told)
