"""Backups: what is in them, that people work on meanwhile, and what is left when one cannot be made."""

import json
import sqlite3
import stat
import subprocess
import tarfile
import threading
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.assessment.models import Attempt
from lms.audit import Act, AuditEntry
from lms.db import alembic, writing
from lms.lock import UNFINISHED
from lms.operation import archive
from lms.operation import backup as backup_module
from lms.operation.backup import BackupError, Installation, create_backup, find_last_backup
from tests.factories import START
from tests.operation.conftest import PASSPHRASE, tree
from tests.together import together

WRITERS = 4
BEFORE = 15  # attempts that each writer makes before the backup begins


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}


class TestContent:
    def test_it_holds_what_an_installation_consists_of_and_nothing_else(self, installation, backup):
        folder = installation.folder
        for name in ("signing_key", "status.key", "site.pem", "contacts.yaml", "notes.txt", ".hidden_key"):
            (folder / name).write_text(name)
        (folder / "outbox").mkdir()
        (folder / "outbox" / "000001.eml").write_text("To: somebody")
        (folder / "outbox" / "000002.part").write_text("unfinished")
        (folder / "laws").mkdir()
        (folder / "laws" / "kg.yaml").write_text("trafficking: []")
        (folder / "laws" / "kg.yaml~").write_text("an editor's")
        with closing(sqlite3.connect(folder / "queue.db")) as queue:
            queue.execute("CREATE TABLE task (data)")

        held = members(backup())

        keys = {"config.toml", "secret_key", "signing_key", "status.key", "site.pem"}
        keys |= {"credential-1.key", "signing-1.key", "signing-1.pem"}
        assert set(held) == {
            "manifest.json", "lms.db", "queue.db", "contacts.yaml", "outbox/000001.eml", "laws/kg.yaml", *keys,
        }  # fmt: skip
        assert held["signing_key"] == b"signing_key"

    def test_the_manifest_names_version_state_time_and_every_member(self, app, backup, clock, make):
        make.attempt()

        told = json.loads(members(backup())["manifest.json"])

        with app.app_context():
            newest = alembic.script_directory.get_current_head()
        assert (told["version"], told["revision"]) == ("0.1.0", newest)
        assert told["made_at"] == clock.now.isoformat()
        assert told["counts"] == {"accounts": 1, "attempts": 1, "certificates": 0}
        assert told["members"]["secret_key"]["size"] == 48

    def test_it_can_be_read_by_this_account_alone(self, backup):
        assert stat.S_IMODE(backup().stat().st_mode) == 0o600

    def test_it_is_opened_by_tar_alone(self, backup, tmp_path):
        listed = subprocess.run(["tar", "tzf", backup()], capture_output=True, text=True, check=True)

        assert "lms.db" in listed.stdout.split()

    def test_nothing_is_readable_in_an_encrypted_one(self, backup, make):
        make.learner(name="Aigul Sadykova")

        sealed = backup(passphrase=PASSPHRASE).read_bytes()

        assert sealed.startswith(b"age-encryption.org/v1\n")
        assert b"Aigul" not in sealed and b"manifest" not in sealed

    def test_the_last_one_is_remembered(self, installation, backup, clock):
        backup("first", passphrase=PASSPHRASE)
        clock.advance(hours=1)
        file = backup("second")

        last = find_last_backup(installation.folder)

        assert (last.made_at, last.size, last.encrypted) == (clock.now, file.stat().st_size, False)


class TestWhileOthersWrite:
    def test_each_attempt_acknowledged_before_it_began_is_in_it_once(self, app, installation, make, tmp_path):
        """Writers go on and on; the backup begins after some of their commits, and ends while they write."""
        people = [make.enrolment().id for _ in range(WRITERS)]
        acknowledged: list[tuple[int, int]] = []
        begin, ended = threading.Barrier(WRITERS + 1), threading.Event()

        def write(number: int) -> None:
            for count in range(1, 10_000):
                with app.app_context(), writing() as session:
                    session.add(attempt(people[number], count))
                acknowledged.append((people[number], count))
                if count == BEFORE:
                    begin.wait()
                if ended.is_set():
                    return

        threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        begin.wait()
        before = list(acknowledged)
        create_backup(installation, tmp_path / "busy", now=START)
        ended.set()
        for thread in threads:
            thread.join()

        kept = rows(members(tmp_path / "busy")["lms.db"], tmp_path)
        assert len(before) >= WRITERS * BEFORE
        assert set(before) <= set(kept) <= set(acknowledged)
        assert set(Counter(kept).values()) == {1}

    def test_two_at_once_are_both_whole(self, app, installation, tmp_path):
        def make_one(_session, number: int) -> None:
            create_backup(installation, tmp_path / str(number), now=START)

        together(app, make_one, hands=2)

        assert members(tmp_path / "0").keys() == members(tmp_path / "1").keys()

    def test_nothing_of_the_database_is_changed_by_it(self, installation, backup, session):
        before = session.scalars(select(Attempt.id)).all()
        files = set(tree(installation.folder))

        backup()

        assert session.scalars(select(Attempt.id)).all() == before
        assert set(tree(installation.folder)) - files == {"last_backup.json"}


class TestRefusals:
    def test_what_is_restored_by_half_is_no_backup(self, installation, backup, tmp_path):
        (installation.folder / UNFINISHED).write_text("{}")

        with pytest.raises(BackupError, match="cut off"):
            backup()

        assert not (tmp_path / "sabak.backup").exists()

    def test_a_file_that_is_there_stays(self, backup, tmp_path):
        (tmp_path / "sabak.backup").write_text("precious")

        with pytest.raises(BackupError, match="exists already"):
            backup()

        assert (tmp_path / "sabak.backup").read_text() == "precious"

    def test_it_gives_way_to_force(self, backup, tmp_path):
        (tmp_path / "sabak.backup").write_text("old")

        backup(force=True)

        assert "lms.db" in members(tmp_path / "sabak.backup")

    def test_a_folder_that_is_not_there_is_named(self, installation, tmp_path):
        with pytest.raises(BackupError, match="No such file or directory"):
            create_backup(installation, tmp_path / "none" / "sabak.backup", now=START)

    def test_a_full_disk_leaves_nothing_behind(self, installation, tmp_path, monkeypatch):
        monkeypatch.setattr(archive, "write", lambda file, *_rest, **_more: fill(file))

        with pytest.raises(BackupError, match="No space left on device"):
            create_backup(installation, tmp_path / "full", now=START)

        assert list(tmp_path.glob("full*")) == []
        assert find_last_backup(installation.folder) is None

    def test_a_broken_database_is_said_to_be_broken(self, installation, stop, tmp_path):
        stop()
        (installation.folder / "lms.db").write_bytes(b"SQLite format 3\0" + b"x" * 8192)

        with pytest.raises(BackupError, match="The database could not be read"):
            create_backup(installation, tmp_path / "broken", now=START)

    def test_a_database_without_tables_is_none_yet(self, elsewhere, tmp_path):
        sqlite3.connect(elsewhere / "lms.db").close()

        with pytest.raises(BackupError, match="There is no database yet"):
            create_backup(Installation(elsewhere, f"sqlite:///{elsewhere / 'lms.db'}"), tmp_path / "none", now=START)


class TestCommand:
    def test_it_says_what_it_did(self, app, make, tmp_path):
        make.attempt()

        told = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "file")])

        assert told.exit_code == 0, told.output
        assert "holds 1 account, 1 attempt and 0 certificates" in told.output
        assert "courses is not in it" in told.output

    @pytest.mark.parametrize("weak", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababababab"])
    def test_a_weak_passphrase_is_refused(self, app, tmp_path, weak):
        arguments = ["backup", str(tmp_path / "file"), "--encrypt", "--passphrase-stdin"]

        told = app.test_cli_runner().invoke(args=arguments, input=weak + "\n")

        assert (told.exit_code, (tmp_path / "file").exists()) == (1, False)
        assert "at least 12 characters" in told.output

    def test_without_a_terminal_it_does_not_wait_for_a_passphrase(self, app, tmp_path):
        told = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "file"), "--encrypt"])

        assert (told.exit_code, (tmp_path / "file").exists()) == (1, False)
        assert "--passphrase-stdin" in told.output

    def test_it_is_in_the_log_and_one_that_fails_is_not(self, installation, backup, session, monkeypatch):
        backup("plain.backup")
        backup("sealed.backup", passphrase=PASSPHRASE)
        monkeypatch.setattr(archive, "write", lambda file, *_rest, **_options: fill(file))
        with pytest.raises(BackupError):
            backup("failed.backup")

        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        assert [(entry.act, entry.actor_id, entry.new) for entry in entries] == [
            (Act.BACKUP_MADE, None, "not encrypted"),
            (Act.BACKUP_MADE, None, "encrypted"),
        ]

    def test_what_was_left_by_one_that_was_killed_is_cleared_away(self, installation, backup):
        left = installation.folder / "backing-up-old"
        left.mkdir()
        (left / "lms.db").write_text("a copy")
        day_ago = left.stat().st_mtime - timedelta(days=2).total_seconds()
        backup_module.os.utime(left, (day_ago, day_ago))

        backup()

        assert not left.exists()


def attempt(enrolment_id: int, number: int) -> Attempt:
    """An open attempt at a quiz of its own: only one may be open at a time."""
    return Attempt(
        enrolment_id=enrolment_id,
        quiz_key=f"basics/{number}/quiz",
        number=1,
        course_version="1.0",
        language="en",
        pass_mark=0.8,
        started_at=START,
        points_possible=2,
    )


def rows(database: bytes, folder: Path) -> list[tuple[int, int]]:
    """Read the attempts of a database, once it was found to be sound."""
    (folder / "read.db").write_bytes(database)
    with closing(sqlite3.connect(folder / "read.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = connection.execute("SELECT enrolment_id, quiz_key FROM attempt").fetchall()
    return [(enrolment_id, int(key.split("/")[1])) for enrolment_id, key in found]


def fill(file) -> None:
    file.write(b"x")
    raise OSError(28, "No space left on device")
