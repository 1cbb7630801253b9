"""A course's questions without their keys, for people who try them out, and what came of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import comb

from lms.catalog.course import Course
from lms.catalog.pool_figures import Pool, list_pools_of
from lms.catalog.question import Kind, Question
from lms.catalog.wording import seen

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TRIED = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE})  # those with choices to take
_ANSWER = re.compile(r"\s*([\w-]+)\s*:\s*([A-Za-z](?:[\s,]*[A-Za-z])*)\s*")


@dataclass(frozen=True)
class Marked:
    """What somebody answered to the questions of one pool."""

    name: str
    answered: int
    as_key: int
    by_chance: float  # how many of those answered a guesser meets on average
    others: tuple[str, ...]  # a line for each that was answered otherwise


def sheet_of(course: Course, language: str, *, choices_only: bool = False) -> str:
    """Give the questions of every pool with lettered choices, without key and feedback.

    :param choices_only: leave the stems out, to learn what the choices alone give away
    """
    pools = [pool for pool in list_pools_of(course) if pool.language == language]
    return "\n".join(f"## {pool.name}\n\n" + "\n".join(_lines(pool, choices_only)) for pool in pools)


def _lines(pool: Pool, choices_only: bool) -> Iterator[str]:
    for question in _tried(pool):
        yield f"### {question.key}"
        if not choices_only:
            yield f"{seen(question.stem.source)}{' … ' + seen(question.stem_after.source) if question.has_gap else ''}"
        for letter, choice in zip(LETTERS, question.choices, strict=False):
            yield f"{letter}. {seen(choice.text.source) or choice.key}"
        yield ""


def mark_answers(course: Course, language: str, text: str) -> list[Marked]:
    """Compare answers with the keys: lines such as `first-hour: B` or `which-two: A C`; others are passed over."""
    answers = {
        found[1]: frozenset(found[2].upper()) - frozenset(" ,\t")
        for line in text.splitlines()
        if (found := _ANSWER.fullmatch(line))
    }
    return [_mark(pool, answers) for pool in list_pools_of(course) if pool.language == language]


def _mark(pool: Pool, answers: Mapping[str, frozenset[str]]) -> Marked:
    answered = [question for question in _tried(pool) if question.key in answers]
    others = tuple(
        f"{question.key}: {_joined(answers[question.key])}, the key is {_joined(_key(question))}"
        for question in answered
        if answers[question.key] != _key(question)
    )
    chance = sum(_chance(question) for question in answered)
    return Marked(pool.name, len(answered), len(answered) - len(others), chance, others)


def _tried(pool: Pool) -> list[Question]:
    return [question for question in pool.questions if question.kind in TRIED]


def _key(question: Question) -> frozenset[str]:
    return frozenset(letter for letter, choice in zip(LETTERS, question.choices, strict=False) if choice.weight > 0)


def _chance(question: Question) -> float:
    """Say how often a guesser who knows how many are right meets the key."""
    return 1 / comb(len(question.choices), len(_key(question)))


def _joined(letters: frozenset[str]) -> str:
    return " ".join(sorted(letters))
