"""No page asks the database more often because there is more in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from lms import audit
from lms.audit import Act, Subject
from lms.cohorts.models import CohortCoordinator
from lms.db import db
from lms.jobs import JobFailure
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
        make.mail(body=None, sent_at=START)
        make.save(JobFailure(task="a task", error="OSError", failed_at=START, retries_left=0))
        record_acts(make, user, other.user_id)


def record_acts(make: Make, user, other_id: int) -> None:
    """Put an entry of each kind into the audit log, by `user` and about somebody else."""
    kinds = [Subject("person", str(other_id)), Subject("certificate", "2026-000001"), Subject("cohort", "1"), Subject()]
    for about in kinds:
        audit.record(make.session, Act.EXPORTED, about, by=user.id, now=START)
    make.session.commit()


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
    "/admin", "/admin/people/3", "/admin/settings", "/admin/mail", "/admin/mail?state=sent", "/admin/mail/1",
    "/admin/work", "/admin/doctor", "/admin/log", "/admin/log?person=1", "/admin/log.csv", "/cohorts", "/cohorts/new",
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


COHORT_PAGES = [
    "members", "members?find=person", "members/{membership}", "edit", "coordinators", "slips", "code", "members/add",
    "members/add-one",
]  # fmt: skip


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


def test_looking_at_a_list_asks_as_often_for_many_people_as_for_one(app, make, sign_in):
    admin = make.admin()
    counts = []
    for number in (1, 30):
        cohort = make.cohort()
        fill_cohort(make, cohort, number)
        for _person in range(number):
            make.user(email=f"known{cohort.id}.{_person}@example.org")
        letters = [chr(0x430 + it) for it in range(number)]
        known = [f"Фамилия{letter};known{cohort.id}.{it}@example.org" for it, letter in enumerate(letters)]
        lines = ["Surname;E-mail", *known, *(f"Другая{letter};" for letter in letters)]
        page = sign_in(admin).page(f"/cohorts/{cohort.id}/members/add")
        with counting(app) as sent:
            shown = page.submit(text="\n".join(lines))
        assert len(shown.find_all(".checked-lines tbody tr")) == 2 * number
        counts.append(len(sent))

    assert 0 < counts[1] <= counts[0]
