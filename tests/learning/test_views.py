"""Home, catalogue, and taking and giving up a place."""

import pytest
from sqlalchemy import select

from lms.cohorts.models import Enrolment
from lms.progress.models import CourseCompletion, LessonCompletion, ReadingPosition
from tests.factories import START

LESSONS = ("start/first", "start/second", "next/third")
ENROL = "form[action$='/enrol']"
WITHDRAW = "form[action$='/withdraw']"


def complete(make, enrolment, *paths: str) -> None:
    for path in paths:
        make.save(LessonCompletion(enrolment_id=enrolment.id, lesson_path=path, completed_at=START))


def complete_course(make, enrolment) -> None:
    complete(make, enrolment, *LESSONS)
    make.save(
        CourseCompletion(enrolment_id=enrolment.id, completed_at=START, course_version="1.0", rested_on={"quizzes": {}})
    )


class TestHomeSignedOut:
    def test_it_says_what_this_is_and_lists_the_open_courses(self, visitor, courses):
        courses.copy("inside", title="For those inside")
        courses.settings("access: learners", course="inside")

        page = visitor.page("/")

        assert "investigate, prosecute and judge" in page.find("h1").get_text()
        assert [link.get_text() for link in page.find_all(".card a")] == ["Basics of the test"]

    def test_without_an_open_course_it_says_so(self, visitor, courses):
        courses.settings("access: learners")

        assert "No course is open without an account at the moment." in visitor.page("/").text

    def test_there_is_one_next_step(self, visitor):
        assert [it.get_text() for it in visitor.page("/").find_all("main .button")] == ["See the courses"]


class TestHomeSignedIn:
    def test_without_a_course_it_leads_to_the_catalogue(self, sign_in, learner):
        page = sign_in(learner).page("/")

        assert "You are on no course yet." in page.text
        assert page.follow("Choose a course").address == "/courses"

    def test_it_names_the_next_step_of_each_course(self, sign_in, make, learner):
        complete(make, make.enrolment(user=learner), "start/first")

        page = sign_in(learner).page("/")

        assert "Next: The second lesson 7 minutes" in page.text
        assert "1 of 5 parts done" in page.text
        assert page.follow("Go on : Basics of the test").address == "/courses/basics/start/second"

    def test_it_goes_on_at_the_heading_where_she_stopped(self, sign_in, make, learner):
        enrolment = make.enrolment(user=learner)
        make.save(ReadingPosition(enrolment_id=enrolment.id, lesson_path="next/third", heading="step", seen_at=START))

        page = sign_in(learner).page("/")

        assert page.find(".next-course .button")["href"] == "/courses/basics/next/third#step"

    def test_a_completed_course_leads_to_its_certificate(self, sign_in, make, learner):
        complete_course(make, make.enrolment(user=learner))

        page = sign_in(learner).page("/")

        assert "You have completed every course you took." in page.text
        assert [it.get_text() for it in page.find_all(".button")] == ["Your certificates"]
        assert page.find(".card .badge-done").get_text() == "Completed"

    def test_only_the_first_of_several_courses_has_the_main_button(self, sign_in, make, learner, courses):
        courses.copy("again", title="Basics once more")
        make.enrolment(user=learner)
        make.enrolment(user=learner, course_key="again")

        page = sign_in(learner).page("/?minutes=5")

        assert len(page.find_all(".button")) == 2
        assert len(page.find_all(".button:not(.button-quiet)")) == 1
        assert "Basics once more" in page.find(".steps").get_text()

    def test_a_course_that_is_gone_is_not_shown_and_harms_nothing(self, sign_in, make, learner):
        make.enrolment(user=learner, course_key="gone")
        make.enrolment(user=learner)

        page = sign_in(learner).page("/")

        assert [it.get_text() for it in page.find_all("h2 a")] == ["Basics of the test"]

    def test_with_only_a_course_that_is_gone_it_leads_to_the_catalogue(self, sign_in, make, learner):
        make.enrolment(user=learner, course_key="gone")

        assert "You are on no course yet." in sign_in(learner).page("/").text

    def test_a_course_she_has_left_is_not_shown(self, sign_in, make, learner):
        make.enrolment(user=learner, withdrawn_at=START)

        assert "You are on no course yet." in sign_in(learner).page("/").text

    def test_other_peoples_places_are_not_hers(self, sign_in, make, learner, outsider):
        make.enrolment(user=outsider)

        assert "You are on no course yet." in sign_in(learner).page("/").text


class TestMinutes:
    def steps(self, page) -> list[str]:
        return [link.get_text() for link in page.find_all(".steps a")]

    def test_what_fits_is_offered(self, sign_in, make, learner):
        complete(make, make.enrolment(user=learner), "start/first")

        page = sign_in(learner).page("/").follow("12 minutes")

        assert "This fits into 12 minutes:" in page.text
        assert self.steps(page) == ["The second lesson", "Quiz: The start"]

    def test_the_course_page_offers_it_too(self, sign_in, make, learner):
        make.enrolment(user=learner)

        page = sign_in(learner).page("/courses/basics").follow("5 minutes")

        assert self.steps(page) == ["The first lesson"]

    def test_where_nothing_is_that_short_it_says_so(self, sign_in, make, learner):
        complete(make, make.enrolment(user=learner), "start/first", "next/third")

        assert "No open lesson is that short." in sign_in(learner).page("/?minutes=5").text

    @pytest.mark.parametrize("asked", ["", "0", "-5", "x", "5.5", "601", "9" * 40, "٥", "<b>"])
    def test_what_is_no_number_of_minutes_asks_nothing(self, sign_in, make, learner, asked):
        make.enrolment(user=learner)

        page = sign_in(learner).page(f"/?minutes={asked}")

        assert "fits into" not in page.text
        assert "that short" not in page.text


class TestCatalogue:
    @pytest.fixture
    def two(self, courses):
        courses.copy("pleading", title="Pleading")
        courses.settings("audience: [prosecutor]", "topics: [trial, plain-words]", course="pleading")

    def titles(self, page) -> list[str]:
        return [link.get_text() for link in page.find_all(".card h3 a")]

    def test_all_courses_are_listed_to_everybody(self, visitor, two):
        page = visitor.page("/courses")

        assert self.titles(page) == ["Basics of the test", "Pleading"]
        assert "For investigators, judges" in page.text

    def test_they_are_chosen_by_whom_they_are_for(self, visitor, two):
        page = visitor.page("/courses?audience=prosecutor")

        assert self.titles(page) == ["Pleading"]
        assert page.find("#audience option[selected]").get_text() == "prosecutors"

    def test_they_are_chosen_by_topic(self, visitor, two):
        page = visitor.page("/courses?topic=plain-words")

        assert self.titles(page) == ["Pleading"]
        assert page.find("#topic option[selected]").get_text() == "Plain words"

    @pytest.mark.parametrize("query", ["audience=judge&topic=trial", "audience=%3Cscript%3E", "topic=%FF"])
    def test_where_nothing_fits_it_leads_back_to_all(self, visitor, two, query):
        page = visitor.page(f"/courses?{query}")

        assert "No course fits this choice." in page.text
        assert len(self.titles(page.follow("Show all courses"))) == 2

    def test_her_own_position_is_shown(self, sign_in, make, learner):
        complete(make, make.enrolment(user=learner), "start/first")

        assert "1 of 5 parts done" in sign_in(learner).page("/courses").find(".card").get_text(" ")

    def test_in_russian_the_card_is_in_russian(self, sign_in, make):
        page = sign_in(make.learner(language="ru")).page("/courses")

        link = page.find(".card h3 a")
        assert (link.get_text(), link.get("lang")) == ("Основы проверки", None)


class TestEnrol:
    def test_a_learner_takes_a_course(self, sign_in, learner, session):
        page = sign_in(learner).page("/courses/basics").submit("Take this course", form=ENROL)

        assert "You are on this course now." in page.flashes
        assert page.find(".course-action .button").get_text() == "Start"
        assert [it.user_id for it in session.scalars(select(Enrolment))] == [learner.id]

    def test_taking_it_twice_is_one_place(self, sign_in, learner, session):
        page = sign_in(learner).page("/courses/basics")
        filled = page.filled(form=ENROL)

        page.send(filled, form=ENROL)
        second = page.send(filled, form=ENROL)

        assert second.flashes == ""
        assert len(session.scalars(select(Enrolment)).all()) == 1

    def test_somebody_without_an_account_is_sent_to_sign_in(self, visitor, session):
        token = visitor.page("/login").find("input[name=csrf_token]")["value"]

        answer = visitor.client.post("/courses/basics/enrol", data={"csrf_token": token})

        assert answer.headers["Location"] == "/login"
        assert session.scalars(select(Enrolment)).all() == []

    def test_nobody_takes_a_course_for_practitioners_herself(self, sign_in, learner, courses, session):
        visitor = sign_in(learner)
        page = visitor.page("/courses/basics")
        courses.settings("access: practitioners")

        page.send(page.filled(form=ENROL), form=ENROL, status=404)

        assert session.scalars(select(Enrolment)).all() == []

    def test_what_was_done_before_the_course_grew_shorter_completes_it(self, sign_in, make, learner, courses, session):
        complete(make, make.enrolment(user=learner), "start/first", "start/second")
        for name in ("basics/02-next", "basics/final.en.gift", "basics/01-start/quiz.en.gift"):
            courses.remove(name)
        page = sign_in(learner).page("/").follow("Complete the course")

        page = page.submit("Complete the course", form=ENROL)

        assert session.scalars(select(CourseCompletion)).one().course_version == "1.0"
        assert page.find(".course-action .button").get_text() == "Your certificate"


class TestWithdraw:
    def test_the_place_is_given_up_and_the_record_kept(self, sign_in, make, learner, session, clock):
        enrolment = make.enrolment(user=learner)
        complete(make, enrolment, "start/first")

        page = sign_in(learner).page("/courses/basics").submit("Leave this course", form=WITHDRAW)

        session.refresh(enrolment)
        assert enrolment.withdrawn_at == clock.now
        assert len(session.scalars(select(LessonCompletion)).all()) == 1
        assert page.find(".course-action .button").get_text() == "Take this course"

    def test_taking_the_course_again_goes_on_where_she_was(self, sign_in, make, learner):
        enrolment = make.enrolment(user=learner, withdrawn_at=START)
        complete(make, enrolment, "start/first")

        page = sign_in(learner).page("/courses/basics").submit("Take this course", form=ENROL)

        assert "1 of 5 parts done" in page.text

    def test_leaving_twice_keeps_the_first_time(self, sign_in, make, learner, session, clock):
        enrolment = make.enrolment(user=learner)
        page = sign_in(learner).page("/courses/basics")
        filled = page.filled(form=WITHDRAW)
        page.send(filled, form=WITHDRAW)
        first = clock.now

        clock.advance(minutes=5)
        page.send(filled, form=WITHDRAW)

        session.refresh(enrolment)
        assert enrolment.withdrawn_at == first

    def test_who_has_no_place_cannot_leave(self, sign_in, make, learner, outsider, session):
        enrolment = make.enrolment(user=learner)
        page = sign_in(learner).page("/courses/basics")
        other = sign_in(outsider)
        token = other.page("/courses/basics").find("input[name=csrf_token]")["value"]

        answer = other.client.post("/courses/basics/withdraw", data={**page.filled(form=WITHDRAW), "csrf_token": token})

        session.refresh(enrolment)
        assert answer.status_code == 404
        assert enrolment.withdrawn_at is None
