"""Background work: begun after the commit, outside the transaction, and found again when it was lost."""

import stat
import threading

import pytest
from sqlalchemy import select

from lms import clock, jobs
from lms.db import FormReceipt, db, writing

DEADLINE = 20  # seconds a broken consumer may take; a sound one needs a fraction of one

ran: list[str] = []
was_run = threading.Event()


@jobs.task
def note(word: str) -> None:
    ran.append(word)
    was_run.set()


@jobs.task
def fail(_word: str) -> None:
    was_run.set()
    raise RuntimeError("the task is at fault")


@pytest.fixture(autouse=True)
def nothing_ran(monkeypatch):
    ran.clear()
    was_run.clear()
    monkeypatch.setattr(jobs, "_sweeps", [])


@pytest.fixture
def queue(kernel):
    return kernel.app.extensions["jobs"]


@pytest.fixture
def consumer(kernel):
    """Starts the consumer; the test's end stops it if the test did not."""
    yield lambda: jobs.start_consumer(kernel.app)
    jobs.stop_consumer(kernel.app)


class TestEnqueueAfterCommit:
    def test_nothing_is_queued_before_the_commit(self, kernel, queue):
        with kernel.app.app_context(), writing() as session:
            jobs.enqueue_after_commit(session, note, "a")
            before = queue.pending_count()

        assert (before, queue.pending_count()) == (0, 1)

    def test_a_savepoint_is_no_commit(self, kernel, queue):
        with kernel.app.app_context(), writing() as session:
            with session.begin_nested():
                jobs.enqueue_after_commit(session, note, "a")
            before = queue.pending_count()

        assert (before, queue.pending_count()) == (0, 1)

    def test_what_is_undone_is_never_queued(self, kernel, queue):
        with kernel.app.app_context(), pytest.raises(RuntimeError), writing() as session:
            jobs.enqueue_after_commit(session, note, "a")
            raise RuntimeError

        assert queue.pending_count() == 0

    def test_what_one_transaction_undid_does_not_follow_the_next(self, kernel, queue):
        with kernel.open_session() as session, kernel.app.app_context():
            jobs.enqueue_after_commit(session, note, "undone")
            session.connection()
            session.rollback()
            session.connection()
            session.commit()

        assert queue.pending_count() == 0

    def test_a_savepoint_taken_back_keeps_the_rest(self, kernel, queue):
        with kernel.app.app_context(), writing() as session:
            jobs.enqueue_after_commit(session, note, "kept")
            with pytest.raises(RuntimeError), session.begin_nested():
                raise RuntimeError

        assert queue.pending_count() == 1

    def test_a_queue_that_is_broken_undoes_nothing(self, kernel, queue):
        queue.storage.conn.execute("DROP TABLE task")

        with kernel.app.app_context(), writing("kept") as session:
            jobs.enqueue_after_commit(session, note, "a")

        with kernel.open_session() as session:
            assert session.scalars(select(FormReceipt.token)).all() == ["kept"]


class TestConsumer:
    def test_it_does_what_is_queued(self, kernel, consumer):
        consumer()

        with kernel.app.app_context():
            jobs.enqueue(note, "done")

        assert was_run.wait(DEADLINE)
        assert ran == ["done"]

    def test_a_task_that_fails_undoes_nothing_and_stops_nobody(self, kernel, consumer):
        with kernel.app.app_context(), writing("kept") as session:
            jobs.enqueue_after_commit(session, fail, "a")
            jobs.enqueue_after_commit(session, note, "after it")
        swept = threading.Event()
        jobs._sweeps.append(swept.set)

        consumer()

        assert swept.wait(DEADLINE)
        assert ran == ["after it"]
        with kernel.open_session() as session:
            assert session.scalars(select(FormReceipt.token)).all() == ["kept"]

    def test_a_task_works_on_the_database(self, kernel, consumer):
        written = threading.Event()

        def write() -> None:
            with writing("by a sweep"):
                pass
            written.set()

        jobs._sweeps.append(write)

        consumer()

        assert written.wait(DEADLINE)
        with kernel.app.app_context():
            assert db.session.scalars(select(FormReceipt.token)).all() == ["by a sweep"]

    def test_stopping_lets_the_task_under_way_finish(self, kernel, consumer):
        begun, may_end = threading.Event(), threading.Event()

        def slow() -> None:
            begun.set()
            may_end.wait(DEADLINE)
            ran.append("to its end")

        jobs._sweeps.append(slow)
        consumer()
        assert begun.wait(DEADLINE)

        threading.Timer(0.05, may_end.set).start()
        jobs.stop_consumer(kernel.app)

        assert ran == ["to its end"]

    def test_no_thread_is_left_after_stopping(self, kernel, consumer):
        threads = [thread for _process, thread in consumer().worker_threads]

        jobs.stop_consumer(kernel.app)

        assert not any(thread.is_alive() for thread in threads)


class TestRunSweeps:
    def test_one_that_fails_keeps_no_other_from_its_work(self, kernel, caplog):
        jobs._sweeps.extend([lambda: fail(""), lambda: note("the other")])

        jobs.run_sweeps(kernel.app)

        assert ran == ["the other"]
        assert "failed" in caplog.text

    def test_a_fault_does_not_keep_the_service_from_starting(self, kernel, consumer):
        jobs._sweeps.append(lambda: fail(""))

        consumer()

        assert was_run.wait(DEADLINE)


def test_the_queue_can_be_read_by_its_owner_alone(kernel):
    mode = stat.S_IMODE((kernel.instance / "queue.db").stat().st_mode)

    assert mode == 0o600


def test_at_once_means_after_the_commit(app):
    """With `immediate`, as in the other tests, a task may write what follows from the transaction before it."""

    @jobs.task
    def follow(token: str) -> None:
        with writing(token):
            pass

    with app.app_context():
        with writing("first") as session:
            jobs.enqueue_after_commit(session, follow, "second")

        stored = select(FormReceipt.token).where(FormReceipt.received_at <= clock.utcnow())
        assert set(db.session.scalars(stored)) == {"first", "second"}
