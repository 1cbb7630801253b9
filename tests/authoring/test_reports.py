"""Readers report mistakes; authors close the reports."""

import pytest
from sqlalchemy import select

from lms.authoring import service
from lms.authoring.forms import MAX_REPORT
from lms.authoring.models import MistakeReport
from tests.factories import START

ADDRESS = "/report-a-mistake?course=basics"
IN_LESSON = f"{ADDRESS}&lesson=start/first&language=en"
FORM = "main form[method=post]"


@pytest.fixture
def report(make):
    def save(**fields: object) -> MistakeReport:
        values = {"course_key": "basics", "course_version": "1.0", "language": "en", "text": "A comma is missing."}
        return make.save(MistakeReport(**{**values, "created_at": START, **fields}))

    return save


def only_report(session) -> MistakeReport:
    return session.scalars(select(MistakeReport)).one()


class TestReporting:
    def test_a_reader_without_an_account_reports_from_a_lesson(self, visitor, session, clock):
        form = visitor.page("/courses/basics/start/first").follow("Report a mistake")

        page = form.submit(text="  The second word\nis wrong. ", heading="write")

        report = only_report(session)
        assert (report.user_id, report.created_at) == (None, clock.now)
        assert (report.course_key, report.course_version, report.language) == ("basics", "1.0", "en")
        assert (report.lesson_path, report.heading, report.question_key) == ("start/first", "write", "")
        assert report.text == "The second word\nis wrong."
        assert (page.address, page.flashes) == (
            "/courses/basics/start/first", "Thank you. The authors will see what you wrote.",
        )  # fmt: skip

    def test_a_learner_reports_under_her_account_and_in_the_language_she_reads(self, sign_in, make, session):
        reader = make.learner(language="ru")

        form = sign_in(reader).page(f"{ADDRESS}&lesson=start/first&language=ru")
        form.submit(text="Здесь ошибка.")

        report = only_report(session)
        assert (report.user_id, report.language, report.text) == (reader.id, "ru", "Здесь ошибка.")

    def test_a_question_is_kept_by_its_key(self, sign_in, learner, session):
        sign_in(learner).page(f"{ADDRESS}&question=q-one&language=en").submit(text="Two choices are right.")

        report = only_report(session)
        assert (report.question_key, report.lesson_path, report.heading) == ("q-one", "", "")

    def test_the_form_says_what_it_is_about_and_offers_the_lessons_headings(self, visitor):
        page = visitor.page(f"{IN_LESSON}&heading=write")

        assert "Basics of the test , version 1.0 Lesson The first lesson Language English" in page.text
        assert [it["value"] for it in page.find_all("#heading option")] == ["", "listen", "write"]
        assert page.find("#heading option[selected]")["value"] == "write"
        assert page.find("main p:last-child a")["href"] == "/courses/basics/start/first#write"

    @pytest.mark.parametrize("heading", ["none", "<script>", "x" * 300, ""])
    def test_a_heading_that_is_not_there_is_the_whole_lesson(self, visitor, session, heading):
        visitor.page(f"{IN_LESSON}&heading={heading}").submit(text="A comma.")

        assert only_report(session).heading == ""

    def test_a_heading_that_is_not_offered_is_refused(self, visitor, session):
        page = visitor.page(IN_LESSON)

        page = page.send({**page.filled(text="A comma."), "heading": "safe"})

        assert page.errors
        assert session.scalars(select(MistakeReport)).all() == []

    @pytest.mark.parametrize("key", ["<script>", "x" * 101, "a b", "%22%3E", "-q"])
    def test_what_can_be_no_question_is_left_out(self, visitor, session, key):
        visitor.page(f"{ADDRESS}&question={key}").submit(text="A comma.")

        assert only_report(session).question_key == ""

    @pytest.mark.parametrize("language", ["xx", "", "<b>", "uz-Cyrl"])
    def test_a_language_that_the_course_does_not_have_is_that_of_the_page(self, visitor, session, language):
        visitor.page(f"{ADDRESS}&lesson=start/second&language={language}").submit(text="A comma.")

        assert only_report(session).language == "en"

    @pytest.mark.parametrize(
        ("typed", "error"),
        [
            ("", "Say in a few words what is wrong."),
            (" \n ", "Say in a few words what is wrong."),
            ("x" * (MAX_REPORT + 1), f"Shorten this to {MAX_REPORT} characters or fewer."),
            ("a\u202eb", "This contains characters that cannot be stored."),
        ],
    )
    def test_what_cannot_be_stored_is_named_at_its_field(self, visitor, session, typed, error):
        page = visitor.page(IN_LESSON).submit(text=typed, heading="write")

        assert [it.startswith(error) for it in page.errors] == [True]
        assert page.find("#heading option[selected]")["value"] == "write"
        assert session.scalars(select(MistakeReport)).all() == []

    def test_what_was_typed_stays_in_the_form(self, visitor):
        page = visitor.page(IN_LESSON).submit(text="y" * (MAX_REPORT + 1))

        assert page.find("textarea").get_text().strip() == "y" * (MAX_REPORT + 1)

    def test_the_same_form_sent_twice_is_one_report(self, visitor, session):
        page = visitor.page(IN_LESSON)
        filled = page.filled(text="A comma.")

        page.send(filled)
        second = page.send(filled, status=409)

        assert "saved once" in second.text
        assert only_report(session).text == "A comma."

    def test_many_reports_from_one_network_are_slowed(self, visitor, session):
        for _number in range(20):
            visitor.page(IN_LESSON).submit(text="A comma.")

        visitor.page(IN_LESSON).submit(text="One too many.", status=429)

        assert len(session.scalars(select(MistakeReport)).all()) == 20


class TestWhoMayReport:
    @pytest.mark.parametrize(
        "query", ["", "?course=none", "?course=basics&lesson=start/none", "?course=basics&lesson=x"]
    )
    def test_about_what_is_not_there_nobody(self, sign_in, learner, query):
        sign_in(learner).page(f"/report-a-mistake{query}", status=404)

    def test_about_a_course_for_learners_those_with_an_account(self, visitor, sign_in, learner, courses):
        courses.settings("access: learners")

        assert visitor.page(IN_LESSON).address == "/login"
        assert sign_in(learner).page(IN_LESSON).address == "/report-a-mistake"

    def test_about_a_course_for_practitioners_those_who_read_it(self, sign_in, make, learner, outsider, courses):
        courses.settings("access: practitioners")
        make.enrolment(user=learner)
        other = sign_in(outsider)

        sign_in(learner).page(IN_LESSON)

        closed, missing = other.page(IN_LESSON, status=404), other.page("/report-a-mistake?course=no", status=404)
        assert closed.text == missing.text


class TestClosing:
    def test_an_author_closes_a_report_with_what_was_done(self, sign_in, author, report, session, clock):
        kept = report(lesson_path="start/first", heading="write")

        form = sign_in(author).page("/admin/courses").follow(f"Close {kept.id}")
        page = form.submit(answer="Corrected in 1.1.")

        session.refresh(kept)
        assert (kept.answer, kept.closed_at) == ("Corrected in 1.1.", clock.now)
        assert "No report is open." in page.text
        assert "Corrected in 1.1." in page.follow("Closed reports").text

    def test_without_a_word_it_stays_open(self, sign_in, author, report, session):
        kept = report()

        page = sign_in(author).page(f"/admin/courses/reports/{kept.id}").submit(answer=" ")

        session.refresh(kept)
        assert page.errors == ["Say what was done, or why nothing is to be done."]
        assert kept.closed_at is None

    def test_a_closed_report_is_shown_and_not_closed_again(self, sign_in, author, report, session):
        kept = report()
        page = sign_in(author).page(f"/admin/courses/reports/{kept.id}")
        other = sign_in(author).page(f"/admin/courses/reports/{kept.id}")
        page.submit(answer="Corrected.")

        refused = other.submit(answer="Nothing to do.", status=409)

        session.refresh(kept)
        assert "is kept as it is" in refused.text
        assert kept.answer == "Corrected."
        shown = sign_in(author).page(f"/admin/courses/reports/{kept.id}")
        assert "Corrected." in shown.text
        assert shown.find_all(FORM) == []

    @pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9" * 40, "x", "-1"])
    def test_a_report_that_is_not_there_is_not_found(self, sign_in, author, number):
        sign_in(author).page(f"/admin/courses/reports/{number}", status=404)

    @pytest.mark.parametrize("who", ["learner", "coordinator"])
    def test_nobody_else_sees_or_closes_reports(self, sign_in, request, report, who):
        kept = report()
        visitor = sign_in(request.getfixturevalue(who))

        statuses = [
            visitor.client.get(address).status_code
            for address in ("/admin/courses", "/admin/courses/reports/closed", f"/admin/courses/reports/{kept.id}")
        ]

        assert set(statuses) <= {403, 404}


class TestList:
    def test_reports_stand_the_latest_first_a_page_at_a_time(self, sign_in, author, report):
        for number in range(service.REPORTS_A_PAGE + 1):
            report(text=f"Mistake {number}.")

        first = sign_in(author).page("/admin/courses")
        second = first.follow("Earlier")

        rows = [row.find_all("td")[2].get_text() for row in first.find_all("#reports tbody tr")]
        assert (len(rows), rows[0]) == (service.REPORTS_A_PAGE, f"Mistake {service.REPORTS_A_PAGE}.")
        assert "Mistake 0." in second.text
        assert second.follow("Later").text == first.text

    @pytest.mark.parametrize("page", ["0", "-1", "x", "", "9" * 30, "٢"])
    def test_an_odd_page_is_answered_kindly(self, sign_in, author, report, page):
        report()

        assert sign_in(author).page(f"/admin/courses?page={page}").status == 200

    def test_hostile_words_are_text(self, sign_in, author, report):
        hostile = "<script>alert(1)</script>\"'><img src=x onerror=y>{{ 7*7 }}"
        report(text=hostile, heading=hostile[:90], question_key=hostile[:90], closed_at=START, answer=hostile)

        page = sign_in(author).page("/admin/courses/reports/closed")

        assert page.text.count("{{ 7*7 }}") >= 2
        assert page.find_all("main script, main img") == []

    def test_a_report_about_a_course_that_is_gone_can_still_be_closed(self, sign_in, author, report, session):
        kept = report(course_key="gone")

        sign_in(author).page(f"/admin/courses/reports/{kept.id}").submit(answer="The course was taken away.")

        session.refresh(kept)
        assert kept.closed_at is not None
