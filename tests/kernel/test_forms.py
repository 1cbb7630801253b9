"""What every form of the site does."""

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from sqlalchemy import select
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from lms.db import FormReceipt, writing
from lms.forms import BaseForm, no_control_characters, text_field
from tests.kernel.kernel import Person
from tests.page import Page

PAGE = """<!doctype html><html lang="{{ current_language() }}"><title>Form</title><main><h1>Form</h1>
{% from "macros/forms.html" import form as draw %}{{ draw(form, submit="Save") }}</main></html>"""


class GreetForm(BaseForm):
    name = text_field("Name", max_length=20, validators=(DataRequired(),))
    note = StringField("Note", validators=[no_control_characters, Length(max=10)], description="In a word.")
    rank = RadioField("Rank", choices=[SelectChoice("a", "First"), SelectChoice("b", "Second")])
    topics = SelectMultipleField("Topics", choices=[SelectChoice("x", "X"), SelectChoice("y", "Y")])


@pytest.fixture
def form_page(kernel):
    """A page with a form that saves its token; opened as a person does."""
    seen: list[str] = []

    def view():
        form = GreetForm()
        if form.submitted():
            with writing(once=form.once.data):
                seen.append(form.name.data)
            return f"<!doctype html><html lang=en><title>Saved</title><main><h1>Saved</h1>{len(seen)}</main></html>"
        return render_template_string(PAGE, form=form)

    kernel.add("/greet", view, methods=["GET", "POST"])
    kernel.seen = seen
    return lambda: Page(kernel.client, kernel.client.get("/greet"))


class TestOnce:
    def test_the_same_page_sent_twice_counts_once(self, kernel, form_page):
        page = form_page()
        page.submit(name="Aigul", rank="a")

        again = page.submit(name="Aigul", rank="a", status=409)

        assert "already received" in again.text
        assert kernel.seen == ["Aigul"]

    def test_a_page_with_an_error_can_be_sent_again(self, kernel, form_page):
        wrong = form_page().submit(name="", rank="a")

        wrong.submit(name="Aigul")

        assert kernel.seen == ["Aigul"]

    def test_two_pages_are_two_forms(self, kernel, form_page):
        for page in (form_page(), form_page()):
            page.submit(name="Aigul", rank="a")

        with kernel.open_session() as session:
            assert len(session.scalars(select(FormReceipt)).all()) == 2


class TestWhatIsTyped:
    def test_spaces_around_and_line_ends_within_a_line_are_not_kept(self, kernel, form_page):
        form_page().submit(name="  Aigul\r\nSadykova\u00a0 ", rank="a")

        assert kernel.seen == ["Aigul Sadykova"]

    @pytest.mark.parametrize("typed", ["a\x07b", "a\x1bb", "a\x7fb", "a\u202eb", "a\u2066b", "a\x9bb"])
    def test_control_characters_are_pointed_out_and_taken_away(self, form_page, typed):
        wrong = form_page().submit(name="Aigul", rank="a", note=typed)

        assert "characters that cannot be stored" in wrong.errors[0]
        assert wrong.find("#note")["value"] == "ab"

    @pytest.mark.parametrize("typed", ["Ғ ҳ ў ә ң", "O‘zbek", "👍🏽 a\u200db", "tab\there", "“…” – §"])
    def test_what_people_type_is_text(self, kernel, form_page, typed):
        form_page().submit(name="Aigul", rank="a", note=typed)

        assert kernel.seen == ["Aigul"]

    def test_nul_is_refused_before_any_form_reads_it(self, form_page):
        form_page().submit(name="Aigul", rank="a", note="a\0b", status=400)

    def test_nul_in_a_second_value_too(self, kernel, form_page):
        page = form_page()
        data = {**page.filled(name="Aigul", rank="a"), "topics": ["x", "y\0"]}

        page.send(data, status=400)

        assert kernel.seen == []


class TestErrors:
    @pytest.fixture
    def wrong(self, form_page):
        return form_page().submit(name="", note="far too long for it", topics=["x"])

    def test_each_stands_first_and_at_its_field(self, wrong):
        assert len(wrong.errors) == 3
        assert wrong.find("#name-error").get_text(" ", strip=True).startswith("Error:")
        assert wrong.find("#name")["aria-invalid"] == "true"

    def test_each_link_leads_to_a_field(self, wrong):
        targets = [link["href"] for link in wrong.find_all("#error-summary a")]

        assert targets == ["#name", "#note", "#rank-0"]
        for target in targets:
            assert wrong.find(target).name == "input"

    def test_a_list_is_linked_as_a_whole(self, form_page):
        page = form_page()
        data = {**page.filled(name="Aigul", rank="a"), "topics": ["z"]}

        wrong = page.send(data)

        assert wrong.find("#error-summary a")["href"] == "#topics"
        assert wrong.find("#topics").name == "select"

    def test_hint_and_error_are_tied_to_their_field(self, wrong):
        described = wrong.find("#note")["aria-describedby"].split()

        assert described == ["note-hint", "note-error"]
        assert wrong.find("#note-hint").get_text(strip=True) == "In a word."

    def test_what_was_typed_is_kept(self, wrong):
        assert wrong.find("#note")["value"] == "far too long for it"

    def test_the_librarys_own_words_are_translated(self, kernel, form_page):
        kernel.who = Person("Айгүл", language="ru")

        wrong = form_page().submit(name="", note="слишком длинно", rank="a")

        assert wrong.errors == ["Обязательное поле.", "Значение не должно содержать более 10 символов."]

    def test_what_was_typed_is_never_markup(self, form_page):
        wrong = form_page().submit(name="", note='"><script>alert(1)</script>')

        assert BeautifulSoup(wrong.html, "html.parser").find("script") is None
