"""The people of a cohort, as its coordinators see them."""

import pytest
from sqlalchemy import select

from lms.audit import Act, AuditEntry
from lms.cohorts.models import Membership
from tests.factories import START


def rows(page) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in page.find_all("tbody tr")]


class TestMembers:
    def test_everybody_is_there_by_name_with_where_she_stands(self, sign_in, coordinator, cohort, make):
        make.membership(cohort=cohort, surname="Юсупова", given_name="Айгүл", agency="Прокуратура")
        make.membership(cohort=cohort, surname="Abdiev", given_name="Bakyt", joined_at=None)
        new = make.learner(email=None, sign_in_name="c", password_hash=None)
        make.membership(cohort=cohort, user=new, surname="Chon", joined_at=None)
        make.membership(cohort=cohort, surname="Dzhumaev", left_at=START)
        make.membership(cohort=cohort, user=make.learner(disabled_at=START), surname="Ergeshov")

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members")

        assert rows(page) == [
            "Abdiev Bakyt has an account, has not joined yet",
            "Chon on the list, has not come in yet",
            "Dzhumaev left on 2 November 2026",
            "Ergeshov the account is closed",
            "Юсупова Айгүл Прокуратура member since 2 November 2026",
        ]

    def test_the_name_of_her_account_is_shown_only_when_she_has_joined(self, sign_in, coordinator, cohort, make):
        make.membership(cohort=cohort, user=make.learner(name="Secret Name"), joined_at=None)
        make.membership(cohort=cohort, user=make.learner(name="Joined Name"))

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members")

        assert "Joined Name" in page.text and "Name not stated" in page.text
        assert "Secret Name" not in page.html

    @pytest.mark.parametrize("find", ["юсуп", "ПРОКУРАТУРА", "Айгүл"])
    def test_they_are_found_by_name_or_agency_in_any_case(self, sign_in, coordinator, cohort, make, find):
        make.membership(cohort=cohort, surname="Юсупова", given_name="Айгүл", agency="Прокуратура")
        make.membership(cohort=cohort, surname="Abdiev")

        page = sign_in(coordinator).client.get(f"/cohorts/{cohort.id}/members", query_string={"find": find})

        assert "Юсупова" in page.text and "Abdiev" not in page.text

    def test_there_are_fifty_on_a_page(self, sign_in, coordinator, cohort, make):
        for number in range(51):
            make.membership(cohort=cohort, surname=f"Member {number:02d}", joined_at=None)

        first = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members")

        assert len(rows(first)) == 50
        assert [row.split(" has")[0] for row in rows(first.follow("Next"))] == ["Member 50"]

    def test_an_empty_cohort_says_how_people_come_in(self, sign_in, coordinator, cohort):
        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members")

        assert page.follow("Make a code").address == f"/cohorts/{cohort.id}/code"


class TestMember:
    def test_looking_at_somebody_is_in_the_log(self, sign_in, coordinator, cohort, make, session):
        membership = make.membership(cohort=cohort, agency="Court of Osh")

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{membership.id}")

        assert "Court of Osh" in page.text
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.PERSON_VIEWED)).one()
        assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (
            coordinator.id,
            "person",
            str(membership.user_id),
        )

    def test_opening_it_again_is_the_same_look_for_ten_minutes(
        self, sign_in, coordinator, cohort, make, session, clock
    ):
        membership = make.membership(cohort=cohort)
        visitor = sign_in(coordinator)
        for minutes in (0, 9, 2):
            clock.advance(minutes=minutes)
            visitor.page(f"/cohorts/{cohort.id}/members/{membership.id}")

        viewed = select(AuditEntry).where(AuditEntry.act == Act.PERSON_VIEWED)
        assert len(session.scalars(viewed).all()) == 2

    def test_it_shows_neither_address_nor_sign_in_name(self, sign_in, coordinator, cohort, make):
        user = make.learner(email="hidden@example.org", sign_in_name="hidden.name")
        membership = make.membership(cohort=cohort, user=user)

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{membership.id}")

        assert "hidden" not in page.main.decode()

    def test_somebody_of_another_cohort_is_missing_under_every_number(
        self, sign_in, coordinator, cohort, other_cohort, make, session
    ):
        theirs = make.membership(cohort=other_cohort)
        visitor = sign_in(coordinator)

        for cohort_id in (cohort.id, other_cohort.id):
            for what in ("", "/edit", "/remove"):
                visitor.page(f"/cohorts/{cohort_id}/members/{theirs.id}{what}", status=404)

        viewed = select(AuditEntry).where(AuditEntry.act == Act.PERSON_VIEWED)
        assert session.scalars(viewed).all() == []


class TestChangeMember:
    def test_what_is_corrected_is_saved(self, sign_in, coordinator, cohort, make, session):
        membership = make.membership(cohort=cohort)

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{membership.id}/edit")
        page.submit(surname="Садыкова", agency=" Суд  Оша ", sex="female", surname_latin="Sadykova", language="ky")

        session.expire_all()
        stated = session.get(Membership, membership.id)
        assert (stated.surname, stated.agency, stated.sex, stated.surname_latin, stated.language) == (
            "Садыкова",
            "Суд Оша",
            "female",
            "Sadykova",
            "ky",
        )

    def test_whose_membership_it_is_and_when_she_joined_is_not_heard(self, sign_in, coordinator, cohort, make, session):
        membership = make.membership(cohort=cohort, joined_at=None)
        form = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{membership.id}/edit")

        form.send({**form.filled(), "joined_at": "2026-01-01", "user_id": str(coordinator.id), "promised": "scores"})

        session.expire_all()
        stated = session.get(Membership, membership.id)
        assert (stated.joined_at, stated.user_id, stated.promised) == (None, membership.user_id, None)


class TestRemoveMember:
    def test_a_reason_is_asked_and_kept_and_so_is_the_record(self, sign_in, coordinator, cohort, make, session):
        membership = make.membership(cohort=cohort, surname="Sadykova")
        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{membership.id}/remove")
        assert page.submit().errors == ["Say why, in a few words."]

        page.submit(reason="Left the office")

        session.expire_all()
        assert session.get(Membership, membership.id).left_at is not None
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.MEMBER_REMOVED)).one()
        assert (entry.reason, entry.actor_id) == ("Left the office", coordinator.id)

    def test_twice_is_answered_as_missing(self, sign_in, coordinator, cohort, make):
        membership = make.membership(cohort=cohort, left_at=START)

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{membership.id}/remove")

        page.submit(reason="Again", status=404)
