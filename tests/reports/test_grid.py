"""The table of a cohort: sorted, filtered, counted and paged by the database; on both databases."""

import random
from datetime import timedelta

import pytest

from lms.cohorts.models import Shown
from lms.reports import grid
from lms.reports.asked import Asked, Order, Show
from tests.factories import Make
from tests.reports.crowd import NOW, fill, join, stand


@pytest.fixture
def make(any_session):
    return Make(any_session)


@pytest.fixture
def cohort(make):
    cohort = make.cohort()
    fill(make, cohort)
    return cohort


@pytest.fixture
def names(any_session):
    """Give the names of the rows that are asked for, in their order."""

    def _names(cohort, limit=None, **asked):
        if limit is None:
            rows = grid.list_rows(any_session, cohort, Asked(**asked), now=NOW)
        else:
            _totals, rows = grid.read_page(any_session, cohort, Asked(**asked), now=NOW, limit=limit)
        return [row.name for row in rows]

    return _names


EVERYBODY = [
    "Чинара Застряла", "Бек Остановился", "Азиз Начал", "Дана Прошла", "Жанна Ждёт", "Ғайрат Ушёл", "Listed Only",
]  # fmt: skip


class TestOrder:
    def test_who_is_stuck_comes_first_then_who_has_stopped_and_the_list_last(self, cohort, names):
        assert names(cohort) == EVERYBODY

    def test_the_longest_stuck_comes_first(self, make, cohort, names):
        since = NOW - timedelta(days=9)
        join(make, cohort, "Я Давно", last_act_at=NOW, parts_done=1, stuck_quiz_key="basics/final", stuck_since=since)

        assert names(cohort)[:2] == ["Я Давно", "Чинара Застряла"]

    def test_by_name_capital_letters_make_no_difference(self, make, cohort, names):
        join(make, cohort, "азиза вторая")

        in_order = names(cohort, order=Order.NAME)
        assert in_order.index("Азиз Начал") < in_order.index("азиза вторая") < in_order.index("Бек Остановился")

    def test_by_activity_the_latest_act_comes_first_and_none_last(self, make, cohort, names):
        join(make, cohort, "Только Что", last_act_at=NOW, parts_done=1)

        in_order = names(cohort, order=Order.ACTIVITY)
        assert in_order[0] == "Только Что"
        assert set(in_order[-2:]) == {"Listed Only", "Жанна Ждёт"}


class TestShow:
    @pytest.mark.parametrize(
        ("show", "expected"),
        [
            (Show.ALL, EVERYBODY),
            (Show.STUCK, ["Чинара Застряла"]),
            (Show.STOPPED, ["Бек Остановился"]),
            (Show.NOT_STARTED, ["Жанна Ждёт"]),
            (Show.COMPLETED, ["Дана Прошла"]),
        ],
    )
    def test_each_choice_gives_those_of_its_definition(self, cohort, names, any_session, show, expected):
        assert names(cohort, show=show) == expected
        assert grid.read_page(any_session, cohort, Asked(show=show), now=NOW)[0].asked_for == len(expected)

    def test_of_several_courses_one_is_enough_to_be_stuck_and_all_are_needed_to_have_completed(self, make, names):
        cohort = make.cohort(courses=("basics", "evidence"))
        member = join(make, cohort, "Дана Прошла", last_act_at=NOW, parts_done=5, completed_at=NOW)
        stand(make, member.user, "evidence", last_act_at=NOW, stuck_quiz_key="evidence/final", stuck_since=NOW)

        assert names(cohort, show=Show.STUCK) == ["Дана Прошла"]
        assert names(cohort, show=Show.COMPLETED) == []

    @pytest.mark.parametrize("hides", ["cohort", "promise"])
    def test_who_was_promised_completion_only_is_told_apart_by_no_result(self, make, names, hides, any_session):
        cohort = make.cohort(shown=Shown.COMPLETION if hides == "cohort" else Shown.SCORES)
        join(
            make, cohort, "Судья", last_act_at=NOW, stuck_quiz_key="basics/final", stuck_since=NOW, best_score=0.3,
            promised=Shown.SCORES if hides == "cohort" else Shown.COMPLETION,
        )  # fmt: skip

        row = grid.list_rows(any_session, cohort, Asked(), now=NOW)[0]
        totals = grid.read_page(any_session, cohort, Asked(), now=NOW)[0]

        assert names(cohort, show=Show.STUCK) == []
        assert (row.cells[0].best_score, row.cells[0].stuck_since) == (None, None)
        assert (totals.stuck, totals.with_scores) == (0, 0)


class TestFind:
    @pytest.mark.parametrize("find", ["чинара", "ЗАСТРЯЛА", "ра заст"])
    def test_a_part_of_a_name_finds_her_in_capitals_or_not(self, cohort, names, find):
        assert names(cohort, find=find) == ["Чинара Застряла"]

    @pytest.mark.parametrize("find", ["%", "_", "\\", "Own Name", "Who Has Left", "'; DROP TABLE membership; --"])
    def test_signs_of_the_database_and_names_that_are_not_shown_find_nobody(self, cohort, names, find):
        assert names(cohort, find=find) == []


class TestRows:
    def test_of_somebody_on_the_list_nothing_is_read_but_the_list(self, any_session, cohort):
        row = grid.list_rows(any_session, cohort, Asked(find="listed"), now=NOW)[0]

        assert (row.name, row.has_joined, row.cells) == ("Listed Only", False, ())

    def test_the_list_names_her_before_her_account_does(self, any_session, make):
        cohort = make.cohort()
        user = make.learner(name="Account Name")
        member = make.membership(cohort=cohort, user=user, surname="Садыкова", patronymic="Кубатовна")

        assert grid.list_rows(any_session, cohort, Asked(), now=NOW)[0].name == "Садыкова Кубатовна"
        assert grid.get_name(any_session, member.id) == "Садыкова Кубатовна"

    def test_whose_account_is_disabled_is_neither_named_nor_counted(self, any_session, make, cohort, names):
        make.membership(cohort=cohort, user=make.learner(name="Disabled", disabled_at=NOW))

        assert names(cohort) == EVERYBODY
        assert grid.read_page(any_session, cohort, Asked(), now=NOW)[0].members == 6

    def test_nobody_of_another_cohort_is_in_it(self, make, cohort, names):
        other = make.cohort(name="Another")
        join(make, other, "Чужая", last_act_at=NOW)

        assert names(other) == ["Чужая"]
        assert "Чужая" not in names(cohort)

    def test_pages_together_are_everybody_once(self, make, names):
        cohort = make.cohort()
        for number in range(7):
            join(make, cohort, "Same Name" if number % 2 else f"Name {number}")

        pages = [names(cohort, limit=3, page=page) for page in (1, 2, 3, 4)]

        assert [len(page) for page in pages] == [3, 3, 1, 0]
        assert [name for page in pages for name in page] == names(cohort)

    def test_a_page_behind_the_last_still_counts(self, any_session, cohort):
        totals, rows = grid.read_page(any_session, cohort, Asked(page=9), now=NOW)

        assert (rows, totals.members, totals.listed) == ([], 6, 1)

    def test_more_than_one_query_takes_are_read_in_several(self, any_session, make, cohort, monkeypatch):
        whole = grid.list_rows(any_session, cohort, Asked(), now=NOW)
        monkeypatch.setattr(grid, "MEMBERS_AT_ONCE", 2)

        assert grid.list_rows(any_session, cohort, Asked(), now=NOW) == whole

    def test_a_cohort_without_courses_is_a_list_of_names(self, any_session, make):
        cohort = make.cohort(courses=())
        join(make, cohort, "Дана")

        assert grid.list_rows(any_session, cohort, Asked(), now=NOW)[0].cells == ()
        assert grid.read_page(any_session, cohort, Asked(show=Show.COMPLETED), now=NOW)[0].asked_for == 0

    def test_what_the_database_counts_is_what_the_cells_say(self, any_session, make):
        """Random people on two courses: the marks that sort and count them are those that are read."""
        rng, cohort = random.Random(7), make.cohort(courses=("basics", "evidence"))
        for number in range(40):
            promised = rng.choice(list(Shown))
            user = make.membership(cohort=cohort, user=make.learner(name=f"P{number}"), promised=promised).user
            for key in cohort.course_keys:
                if rng.random() < 0.8:
                    stand_at_random(make, user, key, rng)

        rows = grid.list_rows(any_session, cohort, Asked(), now=NOW)
        totals = grid.read_page(any_session, cohort, Asked(), now=NOW)[0]

        assert totals.stuck == sum(any(cell.stuck_since for cell in row.cells) for row in rows) > 0
        assert totals.stopped == sum(any(cell.stopped_since for cell in row.cells) for row in rows) > 0
        assert totals.completed == tuple(sum(row.cells[at].state == "completed" for row in rows) for at in (0, 1))
        assert (totals.members, totals.listed) == (40, 0)


def stand_at_random(make, user, course_key, rng):
    days = rng.choice([None, 0, 13, 14, 15, 30])
    moment = None if days is None else NOW - timedelta(days=days)
    stand(
        make,
        user,
        course_key,
        last_act_at=moment,
        stuck_since=rng.choice([None, moment]),
        completed_at=rng.choice([None, None, moment]),
        withdrawn_at=rng.choice([None, None, moment]),
    )
