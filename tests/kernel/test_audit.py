"""The audit log: complete in one line, and final."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from lms import audit
from lms.audit import Act, AuditEntry, Change
from tests.factories import START


def record(session, **change: str) -> AuditEntry:
    audit.record(session, Act.ROLES_CHANGED, audit.person(7), by=1, now=START, change=Change(**change))
    session.commit()
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


class TestRecord:
    def test_an_entry_says_who_did_what_to_whom(self, any_session):
        entry = record(any_session, old="author", new="coordinator", reason="Moved to the academy")

        assert (entry.actor_id, entry.act, entry.subject_kind, entry.subject_id) == (1, "roles-changed", "person", "7")
        assert (entry.old, entry.new, entry.reason) == ("author", "coordinator", "Moved to the academy")
        assert entry.at == START

    def test_no_text_can_pretend_to_be_another_entry(self, any_session):
        entry = record(any_session, new="x\r\n2026-01-01 signed-in\u2028y\u202ez\x00", reason="a\tb")

        assert (entry.new, entry.reason) == ("x 2026-01-01 signed-in y z", "a b")

    def test_a_text_without_end_is_cut(self, any_session):
        entry = record(any_session, new="x" * 100_000, reason="y" * 100_000)

        assert (len(entry.new), len(entry.reason)) == (audit.MAX_VALUE, audit.MAX_REASON)

    def test_an_act_that_does_not_come_about_leaves_no_entry(self, any_session):
        audit.record(any_session, Act.EXPORTED, by=1, now=START)

        any_session.rollback()

        assert any_session.scalars(select(AuditEntry)).all() == []


class TestFinality:
    @pytest.mark.parametrize(
        "statement",
        [
            update(AuditEntry).values(reason="another"),
            delete(AuditEntry),
            text("UPDATE audit_entry SET actor_id = NULL"),
        ],
        ids=["update", "delete", "by hand"],
    )
    def test_the_database_refuses_to_change_or_delete_an_entry(self, any_session, statement):
        record(any_session, reason="one")

        with pytest.raises(DBAPIError, match="never changed or deleted"):
            any_session.execute(statement)

        any_session.rollback()
        assert [entry.reason for entry in any_session.scalars(select(AuditEntry))] == ["one"]

    def test_the_migrations_make_it_as_final_as_the_models_do(self, session):
        record(session, reason="one")

        with pytest.raises(DBAPIError, match="never changed or deleted"):
            session.execute(delete(AuditEntry))
