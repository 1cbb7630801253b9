"""Coming in by a code, with and without an account; one's own place; what opens by it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.cohorts.models import CameBy, Cohort, Enrolment, JoinCode, Membership, Shown
from tests.accounts.conftest import NEW_PASSWORD
from tests.factories import START
from tests.learning.courses import Courses, copy_courses

AIGUL = {"surname": "Садыкова", "given_name": "Айгүл", "patronymic": "Маратовна", "agency": "Суд Оша"}
FIELDS = {**AIGUL, "profession": "judge", "country": "kg", "consent": "y"} | dict.fromkeys(
    ("password", "again"), NEW_PASSWORD
)


@pytest.fixture
def code(make, cohort) -> JoinCode:
    return make.join_code(cohort=cohort)


def memberships(session) -> list[Membership]:
    session.expire_all()
    return list(session.scalars(select(Membership)))


class TestCode:
    def test_a_code_is_made_shown_and_withdrawn(self, sign_in, coordinator, cohort, session, clock):
        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/code").submit("Make a code")

        made = session.scalars(select(JoinCode)).one()
        shown = f"{made.code[:4]}-{made.code[4:]}"
        assert shown in page.text and f"http://localhost/join/{shown}" in page.text
        assert made.expires_at.isoformat() == "2026-12-20T19:00:00+00:00"  # midnight in Tashkent after the last day
        sheet = page.follow("A sheet to print")
        assert shown in sheet.text and sheet.find("img")["src"] == f"/cohorts/{cohort.id}/code.svg"

        page.submit(form="form[action$='/withdraw']")

        session.expire_all()
        assert session.scalars(select(JoinCode)).one().withdrawn_at is not None
        for what in ("/sheet", ".svg"):
            assert page.client.get(f"/cohorts/{cohort.id}/code{what}").status_code == 404

    def test_the_mark_is_a_picture_of_our_own_without_style(self, sign_in, coordinator, cohort, code):
        answer = sign_in(coordinator).client.get(f"/cohorts/{cohort.id}/code.svg")

        assert answer.mimetype == "image/svg+xml"
        assert "<path" in answer.text and "style" not in answer.text

    def test_a_day_that_is_over_is_refused(self, sign_in, coordinator, cohort, clock, session):
        page = sign_in(coordinator).page(f"/cohorts/{cohort.id}/code").submit(expires_on="2026-11-23")

        assert page.errors == ["This day is over. Choose a later one."]
        assert session.scalars(select(JoinCode)).all() == []

    def test_a_code_ends_with_its_day(self, sign_in, learner, make, cohort, clock):
        make.join_code(cohort=cohort, expires_at=clock.now)

        sign_in(learner).page("/join/ACDE-FGH3", status=404)


class TestTyping:
    def test_a_code_typed_in_any_manner_leads_to_its_cohort(self, sign_in, learner, code):
        page = sign_in(learner).page("/join").submit(code=" асde fgн3")

        assert page.address == "/join/ACDE-FGH3"
        assert "Join Investigators of Osh" in page.title

    def test_guessing_is_slowed_for_the_network_also_for_the_right_one(self, visitor, code, clock):
        form = visitor.page("/join")
        for _time in range(100):
            assert form.client.post("/join", data=form.filled(code="AAAA-AAAA")).status_code == 200

        assert form.client.post("/join", data=form.filled(code="ACDE-FGH3")).status_code == 429
        clock.advance(minutes=16)
        assert form.client.post("/join", data=form.filled(code="ACDE-FGH3")).status_code == 302

    @pytest.mark.parametrize("what", ["", "/account"])
    def test_so_is_guessing_at_links_while_right_ones_count_for_nothing(self, visitor, code, what):
        right = [visitor.client.get("/join/ACDE-FGH3").status_code for _time in range(70)]
        wrong = [visitor.client.get(f"/join/AAAA-AAAA{what}").status_code for _time in range(61)]

        assert set(right) == {200}
        assert wrong == [404] * 60 + [429]


class TestJoin:
    @pytest.mark.parametrize(
        ("shown", "said", "unsaid"),
        [
            (Shown.SCORES, "your best scores", "Your scores are not shown"),
            (Shown.COMPLETION, "Your scores are not shown", "your best scores"),
        ],
    )
    def test_one_reads_what_is_seen_and_joins(self, sign_in, learner, make, coordinator, session, shown, said, unsaid):
        cohort = make.cohort(name="Judges", coordinators=[coordinator], shown=shown)
        make.join_code(cohort=cohort)

        page = sign_in(learner).page("/join/ACDE-FGH3")
        for words in (said, "learning and not for appraisal", "before you joined", "Never your single answers"):
            assert words in page.text
        assert unsaid not in page.text
        assert "Dilnoza Coordinator" in page.text and "Basics" in page.text
        assert memberships(session) == []
        joined = page.submit("Join this cohort")

        mine = memberships(session)[0]
        assert joined.address == f"/memberships/{mine.id}"
        assert (mine.user_id, mine.came_by, mine.promised) == (learner.id, CameBy.CODE, shown)
        assert session.scalars(select(Enrolment.course_key)).all() == ["basics"]

    def test_opening_the_link_again_leads_to_ones_own_place(self, sign_in, learner, cohort, code, make):
        mine = make.membership(cohort=cohort, user=learner)

        answer = sign_in(learner).client.get("/join/ACDE-FGH3")

        assert answer.headers["Location"] == f"/memberships/{mine.id}"

    def test_what_was_changed_after_the_page_was_opened_is_read_again(self, sign_in, learner, make, session):
        cohort = make.cohort(shown=Shown.COMPLETION)
        make.join_code(cohort=cohort)
        page = sign_in(learner).page("/join/ACDE-FGH3")
        cohort.shown = Shown.SCORES
        session.commit()

        page.submit("Join this cohort", status=409)

        assert memberships(session) == []

    @pytest.mark.parametrize("read", ["", "everything"])
    def test_nobody_joins_without_having_read(self, sign_in, learner, code, session, read):
        page = sign_in(learner).page("/join/ACDE-FGH3")

        page.send({**page.filled(), "read": read}, status=400)

        assert memberships(session) == []

    def test_a_code_withdrawn_meanwhile_lets_nobody_in(self, sign_in, learner, code, session):
        page = sign_in(learner).page("/join/ACDE-FGH3")
        code.withdrawn_at = START
        session.commit()

        page.submit("Join this cohort", status=404)

        assert memberships(session) == []

    def test_who_left_comes_back_by_the_code_having_read_again(self, sign_in, learner, cohort, code, make, session):
        mine = make.membership(cohort=cohort, user=learner, left_at=START, agency="Court")

        sign_in(learner).page("/join/ACDE-FGH3").submit("Join this cohort")

        back = memberships(session)[0]
        assert (back.id, back.left_at, back.agency) == (mine.id, None, "Court")
        assert back.is_member


class TestWithoutAccount:
    @pytest.fixture
    def settings(self, settings):
        return {**settings, "registration": "invited"}

    def test_a_stranger_makes_one_and_joins(self, visitor, code, session):
        page = visitor.page("/join/ACDE-FGH3")
        assert "Dilnoza" not in page.text
        page = page.follow("Make my account").submit(**FIELDS)

        assert page.address == "/join/ACDE-FGH3"
        assert "Your sign-in name is aigul.sadykova" in page.flashes
        user = session.scalars(select(User).where(User.sign_in_name == "aigul.sadykova")).one()
        assert (user.name, user.email, user.profession) == ("Айгүл Маратовна Садыкова", None, "judge")
        assert user.notice_version and user.consented_at and user.roles == []
        mine = memberships(session)[0]
        assert (mine.surname, mine.agency, mine.joined_at) == ("Садыкова", "Суд Оша", None)
        assert "aigul.sadykova" in visitor.page("/account").text

        page.submit("Join this cohort")

        assert memberships(session)[0].is_member

    def test_who_has_an_account_signs_in_and_comes_back(self, visitor, learner, code):
        from tests.factories import PASSWORD

        page = visitor.page("/join/ACDE-FGH3").follow("I have an account")

        assert page.submit(email=learner.email, password=PASSWORD).address == "/join/ACDE-FGH3"

    def test_registration_stays_by_invitation_elsewhere(self, visitor, code):
        assert "needs an invitation" in visitor.page("/register").text

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"surname": ""}, "Type your surname."),
            ({"given_name": " "}, "Type your given name."),
            ({"password": "садыкова1990", "again": "садыкова1990"}, "easy to guess"),
            ({"again": "another"}, "differ"),
        ],
    )
    def test_what_is_missing_or_weak_is_said(self, visitor, code, session, fields, message):
        page = visitor.page("/join/ACDE-FGH3/account").submit(**{**FIELDS, **fields})

        assert any(message in error for error in page.errors)
        assert memberships(session) == []

    def test_consent_is_asked(self, visitor, code, session):
        fields = {name: value for name, value in FIELDS.items() if name != "consent"}

        page = visitor.page("/join/ACDE-FGH3/account").submit(**fields)

        assert "Read the notice" in page.errors[0]

    def test_a_wrong_code_makes_nobody(self, visitor, code, session):
        form = visitor.page("/join/ACDE-FGH3/account")
        code.withdrawn_at = START
        session.commit()

        form.submit(**FIELDS, status=404)

        assert session.scalars(select(User).where(User.sign_in_name.is_not(None))).all() == []

    def test_accounts_are_counted_for_the_network(self, app, code, clock, session):
        from lms.accounts import guessing
        from lms.db import writing
        from tests.conftest import Visitor

        with app.app_context(), writing() as saving:
            for _time in range(100):
                guessing.count_code(saving, "join-account", "127.0.0.0/24", now=clock.now)

        Visitor(app).page("/join/ACDE-FGH3/account").submit(**FIELDS, status=429)

        assert memberships(session) == []


class TestOwnPlace:
    @pytest.fixture
    def listed(self, make, cohort, learner) -> Membership:
        return make.membership(cohort=cohort, user=learner, surname="Sadykova", joined_at=None)

    def test_home_leads_whoever_is_listed_to_read_and_join(self, sign_in, learner, listed, session):
        home = sign_in(learner).page("/")
        assert "You are on the list of “Investigators of Osh”" in home.text

        page = home.follow("Read what its coordinators see, and join : Investigators of Osh")
        assert "learning and not for appraisal" in page.text
        page.submit("Join this cohort")

        assert memberships(session)[0].is_member
        home = sign_in(learner).page("/")
        assert "Your cohorts" in home.text and "You are on the list" not in home.text

    def test_a_cohort_that_ended_asks_nobody_any_more(self, sign_in, learner, listed, clock):
        clock.set(2027, 1, 1)

        assert "Investigators of Osh" not in sign_in(learner).page("/").text

    def test_one_corrects_what_is_stated(self, sign_in, learner, listed, session):
        sign_in(learner).page(f"/memberships/{listed.id}/edit").submit(surname="Садыкова", sex="female")

        assert (memberships(session)[0].surname, memberships(session)[0].sex) == ("Садыкова", "female")

    def test_leaving_is_asked_and_says_what_stays(self, sign_in, learner, cohort, make, session):
        mine = make.membership(cohort=cohort, user=learner)
        question = sign_in(learner).page(f"/memberships/{mine.id}").follow("Leave this cohort")
        assert "stay yours" in question.text and memberships(session)[0].left_at is None

        assert question.submit().address == "/"

        assert memberships(session)[0].left_at is not None
        assert "You left this cohort" in sign_in(learner).page(f"/memberships/{mine.id}").text

    def test_anothers_place_is_missing_also_for_her_coordinator(self, sign_in, listed, coordinator, outsider, admin):
        for person in (outsider, coordinator, admin):
            for what in ("", "/edit", "/leave"):
                sign_in(person).page(f"/memberships/{listed.id}{what}", status=404)


class TestPractitionersCourse:
    @pytest.fixture
    def settings(self, settings, tmp_path):
        return {**settings, "courses_dir": copy_courses(tmp_path / "courses")}

    @pytest.fixture(autouse=True)
    def _closed(self, app):
        Courses(app, Path(app.config["COURSES_DIR"])).settings("access: practitioners")

    def test_it_opens_when_one_joins_and_closes_when_one_leaves(self, sign_in, learner, cohort, code, make):
        visitor, lesson = sign_in(learner), "/courses/basics/start/first"
        mine = make.membership(cohort=cohort, user=learner, joined_at=None)
        visitor.page(lesson, status=404)

        visitor.page(f"/memberships/{mine.id}").submit("Join this cohort")
        visitor.page(lesson)

        visitor.page(f"/memberships/{mine.id}/leave").submit()
        visitor.page(lesson, status=404)

    def test_the_coordinator_who_removes_somebody_closes_it_too(self, sign_in, learner, cohort, make, coordinator):
        mine = make.membership(cohort=cohort, user=learner)
        make.enrolment(user=learner)
        sign_in(learner).page("/courses/basics/start/first")

        sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{mine.id}/remove").submit(reason="Moved")

        sign_in(learner).page("/courses/basics/start/first", status=404)


def test_the_name_of_a_cohort_is_text_on_every_page(sign_in, coordinator, learner, make, session):
    cohort = make.cohort(name="<img src=x>", description="<script>alert(1)</script>", coordinators=[coordinator])
    make.join_code(cohort=cohort)
    mine = make.membership(cohort=cohort, user=learner, surname="<b>x", agency='"><svg>')

    pages = [
        sign_in(coordinator).page(f"/cohorts/{cohort.id}/{it}") for it in ("members", "edit", "code", "code/sheet")
    ]
    pages += [sign_in(coordinator).page(f"/cohorts/{cohort.id}/members/{mine.id}")]
    pages += [sign_in(learner).page(it) for it in ("/", f"/memberships/{mine.id}", f"/memberships/{mine.id}/leave")]

    assert session.get(Cohort, cohort.id).name == "<img src=x>"
    assert not any(page.main.select("b, svg, script, img[src=x]") for page in pages)
