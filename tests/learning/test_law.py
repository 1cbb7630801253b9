"""National law in a lesson: today's provision in the reader's country, its state, and what is said where none is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

LESSON = "/courses/basics/start/second"
LAW = "section[aria-labelledby=laws-title]"
CHOICE = f"{LAW} form"


def text_of(page, selector: str) -> str:
    return " ".join(page.find(selector).get_text(" ").split())


class TestInTheText:
    def test_a_provision_stands_in_brackets_after_the_sentence_and_says_that_nobody_confirmed_it(self, visitor):
        page = visitor.page(f"{LESSON}?country=kg")

        words = "(Kyrgyzstan: Test Code of 2021, Article 1; not confirmed by a lawyer)"
        assert words in " ".join(page.find(".lesson").get_text().split())
        assert page.find(".citation a[href='#law-trafficking']").get_text() == "Test Code of 2021, Article 1"

    def test_a_confirmed_one_in_another_language_is_marked_so(self, visitor):
        link = visitor.page(f"{LESSON}?country=kg").find(".citation a[href='#law-protection']")

        assert (link.get_text(), link["lang"]) == ("Закон о защите", "ru")
        assert "not confirmed" not in link.parent.get_text()

    def test_without_a_country_it_says_so(self, visitor):
        assert "(national law: choose your country)" in visitor.page(LESSON).find(".lesson").get_text()

    def test_where_none_is_noted_it_says_so(self, visitor):
        page = visitor.page(f"{LESSON}?country=tm")

        assert "(Turkmenistan: no provision noted, check the law in force)" in page.find(".lesson").get_text()

    def test_each_country_has_its_own_words_though_the_lesson_is_kept(self, visitor):
        found = [visitor.page(f"{LESSON}?country={code}").find(".citation").get_text() for code in ("kg", "uz", "kg")]

        assert found[0] == found[2] != found[1]


class TestList:
    def test_it_gives_source_state_and_the_days_on_which_it_holds(self, visitor):
        page = visitor.page(f"{LESSON}?country=kg")

        told = text_of(page, LAW)
        assert "National law: Kyrgyzstan" in told and "Check the text in force" in told
        assert "Test Code of 2021, Article 1 (in force since 1 December 2021)." in told
        assert "Official text: law.example.org . Not confirmed by a lawyer." in told
        assert "Confirmed by A. Lawyer on 1 October 2026." in told
        assert page.find("#law-civil-claim").find_next_sibling("dd").get_text().startswith("No provision is noted")

    def test_it_is_todays_law(self, visitor, clock):
        assert "Test Code of 1997" not in visitor.page(f"{LESSON}?country=kg").text

        clock.now = datetime(2021, 11, 30, 5, 0, tzinfo=UTC)

        page = visitor.page(f"{LESSON}?country=kg")
        assert "Test Code of 1997, Article 2 (in force until 30 November 2021)." in page.text
        assert "Test Code of 2021" not in page.text

    def test_without_a_country_it_asks_for_one(self, visitor):
        page = visitor.page(LESSON)

        assert "It is not known here in which country you work" in page.text
        options = [option["value"] for option in page.find_all(f"{CHOICE} option")]
        assert options == ["", "kz", "kg", "tj", "tm", "uz"]

    def test_a_lesson_that_cites_none_has_none(self, visitor):
        assert not visitor.page("/courses/basics/start/first").find_all(LAW)

    @pytest.mark.parametrize("asked", ["xx", "KG", "../kg", ""])
    def test_a_country_that_is_none_is_not_heard(self, visitor, asked):
        assert "It is not known here in which country you work" in visitor.page(f"{LESSON}?country={asked}").text


class TestCountry:
    def test_it_is_that_of_the_account(self, sign_in, make):
        page = sign_in(make.learner(country="kg")).page(LESSON)

        assert "National law: Kyrgyzstan" in page.text
        assert page.find(f"{CHOICE} option[selected]")["value"] == "kg"

    def test_the_law_of_another_country_can_be_looked_at(self, sign_in, make):
        page = sign_in(make.learner(country="kg")).page(f"{LESSON}?country=tm")

        assert "National law: Turkmenistan" in page.text

    def test_an_account_in_a_country_of_which_nothing_is_noted_is_told_so(self, sign_in, make):
        page = sign_in(make.learner(country="de")).page(LESSON)

        assert "National law: Germany" in page.text and "No provision is noted here" in page.text

    def test_who_stated_none_is_led_to_the_account(self, sign_in, make):
        page = sign_in(make.learner(country=None)).page(LESSON)

        assert page.find_all(f"{LAW} a[href='/account/details']")

    def test_the_choice_stays_while_one_reads_on(self, visitor):
        page = visitor.page(f"{LESSON}?country=kg")

        assert page.find(".pager a[rel=next]")["href"] == "/courses/basics/next/third?country=kg"
        assert page.find(f"{CHOICE}")["action"] == f"{LESSON}?country=kg#laws-title"

    def test_a_summary_stays_one(self, visitor, courses):
        courses.edit(
            "basics/01-start/02-second.summary.en.md", "Safety", "It is punished. [@law:trafficking]\n\nSafety"
        )

        page = visitor.page(f"{LESSON}?route=summary&country=kg")

        assert page.find(f"{CHOICE} input[name=route]")["value"] == "summary"
        assert "National law: Kyrgyzstan" in page.text


class TestOwn:
    def test_an_academy_s_own_law_is_shown(self, app, visitor, courses):
        folder = Path(app.instance_path, "laws")
        folder.mkdir()
        ours = (courses.folder / "laws" / "kg.yaml").read_text()
        (folder / "kg.yaml").write_text(ours.replace("Test Code of 2021", "Own Code of 2021"))
        courses.read()

        assert "Own Code of 2021, Article 1" in visitor.page(f"{LESSON}?country=kg").text

    def test_a_broken_file_takes_no_page_down(self, app, visitor, courses):
        Path(app.instance_path, "laws").mkdir()
        Path(app.instance_path, "laws", "kg.yaml").write_bytes(b"\xff\xfe: [")
        courses.read()

        page = visitor.page(f"{LESSON}?country=kg")

        assert "No provision is noted here" in page.text
