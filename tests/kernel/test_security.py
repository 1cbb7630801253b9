"""Headers, hosts, local addresses and proxies."""

import pytest

from lms.security import is_local_path, network_of


class TestIsLocalPath:
    @pytest.mark.parametrize("target", ["/", "/courses", "/courses/basics?minutes=12", "/a/b#c"])
    def test_a_path_of_this_site_is_followed(self, target):
        assert is_local_path(target)

    @pytest.mark.parametrize(
        "target",
        [
            None, "", "courses", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
            "https://evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example", "javascript:alert(1)",
            "/a\\b", "\t//evil.example",
        ],
    )  # fmt: skip
    def test_what_a_browser_could_take_elsewhere_is_not(self, target):
        assert not is_local_path(target)


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:22ff::7", "2001:db8:1:2200::/56"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("fe80::7%eth0", "fe80::/56"),
            (None, "unknown"),
            ("nonsense", "unknown"),
        ],
    )
    def test_neighbours_count_as_one(self, address, network):
        assert network_of(address) == network


class TestHeaders:
    @pytest.mark.parametrize("address", ["/", "/no-such-page", "/healthz", "/static/site.css"])
    def test_every_answer_carries_them_errors_and_files_too(self, visitor, address):
        with visitor.client.get(address) as answer:
            headers = answer.headers

        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"

    def test_what_a_signed_in_person_sees_is_stored_nowhere(self, sign_in, learner):
        visitor = sign_in(learner)

        assert visitor.client.get("/account").headers["Cache-Control"] == "no-store"

    def test_static_files_may_be_kept_for_a_year(self, visitor):
        with visitor.client.get("/static/site.css") as answer:
            assert "immutable" in answer.headers["Cache-Control"]


class TestRequests:
    def test_a_host_that_is_not_ours_is_refused(self, visitor):
        answer = visitor.client.get("/login", headers={"Host": "evil.example"})

        assert answer.status_code == 400

    @pytest.mark.parametrize(
        "address", ["/courses/a%00b", "/courses?topic=%00", "/attempts/99999999999999999999999999"]
    )
    def test_odd_addresses_are_answered_kindly(self, visitor, address):
        assert 400 <= visitor.client.get(address, follow_redirects=True).status_code < 500 or "topic" in address

    def test_a_body_that_is_too_large_is_refused(self, visitor):
        page = visitor.page("/login")
        token = page.find("main input[name=csrf_token]")["value"]

        answer = visitor.client.post("/login", data={"csrf_token": token, "email": "x" * 3_000_000, "password": "p"})

        assert answer.status_code == 413


class TestSecureSite:
    @pytest.fixture
    def settings(self, settings):
        return {**settings, "base_url": "https://courses.example.org"}

    def test_cookies_are_bound_to_the_host_and_secure(self, app):
        answer = app.test_client().get("/login", base_url="https://courses.example.org")

        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


class TestTrustedProxies:
    @pytest.fixture
    def settings(self, settings):
        return {**settings, "trusted_proxies": ["10.1.2.3"]}

    @pytest.mark.parametrize(("neighbour", "seen"), [("10.1.2.3", "198.51.100.9"), ("10.1.2.4", "10.1.2.4")])
    def test_a_forwarded_address_is_believed_from_our_proxy_alone(self, app, neighbour, seen):
        from flask import request

        heard = []
        app.before_request_funcs.setdefault(None, []).insert(0, lambda: heard.append(request.remote_addr) and None)

        app.test_client().get(
            "/healthz", environ_base={"REMOTE_ADDR": neighbour}, headers={"X-Forwarded-For": "198.51.100.9"}
        )

        assert heard == [seen]
