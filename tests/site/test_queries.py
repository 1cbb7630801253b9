"""No page asks the database more often because there is more in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from lms.cohorts.models import CohortCoordinator
from lms.db import db
from lms.progress.models import LessonCompletion, ReadingPosition
from tests.factories import START, Make
from tests.site.world import make_credential


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that the application sends."""
    with app.app_context():
        engine = db.engine
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def fill(make: Make, user, number: int) -> None:
    """Put `number` other people with attempts into the installation, and that many attempts of hers."""
    mine = make.enrolment(user=user)
    for path in ("start/first", "start/second"):
        make.save(LessonCompletion(enrolment_id=mine.id, lesson_path=path, completed_at=START))
        make.save(ReadingPosition(enrolment_id=mine.id, lesson_path=path, heading="", seen_at=START))
    for index in range(1, number + 1):
        make.attempt(enrolment=mine, number=index, submitted_at=START, score=0.5, points=1.0)
        other = make.enrolment()
        make.attempt(enrolment=other)
        make_credential(make, make.learner(), other.id)
        make.membership(cohort=make.cohort(coordinators=[user], courses=["basics", "other"][: number % 3]), user=user)


def fill_cohort(make: Make, cohort, number: int) -> None:
    """Put `number` people into a cohort, half of them on its list alone, and share it among as many coordinators."""
    for _person in range(number):
        make.membership(cohort=cohort)
        awaited = make.user(email=None, sign_in_name=f"awaited{cohort.id}.{_person}", password_hash=None)
        make.membership(cohort=cohort, user=awaited, joined_at=None)
        make.save(CohortCoordinator(cohort_id=cohort.id, user_id=make.coordinator().id, added_at=START))


ADDRESSES = [
    "/", "/?minutes=12", "/courses", "/courses/basics", "/courses/basics/start/first", "/courses/basics/start/quiz",
    "/courses/basics/final", "/certificates", "/account", "/admin/people", "/admin/courses",
    "/cohorts", "/cohorts/new",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_number_of_queries_does_not_grow_with_the_data(app, make, sign_in, address):
    few, many = make.admin(), make.admin()
    fill(make, few, 2)
    visitors = [sign_in(few), sign_in(many)]
    visitors[0].page(address)
    with counting(app) as before:
        visitors[0].page(address)

    fill(make, many, 12)
    visitors[1].page(address)
    with counting(app) as after:
        visitors[1].page(address)

    assert 0 < len(after) <= len(before), after


COHORT_PAGES = ["members", "members?find=person", "members/{membership}", "edit", "coordinators", "slips", "code"]


@pytest.mark.parametrize("what", COHORT_PAGES)
def test_nor_does_it_grow_with_the_people_of_a_cohort(app, make, sign_in, what):
    visitor = sign_in(make.admin())
    counts = []
    for number in (2, 12):
        cohort = make.cohort()
        fill_cohort(make, cohort, number)
        address = f"/cohorts/{cohort.id}/{what.format(membership=make.membership(cohort=cohort).id)}"
        visitor.page(address)
        with counting(app) as sent:
            visitor.page(address)
        counts.append(len(sent))

    assert 0 < counts[1] <= counts[0], sent
