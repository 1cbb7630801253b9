"""What is counted over the questions of one pool in one language; the check judges it, `course figures` shows it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean

from lms.catalog.contents import lesson_texts, list_languages
from lms.catalog.course import Course
from lms.catalog.question import Choice, Kind, Question
from lms.catalog.question_checker import FORM, LEVELS, VICTIM
from lms.catalog.wording import list_words, seen
from lms.catalog.words import words_of

TELLING_LETTERS = 5  # a word is known again by its first letters, whatever its ending


@dataclass(frozen=True)
class Pool:
    """Questions that stand together: a quiz, a final, or the practice of a module."""

    name: str  # for people: "Quiz, module 2"
    kind: str  # practice | quiz | final
    language: str
    questions: tuple[Question, ...]

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.kind.is_scored)

    @cached_property
    def singles(self) -> tuple[Question, ...]:
        """The questions with one right choice, of which lengths and places are counted."""
        return tuple(question for question in self.questions if question.kind == Kind.SINGLE and not question.has_gap)

    def count_tag(self, tag: str) -> int:
        return sum(tag in question.tags for question in self.scored)

    def count_kind(self, kind: Kind) -> int:
        return sum(question.kind == kind for question in self.scored)

    @property
    def levels(self) -> dict[str, int]:
        return {level: self.count_tag(level) for level in LEVELS}

    @cached_property
    def places(self) -> dict[int, Counter[int]]:
        """How often the key stands where, from 1: number of choices -> place -> questions."""
        found: dict[int, Counter[int]] = {}
        for question in self.singles:
            found.setdefault(len(question.choices), Counter())[int(key_of(question).key)] += 1
        return found

    @cached_property
    def longest(self) -> int:
        """How many keys are strictly longer than every wrong choice."""
        return sum(size(key_of(one)) > max(map(size, wrong_of(one))) for one in self.singles)

    @cached_property
    def shortest(self) -> int:
        """How many keys are strictly shorter than every wrong choice."""
        return sum(size(key_of(one)) < min(map(size, wrong_of(one))) for one in self.singles)

    @cached_property
    def ratio(self) -> float | None:
        """The mean length of the keys over that of the wrong choices; None without questions."""
        if not self.singles:
            return None
        keys = mean(size(key_of(one)) for one in self.singles)
        return keys / mean(size(choice) for one in self.singles for choice in wrong_of(one))

    @cached_property
    def telling(self) -> dict[str, str]:
        """Questions whose stem and key alone share a word: key of the question -> the word."""
        found = {question.key: find_telling_word(question, self.language) for question in self.singles}
        return {key: word for key, word in found.items() if word}


def list_pools_of(course: Course) -> Iterator[Pool]:
    """Go through the pools of a course, language by language, the source first: practice, quizzes, final."""
    for language in list_languages(course):
        for module in course.modules:
            texts = [text for lesson in module.lessons for text in lesson_texts(lesson, language)]
            practice = tuple(question for text in texts for question in text.practice)
            if practice:
                yield Pool(f"Practice, module {module.number}", "practice", language, practice)
        for module in course.modules:
            if module.quiz and module.quiz.questions.get(language):
                yield Pool(f"Quiz, module {module.number}", "quiz", language, module.quiz.questions[language])
        if course.final and course.final.questions.get(language):
            yield Pool("Final", "final", language, course.final.questions[language])


def key_of(question: Question) -> Choice:
    """Give the right choice."""
    return max(question.choices, key=lambda choice: choice.weight)


def wrong_of(question: Question) -> list[Choice]:
    """Give the other choices."""
    right = key_of(question)
    return [choice for choice in question.choices if choice is not right]


def size(choice: Choice) -> int:
    """Give the length of a choice in the characters that a reader sees."""
    return len(seen(choice.text.source))


def find_telling_word(question: Question, language: str) -> str:
    """Find a long word by which the stem leads to the key: no other choice shares a long word with the stem.

    A wrong choice that has a word of the stem for itself draws the guesser as much as the key does.
    """
    stem = _roots(question.stem.source, language)
    shared = {choice.key: _roots(choice.text.source, language).keys() & stem for choice in question.choices}
    key = shared.pop(key_of(question).key)
    own = key.difference(*shared.values())
    leads_elsewhere = any(other - key for other in shared.values())
    return stem[min(own)] if own and not leads_elsewhere else ""


def _roots(text: str, language: str) -> dict[str, str]:
    """Give the long words of a text by their first letters, common words left out."""
    words = words_of(language)
    common = tuple(words.common.split("|")) if words else ()
    long = [word for word in list_words(text) if len(word) >= TELLING_LETTERS and not word.startswith(common)]
    return {word[:TELLING_LETTERS]: word for word in long}


def count_values(questions: Sequence[Question], kind: str) -> Counter[str]:
    """Count what tags of one kind say, such as `form:`, a question with two of them twice."""
    return Counter(tag.removeprefix(kind) for question in questions for tag in question.tags if tag.startswith(kind))


@dataclass(frozen=True, slots=True)
class Situations:
    """The people of a course: how many situations name a form or a victim, how many of them are which."""

    with_form: int
    labour: int
    with_victim: int
    male: int

    @classmethod
    def count(cls, questions: Sequence[Question]) -> "Situations":
        forms = [question for question in questions if any(tag.startswith(FORM) for tag in question.tags)]
        victims = [question for question in questions if any(tag.startswith(VICTIM) for tag in question.tags)]
        return cls(
            with_form=len(forms),
            labour=sum(f"{FORM}labour" in question.tags for question in forms),
            with_victim=len(victims),
            male=sum(bool({f"{VICTIM}man", f"{VICTIM}boy"} & set(question.tags)) for question in victims),
        )
