"""A course's page: what it is for, who stands behind it, and who may read on."""

from itertools import pairwise

import pytest

from lms.progress.models import LessonCompletion, ReadingPosition
from tests.factories import START

REVIEW = "{what: law, country: kg, by: A Lawyer, office: A Chamber, on: 2026-10-01, version: '%s'}"


def behind(page) -> str:
    return " ".join(page.find("section[aria-labelledby=behind-title]").get_text(" ").split())


class TestCourse:
    def test_it_says_what_the_course_is_for_and_how_long_it_takes(self, visitor):
        page = visitor.page("/courses/basics")

        assert page.find("h1").get_text() == "Basics of the test"
        assert [it.get_text() for it in page.find_all(".outcomes li")] == ["see what is there", "act on what is seen"]
        assert "20 minutes · For investigators, judges · In English (complete), Русский (in part)" in page.text

    def test_its_contents_lead_to_every_lesson_and_quiz(self, visitor):
        page = visitor.page("/courses/basics")

        links = [link["href"].removeprefix("/courses/basics/") for link in page.find_all(".modules a")]
        assert links == ["start/first", "start/second", "start/quiz", "next/third", "final"]

    def test_headings_come_in_order(self, sign_in, make, learner):
        make.enrolment(user=learner)

        page = sign_in(learner).page("/courses/basics?minutes=12")

        levels = [int(tag.name[1]) for tag in page.find_all("h1, h2, h3, h4")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels

    def test_somebody_without_an_account_is_led_to_the_first_lesson_of_a_public_course(self, visitor):
        page = visitor.page("/courses/basics").follow("Read the first lesson")

        assert page.find("h1").get_text() == "The first lesson"

    def test_a_learner_sees_what_she_completed_and_where_she_is(self, sign_in, make, learner):
        enrolment = make.enrolment(user=learner)
        make.save(LessonCompletion(enrolment_id=enrolment.id, lesson_path="start/first", completed_at=START))
        make.save(ReadingPosition(enrolment_id=enrolment.id, lesson_path="start/second", heading="safe", seen_at=START))

        page = sign_in(learner).page("/courses/basics")

        first, second, *_rest = [" ".join(it.get_text(" ").split()) for it in page.find_all(".parts li")]
        assert first.endswith("Completed")
        assert second.endswith("You are here")
        assert page.find(".course-action .button")["href"] == "/courses/basics/start/second#safe"

    @pytest.mark.parametrize("address", ["/courses/missing", "/courses/Basics", "/courses/..", "/courses/basics/"])
    def test_what_is_not_there_is_not_found(self, visitor, address):
        visitor.page(address, status=404)


class TestLanguages:
    def test_a_course_that_is_all_in_her_language_needs_no_remark(self, visitor):
        assert visitor.page("/courses/basics").find_all(".notice") == []

    def test_a_course_that_is_in_her_language_in_part_says_so(self, sign_in, make):
        page = sign_in(make.learner(language="ru")).page("/courses/basics")

        assert page.find("h1").get_text() == "Основы проверки"
        assert page.find(".course-head").get("lang") is None
        assert [it.get_text() for it in page.find_all(".notice")] == [
            "Этот курс ещё не полностью переведён на выбранный язык (Русский). Остальное показано на языке: English."
        ]

    def test_a_course_that_is_not_says_so_and_marks_what_is_in_another(self, sign_in, make, courses):
        courses.remove("basics/course.ru.md")

        page = sign_in(make.learner(language="ru")).page("/courses/basics")

        assert page.find(".notice")
        assert page.find(".course-head")["lang"] == "en"
        assert page.find("section.prose")["lang"] == "en"
        assert page.find("#about-title")["lang"] == "ru"

    def test_lessons_and_modules_are_marked_each_by_its_own_language(self, sign_in, make):
        page = sign_in(make.learner(language="ru")).page("/courses/basics")

        assert page.find(".modules h3")["lang"] == "en"
        assert [link.get("lang") for link in page.find_all(".modules .parts a")] == [None, "en", None, "en"]


class TestAccess:
    def hidden(self, page) -> None:
        """Assert that title and outcomes are shown, and nothing of the content."""
        assert page.find("h1").get_text() == "Basics of the test"
        assert "act on what is seen" in page.text
        for secret in ("The start", "The first lesson", "start/first", "This course is read by the tests"):
            assert secret not in page.html

    def test_a_course_for_learners_asks_others_to_sign_in(self, visitor, courses):
        courses.settings("access: learners")

        page = visitor.page("/courses/basics")

        self.hidden(page)
        assert page.find(".course-action .button")["href"] == "/login?next=/courses/basics"

    def test_a_course_for_learners_is_open_to_every_account(self, sign_in, learner, courses):
        courses.settings("access: learners")

        assert "The first lesson" in sign_in(learner).page("/courses/basics").text

    def test_a_course_for_practitioners_is_closed_to_other_learners(self, sign_in, learner, courses):
        courses.settings("access: practitioners")

        page = sign_in(learner).page("/courses/basics")

        self.hidden(page)
        assert "open to practitioners whom a training coordinator has put on it" in page.text
        assert page.find_all("main form") == []

    def test_it_is_open_to_those_who_were_given_a_place(self, sign_in, make, learner, courses):
        courses.settings("access: practitioners")
        make.enrolment(user=learner)

        page = sign_in(learner).page("/courses/basics").follow("Start")

        assert page.find("h1").get_text() == "The first lesson"

    def test_a_place_given_up_opens_nothing(self, sign_in, make, learner, courses):
        courses.settings("access: practitioners")
        make.enrolment(user=learner, withdrawn_at=START)

        self.hidden(sign_in(learner).page("/courses/basics"))

    @pytest.mark.parametrize("who", ["author", "admin"])
    def test_it_is_open_to_those_who_write_and_run_courses(self, sign_in, request, courses, who):
        courses.settings("access: practitioners")

        page = sign_in(request.getfixturevalue(who)).page("/courses/basics")

        assert "The first lesson" in page.text


class TestWhoStandsBehind:
    def test_version_and_authors_are_named(self, visitor):
        text = behind(visitor.page("/courses/basics"))

        assert "Version 1.0, 1 November 2026" in text
        assert "An Author, An Academy" in text

    def test_without_a_lawyers_review_it_says_so(self, visitor):
        assert "No lawyer of your country has reviewed this course yet" in behind(visitor.page("/courses/basics"))

    def test_a_review_is_shown_with_country_person_office_and_date(self, sign_in, learner, courses):
        courses.settings(f"reviewed: [{REVIEW % '1.0'}]")

        text = behind(sign_in(learner).page("/courses/basics"))

        assert "law (Kyrgyzstan): A Lawyer, A Chamber, 1 October 2026" in text
        assert "No lawyer" not in text
        assert "earlier version" not in text

    def test_a_review_of_an_earlier_version_is_shown_as_that(self, visitor, courses):
        courses.settings(f"reviewed: [{REVIEW % '0.9'}]")

        assert "– of the earlier version 0.9" in behind(visitor.page("/courses/basics"))

    def test_a_review_for_another_country_is_none_for_hers(self, sign_in, make, courses):
        courses.settings(f"reviewed: [{REVIEW % '1.0'}]")

        text = behind(sign_in(make.learner(country="tj")).page("/courses/basics"))

        assert "No lawyer of your country" in text

    def test_the_next_review_is_shown_where_one_is_set(self, visitor, courses):
        assert "Next review" not in behind(visitor.page("/courses/basics"))

        courses.settings("next_review: 2027-11-01")

        assert "Next review 1 November 2027" in behind(visitor.page("/courses/basics"))

    def test_hostile_names_are_text(self, visitor, courses):
        courses.settings("authors: [{name: '<script>alert(1)</script>', office: '\"><img src=x onerror=y>'}]")

        page = visitor.page("/courses/basics")

        assert "<script>alert(1)</script>" in page.text
        assert page.find_all("main script, main img:not(.ornament)") == []
