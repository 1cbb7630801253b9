"""A small populated installation, and an address for each route of it."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from flask import Flask
from pypdf import PdfReader
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.accounts.models import User
from lms.authoring.models import MistakeReport
from lms.certificates.codes import new_code
from lms.certificates.models import Credential
from lms.progress.models import CourseCompletion
from tests.factories import START, Make


@dataclass(frozen=True)
class World:
    """Somebody of each role, and one object of each kind that belongs to `learner`.

    `coordinator` follows a cohort in which `learner` is; `other_coordinator` another one, with people of its own.
    """

    learner: User
    outsider: User
    author: User
    coordinator: User
    other_coordinator: User
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
    coordinator = make.coordinator(name="Dilnoza Coordinator", email="dilnoza@example.org")
    colleague = make.coordinator(name="Erlan Colleague", email="erlan@example.org")
    cohort = make.cohort(name="Investigators of Osh", coordinators=[coordinator, colleague])
    join_code = make.join_code(cohort=cohort)
    membership = make.membership(
        cohort=cohort, user=learner, surname="Sadykova", given_name="Aigul", agency="Osh police"
    )
    session = make.sign_in_row(learner)
    link = make.link(learner)
    return World(
        learner=learner,
        outsider=make.learner(name="Bakyt Outsider", email="bakyt@example.org"),
        author=make.author(name="Farhod Author", email="farhod@example.org"),
        coordinator=coordinator,
        other_coordinator=make_other_cohort(make),
        admin=admin,
        values={
            "course_key": "basics",
            "module_key": "start",
            "lesson_key": "first",
            "aid_key": "first-look",
            "filename": "picture.png",
            "attempt_id": attempt.id,
            "question_key": "q-one",
            "code": credential.code,
            "serial": credential.serial,
            "number": 1,
            "report_id": report.id,
            "user_id": learner.id,
            "session_id": session.id,
            "token": link,
            "mail_id": make.mail().id,
            "cohort_id": cohort.id,
            "membership_id": membership.id,
            "coordinator_id": colleague.id,
            "join_code": join_code.code,
        },
    )


OTHERS = ("Judges of Khujand", "Zarina", "Khakimova", "Sugd court", "Firuz", "Nazarov", "WXYWXYWX", "zarina@")


def make_other_cohort(make: Make) -> User:
    """Save a cohort that `coordinator` does not follow, with a member and somebody on its list, and give who does.

    `OTHERS` is what is said of them, and found on no page of anybody else.
    """
    other = make.coordinator(name="Kanat Elsewhere", email="kanat@example.org")
    cohort = make.cohort(name="Judges of Khujand", coordinators=[other])
    make.join_code(cohort=cohort, code="WXYWXYWX")
    member = make.learner(name="Zarina Khakimova", email="zarina@example.org")
    enrolment = make.enrolment(user=member)
    make.attempt(enrolment=enrolment, submitted_at=START, score=0.5, points=1.0)
    make.membership(cohort=cohort, user=member, surname="Khakimova", given_name="Zarina", agency="Sugd court")
    listed = make.learner(name="Firuz Nazarov", email=None, sign_in_name="firuz.nazarov", password_hash=None)
    make.membership(cohort=cohort, user=listed, surname="Nazarov", given_name="Firuz", joined_at=None)
    return other


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


def words_of(answer: TestResponse) -> str:
    """Give what an answer says, also where that is a PDF."""
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    return answer.text


def rules_of(app: Flask, method: str) -> list[Rule]:
    """Give the routes that answer `method`, static files aside."""
    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"]
    return sorted(rules, key=lambda rule: rule.rule)
