"""Rules for every route, also for those not written yet."""

import pytest
from flask import Flask

from lms.permissions import RULES, Permission
from tests.site.world import World, make_world, rules_of

PUBLIC = {
    "healthz", "readyz",
    "accounts.login", "accounts.register", "accounts.choose_language", "accounts.notice", "accounts.forgot_password",
    "accounts.reset_password", "accounts.invitation", "accounts.welcome", "accounts.slip", "accounts.confirm_email",
    "learning.home", "learning.catalogue", "learning_glossary.glossary", "certificates.verify", "certificates.show",
    "certificates.verify_file", "certificates.document", "certificates.issuer", "certificates.statuses",
    "cohorts.type_code", "cohorts.join", "cohorts.make_account",
}  # fmt: skip


class TestDeclarations:
    def test_each_route_says_who_may_use_it(self, app: Flask):
        silent = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "access")]

        assert silent == []

    def test_a_route_that_does_not_say_is_refused(self, app: Flask):
        app.add_url_rule("/silent", "silent", lambda: "hello")

        assert app.test_client().get("/silent").status_code == 403

    def test_the_open_routes_are_those_of_this_list(self, app: Flask):
        open_routes = {name for name, view in app.view_functions.items() if getattr(view, "access", None) == "public"}

        assert open_routes == PUBLIC

    def test_each_permission_has_a_rule(self, app: Flask):
        assert {permission for permission in Permission if not RULES.get(permission)} == set()


@pytest.fixture
def world(make) -> World:
    return make_world(make)


class TestRefusals:
    def test_without_an_account_no_page_of_a_person_opens(self, app, visitor, world):
        opened = []
        for rule in rules_of(app, "GET"):
            view = app.view_functions[rule.endpoint]
            if view.access in ("public", Permission.COURSE_VIEW, Permission.LESSON_READ, Permission.MISTAKE_REPORT):
                continue
            answer = visitor.client.get(world.address(rule))
            if answer.status_code not in (302, 404, 405) or "/login" not in answer.headers.get("Location", "/login"):
                opened.append((rule.rule, answer.status_code))

        assert opened == []

    def test_a_learner_opens_no_page_of_staff(self, app, sign_in, world):
        learner = sign_in(world.learner)
        staff = {Permission.PEOPLE_MANAGE, Permission.COURSES_AUTHOR, Permission.SITE_ADMINISTER}

        statuses = {
            rule.rule: learner.client.get(world.address(rule)).status_code
            for rule in rules_of(app, "GET")
            if app.view_functions[rule.endpoint].access in staff
        }

        assert statuses and set(statuses.values()) <= {403, 404}, statuses

    @pytest.mark.parametrize("who", ["outsider", "author", "coordinator", "admin"])
    def test_what_is_one_learners_own_answers_others_as_a_missing_thing(self, app, sign_in, world, who):
        visitor = sign_in(getattr(world, who))
        addresses = [
            f"/attempts/{world.values['attempt_id']}",
            f"/attempts/{world.values['attempt_id']}/result",
            f"/certificates/{world.values['code']}.pdf",
        ]

        others = [visitor.page(address, status=404) for address in addresses]
        missing = visitor.page("/attempts/999999", status=404)

        assert {page.text for page in others} == {missing.text}
