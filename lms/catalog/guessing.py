"""How far the wording of choices gives the key away: a program guesses keys that it has not seen, by words alone.

Multinomial naive Bayes over the words, pairs of words, first word, commas and length of a choice (Manning, Raghavan and
Schütze, Introduction to Information Retrieval, 2008, chapter 13), trained on four fifths of the questions and tried on
the last fifth, five times. It knows nothing of the subject and never sees what is asked: what it finds above chance,
somebody can find who has learnt nothing but how right answers sound.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import log

from lms.catalog.pool_figures import key_of, size
from lms.catalog.question import Choice, Question
from lms.catalog.wording import list_words, seen

FOLDS = 5
SMOOTHING = 0.5
RARELY = 3  # what stands in fewer choices says nothing


@dataclass(frozen=True, slots=True)
class Guessed:
    """How many keys were guessed: `chance` is how many a blind guess meets on average."""

    questions: int
    found: int
    chance: float


def guess_keys(questions: Sequence[Question], asked: Iterable[Question]) -> Guessed:
    """Guess the keys of `asked` by what is learnt from the others of `questions`, all with one right choice."""
    wanted = {question.key for question in asked}
    found = 0
    for fold in range(FOLDS):
        tried = [question for question in questions if _fold_of(question) == fold and question.key in wanted]
        telling = _Telling([question for question in questions if _fold_of(question) != fold]) if tried else None
        found += sum(telling.guess(question) is key_of(question) for question in tried if telling)
    chance = sum(1 / len(question.choices) for question in questions if question.key in wanted)
    return Guessed(len([question for question in questions if question.key in wanted]), found, chance)


def _fold_of(question: Question) -> int:
    """Spread questions over the folds, the same at each run."""
    return sha256(question.key.encode()).digest()[0] % FOLDS


class _Telling:
    """What stands more often in keys than in wrong choices, and the other way round."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.keys = self.others = 0
        for question in questions:
            for choice in question.choices:
                is_key = choice is key_of(question)
                (self.right if is_key else self.wrong).update(set(_marks(question, choice)))
                self.keys, self.others = self.keys + is_key, self.others + (not is_key)

    def guess(self, question: Question) -> Choice:
        return max(question.choices, key=lambda choice: sum(map(self._weight, set(_marks(question, choice)))))

    def _weight(self, mark: str) -> float:
        right, wrong = self.right[mark], self.wrong[mark]
        if right + wrong < RARELY:
            return 0.0
        return log((right + SMOOTHING) / (self.keys + 1)) - log((wrong + SMOOTHING) / (self.others + 1))


def _marks(question: Question, choice: Choice) -> Iterator[str]:
    words = list_words(seen(choice.text.source))
    yield from words
    yield from (" ".join(pair) for pair in pairwise(words))
    yield f"first: {words[0] if words else ''}"
    yield f"commas: {choice.text.source.count(',')}"
    yield f"length: {sorted(map(size, question.choices)).index(size(choice))}"
