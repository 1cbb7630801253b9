"""What a form sent, in the shape of the question's kind or refused."""

import pytest
from werkzeug.datastructures import MultiDict

from lms.assessment.given import MAX_TYPED, Values, field_name, is_answered, normalize
from lms.catalog.gift import parse_gift
from lms.catalog.question import Given, Question
from lms.errors import Invalid

SINGLE = "Who? {=she ~he}"
MULTIPLE = "Which? {~%50%a ~%50%b ~c}"
MATCHING = "Match {=guard -> the\\ndoor =clerk -> the file = -> the roof}"


def ask(body: str) -> Question:
    questions, problems = parse_gift(f"// [id:q]\n{body}", file="f")
    assert problems == []
    return questions[0]


@pytest.mark.parametrize(
    ("body", "raw", "given"),
    [
        pytest.param(SINGLE, ["2"], "2", id="a choice"),
        pytest.param(SINGLE, [], "", id="no choice"),
        pytest.param(SINGLE, [""], "", id="an empty value"),
        pytest.param("True? {T}", ["false"], "false", id="false"),
        pytest.param(MULTIPLE, ["3", "1", "3"], ["1", "3"], id="choices in the file's order, once"),
        pytest.param(MULTIPLE, [], [], id="no choices"),
        pytest.param("Where? {=Osh}", [" Osh "], " Osh ", id="a short answer as typed"),
        pytest.param("How many? {#3}", ["three"], "three", id="a number as typed"),
        pytest.param("Think. {}", ["One\r\ntwo\rthree"], "One\ntwo\nthree", id="line ends of an essay"),
        pytest.param("Think. {}", ["x" * MAX_TYPED], "x" * MAX_TYPED, id="the longest essay"),
        pytest.param(MATCHING, {"2": ["the file"]}, {"2": "the file"}, id="one pair"),
        pytest.param(MATCHING, {"1": ["the\r\ndoor"], "2": [""]}, {"1": "the door"}, id="spaces changed by a form"),
        pytest.param(MATCHING, {"1": ["the roof"], "2": ["the roof"]}, {"1": "the roof", "2": "the roof"}, id="same"),
        pytest.param(MATCHING, {}, {}, id="no pairs"),
        pytest.param("Read this.", [], "", id="nothing for a description"),
    ],
)
def test_values_take_the_shape_of_the_kind(body: str, raw: Values, given: Given) -> None:
    assert normalize(ask(body), raw) == given


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        pytest.param(SINGLE, ["3"], id="unknown choice"),
        pytest.param(SINGLE, ["1", "2"], id="two choices for one"),
        pytest.param(SINGLE, {"1": ["1"]}, id="pairs for a single choice"),
        pytest.param("True? {T}", ["1"], id="a position for true or false"),
        pytest.param(MULTIPLE, ["1", "x"], id="unknown among the choices"),
        pytest.param("Where? {=Osh}", ["Osh", "Naryn"], id="two texts"),
        pytest.param("Think. {}", ["x" * (MAX_TYPED + 1)], id="too long"),
        pytest.param("Think. {}", ["x\x00"], id="character that cannot be stored"),
        pytest.param(MATCHING, ["the file"], id="a list for pairs"),
        pytest.param(MATCHING, {"3": ["the roof"]}, id="key without a left side"),
        pytest.param(MATCHING, {"1": ["the sea"]}, id="unknown right side"),
        pytest.param(MATCHING, {"1": ["the file", "the roof"]}, id="two right sides"),
        pytest.param("Read this.", ["x"], id="something for a description"),
    ],
)
def test_what_a_form_cannot_have_sent_is_invalid(body: str, raw: Values) -> None:
    with pytest.raises(Invalid):
        normalize(ask(body), raw)


def test_whole_form_is_read_by_the_names_of_its_fields() -> None:
    multiple, matching = ask(MULTIPLE), ask(MATCHING)
    names = [field_name(multiple), field_name(matching, "1"), field_name(matching, "2")]
    form = MultiDict([(names[0], "2"), (names[0], "1"), (names[1], "the file"), (names[2], ""), ("other", "x")])

    assert names == ["q-q", "q-q-1", "q-q-2"]
    assert normalize(multiple, form) == ["1", "2"]
    assert normalize(matching, form) == {"1": "the file"}


@pytest.mark.parametrize(
    ("given", "answered"),
    [("1", True), (" \n", False), (["1"], True), ([], False), ({"1": "x"}, True), ({"1": ""}, False), (None, False)],
    ids=repr,
)
def test_what_counts_as_answered(given: Given | None, answered: bool) -> None:
    assert is_answered(given) is answered
