"""Times, writing, and the fault of SQLite that we work around."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

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

    def test_forty_writers_at_once_all_get_their_turn(self, app, session):
        def write(number: int) -> None:
            with app.app_context(), writing(f"writer-{number}"):
                pass

        threads = [threading.Thread(target=write, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(session.scalars(select(FormReceipt)).all()) == 40


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
