"""What is over is cleared away."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.accounts.models import KnownNetwork, OneTimeLink, UserSession
from lms.accounts.tasks import clear_away, clear_away_daily, send_password_link
from lms.db import Base, FormReceipt
from lms.mail import Mail
from lms.throttle import Throttle


@pytest.fixture
def count(session):
    def count(model: type[Base]) -> int:
        session.rollback()
        return session.scalar(select(func.count()).select_from(model)) or 0

    return count


@pytest.fixture
def filled(make, clock, learner):
    """Save one thing of each kind, as of now."""
    now = clock.now
    make.link(learner)
    make.save(UserSession(token_hash="a" * 64, user_id=learner.id, created_at=now, last_seen_at=now))
    make.save(KnownNetwork(user_id=learner.id, network="203.0.113.0/24", last_used_at=now))
    make.save(FormReceipt(token="once", received_at=now))
    make.save(Throttle(key="b" * 64, tries=1, window_ends_at=now + timedelta(minutes=15)))
    make.save(Mail(recipient="a@example.org", subject="x", body=None, created_at=now, next_try_at=now, sent_at=now))


KINDS = [OneTimeLink, UserSession, KnownNetwork, FormReceipt, Throttle, Mail]


class TestClearAway:
    @pytest.mark.parametrize(
        ("days", "left"),
        [
            (0, ["one_time_link", "user_session", "known_network", "form_receipt", "throttle", "mail"]),
            (1, ["one_time_link", "known_network", "form_receipt", "mail"]),
            (89, ["one_time_link", "known_network", "form_receipt", "mail"]),
            (92, ["one_time_link", "known_network"]),
            (181, ["one_time_link"]),
            (400, []),
        ],
    )
    def test_each_thing_goes_when_it_is_not_needed_any_more(self, session, count, filled, clock, days, left):
        clear_away(session, now=clock.now + timedelta(days=days))
        session.commit()

        assert [kind.__tablename__ for kind in KINDS if count(kind)] == left

    def test_it_is_done_once_a_day(self, app, count, filled, clock):
        with app.app_context():
            clear_away_daily()
            clock.advance(hours=23)
            clear_away_daily()
            assert count(UserSession) == 1

            clock.advance(hours=2)
            clear_away_daily()

        assert count(UserSession) == 0


class TestSendPasswordLink:
    def test_it_may_run_for_an_address_without_an_account(self, app, outbox):
        with app.app_context():
            send_password_link("nobody@example.org", "en")

        assert outbox() == []
