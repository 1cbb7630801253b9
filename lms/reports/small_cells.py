"""Which statistics are hidden because they are over so few people that they would speak of persons. Pure."""

from collections.abc import Sequence

SMALLEST = 5  # people


def is_small(people: int) -> bool:
    """Tell whether a statistic of results over so many people is hidden. Headcounts are no statistics of results."""
    return people < SMALLEST


def hidden_cells(people: Sequence[int], *, has_total: bool) -> list[bool]:
    """Tell of each cell of a breakdown whether it is hidden.

    A cell over nobody says nothing of anybody: it hides and reveals nothing. Where the total is shown too, subtracting
    would give away what is hidden: then the next smallest cells are hidden as well, until what is left after
    subtracting is over enough people and of two cells at least. Where no cell is left to hide, the total must go.

    :param people: how many people each cell is over; together they are the total
    :param has_total: whether the statistic over all of them is shown
    """
    hidden = [0 < number < SMALLEST for number in people]
    if has_total:
        for index in sorted(range(len(people)), key=lambda it: (people[it], it)):
            if not _gives_away(people, hidden):
                break
            hidden[index] = hidden[index] or people[index] > 0
    return hidden


def is_total_hidden(people: Sequence[int]) -> bool:
    """Tell whether the total of a breakdown is hidden: it is small itself, or would give the one hidden cell away."""
    return is_small(sum(people)) or _gives_away(people, hidden_cells(people, has_total=True))


def _gives_away(people: Sequence[int], hidden: Sequence[bool]) -> bool:
    """Tell whether the total minus what is shown is one cell, or over too few people."""
    left = [number for number, is_hidden in zip(people, hidden, strict=True) if is_hidden]
    return bool(left) and (len(left) == 1 or is_small(sum(left)))
