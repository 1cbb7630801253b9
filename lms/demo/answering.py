"""What somebody of a given skill gives for a question. Pure."""

import random
from collections.abc import Callable

from lms.catalog.question import Choice, Given, Kind, Question

ESSAYS = (
    "I would first see to it that the person is safe, has been heard in her own language and knows what comes next.",
    "Я бы начал с документов и переписки, чтобы дело не держалось на одних показаниях потерпевшей.",
    "The complaint alone does not decide it: I would look at debts, papers, locks, and who holds the telephone.",
)
WRONG_WORDS = ("document", "не знаю", "contract", "свидетель")


def answer(question: Question, skill: float, rng: random.Random) -> Given | None:
    """Give a response in the shape of the question's kind; None where nothing is asked.

    :param skill: the chance, 0 to 1, of getting each thing that is asked right
    """
    give = _GIVE.get(question.kind)
    return give(question, skill, rng) if give else None


def _one(question: Question, skill: float, rng: random.Random) -> str:
    best = max(choice.weight for choice in question.choices)
    wants_right = rng.random() < skill
    fitting = [choice.key for choice in question.choices if (choice.weight == best) == wants_right]
    return rng.choice(fitting or [choice.key for choice in question.choices])


def _several(question: Question, skill: float, rng: random.Random) -> list[str]:
    kept = [it.key for it in question.choices if (it.weight > 0) == (rng.random() < skill)]
    return kept or [rng.choice(question.choices).key]


def _word(question: Question, skill: float, rng: random.Random) -> str:
    if rng.random() >= skill:
        return rng.choice(WRONG_WORDS)
    typed = _best(question).text.source.replace("\\*", "\0").replace("*", " ").replace("\0", "*")
    return " ".join(typed.split()) or rng.choice(WRONG_WORDS)


def _number(question: Question, skill: float, rng: random.Random) -> str:
    best = _best(question)
    middle = (best.low + best.high) / 2
    return f"{middle if rng.random() < skill else best.high + rng.randint(1, 9):.10g}"


def _pairs(question: Question, skill: float, rng: random.Random) -> dict[str, str]:
    rights = [choice.match for choice in question.choices]
    lefts = [choice for choice in question.choices if choice.text]
    return {left.key: left.match if rng.random() < skill else rng.choice(rights) for left in lefts}


def _essay(_question: Question, _skill: float, rng: random.Random) -> str:
    return rng.choice(ESSAYS)


def _best(question: Question) -> Choice:
    return max(question.choices, key=lambda choice: choice.weight)


_GIVE: dict[Kind, Callable[[Question, float, random.Random], Given]] = {
    Kind.SINGLE: _one,
    Kind.TRUE_FALSE: _one,
    Kind.MULTIPLE: _several,
    Kind.SHORT: _word,
    Kind.NUMBER: _number,
    Kind.MATCHING: _pairs,
    Kind.ESSAY: _essay,
}
