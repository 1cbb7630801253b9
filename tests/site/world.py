"""A small populated installation, and an address for each route of it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from werkzeug.routing import Rule

from lms.accounts.models import User
from lms.authoring.models import MistakeReport
from lms.certificates.codes import new_code
from lms.certificates.models import Credential
from lms.progress.models import CourseCompletion
from tests.factories import START, Make


@dataclass(frozen=True)
class World:
    """Somebody of each role, and one object of each kind that belongs to `learner`."""

    learner: User
    outsider: User
    author: User
    coordinator: User
    admin: User
    values: dict[str, object]  # route variable -> a value that exists

    def address(self, rule: Rule) -> str:
        """Give an address of the route at which there is something."""
        _path, url = rule.build({name: self.values[name] for name in rule.arguments}) or ("", "")
        return url


def make_world(make: Make) -> World:
    """Populate the installation."""
    learner = make.learner(name="Aigul Sadykova", email="aigul@example.org")
    admin = make.admin(name="Gulnara Administrator", email="gulnara@example.org")
    enrolment = make.enrolment(user=learner)
    attempt = make.attempt(enrolment=enrolment)
    credential = make_credential(make, learner, enrolment.id)
    report = make.save(
        MistakeReport(course_key="basics", course_version="1.0", language="en", text="A comma.", created_at=START)
    )
    session = make.sign_in_row(learner)
    link = make.link(learner)
    coordinator = make.coordinator(name="Dilnoza Coordinator", email="dilnoza@example.org")
    membership = make.membership(make.cohort(coordinators=[coordinator]), user=learner)
    return World(
        learner=learner,
        outsider=make.learner(name="Bakyt Outsider", email="bakyt@example.org"),
        author=make.author(name="Farhod Author", email="farhod@example.org"),
        coordinator=coordinator,
        admin=admin,
        values={
            "course_key": "basics",
            "module_key": "start",
            "lesson_key": "first",
            "filename": "picture.png",
            "attempt_id": attempt.id,
            "question_key": "q-one",
            "code": credential.code,
            "report_id": report.id,
            "user_id": learner.id,
            "session_id": session.id,
            "token": link,
            "cohort_id": membership.cohort_id,
            "membership_id": membership.id,
        },
    )


def make_credential(make: Make, user: User, enrolment_id: int, **fields: object) -> Credential:
    """Save an issued certificate without a PDF yet."""
    completion = make.save(
        CourseCompletion(enrolment_id=enrolment_id, completed_at=START, course_version="1.0", rested_on={"quizzes": {}})
    )
    values = {
        "completion_id": completion.id,
        "user_id": user.id,
        "code": new_code(),
        "serial": f"2026-{completion.id:06d}",
        "is_specimen": False,
        "name": user.name,
        "course_key": "basics",
        "course_title": "Basics of the test",
        "course_version": "1.0",
        "language": "en",
        "outcomes": ["see what is there"],
        "minutes": 30,
        "pass_mark": 0.8,
        "started_on": START.date(),
        "completed_on": START.date() + timedelta(days=3),
        "issued_at": START,
        "rested_on": {},
        "site_name": "Sabak",
        "design": "default",
        "verify_url": "http://localhost/verify/x",
    }
    return make.save(Credential(**{**values, **fields}))


def rules_of(app: Flask, method: str) -> list[Rule]:
    """Give the routes that answer `method`, static files aside."""
    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"]
    return sorted(rules, key=lambda rule: rule.rule)
