"""Backups that cannot be restored: each is told in one sentence, and nothing is changed."""

import gzip
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from lms.operation import archive
from tests.operation.conftest import PASSPHRASE, tree
from tests.operation.repacking import repack, with_database

ROOT = Path(__file__).resolve().parents[2]


def upward(held):
    told = json.loads(held["manifest.json"])
    told["members"]["../evil_key"] = {"size": 1, "sha256": archive.hashlib.sha256(b"x").hexdigest()}
    return {**held, "manifest.json": json.dumps(told).encode(), "../evil_key": b"x"}


def dangling(held):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(held["lms.db"])
        connection.execute("UPDATE attempt SET enrolment_id = 999")
        connection.commit()
        return with_database(held, connection.serialize())


DAMAGES = {
    "a member is missing": lambda held: {name: data for name, data in held.items() if name != "secret_key"},
    "a member is surplus": lambda held: {**held, "other_key": b"x"},
    "a member was changed": lambda held: {**held, "secret_key": b"x" * 48},
    "a member was made longer": lambda held: {**held, "secret_key": b"k" * 49},
    "a path goes upward": upward,
    "the manifest is not the first": lambda held: dict(reversed(held.items())),
    "the manifest is nonsense": lambda held: {**held, "manifest.json": b"[]"},
    "the manifest is of a later form": lambda held: {
        **held,
        "manifest.json": held["manifest.json"].replace(b"sabak-backup-1", b"sabak-backup-2"),
    },
    "the database is damaged": lambda held: with_database(held, held["lms.db"][:20_000] + b"x" * 40_000),
    "the database is none": lambda held: with_database(held, b"hello"),
    "a row points to nothing": dangling,
}


class TestDamage:
    @pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES)
    def test_one_sentence_and_nothing_changed(self, file, run, elsewhere, change):
        told = run(elsewhere, "restore", repack(file, change))

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert told.output.startswith("Error: ") and told.output.count("\n") == 1

    @pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
    @pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
    def test_a_cut_file(self, backup, run, elsewhere, encrypted, share):
        file = backup(passphrase=PASSPHRASE if encrypted else None)
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * share)])

        told = run(elsewhere, "restore", file, "--passphrase-stdin", typed=PASSPHRASE + "\n")

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert "backup" in told.output and told.output.count("\n") == 1

    @pytest.mark.parametrize(
        "data",
        [b"", b"hello", b"%PDF-1.7", gzip.compress(b"hello"), b"\x1f\x8b" + bytes(500)],
        ids=["empty", "text", "PDF", "another archive", "a torn archive"],
    )
    def test_a_foreign_file(self, run, tmp_path, elsewhere, data):
        (tmp_path / "foreign").write_bytes(data)

        told = run(elsewhere, "restore", tmp_path / "foreign")

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert told.output.count("\n") == 1

    def test_a_link_in_the_archive(self, file, run, elsewhere):
        with tarfile.open(file) as tar:
            held = {entry.name: tar.extractfile(entry).read() for entry in tar}
        with tarfile.open(file, "w:gz") as tar:
            for name, data in held.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                if name == "secret_key":
                    entry.type, entry.linkname, entry.size = tarfile.SYMTYPE, "/etc/passwd", 0
                tar.addfile(entry, io.BytesIO(data))

        told = run(elsewhere, "restore", file)

        assert (told.exit_code, told.output) == (1, "Error: This file is no backup of Sabak.\n")

    def test_a_wrong_passphrase(self, backup, run, elsewhere):
        file = backup(passphrase=PASSPHRASE)

        told = run(elsewhere, "restore", file, "--passphrase-stdin", typed="another passphrase\n")

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert told.output == "Error: The passphrase does not open this backup.\n"

    def test_a_passphrase_that_nobody_can_be_asked_for(self, backup, run, elsewhere):
        told = run(elsewhere, "restore", backup(passphrase=PASSPHRASE))

        assert told.exit_code == 1
        assert "--passphrase-stdin" in told.output

    def test_too_little_room(self, file, run, elsewhere, monkeypatch):
        usage = shutil.disk_usage(elsewhere)._replace(free=1000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)

        told = run(elsewhere, "restore", file)

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert "too little room" in told.output

    def test_a_disk_that_is_full_in_the_middle(self, file, elsewhere):
        script = (
            "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
            "from lms.operation.__main__ import main; main()"
        )
        told = subprocess.run(
            [sys.executable, "-c", script, "restore", str(file)],
            cwd=ROOT,
            env={"LMS_INSTANCE": str(elsewhere), "PATH": os.defpath},
            capture_output=True,
            text=True,
            check=False,
        )

        assert (told.returncode, tree(elsewhere)) == (1, {})
        assert told.stderr == "Error: The backup could not be restored: File too large.\n"

    def test_settings_that_cannot_be_used_here(self, installation, backup, run, elsewhere):
        (installation.folder / "config.toml").write_text('registration = "perhaps"')

        told = run(elsewhere, "restore", backup())

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert "LMS_REGISTRATION" in told.output

    def test_a_database_of_the_other_kind(self, file, run, elsewhere, monkeypatch):
        monkeypatch.setenv("LMS_DATABASE_URL", "postgresql+psycopg://sabak@localhost/sabak")

        told = run(elsewhere, "restore", file)

        assert (told.exit_code, tree(elsewhere)) == (1, {})
        assert "name PostgreSQL as the database, and the backup holds SQLite's" in told.output
