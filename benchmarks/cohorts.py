"""The row of a coordinator's page: the progress of a cohort of 500 on six courses, against a lesson."""

from sqlalchemy.orm import Session

from benchmarks import people
from benchmarks.pages import LESSON
from benchmarks.queries import count_queries
from benchmarks.rounds import in_turn, repeat
from benchmarks.stage import Stage
from benchmarks.table import Line, compare, limit
from lms.accounts.models import Role

MEMBERS, COURSES = 500, 6
MOST, MOST_QUERIES = 8.0, 10


def measure_progress(stage: Stage) -> list[Line]:
    """Measure the page, and count its queries."""

    def write(session: Session) -> int:
        coordinator = people.add_person(session, people.COORDINATOR, Role.COORDINATOR)
        return people.add_cohort(session, coordinator, stage.courses[:COURSES], members=MEMBERS).id

    path = f"/cohorts/{stage.save(write)}"
    coordinator, reader = stage.visitor(people.COORDINATOR), stage.visitor()
    requests = max(4, stage.effort.requests // 4)
    comparison = in_turn(
        lambda: repeat(stage.ours, [coordinator], lambda it: it.get(path), requests),
        lambda: repeat(stage.ours, [reader], lambda it: it.get(LESSON), requests),
        stage.effort.rounds,
    )
    [queries] = count_queries(stage, people.COORDINATOR, [path])
    what = f"the progress page of a cohort of {MEMBERS} on {COURSES} courses"
    return [
        compare(f"{what}, against a lesson", comparison, most=MOST),
        limit("the same, queries", queries, most=MOST_QUERIES, unit=""),
    ]
