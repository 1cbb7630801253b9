"""Counting tries, on both databases."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.db import db, writing
from lms.throttle import Throttle, count_try, forget, forget_ended, seconds_to_wait

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=15)
WHO = ("sign-in", "aigul@example.org")


def try_times(session: Session, times: int, *who: str, now: datetime = NOW) -> None:
    for _ in range(times):
        count_try(session, *(who or WHO), window=WINDOW, now=now)


class TestSecondsToWait:
    def test_below_the_limit_the_next_try_goes_ahead(self, any_session):
        try_times(any_session, 2)

        assert seconds_to_wait(any_session, *WHO, limit=3, now=NOW) == 0

    def test_at_the_limit_it_waits_for_the_end_of_the_window(self, any_session):
        try_times(any_session, 3)

        later = NOW + timedelta(minutes=5)
        assert seconds_to_wait(any_session, *WHO, limit=3, now=later) == 10 * 60 + 1

    def test_further_tries_do_not_make_it_longer(self, any_session):
        try_times(any_session, 3)
        try_times(any_session, 50, now=NOW + timedelta(minutes=14))

        assert seconds_to_wait(any_session, *WHO, limit=3, now=NOW + WINDOW) == 0

    def test_a_new_window_counts_from_one(self, any_session):
        try_times(any_session, 3)
        try_times(any_session, 1, now=NOW + WINDOW)

        assert seconds_to_wait(any_session, *WHO, limit=2, now=NOW + WINDOW) == 0
        assert seconds_to_wait(any_session, *WHO, limit=1, now=NOW + WINDOW) == 15 * 60 + 1

    def test_others_are_counted_apart(self, any_session):
        try_times(any_session, 3)

        assert seconds_to_wait(any_session, "sign-in", "bakyt@example.org", limit=3, now=NOW) == 0

    def test_capitals_do_not_make_another_person(self, any_session):
        try_times(any_session, 3, "sign-in", "Aigul@Example.org")

        assert seconds_to_wait(any_session, *WHO, limit=3, now=NOW) > 0


class TestForget:
    def test_after_a_success_counting_starts_anew(self, any_session):
        try_times(any_session, 3)

        forget(any_session, *WHO)

        assert seconds_to_wait(any_session, *WHO, limit=3, now=NOW) == 0

    def test_only_ended_windows_are_cleared_away(self, any_session):
        try_times(any_session, 1, "old")
        try_times(any_session, 1, "new", now=NOW + WINDOW)

        forget_ended(any_session, NOW + WINDOW)

        assert any_session.scalars(select(Throttle.window_ends_at)).all() == [NOW + 2 * WINDOW]


class TestStorage:
    def test_neither_names_nor_addresses_are_kept(self, any_session):
        try_times(any_session, 1)

        (key,) = any_session.scalars(select(Throttle.key)).all()
        assert "aigul" not in key
        assert len(key) == 64

    def test_tries_at_the_same_moment_are_all_counted(self, any_app):
        start = threading.Barrier(8)

        def guess() -> None:
            start.wait()
            with any_app.app_context(), writing() as session:
                count_try(session, *WHO, window=WINDOW, now=NOW)

        threads = [threading.Thread(target=guess) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        with any_app.app_context():
            assert db.session.scalar(select(Throttle.tries)) == 8
