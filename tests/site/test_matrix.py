"""Who may open and send what: every route, every role, one's own things, others' and missing ones."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.conftest import Visitor
from tests.site.test_forms import WRITTEN_BY_GET, snapshot
from tests.site.world import World, make_world, rules_of

PEOPLE = ("stranger", "learner", "outsider", "author", "coordinator", "other_coordinator", "admin")
SIGNED_IN = frozenset(PEOPLE[1:])
# `learner` owns the attempt, the certificate, the browser and the membership of the world; the course is open to
# everybody. `coordinator` follows the cohort, `other_coordinator` another one.
MAY = {
    "anybody": frozenset(PEOPLE),
    "with an account": SIGNED_IN,
    "owner": frozenset({"learner"}),
    "author": frozenset({"author", "admin"}),
    "any coordinator": frozenset({"coordinator", "other_coordinator", "admin"}),
    "coordinator": frozenset({"coordinator", "admin"}),
    "administrator": frozenset({"admin"}),
    "follower": frozenset({"coordinator", "admin"}),
}
TABLE = {
    "anybody": {
        "healthz", "readyz", "learning.home", "learning.catalogue", "learning.course", "learning_lessons.lesson",
        "learning_lessons.media", "learning_aids.aid", "learning_aids.pdf", "learning_glossary.glossary",
        "accounts.login", "accounts.register", "accounts.forgot_password", "accounts.slip",
        "accounts.notice", "accounts.choose_language", "accounts.reset_password", "accounts.invitation",
        "accounts.welcome", "accounts.confirm_email", "certificates.verify", "certificates.show", "authoring.report",
        "certificates.verify_file", "certificates.document", "certificates.issuer", "certificates.statuses",
        "cohorts.type_code", "cohorts.join", "cohorts.make_account",
    },
    "with an account": {
        "accounts.account", "accounts.change_details", "accounts.change_email", "accounts.change_password",
        "accounts.end_other_sessions", "accounts.logout", "certificates.mine", "assessment.quiz", "assessment.final",
        "learning.enrol", "learning.withdraw", "learning_lessons.complete", "learning_lessons.position",
        "cohorts.join_now",
    },
    "owner": {
        "assessment.take", "assessment.hand_in", "assessment.result", "assessment.save_response",
        "assessment.delete_essay", "certificates.pdf", "accounts.end_session",
        "cohorts.membership", "cohorts.join_listed", "cohorts.change_membership", "cohorts.leave",
    },
    "author": {"authoring.courses", "authoring.closed_reports", "authoring.close"},
    "any coordinator": {"cohorts.cohorts", "cohorts.create", "cohorts.list_template"},
    "coordinator": {
        "cohorts.change", "cohorts.delete", "cohorts.coordinators", "cohorts.remove_coordinator", "cohorts.members",
        "cohorts.member", "cohorts.change_member", "cohorts.remove_member", "cohorts.member_slip",
        "cohorts.add_members", "cohorts.add_person",
        "cohorts.choose_slips", "cohorts.code", "cohorts.withdraw_code", "cohorts.code_sheet", "cohorts.code_mark",
    },
    "administrator": {
        "administration.people", "administration.person", "administration.invite", "administration.create_person",
        "administration.set_roles", "administration.disable_person", "administration.enable_person",
        "administration.end_person_sessions", "administration.give_slip", "administration.send_invitation",
        "administration.overview", "administration.settings", "administration.work", "administration.start_work",
        "administration.mail", "administration.show_mail", "administration.retry_mail", "administration.log",
        "administration.export_log", "administration.doctor", "administration.certificates",
        "administration.certificate", "administration.revoke", "administration.restore", "administration.replace",
    },
    "follower": {
        "reports.cohort", "reports.progress_csv", "reports.member",
    },
}  # fmt: skip
ALLOWED = {endpoint: MAY[who] for who, endpoints in TABLE.items() for endpoint in endpoints}
OPENED = {200, 202, 302}
QUERIES = {"authoring.report": "?course=basics"}
NOT_THERE = {
    "certificates.document", "certificates.issuer", "certificates.statuses",  # without https, before the first
    "accounts.invitation", "accounts.welcome", "accounts.confirm_email", "learning_lessons.media",
}  # fmt: skip


@pytest.fixture
def world(make) -> World:
    return make_world(make)


@pytest.fixture(params=PEOPLE)
def who(request) -> str:
    return str(request.param)


@pytest.fixture
def somebody(app, sign_in, world, who) -> Visitor:
    return Visitor(app) if who == "stranger" else sign_in(getattr(world, who))


def refused_rules(app: Flask, method: str, who: str) -> list[Rule]:
    return [rule for rule in rules_of(app, method) if who not in ALLOWED[rule.endpoint]]


def test_every_route_stands_in_the_table_once(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}

    assert endpoints == set(ALLOWED)
    assert sum(map(len, TABLE.values())) == len(ALLOWED)


def test_each_opens_what_the_table_gives_her(app, somebody, world, who):
    opened = {}
    for rule in rules_of(app, "GET"):
        if who in ALLOWED[rule.endpoint] and rule.endpoint not in NOT_THERE:
            answer = somebody.client.get(world.address(rule) + QUERIES.get(rule.endpoint, ""))
            opened[rule.rule] = (answer.status_code, answer.headers.get("Location", ""))

    assert opened
    assert {rule for rule, (status, to) in opened.items() if status not in OPENED or to.startswith("/login")} == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_is_refused_what_it_does_not_give_her_and_changes_nothing(app, somebody, session, world, who, method):
    token = somebody.page("/courses").find("input[name=csrf_token]")["value"]
    before = snapshot(session)

    answers = {
        rule.rule: somebody.client.open(world.address(rule), method=method, data={"csrf_token": token})
        for rule in refused_rules(app, method, who)
    }

    expected = {302} if who == "stranger" else {403, 404}
    assert {rule: it.status_code for rule, it in answers.items() if it.status_code not in expected} == {}
    assert all(it.headers["Location"].startswith("/login") for it in answers.values() if who == "stranger")
    assert {name for name, rows in snapshot(session).items() if rows != before[name]} <= WRITTEN_BY_GET


@pytest.mark.parametrize("who", PEOPLE[1:])
def test_what_is_anothers_reads_as_what_is_missing(app, somebody, world, who):
    missing = World(
        **{
            **vars(world),
            "values": {**world.values, **numbers_of_nothing(world), "code": "2" * 18, "serial": "2026-999999"},
        }
    )
    for rule in refused_rules(app, "GET", who):
        if rule.arguments:
            others, none = (somebody.page(it.address(rule), status=404) for it in (world, missing))
            assert (others.title, others.text) == (none.title, none.text), rule.rule


def numbers_of_nothing(world: World) -> dict[str, object]:
    return {name: 999_999 for name, value in world.values.items() if isinstance(value, int)}
