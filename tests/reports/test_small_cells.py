"""Statistics that would speak of persons are hidden, and cannot be worked out from those beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reports.small_cells import SMALLEST, hidden_cells, is_small, is_total_hidden

PEOPLE = st.lists(st.integers(0, 30), max_size=8)


class TestIsSmall:
    @pytest.mark.parametrize(("people", "expected"), [(0, True), (1, True), (4, True), (5, False), (500, False)])
    def test_fewer_than_five_people_are_few(self, people, expected):
        assert is_small(people) is expected


class TestHiddenCells:
    @pytest.mark.parametrize(
        ("people", "hidden"),
        [
            ([20, 30], [False, False]),
            ([3, 30], [True, True]),
            ([3, 30, 9], [True, False, True]),
            ([2, 4, 30], [True, True, False]),
            ([1, 1, 30, 6], [True, True, False, True]),
            ([0, 30, 7], [False, False, False]),
            ([0, 3, 7], [False, True, True]),
        ],
    )
    def test_beside_a_total_the_next_smallest_is_hidden_too(self, people, hidden):
        assert hidden_cells(people, has_total=True) == hidden

    def test_without_a_total_only_the_small_are(self):
        assert hidden_cells([3, 30, 9, 0], has_total=False) == [True, False, False, False]

    @given(PEOPLE, st.booleans())
    def test_every_small_cell_is_hidden(self, people, has_total):
        hidden = hidden_cells(people, has_total=has_total)

        assert all(is_hidden for number, is_hidden in zip(people, hidden, strict=True) if 0 < number < SMALLEST)

    @given(PEOPLE)
    def test_subtracting_from_a_total_that_is_shown_gives_nothing_away(self, people):
        hidden = hidden_cells(people, has_total=True)
        left = [number for number, is_hidden in zip(people, hidden, strict=True) if is_hidden]

        if left and not is_total_hidden(people):
            assert len(left) >= 2 and sum(left) >= SMALLEST

    @given(PEOPLE)
    def test_no_cell_is_hidden_where_none_is_small(self, people):
        large = [number for number in people if number >= SMALLEST]

        assert not any(hidden_cells(large, has_total=True))

    @given(PEOPLE)
    def test_what_is_hidden_is_smaller_than_what_is_shown(self, people):
        hidden = hidden_cells(people, has_total=True)
        there = [(number, is_hidden) for number, is_hidden in zip(people, hidden, strict=True) if number]

        largest_hidden = max((number for number, is_hidden in there if is_hidden), default=0)
        assert all(number >= largest_hidden for number, is_hidden in there if not is_hidden)


class TestIsTotalHidden:
    @pytest.mark.parametrize(("people", "expected"), [([3], True), ([3, 0], True), ([3, 1], True), ([3, 2], False)])
    def test_it_goes_where_no_cell_is_left_to_hide(self, people, expected):
        assert is_total_hidden(people) is expected

    def test_a_total_of_large_cells_stays(self):
        assert not is_total_hidden([6, 7])
