"""What holds of any GIFT: no text breaks the reader, and what is written is what is read."""

import re

from hypothesis import given
from hypothesis import strategies as st

from lms.catalog.gift import parse_gift
from lms.catalog.gift_lexer import MAX_PROBLEMS
from lms.catalog.question import EMPTY, Choice, Format, Kind, Question, Text

MARKS = [
    "{",
    "}",
    "~",
    "=",
    "#",
    "####",
    "\\",
    "::",
    "->",
    "%50%",
    "[html]",
    "[id:a]",
    "// ",
    "\n",
    "\n\n",
    "T",
    "1..5",
    " ",
]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
TEXTS = (
    st.lists(WORDS, min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda text: not re.match(r"\[|%|//|::|\$CATEGORY:|\|", text) and "->" not in text and "\\" not in text)
)
FORMATS = st.sampled_from(Format)


def escape(text: str) -> str:
    return re.sub(r"([~=#{}:])", r"\\\1", text)


def write_text(text: Text) -> str:
    return f"[{text.format}]{escape(text.source)}"


def write(question: Question) -> str:
    """Write a single, multiple or matching question; each text names its format."""
    answers = [write_choice(question.kind, choice) for choice in question.choices]
    general = f"####{write_text(question.feedback)}" if question.feedback else ""
    inner = "\n".join([*answers, general])
    after = f" {escape(question.stem_after.source)}" if question.stem_after else ""
    tags = "".join(f" [tag:{tag}]" for tag in question.tags)
    comment = f"// [id:{question.key}]{tags}"
    return f"{comment}\n::{escape(question.name)}:: {write_text(question.stem)} {{\n{inner}\n}}{after}\n"


def write_choice(kind: Kind, choice: Choice) -> str:
    if kind is Kind.MATCHING:
        return f"={write_text(choice.text)} -> {escape(choice.match)}"
    mark = "=" if kind is Kind.SINGLE and choice.weight == 1 else f"~%{choice.weight * 100:g}%"
    return f"{mark}{write_text(choice.text)}#{write_text(choice.feedback)}"


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING]))
    texts = draw(st.lists(TEXTS, min_size=3, max_size=5, unique_by=lambda text: " ".join(text.split()).casefold()))
    rights = {Kind.SINGLE: [1.0], Kind.MULTIPLE: [0.5, 0.5], Kind.MATCHING: [1.0] * len(texts)}[kind]
    weights = draw(st.permutations([*rights, *[0.0] * (len(texts) - len(rights))]))
    choices = []
    for number, (text, weight) in enumerate(zip(texts, weights, strict=True), 1):
        format_ = draw(FORMATS)
        feedback = EMPTY if kind is Kind.MATCHING else Text(draw(TEXTS), draw(FORMATS))
        match = draw(TEXTS) if kind is Kind.MATCHING else ""
        choices.append(Choice(str(number), Text(text, format_), weight, feedback, match=match))
    stem = Text(draw(TEXTS), draw(FORMATS))
    after = Text(draw(TEXTS), stem.format) if draw(st.booleans()) else EMPTY
    feedback = Text(draw(TEXTS), draw(FORMATS)) if draw(st.booleans()) else EMPTY
    tags = tuple(draw(st.lists(st.sampled_from(["elements", "form:labour"]), unique=True)))
    return Question("q-1", kind, stem, tuple(choices), after, feedback, draw(TEXTS), tags, line=2, file="f")


@given(questions())
def test_what_is_written_is_what_is_read(question: Question) -> None:
    read, problems = parse_gift(write(question), file="f")

    assert problems == []
    assert read == [question]


@given(st.one_of(st.text(), st.lists(st.sampled_from(MARKS), max_size=60).map("".join)))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    questions, problems = parse_gift(text, file="f")

    assert len(problems) <= MAX_PROBLEMS + 1
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message.endswith(".") for problem in problems)
    assert len({question.key for question in questions}) == len(questions)


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join))
def test_a_sound_question_is_read_whatever_stands_above_it(noise: str) -> None:
    questions, _problems = parse_gift(f"{noise}\n\n// [id:sound]\n::Sound:: Who? {{=she ~he}}\n", file="f")

    assert [question.key for question in questions][-1:] == ["sound"]
