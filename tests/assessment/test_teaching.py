"""Which lessons teach a question."""

from dataclasses import replace

import pytest

from lms.assessment.teaching import lessons_for

START, NEXT = ("start/first", "start/second"), ("next/third",)


@pytest.mark.parametrize(
    ("quiz_at", "tags", "lessons"),
    [
        pytest.param(0, ("see",), ("start/first",), id="the lesson that practises the outcome"),
        pytest.param(0, ("act",), START, id="else every lesson of the module"),
        pytest.param(0, (), START, id="without an outcome every lesson of the module"),
        pytest.param(0, ("see", "lesson:next/third"), NEXT, id="the lesson that the author names"),
        pytest.param(0, ("see", "lesson:next/none"), ("start/first",), id="a lesson that is not there names nothing"),
        pytest.param(-1, ("see",), ("start/first",), id="final: the lesson that practises the outcome"),
        pytest.param(-1, ("act",), START, id="final: the module whose quiz asks for the outcome"),
        pytest.param(-1, (), (), id="final: without an outcome none"),
    ],
)
def test_a_question_is_taught_by(course, quiz_at, tags, lessons):
    quiz = course.quizzes[quiz_at]
    question = replace(quiz.pool("en").value[0], tags=tags)

    assert lessons_for(course, quiz, question) == lessons
