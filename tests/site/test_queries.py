"""No page asks the database more often because there is more in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from lms import audit
from lms.audit import Act, Subject
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
        make.mail(body=None, sent_at=START)
        make.save(JobFailure(task="a task", error="OSError", failed_at=START, retries_left=0))
        record_acts(make, user, other.user_id)


def record_acts(make: Make, user, other_id: int) -> None:
    """Put an entry of each kind into the audit log, by `user` and about somebody else."""
    kinds = [Subject("person", str(other_id)), Subject("certificate", "2026-000001"), Subject("cohort", "1"), Subject()]
    for about in kinds:
        audit.record(make.session, Act.EXPORTED, about, by=user.id, now=START)
    make.session.commit()


ADDRESSES = [
    "/", "/?minutes=12", "/courses", "/courses/basics", "/courses/basics/start/first", "/courses/basics/start/quiz",
    "/courses/basics/final", "/certificates", "/account", "/admin/people", "/admin/courses",
    "/admin", "/admin/people/3", "/admin/settings", "/admin/mail", "/admin/mail?state=sent", "/admin/mail/1",
    "/admin/work", "/admin/log", "/admin/log?person=1", "/admin/log.csv",
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
