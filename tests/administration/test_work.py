"""Background work: whether it is alive, how much waits, what failed."""

import pytest
from sqlalchemy import select

from lms import jobs
from lms.accounts import tasks
from lms.db import writing
from lms.jobs import Heartbeat, JobFailure
from tests.factories import START


@pytest.fixture
def staff(sign_in, admin):
    return sign_in(admin)


@pytest.fixture
def no_sweeps(monkeypatch):
    monkeypatch.setattr(jobs, "_sweeps", [])


def beats(session) -> list:
    session.rollback()
    return list(session.scalars(select(Heartbeat.beat_at)))


def failures(session) -> list[tuple[str, str, int]]:
    session.rollback()
    session.expire_all()
    return [
        (it.task.rpartition(".")[2], it.error, it.retries_left)
        for it in session.scalars(select(JobFailure).order_by(JobFailure.id))
    ]


class TestHeartbeat:
    def test_it_beats_at_most_once_a_minute(self, app, session, clock, no_sweeps):
        start = clock.now
        seen = []
        for seconds in (0, 30, 29, 1, 60):
            clock.advance(seconds=seconds)
            jobs.run_sweeps(app)
            seen.append((beats(session)[0] - start).total_seconds())

        assert seen == [0, 0, 0, 60, 120]
        assert len(beats(session)) == 1

    def test_the_page_says_after_five_minutes_that_nothing_runs(self, app, staff, clock, no_sweeps):
        assert "is not running" in staff.page("/admin/work").text
        jobs.run_sweeps(app)

        clock.advance(minutes=5)
        assert "is alive" in staff.page("/admin/work").text
        clock.advance(seconds=1)
        assert "is not running" in staff.page("/admin/work").text


class TestFailures:
    def test_a_task_that_fails_leaves_its_name_and_the_kind_of_fault(self, app, session, monkeypatch):
        @jobs.task
        def brew(_word: str) -> None:
            raise RuntimeError("Aigul Sadykova")

        with app.app_context(), writing() as saving:
            jobs.enqueue_after_commit(saving, brew, "aigul@example.org")

        kept = failures(session)
        assert {it[:2] for it in kept} == {("brew", "RuntimeError")}
        assert kept[0][2] == 3

    def test_a_sweep_that_fails_each_minute_leaves_one_entry_an_hour(self, app, session, clock, monkeypatch):
        def sweep_badly() -> None:
            raise OSError("No space left on /dev/secret")

        monkeypatch.setattr(jobs, "_sweeps", [sweep_badly])
        for minutes in (0, 1, 58, 1, 1):
            clock.advance(minutes=minutes)
            jobs.run_sweeps(app)

        assert failures(session) == [("sweep_badly", "OSError", 0)] * 2

    def test_they_are_listed_with_what_follows_and_without_words(self, staff, make):
        make.save(JobFailure(task="lms.mail.deliver", error="OSError", failed_at=START, retries_left=2))
        make.save(JobFailure(task="<script>", error="<b>x</b>", failed_at=START, retries_left=0))

        page = staff.page("/admin/work")

        assert [" ".join(row.get_text(" ").split()) for row in page.find_all("tbody tr")] == [
            "2 November 2026, 09:00 <script> <b>x</b> left to the search for what was left undone",
            "2 November 2026, 09:00 lms.mail.deliver OSError tried 2 more times",
        ]

    def test_fifty_stand_on_a_page(self, staff, make):
        for _time in range(51):
            make.save(JobFailure(task="t", error="OSError", failed_at=START, retries_left=0))

        assert len(staff.page("/admin/work").follow("Next").find_all("tbody tr")) == 1

    def test_they_are_forgotten_after_ninety_days(self, app, session, make, clock):
        make.save(JobFailure(task="t", error="OSError", failed_at=clock.now, retries_left=0))
        for days, left in ((90, 1), (1, 0)):
            clock.advance(days=days)
            with app.app_context(), writing() as saving:
                tasks.clear_away(saving, now=clock.now)
            assert len(failures(session)) == left

    def test_a_failure_that_cannot_be_kept_keeps_nobody_from_work(self, app, session, monkeypatch, caplog):
        ran = []

        def sweep_badly() -> None:
            raise OSError

        monkeypatch.setattr(jobs, "_sweeps", [sweep_badly, lambda: ran.append("the other")])
        session.connection().exec_driver_sql("DROP TABLE job_failure")
        session.commit()

        jobs.run_sweeps(app)

        assert ran == ["the other"]
        assert "could not be kept" in caplog.text


class TestQueue:
    @pytest.fixture
    def queue(self, app, instance):
        """The queue of an installation that serves, in a file."""
        jobs.init_app(app, instance=instance, redis_url=None, immediate=False)
        yield app.extensions["jobs"]
        app.extensions["jobs"].storage.close()

    def test_what_waits_is_counted(self, app, staff, queue):
        with app.app_context():
            jobs.enqueue(tasks.send_password_link, "nobody@example.org", "en")

        text = staff.page("/admin/work").text

        assert "In the queue 1 To be tried again later 0" in text

    def test_a_queue_out_of_reach_is_said_to_be(self, staff, queue):
        queue.storage.conn.execute("DROP TABLE task")

        assert "The queue is out of reach." in staff.page("/admin/work").text

    def test_what_was_left_over_can_be_looked_for_at_once(self, staff, monkeypatch):
        ran = []
        monkeypatch.setattr(jobs, "_sweeps", [lambda: ran.append("swept")])

        page = staff.page("/admin/work").submit()

        assert ran == ["swept"]
        assert "is alive" in page.text
