"""How much of a course is there in each of its languages."""

from dataclasses import replace

import pytest

from lms.catalog.completeness import list_language_states
from lms.catalog.loader import load_library
from tests.factories import COURSES


@pytest.fixture
def course():
    return load_library(COURSES).courses["basics"]


def states(course) -> list[tuple[str, int, bool]]:
    return [(it.language, it.texts, it.is_complete) for it in list_language_states(course)]


class TestListLanguageStates:
    def test_the_source_is_first_and_complete(self, course):
        first = states(course)[0]

        assert first[0] == "en"
        assert first[2] is True

    def test_a_language_of_the_courses_page_alone_has_one_text(self, course):
        before = {language for language, *_rest in states(course)}
        text = course.texts["en"]

        more = states(replace(course, texts={**course.texts, "tg": text}))

        assert "tg" not in before
        assert ("tg", 1, False) in more

    def test_an_aid_without_a_language_leaves_it_incomplete(self, course):
        full = list_language_states(course)[0].total
        aid = replace(course.aids[0], texts={"ru": course.aids[0].texts["ru"]})

        assert {it[0]: it[1:] for it in states(replace(course, aids=(aid,)))}["en"] == (full - 1, False)

    def test_a_lesson_without_a_language_leaves_it_incomplete(self, course):
        full = list_language_states(course)[0].total
        module = course.modules[0]
        lesson = replace(module.lessons[0], texts={"ru": module.lessons[0].texts["en"]})
        changed = replace(course, modules=(replace(module, lessons=(lesson, *module.lessons[1:])), *course.modules[1:]))

        assert {it[0]: it[1:] for it in states(changed)}["en"] == (full - 1, False)
