"""Working hours as one line of seconds, so that histories can be laid out on it and read back as moments. Pure."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS = time(9, 0)
DAY_SECONDS = 9 * 3600  # of a working day, from nine to six
SATURDAY = 5


class WorkTime:
    """The working days between two dates in a zone.

    A position on it is a number of working seconds since the first day's opening. The day before the last date always
    counts, a Sunday too: somebody must have been at work yesterday.
    """

    def __init__(self, first: date, last: date, zone: ZoneInfo) -> None:
        """:param last: the day after the last working day"""
        days = [first + timedelta(days=number) for number in range((last - first).days)]
        kept = [day for day in days if day.weekday() < SATURDAY or day == days[-1]]
        self._opens = [datetime.combine(day, OPENS, zone).astimezone(UTC) for day in kept]
        self._dates = kept

    @property
    def end(self) -> int:
        """The position at which the last day ends."""
        return len(self._opens) * DAY_SECONDS

    def moment(self, position: int) -> datetime:
        """Give the moment, in UTC, of a position; what lies behind the end is the end."""
        day, second = divmod(min(position, self.end - 1), DAY_SECONDS)
        return self._opens[day] + timedelta(seconds=second)

    def opening(self, day: date) -> int:
        """Give the position at which the first working day from `day` on opens."""
        return bisect_left(self._dates, day) * DAY_SECONDS

    def after(self, moment: datetime) -> int:
        """Give the first position that is not before `moment`."""
        day = bisect_right(self._opens, moment) - 1
        if day < 0:
            return 0
        passed = int((moment - self._opens[day]).total_seconds() + 0.999999)
        return day * DAY_SECONDS + min(passed, DAY_SECONDS)


def fit_into_day(position: int, seconds: int) -> int:
    """Give the position from which something of that length ends on the same day: itself, or the next opening."""
    day, second = divmod(position, DAY_SECONDS)
    return position if second + seconds < DAY_SECONDS else (day + 1) * DAY_SECONDS
