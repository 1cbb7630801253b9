"""Help contacts on the page of a lesson."""

from pathlib import Path

import pytest

from lms.catalog.contacts_file import CONTACTS_YAML

LESSON = "/courses/basics/start/first"
CONTACTS = """\
kz:
  - {name: Centre of Almaty, address: 1 Example Street, confirmed_on: 2026-11-20, confirmed_by: A. Operator}
  - {name: Long closed, phone: "1414", confirmed_on: 2026-01-01, confirmed_by: A. Operator}
tj:
  - name: {en: Centre of Khujand, ru: Центр Худжанда}
    phone: "+992 (37) 200-00-00"
    hours: {ru: круглосуточно}
    languages: [tg, ru]
    for_whom: men & women
    confirmed_on: 2026-11-20
    confirmed_by: A. Operator
"""
NONE = "No contact is confirmed on this site at present"


@pytest.fixture(autouse=True)
def _place(courses, clock) -> None:
    for language in ("en", "ru"):
        body = "---\ntitle: First\n---\nBefore.\n\n[contacts]\n\nAfter.\n"
        courses.write(f"basics/01-start/01-first.{language}.md", body)


@pytest.fixture
def contacts(app) -> Path:
    path = Path(app.instance_path) / CONTACTS_YAML
    path.write_text(CONTACTS)
    return path


class TestContacts:
    def test_all_countries_are_shown_with_what_is_known(self, visitor, contacts):
        page = visitor.page(LESSON)

        said = page.find(".contacts-help").get_text(" ", strip=True)
        assert [tag.get_text() for tag in page.find_all(".contacts-help h2")][:2] == ["Kazakhstan", "Tajikistan"]
        assert "Tajik, Russian" in said and "men & women" in said and "20 November 2026" in said
        assert page.find(".contacts-help [lang=ru]").get_text() == "круглосуточно"
        assert page.find("a[href^='tel:']")["href"] == "tel:+992372000000"

    def test_what_was_confirmed_too_long_ago_and_by_whom_are_not_shown(self, visitor, contacts):
        page = visitor.page(LESSON)

        assert "Long closed" not in page.html and "1414" not in page.html and "Operator" not in page.html

    def test_the_readers_own_country_comes_first(self, sign_in, make, contacts):
        reader = sign_in(make.learner(country="tj"))

        assert reader.page(LESSON).find(".contacts-help h2").get_text() == "Tajikistan"

    def test_they_speak_the_language_of_the_page(self, sign_in, make, contacts):
        page = sign_in(make.learner(language="ru")).page(LESSON)

        assert "Центр Худжанда" in page.text and "таджикский, русский" in page.text

    def test_the_kinds_of_places_are_named_beside_them(self, visitor, contacts):
        assert "embassy or consulate" in visitor.page(LESSON).text
        assert NONE not in visitor.page(LESSON).text

    @pytest.mark.parametrize("content", [None, "kg: [", b"\xff", CONTACTS.replace("2026-11-20", "2025-11-20")])
    def test_without_any_that_holds_kinds_of_places_are_named_and_no_number(self, app, visitor, content):
        if content:
            path = Path(app.instance_path) / CONTACTS_YAML
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

        page = visitor.page(LESSON)

        assert NONE in page.text and "crisis centre" in page.text
        assert page.find_all("a[href^='tel:']") == []

    def test_what_the_operator_wrote_is_text(self, visitor, contacts):
        contacts.write_text(CONTACTS.replace("men & women", "<script>alert(1)</script>"))

        assert "<script>alert(1)</script>" in visitor.page(LESSON).find(".contacts-help").get_text()

    def test_a_lesson_without_the_line_shows_none(self, visitor, contacts):
        assert visitor.page("/courses/basics/start/second").find_all(".contacts-help") == []
