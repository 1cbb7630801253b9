"""One member's courses: what her coordinator sees of her, and that the look is noted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit import Act, AuditEntry
from lms.cohorts.models import Shown
from tests.conftest import Visitor
from tests.factories import START
from tests.reports.crowd import LONG_AGO, NOW, QUIZ, RECENT, stand
from tests.site.test_queries import counting
from tests.site.world import make_credential


@pytest.fixture(autouse=True)
def _now(clock):
    clock.now = NOW


@pytest.fixture
def follower(sign_in, coordinator) -> Visitor:
    return sign_in(coordinator)


@pytest.fixture
def join(make, coordinator, learner):
    """Put the learner, who tried a quiz twice, into a cohort; give the address of her courses there."""

    def _join(shown=Shown.SCORES, **fields):
        cohort = make.cohort(shown=shown, coordinators=[coordinator])
        enrolment = stand(
            make, learner, parts_done=2, best_score=0.55, last_act_at=RECENT, stuck_quiz_key=QUIZ, stuck_since=RECENT
        )
        for number, score in ((1, 0.5), (2, 0.796)):
            ended = START + timedelta(days=number)
            make.attempt(enrolment=enrolment, number=number, submitted_at=ended, score=score, points=score * 2)
        make.attempt(enrolment=enrolment, number=3)
        member = make.membership(cohort=cohort, user=learner, **fields)
        return f"/cohorts/{cohort.id}/members/{member.id}/progress"

    return _join


def looks(session):
    return session.scalars(select(AuditEntry).where(AuditEntry.act == Act.PERSON_VIEWED)).all()


class TestMember:
    def test_it_shows_each_course_with_the_attempts_that_were_handed_in(self, follower, join):
        page = follower.page(join())

        stuck = "stuck at Quiz: The start since 22.11.2026"
        assert f"2 of 5 parts best score 55% last activity 22.11.2026 {stuck}" in page.text
        attempts = [" ".join(tag.get_text(" ").split()) for tag in page.find_all("tbody tr")]
        assert attempts == [
            "Quiz: The start 1 3 November 2026, 09:00 50%, not passed",
            "Quiz: The start 2 4 November 2026, 09:00 79%, not passed",
        ]

    @pytest.mark.parametrize(
        ("shown", "promised"),
        [(Shown.COMPLETION, Shown.COMPLETION), (Shown.COMPLETION, Shown.SCORES), (Shown.SCORES, Shown.COMPLETION)],
    )
    @pytest.mark.parametrize("who", ["coordinator", "admin"])
    def test_completion_only_hides_scores_attempts_and_where_she_is_stuck(
        self, sign_in, request, join, shown, promised, who
    ):
        page = sign_in(request.getfixturevalue(who)).page(join(shown, promised=promised))

        assert "2 of 5 parts last activity 22.11.2026" in page.text
        assert not any(word in page.text for word in ("55", "50%", "79", "Quiz", "stuck", "Attempt"))

    @pytest.mark.parametrize(
        "fields", [{"joined_at": None, "promised": None}, {"left_at": NOW}], ids=["listed", "left"]
    )
    def test_of_who_has_not_joined_or_has_left_nothing_is_shown(self, session, follower, join, fields):
        page = follower.page(join(surname="Listed", **fields))

        assert "nothing is shown" in page.text and "Aigul" not in page.text
        assert "Basics" not in page.text
        assert looks(session) == []

    def test_her_certificate_is_named_and_its_address_is_hers_to_give(
        self, session, make, follower, learner, coordinator
    ):
        cohort = make.cohort(coordinators=[coordinator])
        member = make.membership(cohort=cohort, user=learner)
        enrolment = stand(make, learner, parts_done=5, last_act_at=LONG_AGO)
        credential = make_credential(make, learner, enrolment.id)

        page = follower.page(f"/cohorts/{cohort.id}/members/{member.id}/progress")

        assert f"Certificate {credential.serial}, issued on 2 November 2026: valid" in page.text
        assert credential.code not in page.html

    def test_a_course_that_the_cohort_does_not_take_is_not_shown(self, make, follower, learner, join):
        address = join()
        stand(make, learner, "private", parts_done=3, last_act_at=RECENT)

        assert "private" not in follower.page(address).html

    def test_the_look_is_noted(self, session, coordinator, learner, follower, join):
        follower.page(join())

        entry = looks(session)[0]
        assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (coordinator.id, "person", str(learner.id))

    def test_opening_it_again_is_the_same_look_for_ten_minutes(self, session, follower, join, clock):
        address = join()
        for minutes in (0, 9, 2):
            clock.advance(minutes=minutes)
            follower.page(address)

        assert [entry.at for entry in looks(session)] == [NOW, NOW + timedelta(minutes=11)]

    def test_another_part_of_the_record_is_another_look(self, session, follower, join):
        address = join()
        for page in (address, address.removesuffix("/progress"), address):
            follower.page(page)

        cohort = address.split("/")[2]
        assert [entry.new for entry in looks(session)] == [f"progress in cohort {cohort}", f"cohort {cohort}"]

    def test_others_find_nothing_and_leave_no_look(self, make, session, sign_in, learner, join):
        address = join()

        for user in (learner, make.coordinator(), make.author()):
            sign_in(user).page(address, status=404)
        assert looks(session) == []

    def test_a_member_of_another_cohort_is_not_found_under_this_one(self, make, coordinator, follower, join):
        member = join().split("/")[4]
        other = make.cohort(coordinators=[coordinator])

        follower.page(f"/cohorts/{other.id}/members/{member}/progress", status=404)

    def test_more_attempts_and_courses_are_no_more_queries(self, app, make, coordinator, follower, learner):
        few, many = (
            make.cohort(coordinators=[coordinator], courses=keys) for keys in (("basics",), ("gone", "basics"))
        )
        pages = [
            f"/cohorts/{it.id}/members/{make.membership(cohort=it, user=learner).id}/progress" for it in (few, many)
        ]
        enrolment = stand(make, learner, last_act_at=RECENT)
        for page in pages:  # whose looks are noted once
            follower.page(page)
        with counting(app) as before:
            follower.page(pages[0])
        for number in range(1, 6):
            make.attempt(enrolment=enrolment, number=number, submitted_at=START, score=0.5, points=1.0)
        stand(make, learner, "gone", last_act_at=RECENT)

        with counting(app) as after:
            follower.page(pages[1])

        assert 0 < len(after) <= len(before), after
