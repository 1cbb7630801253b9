"""What strangers, scanners and slips of the hand send: answered kindly, run by nobody, stored whole or not at all."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from bs4 import Tag
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.accounts.models import LinkKind, OneTimeLink, Role, UserRole
from lms.cohorts.models import Cohort
from tests.conftest import Visitor
from tests.factories import START
from tests.page import Page, default_values
from tests.site.world import World, make_world, rules_of

COMPUTED = "62615533"  # 7919 * 7907
CORPUS = {
    "script": "<script>alert(1)</script>",
    "attribute": '" autofocus onfocus="alert(1)" x="',
    "image": "<img src=x onerror=alert(1)>",
    "end-of-field": "</textarea></title><svg/onload=alert(1)>",
    "template": "{{ 7919*7907 }}${7919*7907}<%= 7919*7907 %>",
    "placeholder": "%(name)s %s %d {0} {name}",
    "database": "'; DROP TABLE user; --",
    "wildcards": "%_%\\",
    "formula": '=HYPERLINK("http://evil.example";"x")',
    "javascript": "javascript:alert(1)//",
    "header": "a\r\nSet-Cookie: session=stolen\r\n\r\n<h1>x</h1>",
    "turned": "\u202egnp.exe\u2066",
    "combining": "a" + "\u0301" * 60,
    "astral": "\U0001f600\U0001f9ff \u202e",
    "path": "../../../../etc/passwd",
    "long": "x" * 9000,
    "spaces": " \t\u00a0\u2003 ",
}
NUMBERS = ["0", "-1", "00", "2147483648", str(2**63), "1" + "0" * 30, "1" * 5000, "000001" + "9" * 5000, "1e3", "x"]
RAW = ["%00", "%ff%fe", "%ed%a0%80", "%c0%ae%c0%ae", "%0d%0aX-Evil:%201", "%2e%2e%2f", "a%2fb", "%", "%u0041", "+"]

TYPED_LOOSELY = {"certificates.show", "cohorts.join", "cohorts.make_account"}  # signs between letters mean nothing
REPORT = "/report-a-mistake?course=basics&lesson=start/first"
ASKED = {
    "find": ["/admin/people", "/cohorts", "/cohorts/1/members"],
    "role": ["/admin/people"],
    "state": ["/admin/people", "/admin/mail"],
    "person": ["/admin/log", "/admin/log.csv"],
    "act": ["/admin/log", "/admin/log.csv"],
    "from": ["/admin/log", "/admin/log.csv"],
    "to": ["/admin/log", "/admin/log.csv"],
    "before": ["/admin/log"],
    "after": ["/admin/log"],
    "page": [
        "/cohorts",
        "/cohorts/1/members",
        "/cohorts/1/slips",
        "/admin/people",
        "/admin/courses",
        "/admin/courses/reports/closed",
        "/admin/mail",
        "/admin/work",
    ],
    "minutes": ["/", "/courses/basics"],
    "audience": ["/courses"],
    "topic": ["/courses"],
    "route": ["/courses/basics/start/second"],
    "course": ["/report-a-mistake"],
    "lesson": ["/report-a-mistake?course=basics"],
    "question": [REPORT],
    "heading": [REPORT],
    "language": [REPORT],
}


@pytest.fixture
def world(make) -> World:
    return make_world(make)


@pytest.fixture(params=["stranger", "learner", "admin"])
def someone(request, app, sign_in, world) -> Visitor:
    return Visitor(app) if request.param == "stranger" else sign_in(getattr(world, request.param))


def check_answer(client: FlaskClient, answer: TestResponse, what: str) -> Page | None:
    """Fail where an answer is a fault of ours, or holds anything that a browser would run."""
    assert answer.status_code < 500, f"{what}: {answer.status_code}"
    assert "X-Evil" not in answer.headers and "stolen" not in answer.headers.get("Set-Cookie", ""), what
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), what
    assert COMPUTED not in answer.text, what
    return (
        Page(client, answer) if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 308) else None
    )


def odd_addresses(rule: Rule, world: World) -> Iterator[str]:
    """Give addresses of the route with each of its variables made odd in turn."""
    known = world.address(rule)
    for name in rule.arguments:
        value = str(world.values[name])
        numbers = NUMBERS if isinstance(world.values[name], int) else []
        for odd in [*RAW, *numbers, *(quote(text[:500], safe="") for text in CORPUS.values())]:
            yield known[::-1].replace(value[::-1], odd[::-1], 1)[::-1]


class TestAddresses:
    def test_odd_values_in_an_address_find_nothing_and_break_nothing(self, app, someone, world):
        for rule in rules_of(app, "GET"):
            for address in odd_addresses(rule, world):
                answer = someone.client.get(address)

                check_answer(someone.client, answer, address[:200])
                assert answer.status_code != 200 or rule.endpoint in TYPED_LOOSELY, address[:200]

    @pytest.mark.parametrize(("name", "paths"), ASKED.items(), ids=list(ASKED))
    def test_odd_values_behind_the_question_mark_break_nothing(self, app, visitor, sign_in, world, name, paths):
        admin = sign_in(world.admin)

        for path in paths:
            for odd in [*RAW, *NUMBERS, *(quote(text[:2000], safe="") for text in CORPUS.values())]:
                address = f"{path}{'&' if '?' in path else '?'}{name}={odd}"
                check_answer(admin.client, admin.client.get(address), address[:200])

        check_answer(visitor.client, visitor.client.get(f"{paths[0]}?{name}=x&{name}=y"), name)


FORMS = [
    "/login", "/login?next=//evil.example", "/register", "/forgot-password", "/slip", "/verify", REPORT,
    "/account/details", "/account/email", "/account/password", "/admin/people/new", "/admin/people/invite",
    "/admin/courses/reports/1", "/courses/basics/start/first", "/invitation/{invitation}",
    "/reset-password/{token}", "/admin/people/1",
    "/cohorts/new", "/cohorts/1/edit", "/cohorts/1/coordinators", "/cohorts/1/members/1/edit", "/cohorts/1/code",
    "/cohorts/1/members/2/remove", "/cohorts/1/coordinators/{coordinator}/remove", "/join", "/join/ACDE-FGH3/account",
    "/memberships/{membership}/edit", "/cohorts/1/members/add", "/cohorts/1/members/add-one",
]  # fmt: skip


READ_AFTERWARDS = [
    "/", "/account", "/admin/people", "/admin/courses", "/admin/courses/reports/closed", "/cohorts",
    "/cohorts/1/members", "/cohorts/1/members/1", "/cohorts/1/code", "/cohorts/1/edit", "/join/ACDE-FGH3",
    "/admin", "/admin/people/1", "/admin/mail", "/admin/mail/1", "/admin/work", "/admin/log", "/admin/log.csv",
]  # fmt: skip


def text_fields(form: Tag) -> list[str]:
    """Give the names of the fields into which a person types."""
    typed = form.select("input[type=text], input[type=email], input[type=password], input:not([type]), textarea")
    return [str(field["name"]) for field in typed if field.get("name")]


class TestForms:
    @pytest.mark.parametrize("text", CORPUS.values(), ids=list(CORPUS))
    def test_whatever_is_typed_is_text(self, app, make, sign_in, session, world, text):
        session.add(UserRole(user_id=world.admin.id, role=Role.AUTHOR))
        session.commit()
        own = make.membership(cohort=session.get(Cohort, 1), user=world.admin)
        values = {"invitation": make_invitation(make), "token": world.values["token"], "membership": own.id}
        values["coordinator"] = world.values["coordinator_id"]
        for address in FORMS:
            for someone in (Visitor(app), sign_in(world.admin)):
                answer = someone.client.get(address.format(**values))
                if answer.status_code == 200:
                    send_everywhere(someone.client, check_answer(someone.client, answer, address), text)

        admin = sign_in(world.admin)
        for address in (*READ_AFTERWARDS, f"/memberships/{own.id}"):
            check_answer(admin.client, admin.client.get(address), address)


def send_everywhere(client: FlaskClient, page: Page | None, text: str) -> None:
    """Type `text` into every field of every form of the page and send it."""
    assert page
    for form in page.main.select("form[method=post]"):
        names = text_fields(form)
        data = {**default_values(form), **dict.fromkeys(names, text)}
        address = str(form.get("action") or page.response.request.full_path)
        check_answer(client, client.post(address, data=data, follow_redirects=True), f"{address} {names}")


def make_invitation(make) -> str:
    token = "a-token-of-an-invitation"
    make.save(
        OneTimeLink(
            kind=LinkKind.INVITATION,
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            email="new@example.org",
            created_at=START,
            expires_at=START + timedelta(days=365),
        )
    )
    return token
