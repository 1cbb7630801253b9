"""How attempts that were handed in came out, read for many learners in one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.assessment import scoring
from lms.assessment.models import Attempt

# Made once, and of the table and not of its class: it is sent for every page, and the rest takes longer than that.
_ATTEMPT = Attempt.__table__.c
_RESULTS = (
    select(
        _ATTEMPT.enrolment_id,
        _ATTEMPT.id,
        _ATTEMPT.quiz_key,
        _ATTEMPT.number,
        _ATTEMPT.score,
        _ATTEMPT.pass_mark,
        _ATTEMPT.submitted_at,
    )
    .where(_ATTEMPT.enrolment_id.in_(bindparam("enrolments", expanding=True)), _ATTEMPT.submitted_at.is_not(None))
    .order_by(_ATTEMPT.submitted_at, _ATTEMPT.id)
)


@dataclass(frozen=True, slots=True)
class Result:
    """An attempt that was handed in."""

    attempt_id: int
    quiz_key: str
    number: int  # from 1, in the order of starting
    score: float  # fraction, 0 to 1
    pass_mark: float  # fraction, as it stood when the attempt began
    submitted_at: datetime

    @property
    def has_passed(self) -> bool:
        return scoring.has_passed(self.score, self.pass_mark)


def list_results(session: Session, enrolment_ids: Collection[int]) -> dict[int, list[Result]]:
    """Give how learners' attempts came out, by enrolment id, in the order in which they were handed in."""
    results: dict[int, list[Result]] = defaultdict(list)
    for row in session.connection().execute(_RESULTS, {"enrolments": enrolment_ids}):
        facts: tuple[Any, ...] = row[1:]
        results[row[0]].append(Result(*facts))
    return results


def best_passes(results: Iterable[Result]) -> dict[str, Result]:
    """Give the best of the results that passed, by quiz key; of several that are as good, the first."""
    best: dict[str, Result] = {}
    for result in results:
        known = best.get(result.quiz_key)
        if result.has_passed and (known is None or result.score > known.score):
            best[result.quiz_key] = result
    return best
