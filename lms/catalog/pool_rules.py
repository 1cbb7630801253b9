"""What a pool of questions must keep as a whole, so that nobody can guess its keys or pass it by memory alone."""

from collections.abc import Iterator

from lms.catalog.pool_figures import Pool
from lms.catalog.question import Kind

LEAST = {"quiz": 8, "final": 60}  # questions; a final's are demanded once there is one
MOST_TRUE_FALSE = {"quiz": 0.1, "final": 0.0}
LEAST_APPLIED = 0.6
MOST_RECALL = 0.25
MOST_LONGEST = MOST_SHORTEST = 0.4
RATIO = (0.9, 1.1)
MOST_TELLING = 0.25
PLACE_SLACK = 0.15  # over a place's fair share
COUNTED_FROM = 5  # questions with one right choice; of fewer, a share says nothing
PLACES_FROM = 12


def find_pool_faults(pool: Pool) -> Iterator[str]:
    """Go through what is wrong with a pool, a sentence each."""
    yield from size_faults(pool)
    yield from kind_faults(pool)
    if len(pool.singles) >= COUNTED_FROM:
        yield from length_faults(pool)
        yield from telling_faults(pool)
    yield from place_faults(pool)


def size_faults(pool: Pool) -> Iterator[str]:
    """Enough questions, so that another attempt asks something else."""
    count, least = len(pool.scored), LEAST.get(pool.kind, 0)
    if count < least:
        yield f"Write more questions: a {pool.kind} needs {least} that carry points, and this one has {count}."


def kind_faults(pool: Pool) -> Iterator[str]:
    """A final that asks to apply and to judge; few questions that a coin answers."""
    count = len(pool.scored)
    true_false, most = pool.count_kind(Kind.TRUE_FALSE), MOST_TRUE_FALSE.get(pool.kind, 1.0)
    if true_false > most * count:
        allowed = f"at most {most:.0%}" if most else "none"
        yield f"Ask otherwise than by true or false: {true_false} of {count} do, and {allowed} may in a {pool.kind}."
    if pool.kind != "final":
        return
    levels = pool.levels
    applied = levels["apply"] + levels["judge"]
    if applied < LEAST_APPLIED * count:
        yield f"Ask more to apply or to judge: {applied} of {count} do, and at least 60 % should in a final."
    if levels["recall"] > MOST_RECALL * count:
        yield f"Ask less from memory: {levels['recall']} of {count} are recall, and at most 25 % may be in a final."


def length_faults(pool: Pool) -> Iterator[str]:
    """Keys that their length does not give away."""
    count = len(pool.singles)
    for word, keys, most in (("longest", pool.longest, MOST_LONGEST), ("shortest", pool.shortest, MOST_SHORTEST)):
        if keys > most * count:
            yield f"Even out the choices: the key is the {word} in {keys} of {count} questions, at most 40 % may be."
    if pool.ratio is not None and not RATIO[0] <= pool.ratio <= RATIO[1]:
        yield (
            f"Even out the choices: the mean key is {pool.ratio:.2f} times as long as the mean wrong choice, and 0.9 "
            "to 1.1 is allowed."
        )


def telling_faults(pool: Pool) -> Iterator[str]:
    """Keys that no word of the stem gives away."""
    count, telling = len(pool.singles), pool.telling
    if len(telling) > MOST_TELLING * count:
        named = ", ".join(f"{key} (“{word}”)" for key, word in telling.items())
        yield (
            f"Give wrong choices a word of the stem too: in {len(telling)} of {count} questions the key alone has one, "
            f"and at most 25 % may: {named}."
        )


def place_faults(pool: Pool) -> Iterator[str]:
    """Keys that stand in no favourite place."""
    for choices, places in pool.places.items():
        count = places.total()
        for place, keys in sorted(places.items()):
            if count >= PLACES_FROM and keys > (1 / choices + PLACE_SLACK) * count:
                most = int((1 / choices + PLACE_SLACK) * count)
                yield (
                    f"Move some keys: in {keys} of {count} questions with {choices} choices the key stands in place "
                    f"{place}, at most {most} should."
                )
