"""Which pages are photographed: every address that answers with a page, for whom, and with what in it.

Routes come from the application's own map, so that a new page is in the pictures without anybody adding it here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from lms.accounts.links import create_link
from lms.accounts.models import LinkKind, Profession, Role, User
from lms.assessment.models import Attempt
from lms.authoring.models import MistakeReport
from lms.catalog.course import Course
from lms.certificates.models import Credential
from lms.clock import utcnow
from lms.cohorts.join_codes import find_code
from lms.cohorts.models import CameBy, Cohort, CohortCoordinator, CohortCourse, Enrolment, Membership, Shown
from lms.demo.people import DOMAIN
from lms.mail import Mail

PEOPLE = ("stranger", "investigator", "prosecutor", "judge", "coordinator", "admin")
# A page is taken as the first of these people sees it who may open it; these ones as each of them does.
EACH = {
    "learning.home", "learning.course", "learning.catalogue", "assessment.quiz", "assessment.final",
    "assessment.result", "certificates.mine", "cohorts.membership",
}  # fmt: skip
LARGE, JUDGES = 1, 2  # the coordinator's cohorts of the sample
EMPTY, LISTING = "Судьи Иссык-Кульской области, первый набор", "Prosecutors of Khatlon, spring"
LIST = """Фамилия;Имя;Отчество;Ведомство;Эл. почта
Нурмухамедова-Абдыкадырова;Гүлзада;Токтогуловна;Генеральная прокуратура Кыргызской Республики;gulzada@demo.test
Sodiqov;Jamshid;;Bosh prokuratura huzuridagi departament;not an address
;;;Судебный департамент;
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page to be taken: whose, under which name, where, and what is done on it first."""

    person: str
    name: str
    address: str
    act: Callable[[Page], None] | None = None
    is_refused: bool = False  # answers with an error, which is what is wanted

    @property
    def path(self) -> str:
        return f"{self.person}/{self.name}"


def send_empty(page: Page) -> None:
    """Send the page's form with nothing in it, for its errors."""
    page.locator("main form[method=post] .button").first.click()


def check_list(page: Page) -> None:
    """Bring a list of which not every line can be used."""
    page.fill("#text", LIST)
    send_empty(page)


def hand_out_slips(page: Page) -> None:
    """Make slips for those who are ticked."""
    boxes = page.locator("main input[type=checkbox]")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    send_empty(page)


def further_shots(added: Mapping[str, str]) -> list[Shot]:
    """Give what no plain address shows: choices, forms with errors, what follows a form."""
    token = added["accounts.invitation"]
    grid, people = f"/cohorts/{LARGE}", f"/cohorts/{LARGE}/members"
    return [
        Shot("stranger", "login-wrong", "/login", send_empty),
        Shot("stranger", "slip-wrong", "/slip", send_empty),
        Shot("stranger", "invitation-wrong", f"/invitation/{token}", send_empty),
        Shot("stranger", "missing", "/nothing-here", is_refused=True),
        Shot("judge", "join", f"/join/{added['cohorts.join']}"),
        Shot("judge", "membership-listed", f"/memberships/{added['cohorts.membership']}"),
        Shot("investigator", "minutes", "/?minutes=15"),
        Shot("investigator", "forbidden", "/cohorts", is_refused=True),
        Shot("coordinator", "cohort-stuck", f"{grid}?show=stuck"),
        Shot("coordinator", "cohort-nobody", f"{grid}?find=nobody-of-this-name"),
        Shot("coordinator", "cohort-judges", f"/cohorts/{JUDGES}"),
        Shot("coordinator", "cohort-empty", f"/cohorts/{added['cohorts.cohorts']}"),
        Shot("coordinator", "members-empty", f"/cohorts/{added['cohorts.cohorts']}/members"),
        Shot("coordinator", "code-none", f"/cohorts/{added['cohorts.cohorts']}/code"),
        Shot("coordinator", "cohort-new-wrong", "/cohorts/new", send_empty),
        Shot("coordinator", "list-wrong", f"{people}/add", check_list),
        Shot("coordinator", "slips", f"/cohorts/{LARGE}/slips", hand_out_slips),
        Shot("admin", "person-new-wrong", "/admin/people/new", send_empty),
    ]


def add_further(session: Session, course: Course) -> dict[str, str]:
    """Add what the sample lacks, and give by endpoint what is needed to see it."""
    now = utcnow()
    judge, coordinator = user_named(session, "judge"), user_named(session, "coordinator")
    session.add(Mail(recipient=judge.email, subject="A subject", body="Words.\n", created_at=now))
    empty, listing = [add_cohort(session, name, course, coordinator, now) for name in (EMPTY, LISTING)]
    listed = Membership(
        cohort_id=listing.id, user_id=judge.id, came_by=CameBy.LIST, listed_at=now, given_name=judge.name
    )
    session.add(listed)
    session.flush()
    code = find_code(session, LARGE, now=now)
    return {
        **add_links(session, judge, now),
        "cohorts.cohorts": str(empty.id),
        "cohorts.membership": str(listed.id),
        "cohorts.join": code.code if code else "",
    }


def add_cohort(session: Session, name: str, course: Course, coordinator: User, now: datetime) -> Cohort:
    """Add a cohort with one course and nobody in it."""
    cohort = Cohort(
        name=name,
        audience=Profession.PROSECUTOR,
        shown=Shown.SCORES,
        starts_on=now.date() + timedelta(days=7),
        ends_on=now.date() + timedelta(days=90),
        created_at=now,
        courses=[CohortCourse(course_key=course.key, position=1)],
    )
    session.add(cohort)
    session.flush()
    session.add(CohortCoordinator(cohort_id=cohort.id, user_id=coordinator.id, added_at=now))
    return cohort


def add_links(session: Session, judge: User, now: datetime) -> dict[str, str]:
    """Make a one-time link of each kind and give its token by the endpoint that it opens."""
    invited, changed = f"new@{DOMAIN}", f"changed@{DOMAIN}"
    roles = frozenset({Role.LEARNER})
    return {
        "accounts.welcome": create_link(session, LinkKind.FIRST_ADMINISTRATOR, now=now),
        "accounts.invitation": create_link(session, LinkKind.INVITATION, now=now, email=invited, roles=roles),
        "accounts.reset_password": create_link(session, LinkKind.PASSWORD, now=now, user_id=judge.id),
        "accounts.confirm_email": create_link(session, LinkKind.EMAIL, now=now, user_id=judge.id, email=changed),
    }


def user_named(session: Session, login: str) -> User:
    """Give one of the sample's accounts that can be signed in to."""
    return session.scalars(select(User).where(User.email == f"{login}@{DOMAIN}")).one()


def values_for(session: Session, person: str, course: Course) -> dict[str, object]:
    """Give for each variable of a route something that this person has to do with."""
    module = course.modules[0]
    judge = user_named(session, "judge")
    values: dict[str, object] = {
        "course_key": course.key,
        "module_key": module.key,
        "lesson_key": module.lessons[0].key,
        "aid_key": course.aids[0].key if course.aids else None,
        "report_id": session.scalars(select(MistakeReport.id).where(MistakeReport.closed_at.is_(None))).first(),
        "mail_id": session.scalars(select(Mail.id)).first(),
        "user_id": judge.id,
        "code": session.scalars(select(Credential.code).where(Credential.user_id == judge.id)).first(),
        "serial": session.scalars(select(Credential.serial).where(Credential.user_id == judge.id)).first(),
        "cohort_id": LARGE,
        "membership_id": session.scalars(select(Membership.id).where(Membership.cohort_id == LARGE)).first(),
        "coordinator_id": session.scalars(
            select(CohortCoordinator.user_id).where(CohortCoordinator.cohort_id == LARGE)
        ).first(),
        "join_code": getattr(find_code(session, LARGE, now=utcnow()), "code", None),
    }
    return {**values, **own_values(session, person)}


def own_values(session: Session, person: str) -> dict[str, object]:
    """Give what belongs to a learner: an attempt, the open one if there is one, and a place in a cohort."""
    if person not in ("investigator", "prosecutor", "judge"):
        return {}
    user = user_named(session, person)
    attempts = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    attempt = attempts.where(Enrolment.user_id == user.id).order_by(Attempt.submitted_at.is_not(None), Attempt.id)
    membership = select(Membership.id).where(Membership.user_id == user.id).order_by(Membership.id)
    return {
        "attempt_id": session.scalars(attempt).first(),
        "membership_id": session.scalars(membership).first(),
    }


Values = Mapping[str, object]  # by the name of a route's variable


def plain_shots(app: Flask, values: Mapping[str, Values], links: Mapping[str, str]) -> dict[str, list[Shot]]:
    """Give, for each endpoint that answers GET, the page for each person for whom there is an address."""
    shots: dict[str, list[Shot]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda it: it.endpoint):
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            found = [(person, address(rule, values[person], links)) for person in PEOPLE]
            shots[rule.endpoint] = [Shot(person, rule.endpoint, it) for person, it in found if it]
    return shots


def address(rule: Rule, values: Values, links: Mapping[str, str]) -> str | None:
    """Give an address of the route at which there is something, if there is something."""
    known = {**values, "token": links.get(rule.endpoint)}
    arguments = {name: known.get(name) for name in rule.arguments}
    built = None if None in arguments.values() else rule.build(arguments)
    query = f"?course={values['course_key']}" if rule.endpoint == "authoring.report" else ""
    return built[1] + query if built else None
