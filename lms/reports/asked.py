"""What somebody asked of a cohort's table: its order, whom to show, a part of a name, a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MAX_FIND = 200  # characters


class Order(StrEnum):
    """What comes first."""

    ATTENTION = "attention"  # who is stuck, then who has stopped
    NAME = "name"
    ACTIVITY = "activity"  # the latest act


class Show(StrEnum):
    """Who is shown."""

    ALL = "all"
    STUCK = "stuck"  # at a quiz of any course
    STOPPED = "stopped"  # on any course
    NOT_STARTED = "not-started"  # any course
    COMPLETED = "completed"  # every course


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; the rest is as it comes."""

    order: Order = Order.ATTENTION
    show: Show = Show.ALL
    find: str = ""
    page: int = 1

    def query(self, **changes: str) -> dict[str, str]:
        """Give the part of an address that asks for the same, changed; what is as it comes is left out."""
        wanted = {"order": self.order.value, "show": self.show.value, "find": self.find, **changes}
        usual = {"order": Order.ATTENTION.value, "show": Show.ALL.value, "find": ""}
        return {name: value for name, value in wanted.items() if value != usual.get(name)}


def read_asked(arguments: Mapping[str, str], *, page: int, scores: bool) -> Asked:
    """Read what an address asks for; what is none of ours is as it comes.

    :param scores: whether the cohort shows scores; without them nobody is told apart as stuck
    """
    orders, shows = {it.value: it for it in Order}, {it.value: it for it in Show}
    show = shows.get(arguments.get("show", ""), Show.ALL)
    return Asked(
        order=orders.get(arguments.get("order", ""), Order.ATTENTION),
        show=Show.ALL if show is Show.STUCK and not scores else show,
        find=" ".join(arguments.get("find", "").replace("\0", " ").split())[:MAX_FIND],
        page=page,
    )
