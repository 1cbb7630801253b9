"""Cohorts as coordinators keep them."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.accounts.models import Profession, Role, UserRole
from lms.audit import Act, AuditEntry
from lms.cohorts.cohort_list import Phase, phase_of
from lms.cohorts.models import Cohort, CohortCoordinator, Shown

NEW = {"name": "Прокуроры Оша", "starts_on": "2026-11-01", "ends_on": "2026-12-20", "course_1": "basics"}


def names(page) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.find_all("tbody th a")]


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 10, 31), Phase.COMING),
        (date(2026, 11, 1), Phase.CURRENT),
        (date(2026, 12, 20), Phase.CURRENT),
        (date(2026, 12, 21), Phase.ENDED),
    ],
)
def test_the_first_and_the_last_day_belong_to_a_cohort(today, phase):
    assert phase_of(date(2026, 11, 1), date(2026, 12, 20), today) == phase


class TestCohorts:
    def test_a_coordinator_sees_hers_and_an_administrator_all(self, sign_in, coordinator, admin, cohort, other_cohort):
        assert names(sign_in(coordinator).page("/cohorts")) == ["Investigators of Osh"]
        assert names(sign_in(admin).page("/cohorts")) == ["Investigators of Osh", "Judges of Khujand"]

    def test_what_runs_comes_before_what_comes_and_what_ended(self, sign_in, admin, make, clock):
        make.cohort(name="Over", starts_on=date(2026, 1, 1), ends_on=date(2026, 11, 23))
        make.cohort(name="Coming", starts_on=date(2026, 11, 25), ends_on=date(2026, 12, 1))
        make.cohort(name="Last day", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 24))

        page = sign_in(admin).page("/cohorts")

        assert [tag.get_text(strip=True) for tag in page.find_all("caption")] == ["Running now", "Coming", "Ended"]
        assert names(page) == ["Last day", "Coming", "Over"]

    def test_members_are_counted_who_joined_stayed_and_can_sign_in(self, sign_in, coordinator, cohort, make):
        for fields in ({}, {}, {"joined_at": None}, {"left_at": cohort.created_at}):
            make.membership(cohort=cohort, **fields)
        make.membership(cohort=cohort, user=make.learner(disabled_at=cohort.created_at))

        row = sign_in(coordinator).page("/cohorts").find("tbody tr")

        assert row.select("td")[-1].get_text(strip=True) == "2"

    def test_they_are_found_by_a_part_of_the_name_in_any_case(self, sign_in, admin, make):
        make.cohort(name="Судьи Оша")
        make.cohort(name="Следователи")

        page = sign_in(admin).client.get("/cohorts", query_string={"find": "СУДЬИ"}).get_data(as_text=True)

        assert "Судьи Оша" in page and "Следователи" not in page

    def test_there_are_fifty_on_a_page(self, sign_in, admin, make):
        for number in range(51):
            make.cohort(name=f"Cohort {number:02d}")

        first = sign_in(admin).page("/cohorts")

        assert len(names(first)) == 50
        assert names(first.follow("Next")) == ["Cohort 50"]

    def test_the_way_there_is_in_the_head_of_the_page_for_those_who_may(self, sign_in, coordinator, learner):
        assert sign_in(coordinator).page("/courses").find_all("header a[href='/cohorts']")
        assert not sign_in(learner).page("/courses").find_all("header a[href='/cohorts']")
        sign_in(learner).page("/cohorts", status=403)


class TestCreate:
    def test_the_coordinator_who_makes_it_sees_it_at_once(self, sign_in, coordinator, session):
        page = sign_in(coordinator).page("/cohorts/new").submit(**NEW, description="Two lines\nof it", audience="judge")

        made = session.scalars(select(Cohort)).one()
        assert page.address == f"/cohorts/{made.id}/members"
        assert (made.name, made.shown, made.course_keys) == ("Прокуроры Оша", Shown.COMPLETION, ["basics"])
        assert (made.starts_on, made.ends_on) == (date(2026, 11, 1), date(2026, 12, 20))

    def test_as_usual_is_chosen_to_begin_with(self, sign_in, coordinator):
        chosen = sign_in(coordinator).page("/cohorts/new").find("input[name=shown][checked]")

        assert chosen["value"] == "usual"

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("name", " ", "Type a name for the cohort."),
            ("ends_on", "2026-10-01", "before the first"),
            ("ends_on", "", "Choose the last day."),
            ("starts_on", "1 November", "Type a day"),
            ("starts_on", "0001-01-01", "Type a day"),
            ("ends_on", "9999-12-31", "Type a day"),
            ("course_1", "", "Choose a course."),
        ],
    )
    def test_what_is_missing_or_wrong_is_said(self, sign_in, coordinator, session, field, value, message):
        page = sign_in(coordinator).page("/cohorts/new").submit(**{**NEW, field: value})

        assert message in page.errors[0]
        assert session.scalars(select(Cohort)).all() == []

    @pytest.mark.parametrize("field", ["course_1", "audience", "shown"])
    def test_what_is_not_offered_is_refused(self, sign_in, coordinator, session, field):
        form = sign_in(coordinator).page("/cohorts/new")

        page = form.send({**form.filled(**NEW), field: "no such"})

        assert page.errors
        assert session.scalars(select(Cohort)).all() == []


class TestChange:
    def test_what_is_typed_is_saved(self, sign_in, coordinator, cohort, session):
        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/edit")

        changed = page.submit(name="Other", description="Text", shown="completion")

        assert "The changes are saved." in changed.flashes
        session.expire_all()
        assert (cohort.name, cohort.description, cohort.shown) == ("Other", "Text", Shown.COMPLETION)
        assert cohort.course_keys == ["basics"]

    def test_hidden_scores_stay_hidden_once_somebody_joined(self, sign_in, coordinator, make, session):
        cohort = make.cohort(coordinators=[coordinator], shown=Shown.COMPLETION)
        make.membership(cohort=cohort)

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/edit").submit(shown="scores")

        assert "This promise is kept." in page.errors[0]
        session.expire_all()
        assert cohort.shown == Shown.COMPLETION

    def test_a_course_that_is_served_no_more_stays_unless_it_is_taken_out(self, sign_in, coordinator, make, session):
        cohort = make.cohort(coordinators=[coordinator], courses=["gone", "basics"])

        sign_in(coordinator).page(f"/cohorts/{cohort.id}/edit").submit(name="Renamed")

        session.expire_all()
        assert cohort.course_keys == ["gone", "basics"]

    def test_the_same_course_twice_is_refused(self, sign_in, coordinator, make):
        cohort = make.cohort(coordinators=[coordinator], courses=["gone", "basics"])

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/edit").submit(course_2="gone")

        assert page.errors == ["This course is chosen already."]

    def test_fields_that_the_form_does_not_have_are_not_heard(self, sign_in, coordinator, cohort, session):
        form = sign_in(coordinator).page(f"/cohorts/{cohort.id}/edit")

        form.send({**form.filled(), "id": "99", "created_at": "2020-01-01", "coordinators": "1"})

        session.expire_all()
        assert session.get(Cohort, cohort.id).created_at.year == 2026


class TestDelete:
    def test_one_that_never_had_anybody_is_deleted_after_a_question(self, sign_in, coordinator, cohort, session):
        question = sign_in(coordinator).page(f"/cohorts/{cohort.id}/edit").follow("Delete this cohort")
        assert session.scalars(select(Cohort)).all() != []

        assert question.submit().address == "/cohorts"

        session.expire_all()
        assert session.scalars(select(Cohort)).all() == []

    def test_one_that_has_somebody_on_its_list_stays(self, sign_in, coordinator, cohort, make, session):
        make.membership(cohort=cohort, joined_at=None)
        visitor = sign_in(coordinator)
        assert "Delete this cohort" not in visitor.page(f"/cohorts/{cohort.id}/edit").text

        visitor.page(f"/cohorts/{cohort.id}/delete").submit(status=409)

        assert session.scalars(select(Cohort)).all() != []


class TestCoordinators:
    def test_another_coordinator_follows_it_from_her_next_page_on(
        self, sign_in, coordinator, other_coordinator, cohort, session
    ):
        theirs = sign_in(other_coordinator)
        theirs.page(f"/cohorts/{cohort.id}/members", status=404)

        sign_in(coordinator).page(f"/cohorts/{cohort.id}/coordinators").submit(login=other_coordinator.email)

        theirs.page(f"/cohorts/{cohort.id}/members")

    def test_whoever_holds_no_role_is_not_added(self, sign_in, coordinator, cohort, learner, session):
        form = sign_in(coordinator).page(f"/cohorts/{cohort.id}/coordinators")

        known, unknown = form.submit(login=learner.email), form.submit(login="nobody@example.org")

        assert known.errors == unknown.errors
        assert "No coordinator has this" in known.errors[0]
        assert len(session.scalars(select(CohortCoordinator)).all()) == 1

    def test_whoever_is_removed_sees_nothing_more(self, sign_in, coordinator, other_coordinator, make, session):
        cohort = make.cohort(coordinators=[coordinator, other_coordinator])
        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/coordinators/{other_coordinator.id}/remove")
        assert page.submit().errors == ["Say why, in a few words."]

        page.submit(reason="Moved to another office")

        sign_in(other_coordinator).page(f"/cohorts/{cohort.id}/members", status=404)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.COORDINATOR_REMOVED)).one()
        assert (entry.reason, entry.actor_id) == ("Moved to another office", coordinator.id)

    def test_who_removes_herself_is_led_to_her_own_cohorts(self, sign_in, coordinator, other_coordinator, make):
        cohort = make.cohort(coordinators=[coordinator, other_coordinator])

        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/coordinators/{coordinator.id}/remove")

        assert page.submit(reason="Holiday").address == "/cohorts"

    def test_the_last_one_stays_unless_an_administrator_removes_her(self, sign_in, coordinator, cohort, admin):
        address = f"/cohorts/{cohort.id}/coordinators/{coordinator.id}/remove"

        assert "Nobody else coordinates" in sign_in(coordinator).page(address).submit(reason="Holiday").errors[0]

        assert sign_in(admin).page(address).submit(reason="Left").address == f"/cohorts/{cohort.id}/coordinators"

    def test_who_lost_the_role_follows_nothing(self, sign_in, coordinator, cohort, session):
        visitor = sign_in(coordinator)
        session.delete(session.get_one(UserRole, (coordinator.id, Role.COORDINATOR)))
        session.commit()

        visitor.page(f"/cohorts/{cohort.id}/members", status=404)
        visitor.page("/cohorts", status=403)

    def test_a_cohort_that_is_anothers_reads_as_a_missing_one(self, sign_in, coordinator, cohort, other_cohort):
        visitor = sign_in(coordinator)

        assert (
            visitor.page(f"/cohorts/{other_cohort.id}/edit", status=404).text
            == visitor.page("/cohorts/999999/edit", status=404).text
        )


def test_the_usual_choice_follows_the_audience(sign_in, coordinator, session):
    for audience in Profession:
        sign_in(coordinator).page("/cohorts/new").submit(**{**NEW, "name": audience.value}, audience=audience.value)

    shown = {it.name: it.shown for it in session.scalars(select(Cohort))}
    assert {name for name, it in shown.items() if it == Shown.COMPLETION} == {"judge"}
