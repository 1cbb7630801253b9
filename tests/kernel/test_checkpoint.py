"""The thread that moves SQLite's log into the database."""

import sqlite3
import threading
from contextlib import closing

from lms import checkpoint
from lms.checkpoint import Checkpointer
from lms.db import FormReceipt, writing

DEADLINE = 20


class TestCheckpointer:
    def test_it_moves_a_long_log_and_ends_when_told(self, kernel, monkeypatch):
        done, move = threading.Event(), checkpoint.checkpoint

        def move_and_tell(database) -> bool:
            moved = move(database)
            done.set()
            return moved

        monkeypatch.setattr(checkpoint, "checkpoint", move_and_tell)
        with kernel.app.app_context(), writing("moved"):
            pass
        checkpointer = Checkpointer(kernel.instance / "lms.db", interval=0.01, log_bytes=0)

        checkpointer.start()
        assert done.wait(DEADLINE)
        checkpointer.stop()

        assert "checkpoint" not in {thread.name for thread in threading.enumerate()}
        assert tokens_without_log(kernel) == ["moved"]

    def test_a_short_log_is_left_alone(self, tmp_path):
        checkpointer = Checkpointer(tmp_path / "none.db", interval=0.01, log_bytes=0)

        checkpointer.start()
        checkpointer.stop()

        assert list(tmp_path.iterdir()) == []


class TestCheckpoint:
    def test_what_is_read_meanwhile_is_left_for_later(self, kernel):
        with kernel.open_session() as reader:
            assert reader.query(FormReceipt).count() == 0
            with kernel.app.app_context(), writing("later"):
                pass

            checkpoint.checkpoint(kernel.instance / "lms.db")
            kept = reader.query(FormReceipt).count()

        assert kept == 0
        assert checkpoint.checkpoint(kernel.instance / "lms.db")
        assert tokens_without_log(kernel) == ["later"]

    def test_a_database_that_cannot_be_opened_is_tried_again_later(self, tmp_path):
        assert not checkpoint.checkpoint(tmp_path / "no-such-folder" / "lms.db")


def tokens_without_log(kernel) -> list[str]:
    """Read the database's own file as it is without its log."""
    copy = kernel.instance / "copy.db"
    copy.write_bytes((kernel.instance / "lms.db").read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        return [token for (token,) in connection.execute("SELECT token FROM form_receipt")]
