"""Questions written down whole and read again."""

import json
from dataclasses import replace

import pytest

from lms.assessment.snapshot import read_snapshot, snapshot, write_snapshot
from lms.catalog.gift import parse_gift
from lms.catalog.question import Kind, Question

KINDS = {
    "single": "Who? {=she#yes ~%50%he#half ~they#no####In general.}",
    "multiple": "[html]<b>Which</b>? {~%50%[plain]a#1 ~%50%b ~%-100%c}",
    "true or false": "True? {TRUE#why not#why}",
    "short": "Name it. {=%100%word =%50%wo*d#nearly}",
    "number": "How many? {#=3:0.5#right =%50%1..5#wide}",
    "any number": "How many? {#=3 =%10%*#something}",
    "matching": "Match {=a -> 1 =b -> 2 = -> 3}",
    "missing word": "The {=cat ~dog} sat.",
    "essay": "Think. {####A model.}",
    "description": "Read this.",
}


def ask(body: str) -> Question:
    questions, problems = parse_gift(f"// [id:q] [tag:see]\n::Name:: {body}", file="f")
    assert problems == []
    return questions[0]


@pytest.mark.parametrize("body", KINDS.values(), ids=KINDS.keys())
def test_what_is_read_is_what_was_written(body):
    question = ask(body)

    written = write_snapshot(snapshot(question, outcome="see", lessons=["m/l"]))
    asked = read_snapshot(json.loads(json.dumps(written, allow_nan=False)))

    assert asked.question == replace(question, line=0, file="")
    assert (asked.outcome, asked.lessons) == ("see", ("m/l",))


def test_choices_stand_in_the_order_shown():
    asked = snapshot(ask(KINDS["single"]), order=("3", "1", "2"))

    assert [choice.text.source for choice in asked.choices] == ["they", "she", "he"]


def test_of_a_matching_question_the_right_sides_are_mixed_and_the_left_sides_are_not():
    asked = snapshot(ask(KINDS["matching"]), order=("3", "2", "1"))

    assert asked.right_sides == ("3", "2", "1")
    assert [choice.text.source for choice in asked.choices] == ["a", "b"]


def test_a_gap_that_cannot_be_answered_inside_its_line_becomes_dots():
    asked = snapshot(ask("Of these {~%50%a ~%50%b ~c} two are right."))

    assert asked.question.kind is Kind.MULTIPLE
    assert asked.question.stem.source == "Of these … two are right."
    assert not asked.question.has_gap
