"""The glossary's file, and terms marked in lessons."""

from pathlib import Path

import pytest
from markupsafe import Markup

from lms.catalog.glossary import COLUMNS
from lms.catalog.loader import load_library
from lms.catalog.marked_terms import TermsPlace, link_terms, split_behind_terms
from tests.catalog.package import Package

HEAD = ",".join(COLUMNS) + "\n"
WITNESS = 'witness,witness,свидетель,күбө,,,,,"Tells, in court",Рассказывает в суде,Usage\n'
SHELTER = "shelter,shelter,,,,,,,A safe house,,\n"


class TestReading:
    def test_a_term_has_its_names_and_meanings(self, package: Package) -> None:
        package.write("../glossary.csv", HEAD + WITNESS + SHELTER)

        glossary = package.load().glossary

        assert list(glossary) == ["witness", "shelter"]
        assert glossary["witness"].definition("ru").value == "Рассказывает в суде"
        assert glossary["witness"].names == {"en": "witness", "ru": "свидетель", "ky": "күбө"}
        assert [other.value for other in glossary["witness"].other_names("ru")] == ["witness", "күбө"]

    def test_where_a_language_is_missing_the_source_language_stands(self, package: Package) -> None:
        package.write("../glossary.csv", HEAD + SHELTER)

        term = package.load().glossary["shelter"]

        assert (term.name("ru").language, term.definition("ru").language) == ("en", "en")
        assert term.other_names("ru") == ()

    @pytest.mark.parametrize(
        ("content", "place", "message"),
        [
            ("key,en\nx,y\n", 1, "The first line names the columns"),
            (HEAD + "witness,witness\n", 2, "This row has not 11 cells"),
            (HEAD + WITNESS.replace('"', ""), 2, "This row has not 11 cells"),
            (HEAD + WITNESS.replace('"', '"x"y', 1), 2, "This cannot be read as CSV"),
            (HEAD + SHELTER + SHELTER, 3, "stands here a second time"),
            (HEAD + SHELTER.replace("shelter", "Shel ter", 1), 2, "small Latin letters"),
            (HEAD + SHELTER.replace("A safe house", ""), 2, "its definition in English"),
        ],
    )
    def test_a_mistake_is_told_and_takes_no_course_away(
        self, package: Package, content: str, place: int, message: str
    ) -> None:
        package.write("../glossary.csv", content)

        (told,) = package.problems()

        assert told.startswith(f"glossary.csv:{place}: ") and message in told
        assert package.load().courses

    def test_the_glossary_that_comes_with_the_courses_is_whole_in_english_and_russian(self) -> None:
        glossary = load_library(Path(__file__).parents[2] / "courses").glossary

        assert len(glossary) > 90
        assert {key for key, term in glossary.items() if {"en", "ru"} - set(term.definitions)} == set()


class TestMarks:
    def test_a_known_term_becomes_a_link_and_an_unknown_one_is_left(self) -> None:
        text = "[A *witness*](glossary:witness), [x](glossary:other), [again](glossary:witness)"

        linked, keys = link_terms(text, {"witness"})

        assert linked == "[A *witness*](#word-witness), [x](glossary:other), [again](#word-witness)"
        assert keys == ("witness",)

    def test_code_and_escaped_brackets_mark_nothing(self) -> None:
        text = "`[a](glossary:witness)` and [b\\](glossary:witness)"

        assert link_terms(text, {"witness"}) == (text, ())


class TestPlaces:
    def parts(self, html: str, defined: set[str] | None = None) -> list[str | tuple[str, ...]]:
        found = split_behind_terms(Markup(html), set() if defined is None else defined)
        return [part.term_keys if isinstance(part, TermsPlace) else str(part) for part in found]

    def test_a_term_is_defined_behind_the_paragraph_that_marks_it_first(self) -> None:
        first, again = '<p><a href="#word-a">a</a><br>x</p>', '<p><a href="#word-a">a</a></p>'

        assert self.parts(first + "<p>y</p>" + again) == [first, ("a",), "<p>y</p>" + again]

    def test_the_terms_of_a_list_stand_behind_the_whole_list(self) -> None:
        whole = '<ul><li><a href="#word-a" title="x > y">a</a></li><li><a href="#word-b">b</a></li></ul>'

        assert self.parts(whole + "<p>z</p>") == [whole, ("a", "b"), "<p>z</p>"]

    def test_what_was_defined_further_up_is_not_defined_again(self) -> None:
        defined = {"a"}

        assert self.parts('<p><a href="#word-a">a</a> <a href="#word-b">b</a></p>', defined)[1] == ("b",)
        assert defined == {"a", "b"}

    def test_in_a_block_that_is_cut_in_two_they_stand_at_the_end(self) -> None:
        assert self.parts('<ul><li><a href="#word-a">a</a>') == ['<ul><li><a href="#word-a">a</a>', ("a",)]
