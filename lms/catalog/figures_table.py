"""The figures of a course's pools as Markdown, ready for REVIEW.md."""

from collections import Counter
from collections.abc import Iterator, Sequence

from babel import Locale

from lms.catalog.course import SOURCE_LANGUAGE, Course
from lms.catalog.guessing import guess_keys
from lms.catalog.library import Library
from lms.catalog.pool_figures import Pool, Situations, count_values, list_pools_of
from lms.catalog.question_checker import FORM, VICTIM

FORMS = ("labour", "domestic", "sexual", "begging", "marriage", "criminality", "organs")
VICTIMS = ("man", "woman", "boy", "girl")

FIGURES = ("Pool", "Questions", "Recall, apply, judge", "Place of the key", "Longest", "Shortest", "Ratio")
CONTENTS = ("Pool", "Outcomes", "Forms", "Victims")


def figures_of(course: Course) -> str:
    """Give the two tables of a course, and a sentence on the whole of it."""
    pools = list(list_pools_of(course))
    asked_first = [pool for pool in pools if pool.language == pools[0].language]  # each language asks the same
    tables = (
        _table(FIGURES, [list(_figures(pool)) for pool in pools]),
        _table(CONTENTS, [list(_contents(pool, course)) for pool in asked_first]),
    )
    return "\n\n".join((*tables, " ".join(_whole(asked_first))))


def guesses_of(course: Course, library: Library) -> str:
    """Say how many keys of the source's quizzes and final are guessed by words alone, learnt from all courses."""
    pools = [pool for other in library.courses.values() for pool in _tested(other)]
    questions = [question for pool in pools for question in pool.singles]
    told = guess_keys(questions, [question for pool in _tested(course) for question in pool.singles])
    if not told.questions:
        return "No quiz or final asks for one right choice."
    found, chance = told.found / told.questions, told.chance / told.questions
    return (
        f"By the words of the choices alone, a program that knows nothing of the subject guesses {told.found} of "
        f"{told.questions} keys ({found:.0%}; by chance {chance:.0%})."
    )


def _tested(course: Course) -> list[Pool]:
    return [pool for pool in list_pools_of(course) if pool.kind != "practice" and pool.language == SOURCE_LANGUAGE]


def _figures(pool: Pool) -> Iterator[str]:
    count = len(pool.singles)
    yield f"{pool.name}, {Locale.parse(pool.language, sep='-').english_name}"
    yield str(len(pool.questions))
    yield ", ".join(str(pool.levels[level]) for level in ("recall", "apply", "judge"))
    yield "; ".join(_places(choices, places) for choices, places in sorted(pool.places.items())) or "–"
    yield f"{pool.longest} of {count}"
    yield f"{pool.shortest} of {count}"
    yield "–" if pool.ratio is None else f"{pool.ratio:.2f}"


def _places(choices: int, places: Counter[int]) -> str:
    return ", ".join(str(places[place]) for place in range(1, choices + 1))


def _contents(pool: Pool, course: Course) -> Iterator[str]:
    yield pool.name
    outcomes = Counter(tag for question in pool.questions for tag in question.tags if tag in course.outcomes)
    yield _listed(outcomes, course.outcomes)
    yield _listed(count_values(pool.questions, FORM), FORMS)
    yield _listed(count_values(pool.questions, VICTIM), VICTIMS)


def _listed(counts: Counter[str], order: Sequence[str]) -> str:
    """Give counts in words: in the given order, what is not in it last."""
    others = sorted(counts.keys() - set(order))
    return ", ".join(f"{name} {counts[name]}" for name in (*order, *others) if counts[name]) or "–"


def _whole(pools: Sequence[Pool]) -> Iterator[str]:
    found = Situations.count([question for pool in pools for question in pool.questions])
    yield (
        f"Over the course, {_share(found.labour, found.with_form)} situations with a form are labour exploitation, and "
        f"{_share(found.male, found.with_victim)} with a victim have a man or a boy."
    )
    for pool in pools:
        if pool.kind == "final":
            applied = pool.levels["apply"] + pool.levels["judge"]
            yield f"Of the final's {len(pool.scored)} questions, {applied} ask to apply or judge."


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0 of 0"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
