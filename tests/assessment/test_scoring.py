"""Points, scores and feedback: Moodle's rules on plain values."""

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from lms.assessment.scoring import (
    feedback_texts,
    has_passed,
    is_answered,
    matched_choices,
    parse_number,
    score,
    score_response,
)
from lms.catalog.gift import parse_gift
from lms.catalog.question import Given, Question

SINGLE = "Who? {=she#Yes. ~he#No. ~%50%they#Half. ####In general.}"
MULTIPLE = "Which? {~%50%a#A. ~%50%b#B. ~%-50%c#C. ~%-100%d ####In general.}"
THIRDS = "Which? {~%33.3%a ~%33.3%b ~%33.3%c ~%-100%d}"
SHORT = "Where? {=Tashkent#Yes. =%50%Tash*#Close. =%0%*#No. ####In general.}"
NUMBER = "How many? {#=1000:0.5#Yes. =%50%1000:10#Close. ~#Far off.}"
MATCHING = "Match {=guard -> the door =clerk -> the file =cook -> the pot = -> the roof}"


def ask(body: str) -> Question:
    questions, problems = parse_gift(f"// [id:q]\n{body}", file="f")
    assert problems == []
    return questions[0]


@pytest.mark.parametrize(
    ("body", "given", "points"),
    [
        pytest.param(SINGLE, "1", 1, id="the right choice"),
        pytest.param(SINGLE, "2", 0, id="a wrong choice"),
        pytest.param(SINGLE, "3", 0.5, id="a choice with part credit"),
        pytest.param(SINGLE, "9", 0, id="no choice of the question"),
        pytest.param("True? {F}", "false", 1, id="false is right"),
        pytest.param("True? {F}", "true", 0, id="false is right, true given"),
        pytest.param(MULTIPLE, ["1", "2"], 1, id="both right choices"),
        pytest.param(MULTIPLE, ["1"], 0.5, id="one of two"),
        pytest.param(MULTIPLE, ["1", "2", "3"], 0.5, id="one wrong too many"),
        pytest.param(MULTIPLE, ["1", "4"], 0, id="never below zero"),
        pytest.param(MULTIPLE, ["1", "1"], 0.5, id="the same choice twice"),
        pytest.param(THIRDS, ["1", "2", "3"], 1, id="all thirds make a whole point"),
        pytest.param(SHORT, "  tashKENT ", 1, id="capitals and spaces do not matter"),
        pytest.param(SHORT, "Tashken", 0.5, id="wildcard for the misspelt"),
        pytest.param(SHORT, "Osh", 0, id="wildcard for everything else"),
        pytest.param("What? {=caf\u00e9}", "CAFE\u0301", 1, id="composed and decomposed letters"),
        pytest.param("What? {=a  b}", "a\n b", 1, id="any space is a space"),
        pytest.param("What? {=*debt*bond*}", "The debt is a bond.", 1, id="parts in order"),
        pytest.param("What? {=*debt*bond*}", "A bond is a debt.", 0, id="parts in another order"),
        pytest.param("What? {=ab*ba}", "aba", 0, id="parts do not overlap"),
        pytest.param(r"What? {=5\*}", "5*", 1, id="an asterisk that is text"),
        pytest.param(r"What? {=5\*}", "55", 0, id="an asterisk that is text is no wildcard"),
        pytest.param("What? {=a.c}", "abc", 0, id="a full stop is no wildcard"),
        pytest.param(NUMBER, "1000,5", 1, id="the end of the tolerance, decimal comma"),
        pytest.param(NUMBER, "1 000.5", 1, id="a space between thousands"),
        pytest.param(NUMBER, "1\u00a0010", 0.5, id="a fixed space between thousands"),
        pytest.param(NUMBER, "1011", 0, id="beyond the tolerance"),
        pytest.param(NUMBER, "a thousand", 0, id="no number"),
        pytest.param("How much? {#0.7:0.1}", "0.8", 1, id="decimal ends are exact"),
        pytest.param("How much? {#0.7:0.1}", "0.80001", 0, id="just beyond"),
        pytest.param(MATCHING, {"1": "the door", "2": "the file", "3": "the pot"}, 1, id="all pairs"),
        pytest.param(MATCHING, {"1": "the door", "2": "the pot", "3": "the file"}, 1 / 3, id="a third of the pairs"),
        pytest.param(MATCHING, {"1": "the roof"}, 0, id="the right side that belongs to none"),
        pytest.param("Think. {}", "A long thought.", 0, id="essays carry no points"),
        pytest.param("Read this.", "", 0, id="descriptions carry no points"),
    ],
)
def test_points_of_a_response(body: str, given: Given, points: float) -> None:
    assert score_response(ask(body), given) == pytest.approx(points)


@pytest.mark.parametrize("body", [SINGLE, MULTIPLE, SHORT, NUMBER, MATCHING, "True? {T}"])
@pytest.mark.parametrize("given", [None, "", " ", [], {}], ids=repr)
def test_nothing_given_earns_nothing(body: str, given: Given | None) -> None:
    question = ask(body)

    assert score_response(question, given) == 0
    assert matched_choices(question, given) == ()
    assert not is_answered(given)


@given_any(
    st.sampled_from([SINGLE, MULTIPLE, THIRDS, SHORT, NUMBER, MATCHING, "True? {T}", "Think. {}", "Read."]).map(ask),
    st.one_of(
        st.text(),
        st.sampled_from(["1", "2", "true", "1e308", "-1", "1e999"]),
        st.lists(st.sampled_from("12345")),
        st.dictionaries(st.sampled_from("1234"), st.sampled_from(["the door", "the file", "x"])),
    ),
)
def test_points_are_always_from_0_to_1(question: Question, given: Given) -> None:
    assert 0 <= score_response(question, given) <= 1


@given_any(st.text("ab", min_size=1), st.lists(st.integers(0, 10), max_size=4))
def test_wildcards_put_anywhere_still_fit(text: str, positions: list[int]) -> None:
    accepted = text
    for position in positions:
        accepted = accepted[:position] + "*" + accepted[position:]

    assert score_response(ask(f"What? {{={accepted}}}"), text) == 1


def test_hostile_wildcards_end() -> None:
    question = ask("What? {=" + "*a" * 500 + "b}")

    assert score_response(question, "a" * 20_000) == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("+3,5", 3.5),
        ("-.5", -0.5),
        ("\u22125", -5),
        ("12 345 678,9", 12345678.9),
        ("12\u202f345", 12345),
        ("1E3", 1000),
        ("\uff15", 5),
        ("1 5", None),
        ("1,000.5", None),
        ("0x10", None),
        ("nan", None),
        ("inf", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_number_is_read_as_people_write_it(typed: str, number: float | None) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize(
    ("body", "given", "feedback"),
    [
        pytest.param(SINGLE, "2", ["No.", "In general."], id="the choice made, then the general one"),
        pytest.param(MULTIPLE, ["3", "1"], ["A.", "C.", "In general."], id="choices in the file's order"),
        pytest.param(MULTIPLE, ["4"], ["In general."], id="a choice without feedback"),
        pytest.param(SHORT, "Tashkend", ["Close.", "In general."], id="the accepted answer that counts"),
        pytest.param(SHORT, "Osh", ["No.", "In general."], id="any other answer"),
        pytest.param(SHORT, "", ["In general."], id="nothing given"),
        pytest.param(NUMBER, "1005", ["Close."], id="the interval that counts"),
        pytest.param(NUMBER, "many", ["Far off."], id="no number"),
        pytest.param("True? {T#wrong#right}", "true", ["right"], id="true is right"),
        pytest.param("True? {T#wrong#right}", "false", ["wrong"], id="true is right, false given"),
        pytest.param("Think. {####A model.}", "Hm.", ["A model."], id="the model answer of an essay"),
    ],
)
def test_feedback_of_a_response(body: str, given: Given, feedback: list[str]) -> None:
    assert [text.source for text in feedback_texts(ask(body), given)] == feedback


@pytest.mark.parametrize(
    ("points", "possible", "fraction"),
    [(8, 10, 0.8), (0, 10, 0), (10, 10, 1), (10.0000001, 10, 1), (0, 0, 0)],
)
def test_score_is_the_fraction_of_the_points_possible(points: float, possible: float, fraction: float) -> None:
    assert score(points, possible) == fraction


@pytest.mark.parametrize(
    ("points", "possible", "pass_mark", "passes"),
    [
        pytest.param(8, 10, 0.8, True, id="8 of 10 at 0.8"),
        pytest.param(7.99, 10, 0.8, False, id="just below"),
        pytest.param(0.1 + 0.2, 1, 0.3, True, id="sum of fractions"),
        pytest.param(sum([1 / 3] * 3 + [0.7] * 7), 10, 0.59, True, id="thirds and tenths"),
        pytest.param(0, 10, 0.0, True, id="no pass mark"),
        pytest.param(0, 0, 0.8, False, id="nothing to show"),
    ],
)
def test_pass_mark_is_reached_whatever_binary_fractions_lose(
    points: float, possible: float, pass_mark: float, passes: bool
) -> None:
    assert has_passed(score(points, possible), pass_mark) is passes
