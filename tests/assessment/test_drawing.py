"""The draw of questions for an attempt, and the order of choices."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.drawing import draw, outcome_of, shuffle_choices, shuffle_questions
from lms.catalog.gift import parse_gift
from lms.catalog.question import Kind, Question, Text

OUTCOMES = ("elements", "consent", "control")


def questions_of(**counts: int) -> list[Question]:
    """Make so many questions of each outcome; `none` are tagged with no outcome."""
    return [
        Question(f"{outcome}-{number}", Kind.SINGLE, Text("?"), tags=("apply", outcome))
        for outcome, count in counts.items()
        for number in range(count)
    ]


def description(key: str) -> Question:
    return Question(key, Kind.DESCRIPTION, Text("Read."))


def keys(questions: Sequence[Question]) -> list[str]:
    return [question.key for question in questions]


def draw_from(questions: Sequence[Question], count: int | None, **options: object) -> list[Question]:
    settings = {"blueprint": None, "outcomes": OUTCOMES, "seen": (), "rng": random.Random(7), **options}
    return draw(questions, count=count, **settings)  # type: ignore[arg-type]


def tally(questions: Sequence[Question]) -> dict[str | None, int]:
    return dict(Counter(outcome_of(question, OUTCOMES) for question in questions))


@pytest.mark.parametrize(
    ("pool", "count", "blueprint", "drawn"),
    [
        pytest.param(
            {"elements": 9, "consent": 9, "control": 9}, 6, None, {"elements": 2, "consent": 2, "control": 2}, id="even"
        ),
        pytest.param({"elements": 9, "consent": 9}, 6, None, {"elements": 3, "consent": 3}, id="an empty outcome"),
        pytest.param(
            {"elements": 9, "consent": 1, "control": 9},
            7,
            None,
            {"elements": 3, "consent": 1, "control": 3},
            id="small",
        ),
        pytest.param(
            {"elements": 9, "consent": 9},
            5,
            {"elements": 4, "consent": 1},
            {"elements": 4, "consent": 1},
            id="blueprint",
        ),
        pytest.param(
            {"elements": 2, "consent": 9},
            6,
            {"elements": 4, "consent": 2},
            {"elements": 2, "consent": 4},
            id="shortfall",
        ),
        pytest.param({"elements": 9}, None, {"elements": 4}, {"elements": 4}, id="as many as the blueprint names"),
        pytest.param({"elements": 9}, 2, {"elements": 4}, {"elements": 2}, id="fewer than the blueprint names"),
        pytest.param({"elements": 9}, 3, {"no-such": 3}, {"elements": 3}, id="an outcome without questions"),
        pytest.param({"none": 9}, 4, None, {None: 4}, id="no outcomes at all"),
        pytest.param({"elements": 2, "none": 9}, 5, None, {"elements": 2, None: 3}, id="untagged ones fill up"),
        pytest.param({"elements": 2, "consent": 1}, 9, None, {"elements": 2, "consent": 1}, id="no more than exist"),
        pytest.param({"elements": 3}, None, None, {"elements": 3}, id="all"),
        pytest.param({}, 3, None, {}, id="none to draw"),
    ],
)
def test_draw_follows_the_blueprint(
    pool: dict[str, int], count: int | None, blueprint: dict[str, int] | None, drawn: dict[str | None, int]
) -> None:
    assert tally(draw_from(questions_of(**pool), count, blueprint=blueprint)) == drawn


def test_remainder_of_an_even_draw_goes_to_outcomes_by_chance() -> None:
    pool = questions_of(elements=5, consent=5, control=5)

    tallies = [tally(draw_from(pool, 4, rng=random.Random(seed))) for seed in range(30)]

    assert {max(found, key=lambda outcome: found[outcome]) for found in tallies} == set(OUTCOMES)


def test_unseen_questions_come_first_within_their_outcome() -> None:
    pool = questions_of(elements=4, consent=4)
    seen = {"elements-0", "elements-1", "elements-2", "consent-0", "consent-1"}

    drawn = draw_from(pool, 4, seen=seen)

    assert tally(drawn) == {"elements": 2, "consent": 2}
    assert "elements-3" in keys(drawn)
    assert {"consent-2", "consent-3"} <= set(keys(drawn))


def test_descriptions_come_with_the_question_they_precede_and_count_as_none() -> None:
    first, second = questions_of(elements=2)
    pool = [description("case"), description("map"), first, second, description("end")]

    draws = [keys(draw_from(pool, 1, rng=random.Random(seed))) for seed in range(20)]

    assert {tuple(found) for found in draws} == {("case", "map", "elements-0"), ("elements-1",)}
    assert keys(draw_from(pool, 2)) == keys(pool)


@given(
    st.fixed_dictionaries({outcome: st.integers(0, 6) for outcome in (*OUTCOMES, "none")}),
    st.integers(0, 30),
    st.one_of(st.none(), st.dictionaries(st.sampled_from(OUTCOMES), st.integers(0, 6))),
    st.sets(st.sampled_from([f"{outcome}-{number}" for outcome in OUTCOMES for number in range(6)])),
    st.integers(),
)
def test_any_draw_is_full_without_duplicates_and_repeatable(
    pool: dict[str, int], count: int, blueprint: dict[str, int] | None, seen: set[str], seed: int
) -> None:
    questions = questions_of(**pool)

    drawn = draw_from(questions, count, blueprint=blueprint, seen=seen, rng=random.Random(seed))

    assert len(set(keys(drawn))) == len(drawn) == min(count, len(questions))
    assert drawn == draw_from(questions, count, blueprint=blueprint, seen=seen, rng=random.Random(seed))
    if blueprint and sum(blueprint.values()) <= count:
        found = tally(drawn)
        assert all(found.get(outcome, 0) >= min(quota, pool[outcome]) for outcome, quota in blueprint.items())


def test_mixed_questions_keep_their_descriptions() -> None:
    first, second, third = questions_of(elements=3)
    asked = [first, description("case"), second, third, description("end")]

    orders = {tuple(keys(shuffle_questions(asked, random.Random(seed)))) for seed in range(60)}

    assert len(orders) == 6
    assert all(order.index("case") + 1 == order.index("elements-1") and order[-1] == "end" for order in orders)


@pytest.mark.parametrize(
    ("body", "orders"),
    [
        pytest.param("? {=a ~b ~c}", 6, id="single"),
        pytest.param("? {~%50%a ~%50%b ~c}", 6, id="multiple"),
        pytest.param("? {T}", 1, id="true or false"),
        pytest.param("? {=a =b =c}", 1, id="short answer"),
        pytest.param("? {#1}", 1, id="number"),
        pytest.param("? {=a->x =b->y = ->z}", 6, id="right sides of pairs"),
        pytest.param("? {=a->x =b->x =c->y}", 2, id="equal right sides once"),
        pytest.param("? {}", 1, id="essay"),
    ],
)
def test_choices_are_mixed_where_order_says_nothing(body: str, orders: int) -> None:
    question = parse_gift(f"// [id:q]\n{body}", file="f")[0][0]

    found = {shuffle_choices(question, random.Random(seed)) for seed in range(100)}

    assert len(found) == orders
    assert all(len(set(order)) == len(order) for order in found)
