"""What a coordinator may see of one learner on one course. Pure: it knows plain values only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lms.cohorts.models import Shown

STOPPED_AFTER = timedelta(days=14)


class State(StrEnum):
    """How far a learner is on a course."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    LEFT = "left"  # gave up her place on the course, not in the cohort


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of a learner on a course; without a place there is nothing."""

    withdrawn_at: datetime | None = None
    completed_at: datetime | None = None
    parts_done: int | None = None
    best_score: float | None = None  # fraction, 0 to 1
    last_act_at: datetime | None = None
    stuck_quiz_key: str | None = None
    stuck_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown of it."""

    state: State
    completed_at: datetime | None = None
    parts_done: int = 0
    best_score: float | None = None  # fraction, 0 to 1
    last_act_at: datetime | None = None
    stuck_quiz_key: str = ""
    stuck_since: datetime | None = None
    stopped_since: datetime | None = None


NOTHING = Facts()


def shows_scores(shown: Shown, promised: Shown | None) -> bool:
    """Tell whether a member's scores are shown: the stricter of what the cohort says and what she read holds."""
    return shown == promised == Shown.SCORES


def see(facts: Facts, *, scores: bool, now: datetime) -> Cell:
    """Give what is shown of a member on a course.

    :param scores: whether her results are shown; where she is stuck tells results
    """
    state = _state(facts)
    is_open = state in (State.NOT_STARTED, State.UNDER_WAY)
    is_stuck = is_open and scores and facts.stuck_since is not None
    return Cell(
        state=state,
        completed_at=facts.completed_at,
        parts_done=facts.parts_done or 0,
        best_score=facts.best_score if scores else None,
        last_act_at=facts.last_act_at,
        stuck_quiz_key=facts.stuck_quiz_key or "" if is_stuck else "",
        stuck_since=facts.stuck_since if is_stuck else None,
        stopped_since=facts.last_act_at if is_open and has_stopped(facts.last_act_at, now) else None,
    )


def has_stopped(last_act_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody who started has done nothing for so long that she is asked why."""
    return last_act_at is not None and now - last_act_at >= STOPPED_AFTER


def _state(facts: Facts) -> State:
    if facts.completed_at is not None:
        return State.COMPLETED
    if facts.withdrawn_at is not None:
        return State.LEFT
    return State.NOT_STARTED if facts.last_act_at is None else State.UNDER_WAY
