"""People who stand twice in a list: taken once, what the first line lacks filled from the later one.

Two lines are one person if they have the same e-mail address, or the same name and no two addresses. One address with
clearly different names is an error. Every line is looked up by address and by name, never compared with all others.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lms.cohorts.lists.cells import Row
from lms.cohorts.lists.names import may_be_one, name_key
from lms.cohorts.lists.person import LATIN_NAMES, MAX_NAME, NAMES, Column, ListedPerson
from lms.cohorts.lists.remarks import Remark, RemarkKind, quoted


def take_once(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Give the rows with each person standing in one of them only; rows with errors stay as they are."""
    register = _Register(list(rows))
    for index, row in enumerate(rows):
        if row.person is not None:
            register.settle(index)
    return tuple(register.rows)


class _Register:
    """The people met so far, by address and by name; the values are places in `rows`."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.by_email: dict[str, int] = {}
        self.by_name: dict[str, int] = {}

    def person(self, index: int) -> ListedPerson:
        """Give the person of a row that is known to have one."""
        person = self.rows[index].person
        assert person is not None  # noqa: S101 - rows without are never registered
        return person

    def settle(self, index: int) -> None:
        """Join a row with those that are the same person; what it gains may make it the same as a further one."""
        while (other := self._find(index)) is not None:
            first, later = sorted((index, other))
            if may_be_one(self.person(first), self.person(later)):
                self._join(first, later)
                index = first
            else:
                self._refuse(first, later)
                if later == index:
                    return
        self._remember(index, self.person(index))

    def _find(self, index: int) -> int | None:
        """Give the place of another row with the same person; a namesake with another address is noted."""
        person = self.person(index)
        if (found := self._other(self.by_email, person.email, index)) is not None:
            return found
        found = self._other(self.by_name, name_key(person), index)
        other = self.person(found) if found is not None else None
        if found is not None and other and person.email and other.email:  # two addresses, or it were found by its own
            self._warn(index, RemarkKind.NAMESAKE, self.rows[found].number, Column.NAME, person.full_name)
            return None
        return found

    def _other(self, places: dict[str, int], key: str, index: int) -> int | None:
        """Give the place of another row than `index` that still has its person."""
        found = places.get(key)
        return None if found in (None, index) or self.rows[found].person is None else found

    def _join(self, first: int, later: int) -> None:
        one, other = self.person(first), self.person(later)
        differing = _differing(one, other)
        number = self.rows[first].number
        self._warn(later, RemarkKind.SAME_PERSON, number, Column.NAME, other.full_name, differing)
        self.rows[later] = replace(self.rows[later], person=None, same_as=number)
        self.rows[first] = replace(self.rows[first], person=_filled(one, other))
        for person in (one, other):
            self._remember(first, person)

    def _remember(self, index: int, person: ListedPerson) -> None:
        """Note where a person stands, unless another row stands there already: of two namesakes the first is kept."""
        keys = ((self.by_email, person.email), (self.by_name, name_key(person)))
        for places, key in keys:
            if key and self._other(places, key, index) is None:
                places[key] = index

    def _refuse(self, first: int, later: int) -> None:
        row, person = self.rows[later], self.person(later)
        value, number = quoted(person.email), self.rows[first].number
        remark = Remark(RemarkKind.SAME_EMAIL, row.number, Column.EMAIL, value, other_line=number)
        self.rows[later] = replace(row, person=None, errors=(*row.errors, remark))

    def _warn(
        self, index: int, kind: RemarkKind, line: int, column: Column, text: str, others: tuple[str, ...] = ()
    ) -> None:
        row = self.rows[index]
        remark = Remark(kind, row.number, column, quoted(text), other_line=line, others=others)
        if remark not in row.warnings:
            self.rows[index] = replace(row, warnings=(*row.warnings, remark))


def _differing(one: ListedPerson, other: ListedPerson) -> tuple[str, ...]:
    """Give the columns in which the two say different things; names agree by then."""
    stated, again = one.stated(), other.stated()
    names = {*NAMES, *LATIN_NAMES}
    return tuple(
        column for column in stated if column in again and column not in names and stated[column] != again[column]
    )


def _filled(one: ListedPerson, other: ListedPerson) -> ListedPerson:
    """Give the first with what it lacks from the second.

    Of names a part is taken only where those that the first has are the same in the second, so that none comes twice.
    """
    stated = one.stated()
    gained: dict[str, Any] = {column.value: v for column, v in other.stated().items() if column not in stated}
    for parts in (NAMES, LATIN_NAMES):
        joined = replace(one, **{part: gained[part] for part in parts if part in gained})
        fits = len(joined.full_name) <= MAX_NAME and len(joined.full_name_latin) <= MAX_NAME
        if not fits or not all(_is_same(one, other, part) for part in parts if part in stated):
            gained = {name: value for name, value in gained.items() if name not in parts}
    return replace(one, **gained)


def _is_same(one: ListedPerson, other: ListedPerson, part: Column) -> bool:
    return str(getattr(one, part)).casefold() == str(getattr(other, part)).casefold()
