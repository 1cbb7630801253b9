from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lms.demo.worktime import DAY_SECONDS, WorkTime, fit_into_day

ZONE = ZoneInfo("Asia/Tashkent")
MONDAY = date(2026, 11, 2)


@pytest.fixture
def work() -> WorkTime:
    """Two weeks that end with the Sunday before the last date."""
    return WorkTime(MONDAY, MONDAY + timedelta(days=14), ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


class TestMoment:
    @pytest.mark.parametrize(
        ("position", "moment"),
        [
            (0, at(2, 9)),
            (3600, at(2, 10)),
            (DAY_SECONDS, at(3, 9)),
            (5 * DAY_SECONDS, at(9, 9)),  # over the weekend
            (10 * DAY_SECONDS + 60, at(15, 9, 1)),  # the day before the last date counts, a Sunday too
        ],
    )
    def test_it_lies_in_working_hours(self, work, position, moment):
        assert work.moment(position) == moment

    def test_behind_the_end_is_the_end(self, work):
        assert work.moment(work.end + 5000) == at(15, 18) - timedelta(seconds=1)


class TestAfter:
    @pytest.mark.parametrize(
        ("moment", "position"),
        [
            (at(1, 12), 0),
            (at(2, 10), 3600),
            (at(2, 20), DAY_SECONDS),
            (at(7, 12), 5 * DAY_SECONDS),
        ],
    )
    def test_it_is_the_first_position_not_before(self, work, moment, position):
        assert work.after(moment) == position

    def test_a_part_of_a_second_is_waited_for(self, work):
        assert work.after(at(2, 10) + timedelta(milliseconds=1)) == 3601


class TestOpening:
    def test_a_weekend_opens_on_monday(self, work):
        assert work.opening(date(2026, 11, 7)) == 5 * DAY_SECONDS

    def test_after_the_last_day_it_is_the_end(self, work):
        assert work.opening(date(2027, 1, 1)) == work.end


@pytest.mark.parametrize(
    ("position", "seconds", "fitting"),
    [(0, 600, 0), (DAY_SECONDS - 600, 600, DAY_SECONDS), (DAY_SECONDS - 601, 600, DAY_SECONDS - 601)],
)
def test_what_does_not_fit_into_a_day_waits_for_the_next(position, seconds, fitting):
    assert fit_into_day(position, seconds) == fitting
