"""The link 'Leave this page': where it is, where it leads, what it says of itself."""

import pytest

COURSE, LESSON, QUIET = "/courses/basics", "/courses/basics/start/first", "/courses/basics/next/third"
LINK = ".way-out a"
NOTES = "---\ntitle: First\ncontent_notes: [violence]\n---\nText.\n"


def leads(page) -> list[str]:
    return [str(link["href"]) for link in page.find_all(LINK)]


class TestCourseThatAsksForIt:
    @pytest.fixture(autouse=True)
    def _asks(self, courses) -> None:
        courses.settings("quick_exit: true")

    @pytest.mark.parametrize("address", [COURSE, LESSON, QUIET, f"{LESSON}?route=summary", f"{COURSE}/aids/first-look"])
    def test_each_page_has_it(self, visitor, address):
        assert leads(visitor.page(address)) == ["https://www.google.com/"]

    def test_pages_of_its_quizzes_have_it(self, sign_in, learner):
        reader = sign_in(learner)

        assert leads(reader.page(f"{COURSE}/start/quiz")) == leads(reader.page(f"{COURSE}/final")) != []

    def test_an_error_there_has_it_too(self, visitor):
        assert leads(visitor.page(f"{COURSE}/start/nowhere", status=404)) != []

    def test_a_practice_question_that_was_answered_keeps_it(self, visitor):
        page = visitor.page(LESSON)

        assert leads(page.submit(form=".practice form", **{"q-p-listen": "1"})) != []

    @pytest.mark.parametrize("address", ["/", "/courses", "/login"])
    def test_other_pages_have_none(self, visitor, address):
        assert leads(visitor.page(address)) == []


class TestLesson:
    def test_one_with_a_content_note_has_it_in_any_course(self, courses, visitor):
        courses.write("basics/01-start/01-first.en.md", NOTES)

        assert [bool(leads(visitor.page(address))) for address in (LESSON, QUIET, COURSE)] == [True, False, False]

    def test_it_comes_right_after_the_link_to_the_content_and_tells_the_other_site_nothing(self, courses, visitor):
        courses.write("basics/01-start/01-first.en.md", NOTES)

        page = visitor.page(LESSON)

        skip, leave = page.find_all("body a")[:2]
        assert (skip["href"], leave.get_text(), leave["rel"]) == ("#main", "Leave this page", ["noreferrer"])
        assert page.response.headers["Referrer-Policy"] == "same-origin"

    def test_it_says_what_it_does_not_hide(self, courses, visitor):
        courses.write("basics/01-start/01-first.en.md", NOTES)

        assert "history still show this page" in visitor.page(LESSON).find(".way-out").get_text()


class TestSetting:
    @pytest.fixture
    def settings(self, settings) -> dict[str, object]:
        return {**settings, "leave_to": "https://weather.example.org/?city=osh&x=1"}

    def test_it_leads_where_the_operator_says(self, courses, visitor):
        courses.settings("quick_exit: true")

        assert leads(visitor.page(COURSE)) == ["https://weather.example.org/?city=osh&x=1"]


class TestCourseWithoutCertificate:
    @pytest.fixture(autouse=True)
    def _gives_none(self, courses) -> None:
        for name in ("01-start/quiz.en.gift", "final.en.gift"):
            courses.remove(f"basics/{name}")
        courses.settings("certificate: null")

    def test_strangers_are_not_asked_to_register_for_one(self, visitor):
        assert "stored nowhere" in visitor.page(COURSE).text
        assert "certificate" not in visitor.page(COURSE).text and "certificate" not in visitor.page(LESSON).text

    def test_it_is_completed_without_one(self, sign_in, learner):
        reader = sign_in(learner)
        for lesson in ("start/first", "start/second", "next/third"):
            reader.page(f"{COURSE}/{lesson}").submit(form=".lesson-end form")

        page = reader.page(COURSE)

        assert "Completed" in page.text and "certificate" not in page.text
        assert "You have no certificate yet" in reader.page("/certificates").text
