"""What lists of courses show."""

from dataclasses import replace
from datetime import date

import pytest

from lms.catalog.course import Course, ReviewRecord
from lms.catalog.loader import load_library
from lms.learning.overview import Filters, is_law_reviewed, list_topics, make_card
from tests.factories import COURSES


@pytest.fixture(scope="module")
def course() -> Course:
    return load_library(COURSES).courses["basics"]


def reviewed(course: Course, *reviews: tuple[str, str]) -> Course:
    records = [
        ReviewRecord(what=what, by="A Lawyer", office="", on=date(2026, 11, 1), version="1.0", country=country)
        for what, country in reviews
    ]
    return replace(course, reviewed=tuple(records))


class TestFilters:
    @pytest.mark.parametrize(
        ("audience", "topic", "fits"),
        [
            ("", "", True),
            ("judge", "", True),
            ("prosecutor", "", False),
            ("", "foundations", True),
            ("", "law", False),
            ("judge", "law", False),
            ("<b>", "", False),
        ],
    )
    def test_a_course_fits_when_it_fits_all_that_is_asked(self, course, audience, topic, fits):
        assert Filters(audience, topic).accept(course) is fits


class TestIsLawReviewed:
    @pytest.mark.parametrize(
        ("reviews", "country", "expected"),
        [
            ([], None, False),
            ([], "kg", False),
            ([("law", "kg")], "kg", True),
            ([("law", "kg")], "tj", False),
            ([("law", "kg")], None, True),
            ([("law", "")], "tj", True),
            ([("practice", "kg")], "kg", False),
        ],
    )
    def test_a_lawyer_of_the_readers_country_counts(self, course, reviews, country, expected):
        assert is_law_reviewed(reviewed(course, *reviews), country) is expected


class TestCards:
    def test_a_card_without_a_place_shows_the_whole_course_as_ahead(self, course):
        card = make_card(course, None, "ru")

        assert (card.parts_done, card.parts, card.is_completed) == (0, 5, False)
        assert card.text.language == "ru"
        assert card.step.key == "start/first"

    def test_topics_are_listed_once_in_the_order_of_letters(self, course):
        others = [replace(course, topics=("trial", "law")), replace(course, topics=("law",))]

        assert list_topics([course, *others]) == ["foundations", "law", "trial"]
