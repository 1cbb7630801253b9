"""Every POST needs its token; no GET writes."""

import pytest
from sqlalchemy import select

from lms.db import Base
from tests.site.world import World, make_world, rules_of

WRITTEN_BY_GET = {"user_session", "audit_entry"}  # last_seen_at, at most once a minute; looks and refusals


@pytest.fixture
def world(make) -> World:
    return make_world(make)


def snapshot(session) -> dict[str, list[tuple]]:
    """Read every table whole."""
    session.expire_all()
    session.rollback()
    return {
        table.name: sorted(map(repr, session.execute(select(table)).all())) for table in Base.metadata.sorted_tables
    }


class TestTokens:
    @pytest.mark.parametrize("token", [None, "wrong"])
    @pytest.mark.parametrize("who", ["learner", "admin"])
    def test_a_post_without_its_token_is_refused_and_changes_nothing(self, app, sign_in, session, world, token, who):
        visitor = sign_in(getattr(world, who))
        before = snapshot(session)

        statuses = {}
        for rule in rules_of(app, "POST"):
            data = {"csrf_token": token} if token else {}
            statuses[rule.rule] = visitor.client.post(world.address(rule), data=data).status_code

        assert set(statuses.values()) == {400}, {rule: code for rule, code in statuses.items() if code != 400}
        after = snapshot(session)
        assert {name for name in before if before[name] != after[name]} <= WRITTEN_BY_GET


class TestGets:
    @pytest.mark.parametrize("who", ["learner", "author", "admin"])
    def test_no_get_writes(self, app, sign_in, session, world, clock, who):
        visitor = sign_in(getattr(world, who))
        before = snapshot(session)
        clock.advance(minutes=5)

        for rule in rules_of(app, "GET"):
            assert visitor.client.get(world.address(rule)).status_code < 500, rule.rule

        after = snapshot(session)
        assert {name for name in before if before[name] != after[name]} <= WRITTEN_BY_GET

    def test_signing_out_is_no_get(self, sign_in, learner):
        visitor = sign_in(learner)

        visitor.client.get("/logout")

        visitor.page("/account")
