"""What holds of every answer of every route: its headers, its methods, and a body that no form sends."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.security import CONTENT_SECURITY_POLICY
from tests.page import open_page
from tests.site.test_forms import WRITTEN_BY_GET, snapshot
from tests.site.world import World, make_world, rules_of

PROMISED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
PARTS = b"".join(b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % number for number in range(600))
BODIES: dict[str, Callable[[FlaskClient, str], int]] = {
    "json": lambda client, url: client.post(url, json={"role": "administrator"}).status_code,
    "json-broken": lambda client, url: client.post(url, data=b"{", content_type="application/json").status_code,
    "xml": lambda client, url: client.post(url, data=b"<!DOCTYPE x>", content_type="text/xml").status_code,
    "no-type": lambda client, url: client.post(url, data=b"\xff\xfe\x00").status_code,
    "parts": lambda client, url: post_multipart(client, url, PARTS + b"--b--\r\n"),
    "broken-multipart": lambda client, url: post_multipart(client, url, PARTS[:70]),
    "no-boundary": lambda client, url: client.post(url, data=PARTS, content_type="multipart/form-data").status_code,
    "bad-utf-8": lambda client, url: (
        client.post(
            url, data=b"csrf_token=%ff&name=\xed\xa0\x80", content_type="application/x-www-form-urlencoded"
        ).status_code
    ),
    "many-fields": lambda client, url: (
        client.post(url, data=b"a=1&" * 5000, content_type="application/x-www-form-urlencoded").status_code
    ),
    "odd-charset": lambda client, url: (
        client.post(url, data=b"a=1", content_type="application/x-www-form-urlencoded; charset=nonsense").status_code
    ),
}


def post_multipart(client: FlaskClient, url: str, body: bytes) -> int:
    return client.post(url, data=body, content_type="multipart/form-data; boundary=b").status_code


@pytest.fixture
def world(make) -> World:
    return make_world(make)


class TestHeaders:
    @pytest.mark.parametrize("who", [None, "learner", "admin"])
    def test_every_route_answers_with_the_promised_headers(self, app, visitor, sign_in, world, who):
        client = (sign_in(getattr(world, who)) if who else visitor).client
        without = []
        for rule in rules_of(app, "GET"):
            answer = client.get(world.address(rule))
            if {name: answer.headers.get(name) for name in PROMISED} != PROMISED:
                without.append(rule.rule)
            if who and answer.headers["Cache-Control"] != "no-store":
                without.append(f"{rule.rule}: {answer.headers['Cache-Control']}")

        assert without == []

    @pytest.mark.parametrize("directive", ["unsafe", "data:", "http", "*", "blob:"])
    def test_the_policy_opens_nothing(self, directive):
        assert directive not in CONTENT_SECURITY_POLICY

    def test_nothing_tells_which_software_answers_to_a_scanner(self, visitor):
        answer = visitor.client.get("/no-such-page")

        assert not re.search(r"flask|jinja|sqlalchemy|traceback|\.py\b", answer.text, re.IGNORECASE)


class TestMethods:
    def test_a_page_answers_head_without_a_body_and_options_with_its_methods(self, app, sign_in, world):
        client = sign_in(world.admin).client

        for rule in rules_of(app, "GET"):
            address = world.address(rule)
            head, options = client.head(address), client.options(address)
            assert head.data == b"" and head.status_code == client.get(address).status_code, address
            assert options.status_code == 200 and "GET" in options.headers["Allow"], address

    def test_a_route_for_posts_shows_nothing_to_a_get_and_the_reverse(self, app, sign_in, session, world):
        client = sign_in(world.admin).client
        posted, shown = ({rule.rule: rule for rule in rules_of(app, method)} for method in ("POST", "GET"))
        only_post = [rule for path, rule in posted.items() if path not in shown]
        only_get = [rule for path, rule in shown.items() if path not in posted]
        before = snapshot(session)

        statuses = {client.get(world.address(rule)).status_code for rule in only_post}
        statuses |= {client.post(world.address(rule)).status_code for rule in only_get}

        assert statuses <= {400, 404, 405}  # without a token 400 comes first
        assert {name for name, rows in snapshot(session).items() if rows != before[name]} <= WRITTEN_BY_GET

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X"])
    def test_other_methods_are_refused_kindly(self, app, sign_in, world, method):
        client = sign_in(world.admin).client

        statuses = {client.open(world.address(rule), method=method).status_code for rule in rules_of(app, "GET")}

        assert statuses <= {400, 405}


class TestBodies:
    @pytest.mark.parametrize("send", BODIES.values(), ids=list(BODIES))
    def test_a_body_that_no_form_sends_is_refused_and_changes_nothing(self, app, sign_in, session, world, send):
        client = sign_in(world.admin).client
        before = snapshot(session)

        statuses = {send(client, world.address(rule)) for rule in rules_of(app, "POST")}

        assert statuses <= {400, 413}
        assert {name for name, rows in snapshot(session).items() if rows != before[name]} <= WRITTEN_BY_GET


class TestTokens:
    def test_a_token_of_one_session_does_not_serve_another(self, app, sign_in, session, learner, outsider):
        hers = sign_in(learner).page("/account/details").filled(form="main form")
        other = sign_in(outsider)

        answer = other.client.post("/account/details", data={**hers, "name": "Somebody Else"})

        session.expire_all()
        assert answer.status_code == 400
        assert outsider.name == "Bakyt Outsider"

    def test_a_token_of_before_the_sign_in_does_not_serve_after_it(self, app, visitor, sign_in, learner):
        early = visitor.page("/login").find("main input[name=csrf_token]")["value"]
        signed_in = sign_in(learner)

        answer = signed_in.client.post("/logout", data={"csrf_token": early})

        assert answer.status_code == 400
        signed_in.page("/account")

    @pytest.mark.parametrize("change", [lambda it: it[:-2], lambda it: "x" + it, lambda _: "", lambda _: "a.b.c"])
    def test_a_cookie_that_was_tampered_with_is_nobodys(self, app, sign_in, learner, change):
        cookie = sign_in(learner).client.get_cookie("session").value
        thief = app.test_client()
        thief.set_cookie("session", change(cookie))

        assert thief.get("/account").status_code == 302
        open_page(thief, "/login")
