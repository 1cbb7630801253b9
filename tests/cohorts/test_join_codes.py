"""Codes by which people come into a cohort; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.credentials import CODE_LETTERS
from lms.audit import Act, AuditEntry
from lms.cohorts import join_codes
from lms.cohorts.models import JoinCode
from tests.factories import START, Make
from tests.together import together

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def make(any_session):
    return Make(any_session)


def make_code(session, cohort_id, days=7):
    return join_codes.make_code(session, cohort_id, expires_at=NOW + timedelta(days=days), by=1, now=NOW)


class TestMake:
    def test_a_code_is_short_and_holds_no_letters_that_look_alike(self, any_session, make):
        code = make_code(any_session, make.cohort().id)

        assert len(code.code) == 8
        assert set(code.code) <= set(CODE_LETTERS)
        assert join_codes.show_code(code) == f"{code.code[:4]}-{code.code[4:]}"

    def test_a_new_code_ends_the_one_before(self, any_session, make):
        cohort = make.cohort()
        first = make_code(any_session, cohort.id)

        second = make_code(any_session, cohort.id)

        assert first.withdrawn_at == NOW
        assert join_codes.find_code(any_session, cohort.id, now=NOW) is second
        acts = [entry.act for entry in any_session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert acts == [Act.CODE_MADE, Act.CODE_WITHDRAWN, Act.CODE_MADE]

    def test_hands_that_make_one_at_once_leave_one_in_force(self, any_app, any_session, make):
        cohort_id = make.cohort().id
        any_session.rollback()

        together(any_app, lambda session, _n: make_code(session, cohort_id).id)

        in_force = select(JoinCode).where(JoinCode.withdrawn_at.is_(None))
        assert len(any_session.scalars(in_force).all()) == 1


class TestGet:
    @pytest.mark.parametrize(
        "typed",
        ["ACDE-FGH3", "acdefgh3", " acde fgh3 ", "АСDЕ FGН3", "ACDE–FGH3"],
        ids=["as shown", "small", "spaces", "Cyrillic", "dash"],
    )
    def test_it_is_read_however_it_is_typed(self, any_session, make, typed):
        code = make.join_code(cohort=make.cohort(), code="ACDEFGH3")

        assert join_codes.get_code(any_session, typed, now=NOW).id == code.id

    @pytest.mark.parametrize("typed", ["", "-", "ACDEFGH4", "ACDEFGH33", "ACDEFGH", "%", "x" * 5000])
    def test_anything_else_opens_nothing(self, any_session, make, typed):
        make.join_code(cohort=make.cohort(), code="ACDEFGH3")

        with pytest.raises(join_codes.NoSuchCode):
            join_codes.get_code(any_session, typed, now=NOW)

    @pytest.mark.parametrize("fields", [{"expires_at": NOW}, {"withdrawn_at": START}], ids=["run out", "withdrawn"])
    def test_one_that_ended_reads_like_one_that_never_was(self, any_session, make, fields):
        cohort = make.cohort()
        make.join_code(cohort=cohort, **fields)

        with pytest.raises(join_codes.NoSuchCode):
            join_codes.get_code(any_session, "ACDEFGH3", now=NOW)
        assert join_codes.find_code(any_session, cohort.id, now=NOW) is None

    def test_withdrawing_twice_is_once(self, any_session, make):
        cohort = make.cohort()
        make.join_code(cohort=cohort)

        for _time in range(2):
            join_codes.withdraw_code(any_session, cohort.id, by=1, now=NOW)

        assert len(any_session.scalars(select(AuditEntry)).all()) == 1
