"""A lesson's page: its text, the route by summary, its end, and the place where a reader stopped."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from lms.cohorts.models import Enrolment
from lms.db import Base
from lms.progress.models import LessonCompletion, ModuleCompletion, ReadingPosition
from tests.factories import START

FIRST, SECOND, THIRD = "/courses/basics/start/first", "/courses/basics/start/second", "/courses/basics/next/third"
SUMMARY = f"{SECOND}?route=summary"
COMPLETE = "form[action$='/complete']"


def stored(session) -> dict[str, int]:
    """Count the rows of every table."""
    session.rollback()
    return {table.name: len(session.execute(select(table)).all()) for table in Base.metadata.sorted_tables}


def links(page, selector: str) -> list[str]:
    return [tag["href"] for tag in page.find_all(f"{selector} a")]


class TestReading:
    def test_anyone_reads_a_lesson_of_a_public_course(self, visitor):
        page = visitor.page(FIRST)

        assert page.find("h1").get_text() == "The first lesson"
        assert "Write the words as they were said." in page.text

    def test_its_headings_and_the_whole_course_are_at_hand(self, visitor):
        page = visitor.page(FIRST)

        assert links(page, "nav.contents") == [
            "#listen", "#write",
            SECOND, "/courses/basics/start/quiz", THIRD, "/courses/basics/final",
        ]  # fmt: skip
        assert page.find("nav.contents [aria-current=page]").get_text() == "The first lesson"

    @pytest.mark.parametrize(
        ("address", "expected"),
        [(FIRST, [None, SECOND]), (SECOND, [FIRST, THIRD]), (THIRD, [SECOND, None])],
        ids=["first", "middle", "last"],
    )
    def test_it_leads_to_the_lessons_before_and_after(self, visitor, address, expected):
        page = visitor.page(address)

        found = [page.soup.select_one(f".pager a[rel={way}]") for way in ("prev", "next")]
        assert [link["href"] if link else None for link in found] == expected

    def test_a_lesson_without_headings_has_no_empty_list(self, visitor, courses):
        courses.write("basics/02-next/01-third.en.md", "---\ntitle: Short\n---\nOne sentence.\n")

        page = visitor.page(THIRD)

        assert "In this lesson" not in page.text
        assert [it for it in page.find_all("ul, ol") if not it.find("li")] == []

    def test_headings_come_in_order_also_around_practice(self, visitor, courses):
        courses.edit("basics/01-start/01-first.en.md", "## Write down", "### Details {#details}\n\nMore.\n\n## Write")

        page = visitor.page(FIRST)

        levels = [int(tag.name[1]) for tag in page.find_all("h1, h2, h3, h4")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels

    @pytest.mark.parametrize("address", [f"{FIRST}x", "/courses/basics/next/first", "/courses/none/start/first"])
    def test_what_is_not_there_is_not_found(self, visitor, address):
        visitor.page(address, status=404)

    def test_sources_are_listed_with_what_binds(self, visitor):
        page = visitor.page(FIRST)

        source = page.find(".sources li")
        assert page.find(".citation a")["href"] == f"#{source['id']}"
        assert source.get_text(" ", strip=True).startswith("An example of a treaty . United Nations, 2000.")
        assert "it binds the states that joined it" in source.get_text()
        assert source.find("a")["href"] == "https://treaties.un.org/"

    def test_a_source_says_when_it_was_read_if_that_is_noted(self, visitor, courses):
        noted = (courses.folder / "sources.yaml").read_text() + "  read_on: 2026-11-25\n"
        assert "was read in the original" not in visitor.page(FIRST).find(".sources").get_text()

        courses.write("sources.yaml", noted)

        assert "was read in the original on 25 November 2026" in visitor.page(FIRST).find(".sources").get_text()

    def test_hostile_content_is_text_and_no_script(self, visitor, courses):
        courses.write(
            "basics/02-next/01-third.en.md",
            "---\ntitle: '<script>alert(1)</script>'\n---\nAn <b style='x' onclick=alert(2) id=main>act</b>.\n\n"
            "## Say `<script>alert(3)</script>` {#h}\n",
        )

        page = visitor.page(THIRD)

        assert page.find("h1").get_text() == "<script>alert(1)</script>"
        assert page.find("nav.contents a").get_text() == "Say <script>alert(3)</script>"
        assert page.find_all("main script, main [onclick], main [style], main #main") == []


class TestLanguage:
    def test_a_lesson_in_her_language_needs_no_remark(self, sign_in, make):
        page = sign_in(make.learner(language="ru")).page(FIRST)

        assert page.find("h1").get_text() == "Первый урок"
        assert (page.find("article").get("lang"), page.find_all(".notice")) == (None, [])

    def test_a_lesson_that_is_not_is_marked_and_the_frame_stays_hers(self, sign_in, make):
        page = sign_in(make.learner(language="ru")).page(SECOND)

        assert page.find("html")["lang"] == "ru"
        assert page.find("article")["lang"] == "en"
        assert {it["lang"] for it in page.find_all("article > .notice, .content-note, .lesson-end")} == {"ru"}
        assert page.find(".pager a[rel=prev] span").get("lang") is None
        assert page.find(".pager a[rel=next] span")["lang"] == "en"


class TestAccess:
    def test_a_course_for_learners_sends_others_to_sign_in_and_back(self, visitor, courses, make):
        courses.settings("access: learners")
        reader = make.learner(email="reader@example.org")

        login = visitor.page(FIRST)
        page = login.submit(form="main form", email=reader.email, password="saksaul-under-blue-domes")

        assert login.address == "/login"
        assert page.address == FIRST

    def test_a_course_for_practitioners_has_no_lessons_for_other_learners(self, sign_in, learner, courses):
        courses.settings("access: practitioners")
        visitor = sign_in(learner)

        closed = visitor.page(FIRST, status=404)
        missing = visitor.page("/courses/basics/start/none", status=404)

        assert closed.text == missing.text

    def test_who_was_given_a_place_reads_and_completes(self, sign_in, make, learner, courses, session):
        courses.settings("access: practitioners")
        make.enrolment(user=learner)

        sign_in(learner).page(FIRST).submit(form=COMPLETE)

        assert session.scalars(select(LessonCompletion)).one().lesson_path == "start/first"


class TestSummary:
    def test_a_lesson_says_what_it_speaks_of_and_offers_the_summary(self, visitor):
        page = visitor.page(SECOND)

        assert "This lesson speaks of: violence." in page.text
        assert page.follow("Read the summary instead").find("h1").get_text() == "The second lesson in short"

    def test_the_summary_leads_back_to_the_whole_lesson(self, visitor):
        page = visitor.page(SUMMARY).follow("Read the whole lesson")

        assert "Ask what would make the next hour safe." in page.text

    def test_a_lesson_without_one_shows_its_text_whatever_the_address_asks(self, visitor):
        assert visitor.page(f"{FIRST}?route=summary").find("h1").get_text() == "The first lesson"

    def test_it_completes_the_same_lesson(self, sign_in, make, learner, session):
        make.enrolment(user=learner)

        sign_in(learner).page(SUMMARY).submit(form=COMPLETE)

        assert session.scalars(select(LessonCompletion.lesson_path)).all() == ["start/second"]

    def test_which_route_was_taken_is_stored_nowhere(self, sign_in, make, session, courses, clock):
        courses.edit("basics/01-start/02-second.summary.en.md", "Safety", "## Short {#only-here}\n\nSafety")
        readers = [make.enrolment().user_id, make.enrolment().user_id]
        for reader, address in zip(readers, (SECOND, SUMMARY), strict=True):
            page = sign_in(session.get(make.learner().__class__, reader)).page(address)
            token = page.find("input[name=csrf_token]")["value"]
            data = {"csrf_token": token, "heading": "only-here"}
            page.client.post(page.find("article")["data-position"], data=data)
            page.submit(form=COMPLETE)

        positions = session.execute(select(ReadingPosition.lesson_path, ReadingPosition.heading)).all()
        completions = session.execute(select(LessonCompletion.lesson_path, LessonCompletion.completed_at)).all()
        assert set(positions) == {("start/second", "")}
        assert len(positions) == len(completions) == 2
        assert len(set(completions)) == 1

    def test_signing_in_comes_back_to_the_summary(self, visitor):
        page = visitor.page(SUMMARY)

        login = next(tag["href"] for tag in page.find_all(".lesson-end a") if tag["href"].startswith("/login"))
        assert login == "/login?next=/courses/basics/start/second?route%3Dsummary"


class TestComplete:
    def test_it_is_recorded_and_leads_to_the_next_lesson(self, sign_in, make, learner, session, clock):
        make.enrolment(user=learner)

        page = sign_in(learner).page(FIRST).submit("I have completed this lesson", form=COMPLETE)

        completion = session.scalars(select(LessonCompletion)).one()
        assert (completion.lesson_path, completion.completed_at) == ("start/first", clock.now)
        assert page.address == SECOND

    def test_without_a_place_it_takes_one(self, sign_in, learner, session):
        page = sign_in(learner).page(FIRST)

        page.submit(form=COMPLETE)

        assert "This also takes the course" in page.text
        assert session.scalars(select(Enrolment)).one().user_id == learner.id

    def test_a_place_given_up_is_taken_again(self, sign_in, make, learner, session):
        enrolment = make.enrolment(user=learner, withdrawn_at=START)

        sign_in(learner).page(FIRST).submit(form=COMPLETE)

        session.refresh(enrolment)
        assert enrolment.withdrawn_at is None

    def test_twice_is_once(self, sign_in, learner, session, clock):
        page = sign_in(learner).page(FIRST)
        filled = page.filled(form=COMPLETE)
        page.send(filled, form=COMPLETE)
        first = clock.now

        clock.advance(minutes=5)
        page.send(filled, form=COMPLETE)

        assert session.scalars(select(LessonCompletion)).one().completed_at == first

    def test_after_the_last_lesson_of_a_module_comes_its_quiz(self, sign_in, learner):
        page = sign_in(learner).page(SECOND).submit(form=COMPLETE)

        assert page.address == "/courses/basics/start/quiz"

    def test_a_module_without_quiz_is_completed_with_its_lessons(self, sign_in, learner, session):
        page = sign_in(learner).page(THIRD).submit(form=COMPLETE)

        assert session.scalars(select(ModuleCompletion)).one().module_key == "next"
        assert page.address == FIRST

    def test_home_goes_on_after_it_without_a_script(self, sign_in, learner):
        visitor = sign_in(learner)
        visitor.page(SECOND).submit(form=COMPLETE)

        assert "Next: Quiz: The start" in visitor.page("/").text

    def test_a_completed_lesson_says_so_and_leads_on(self, sign_in, make, learner):
        enrolment = make.enrolment(user=learner)
        make.save(LessonCompletion(enrolment_id=enrolment.id, lesson_path="start/first", completed_at=START))

        page = sign_in(learner).page(FIRST)

        assert page.find_all(COMPLETE) == []
        assert page.find("article .badge-done").get_text() == "Completed"
        assert page.follow("Next lesson").address == SECOND

    def test_somebody_without_an_account_is_sent_to_sign_in_and_comes_back(self, visitor, make, session):
        reader = make.learner(email="reader@example.org")
        page = visitor.page(FIRST)
        token = page.find("input[name=csrf_token]")["value"]

        refused = visitor.client.post(f"{FIRST}/complete", data={"csrf_token": token})
        back = page.follow("sign in").submit(form="main form", email=reader.email, password="saksaul-under-blue-domes")

        assert refused.headers["Location"] == "/login"
        assert session.scalars(select(LessonCompletion)).all() == []
        assert back.address == FIRST


class TestPosition:
    def send(self, visitor, heading: str, lesson: str = FIRST):
        token = visitor.page(lesson).find("input[name=csrf_token]")["value"]
        return visitor.client.post(f"{lesson}/position", data={"csrf_token": token, "heading": heading})

    def test_the_heading_where_she_stopped_is_kept(self, sign_in, make, learner, session):
        make.enrolment(user=learner)
        visitor = sign_in(learner)

        answers = [self.send(visitor, heading).status_code for heading in ("listen", "write")]

        position = session.scalars(select(ReadingPosition)).one()
        assert answers == [204, 204]
        assert (position.lesson_path, position.heading) == ("start/first", "write")

    @pytest.mark.parametrize("heading", ["", "none", "<script>", "LISTEN", "источники", "source-1", "practice-0-title"])
    def test_a_heading_that_the_lesson_does_not_have_is_its_top(self, sign_in, make, learner, session, heading):
        make.enrolment(user=learner)

        answer = self.send(sign_in(learner), heading)

        assert answer.status_code == 204
        assert session.scalars(select(ReadingPosition)).one().heading == ""

    def test_a_heading_that_is_too_long_is_refused(self, sign_in, make, learner, session):
        make.enrolment(user=learner)

        answer = self.send(sign_in(learner), "x" * 101)

        assert answer.status_code == 400
        assert session.scalars(select(ReadingPosition)).all() == []

    @pytest.mark.parametrize("fields", [None, {"withdrawn_at": START}], ids=["never", "given up"])
    def test_without_a_place_nothing_is_kept(self, sign_in, make, learner, session, fields):
        if fields:
            make.enrolment(user=learner, **fields)
        visitor = sign_in(learner)

        answer = self.send(visitor, "listen")

        assert answer.status_code == 204
        assert visitor.page(FIRST).find("article").get("data-position") is None
        assert session.scalars(select(ReadingPosition)).all() == []

    def test_somebody_without_an_account_keeps_nothing(self, visitor, session):
        before = stored(session)

        answer = self.send(visitor, "listen")

        assert answer.headers["Location"] == "/login"
        assert stored(session) == before
