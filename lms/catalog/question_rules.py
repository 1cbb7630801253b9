"""What makes one question a fair one, as far as a machine can see: its tags, its stem, its choices, its feedback."""

import re
from collections.abc import Collection, Iterator

from lms.catalog.citations import find_citations
from lms.catalog.question import Kind, Question
from lms.catalog.question_checker import LEVELS, is_situation
from lms.catalog.wording import asking_sentence, find_words, list_words, seen, without_quotations
from lms.catalog.words import Words, words_of

CHOOSING = frozenset({Kind.SINGLE, Kind.MULTIPLE})
WITH_CHOICES = CHOOSING | {Kind.TRUE_FALSE}
SITUATION_WORDS = range(20, 91)
FEEDBACK_WORDS = 8
LONGEST_TO_SHORTEST = 1.6
SHORT_CHOICE = 20  # characters; a choice of a word or two gives nothing away by its length
END_MARKS = tuple(".?!…;:,")
CLAUSE_END = re.compile(r"[,;:—–]")
BOLD = re.compile(r"\*\*[^*]+\*\*")
ASKS_WITHIN = 3  # words from the beginning of a clause: "In which of these …"


def find_faults(question: Question, language: str, outcomes: Collection[str]) -> Iterator[str]:
    """Go through what is wrong with a question, a sentence each."""
    if question.kind == Kind.DESCRIPTION:
        return
    yield from tag_faults(question, outcomes)
    yield from stem_faults(question)
    yield from feedback_faults(question)
    if question.kind in CHOOSING:
        yield from choice_faults(question)
    if words := words_of(language):
        yield from wording_faults(question, words)


def tag_faults(question: Question, outcomes: Collection[str]) -> Iterator[str]:
    """One outcome, one level, and a source for what is right."""
    tested = sum(tag in outcomes for tag in question.tags)
    if tested != 1:
        yield f"Tag exactly one outcome of course.yaml: this question has {tested}."
    if not question.kind.is_scored:
        return
    levels = sum(tag in LEVELS for tag in question.tags)
    if levels != 1:
        yield f"Tag exactly one level, recall, apply or judge: this question has {levels}."
    if not any(list(find_citations(text)) for text in feedbacks(question)):
        yield "Cite in the feedback, as [@key], the source on which the right choice rests."


def stem_faults(question: Question) -> Iterator[str]:
    """A situation that can be read in a minute, and something asked."""
    count = len(list_words(question.stem.source))
    if is_situation(question) and count not in SITUATION_WORDS:
        yield f"Tell the situation in 20 to 90 words: this one has {count}."
    makes_statement = question.has_gap or question.kind == Kind.TRUE_FALSE
    if not makes_statement and "?" not in without_quotations(question.stem.source):
        yield "Ask something: the stem has no question mark outside of quotation marks."


def feedback_faults(question: Question) -> Iterator[str]:
    """Each choice teaches something of its own; the remark for all may be short where they do."""
    has_choices = question.kind in WITH_CHOICES
    missing = sum(not choice.feedback for choice in question.choices) if has_choices else 0
    if missing:
        yield f"Write feedback for each choice: {missing} of {len(question.choices)} have none."
    if not has_choices and not feedbacks(question):
        yield "Write feedback, after ####: this question has none."
    texts = feedbacks(question)
    for text in texts[:-1] if has_choices and question.feedback else texts:
        if len(list_words(text)) < FEEDBACK_WORDS:
            yield f"Say more in the feedback “{seen(text)[:60]}”: it has fewer than eight words."
    if len({tuple(list_words(text)) for text in texts}) < len(texts):
        yield "Two feedbacks of this question are the same: say what each choice is about."


def choice_faults(question: Question) -> Iterator[str]:
    """Choices that look alike, and no gain from choosing everything."""
    texts = [seen(choice.text.source) for choice in question.choices]
    sizes = [len(text) for text in texts]
    if max(sizes) > max(SHORT_CHOICE, LONGEST_TO_SHORTEST * min(sizes)):
        yield (
            f"Make the choices more alike in length: the longest has {max(sizes)} characters, the shortest "
            f"{min(sizes)}, and 1.6 times as many is the most."
        )
    if len({_ending(text) for text in texts}) > 1:
        yield "End all choices with the same punctuation mark, or all with none."
    if question.kind == Kind.MULTIPLE and sum(choice.weight for choice in question.choices) > 0.001:
        yield "Give the wrong choices weights so that choosing all earns nothing: choosing all earns points now."


def wording_faults(question: Question, words: Words) -> Iterator[str]:
    """Words that give an answer away, or turn a question round unseen."""
    yield from _negation_faults(question, words)
    if question.kind in CHOOSING:
        texts = [seen(choice.text.source) for choice in question.choices]
        yield from (
            f"Write a choice of its own instead of “{found}”, which stands for the others."
            for text in texts
            if (found := find_words(words.catch_all, text))
        )
        absolute = [find_words(words.absolute, text) for text in texts]
        found = next(filter(None, absolute), "")
        if found and not all(absolute):
            yield f"Take out “{found}”, or use such a word in every choice: it gives the answer away."
    if question.kind == Kind.MULTIPLE:
        right = sum(choice.weight > 0 for choice in question.choices)
        if right in words.numbers and not find_words(words.numbers[right], question.stem.source):
            yield f"Say in the stem how many choices are right, in a word: {right} are."


def _negation_faults(question: Question, words: Words) -> Iterator[str]:
    asking = BOLD.sub(" … ", asking_sentence(without_quotations(question.stem.source)))
    negation = find_words(words.excepting, asking) or find_negation(asking, words)
    if negation:
        yield f"Mark the word that turns the question round as bold, **{negation}**, or ask without it."


def find_negation(sentence: str, words: Words) -> str:
    """Find the word that turns a question round: in the clause that asks, and in no other.

    "Which of these is not a means?" is turned round; "What would he lose if he did not return?" is not.
    """
    for clause in _clauses(sentence, words):
        if find_words(words.asking, " ".join(clause.split()[:ASKS_WITHIN])):
            return find_words(words.negative, clause)
    return ""


def _clauses(sentence: str, words: Words) -> Iterator[str]:
    for part in CLAUSE_END.split(sentence):
        yield from re.split(rf"(?<=\w)\s+(?=(?:{words.joining})\b)", part.strip(), flags=re.IGNORECASE)


def feedbacks(question: Question) -> list[str]:
    """Give every feedback that there is: of the choices, then the one for all."""
    texts = (*(choice.feedback.source for choice in question.choices), question.feedback.source)
    return [text for text in texts if text]


def _ending(text: str) -> str:
    return text[-1] if text[-1:] in END_MARKS else ""
