"""Which questions an attempt asks, and in which order its choices stand."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.catalog.question import Kind, Question


@dataclass(frozen=True, slots=True)
class _Unit:
    """A question with the descriptions that stand before it; descriptions at the end have no question."""

    introductions: tuple[Question, ...]
    question: Question | None

    @property
    def questions(self) -> tuple[Question, ...]:
        return (*self.introductions, self.question) if self.question else self.introductions


def draw(
    questions: Sequence[Question],
    *,
    count: int | None,
    blueprint: Mapping[str, int] | None,
    outcomes: Sequence[str],
    seen: Collection[str],
    rng: random.Random,
) -> list[Question]:
    """Draw the questions of an attempt, in the file's order; `shuffle_questions` mixes them.

    Of each outcome as many as the blueprint says; what an outcome lacks is filled up from the others. Questions not
    seen before come first, within an outcome and in filling up. A description comes with the question behind it and
    counts as none; those behind the last question come only where everything is drawn.

    :param count: None draws as many as the blueprint names or, without one, all
    :param blueprint: outcome -> questions; None: evenly over the outcomes that have questions
    :param outcomes: keys of the course's outcomes; the first tag of a question that is among them says what it tests
    :param seen: keys of questions that the learner met in earlier attempts
    """
    if count is None and blueprint is None:
        return list(questions)
    units = _units(questions)
    pool = [unit.question for unit in units if unit.question]
    total = sum(blueprint.values()) if count is None and blueprint is not None else count or 0
    if count is None or total < len(pool):
        drawn = _draw_keys(pool, total, blueprint, outcomes, seen, rng)
        units = [unit for unit in units if unit.question and unit.question.key in drawn]
    return [question for unit in units for question in unit.questions]


def shuffle_questions(questions: Sequence[Question], rng: random.Random) -> list[Question]:
    """Mix questions; descriptions stay before the question they precede, those at the end stay there."""
    units = _units(questions)
    last = [units.pop()] if units and units[-1].question is None else []
    rng.shuffle(units)
    return [question for unit in (*units, *last) for question in unit.questions]


def shuffle_choices(question: Question, rng: random.Random) -> tuple[str, ...]:
    """Give the keys of the choices in the order in which they are shown.

    Only single and multiple choices are mixed. Of a matching question the left sides stay in the file's order: the
    order given is that of the right sides, equal ones once, by the key of the first choice that has each.
    """
    if question.kind is Kind.MATCHING:
        keys = list({choice.match: choice.key for choice in reversed(question.choices)}.values())[::-1]
    else:
        keys = [choice.key for choice in question.choices]
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING):
        rng.shuffle(keys)
    return tuple(keys)


def outcome_of(question: Question, outcomes: Collection[str]) -> str | None:
    """Give the outcome that a question tests: its first tag that is one; None if it has none."""
    return next((tag for tag in question.tags if tag in outcomes), None)


def _units(questions: Iterable[Question]) -> list[_Unit]:
    units: list[_Unit] = []
    waiting: list[Question] = []
    for question in questions:
        if question.kind is Kind.DESCRIPTION:
            waiting.append(question)
        else:
            units.append(_Unit(tuple(waiting), question))
            waiting = []
    return [*units, _Unit(tuple(waiting), None)] if waiting else units


def _draw_keys(
    pool: Sequence[Question],
    total: int,
    blueprint: Mapping[str, int] | None,
    outcomes: Sequence[str],
    seen: Collection[str],
    rng: random.Random,
) -> set[str]:
    """Draw `total` keys: first the quota of each outcome, then the rest from whatever is left."""
    mixed = _unseen_first(pool, seen, rng)
    groups = {outcome: [it for it in mixed if outcome_of(it, outcomes) == outcome] for outcome in outcomes}
    quotas = _even(groups, total, rng) if blueprint is None else _at_most(blueprint, total)
    drawn = {it.key for outcome, quota in quotas.items() for it in groups.get(outcome, ())[:quota]}
    rest = [it.key for it in mixed if it.key not in drawn]
    return drawn.union(rest[: max(total - len(drawn), 0)])


def _unseen_first(pool: Sequence[Question], seen: Collection[str], rng: random.Random) -> list[Question]:
    mixed = rng.sample(pool, len(pool))
    return sorted(mixed, key=lambda question: question.key in seen)


def _even(groups: Mapping[str, Sequence[Question]], total: int, rng: random.Random) -> dict[str, int]:
    """Share `total` among the outcomes one by one, so that what a small one lacks goes to all others alike."""
    quotas = {outcome: 0 for outcome, group in groups.items() if group}
    while total > 0:
        open_ones = [outcome for outcome in quotas if quotas[outcome] < len(groups[outcome])]
        if not open_ones:
            break
        for outcome in rng.sample(open_ones, min(total, len(open_ones))):
            quotas[outcome] += 1
        total -= len(open_ones)
    return quotas


def _at_most(blueprint: Mapping[str, int], total: int) -> dict[str, int]:
    """Give the blueprint, its largest parts made smaller where it names more questions than are drawn."""
    quotas = {outcome: min(quota, total) for outcome, quota in blueprint.items()}
    while sum(quotas.values()) > total:
        largest = max(quotas, key=lambda outcome: quotas[outcome])
        quotas[largest] -= 1
    return quotas
