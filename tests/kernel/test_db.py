"""Times, writing, and the fault of SQLite that we work around."""

import sqlite3
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import String, func, literal, select

from lms.checkpoint import checkpoint
from lms.db import FormReceipt, db, has_wal_reset_fault, writing
from lms.errors import AlreadyReceived


class TestHasWalResetFault:
    @pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 44, 5), (3, 50, 6), (3, 45, 0)])
    def test_a_faulty_library_is_known(self, version):
        assert has_wal_reset_fault(version)

    @pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (3, 44, 6), (3, 50, 7), (4, 0, 0)])
    def test_a_mended_library_is_known(self, version):
        assert not has_wal_reset_fault(version)


class TestUTCDateTime:
    def test_a_time_comes_back_aware_in_utc(self, any_session):
        bishkek = timezone(timedelta(hours=6))
        any_session.add(FormReceipt(token="a", received_at=datetime(2026, 11, 24, 12, 0, tzinfo=bishkek)))
        any_session.commit()
        any_session.expire_all()

        stored = any_session.scalars(select(FormReceipt)).one()

        assert stored.received_at == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
        assert stored.received_at.utcoffset() == timedelta(0)

    def test_a_time_without_a_zone_is_refused(self, any_session):
        any_session.add(FormReceipt(token="a", received_at=datetime(2026, 11, 24)))

        with pytest.raises(Exception, match="without a zone"):
            any_session.flush()


class TestLower:
    @pytest.mark.parametrize(
        ("text", "lower"), [("ҒАЙРАТ Қодиров", "ғайрат қодиров"), ("ÄB", "äb"), ("", ""), (None, None)]
    )
    def test_both_databases_know_the_small_letters_of_the_region(self, any_session, text, lower):
        assert any_session.scalar(select(func.lower(literal(text, String)))) == lower


class TestWriting:
    def test_the_same_form_sent_twice_counts_once(self, app, session):
        with app.app_context():
            with writing("token-1"):
                pass
            with pytest.raises(AlreadyReceived), writing("token-1"):
                pass

        assert len(session.scalars(select(FormReceipt)).all()) == 1

    def test_what_fails_leaves_nothing_behind(self, app, session):
        with app.app_context(), pytest.raises(RuntimeError), writing("token-2"):
            raise RuntimeError

        assert session.scalars(select(FormReceipt)).all() == []

    def test_sixty_who_read_and_write_at_once_all_get_their_turn(self, kernel):
        start = threading.Barrier(60)

        def hand_in(number: int) -> None:
            start.wait()
            with kernel.app.app_context():
                db.session.scalars(select(FormReceipt)).all()
                with writing(f"learner-{number}"):
                    db.session.scalars(select(FormReceipt)).all()

        in_threads(hand_in, 60)

        with kernel.open_session() as session:
            assert len(session.scalars(select(FormReceipt)).all()) == 60

    def test_who_waits_too_long_is_told_and_saves_nothing(self, kernel, monkeypatch):
        def save() -> str:
            with writing("late"):
                return "saved"

        monkeypatch.setattr("lms.db.BUSY_TIMEOUT_MS", 10)
        kernel.add("/save", save)
        answers = []
        with kernel.app.app_context(), writing("first"):
            in_threads(lambda _number: answers.append(kernel.app.test_client().get("/save")), 1)

        assert [answer.status_code for answer in answers] == [503]
        assert "not saved" in answers[0].text
        with kernel.open_session() as session:
            assert session.scalars(select(FormReceipt.token)).all() == ["first"]

    def test_what_was_read_before_is_read_anew(self, kernel):
        with kernel.app.app_context():
            before = len(db.session.scalars(select(FormReceipt)).all())
            with writing("new"):
                pass
            after = len(db.session.scalars(select(FormReceipt)).all())

        assert (before, after) == (0, 1)


def in_threads(work: Callable[[int], object], number: int) -> None:
    threads = [threading.Thread(target=work, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_database_can_be_read_by_its_owner_alone(kernel):
    with kernel.app.app_context(), writing("x"):
        pass

    files = [kernel.instance / f"lms.db{ending}" for ending in ("", "-wal", "-shm")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3


class TestDurability:
    @pytest.fixture
    def pragma(self, app):
        with app.app_context(), db.engine.connect() as connection:
            yield lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    def test_every_connection_waits_for_the_disk_and_keeps_foreign_keys(self, pragma):
        pragmas = {name: pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}

        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}

    def test_a_faulty_library_never_checkpoints_by_itself(self, pragma):
        pages = pragma("wal_autocheckpoint")

        assert pages == (0 if has_wal_reset_fault(sqlite3.sqlite_version_info) else 1000)

    def test_the_checkpoint_moves_the_log_into_the_database(self, app, instance):
        with app.app_context(), writing("checkpointed"):
            pass

        assert checkpoint(instance / "lms.db")

        (instance / "copy.db").write_bytes((instance / "lms.db").read_bytes())  # without its log
        copy = sqlite3.connect(instance / "copy.db")
        assert copy.execute("SELECT token FROM form_receipt").fetchall() == [("checkpointed",)]
        copy.close()
