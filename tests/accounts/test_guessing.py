"""Guessing is slowed, and never so that a stranger keeps the owner out."""

import pytest

from lms.accounts import guessing
from tests.factories import PASSWORD

HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def try_login(app, clock):
    """Try to sign in from an address; gives the status."""

    def try_login(email, password="wrong password", *, address=ELSEWHERE, times=1, forwarded=False):
        status = 0
        for number in range(times):
            client = app.test_client()
            client.environ_base["REMOTE_ADDR"] = address
            page = client.get("/login").get_data(as_text=True)
            token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
            headers = {"X-Forwarded-For": f"192.0.2.{number}"} if forwarded else {}
            data = {"csrf_token": token, "email": email, "password": password}
            status = client.post("/login", data=data, headers=headers).status_code
        return status

    return try_login


class TestSignIn:
    def test_after_ten_wrong_passwords_the_right_one_waits_too(self, try_login, learner):
        assert try_login(learner.email, times=10) == 200

        assert try_login(learner.email, PASSWORD) == 429

    def test_after_a_while_it_is_heard_again(self, try_login, learner, clock):
        try_login(learner.email, times=11)

        clock.advance(minutes=16)

        assert try_login(learner.email, PASSWORD) == 302

    def test_a_changing_forwarded_address_changes_nothing(self, try_login, learner):
        try_login(learner.email, times=10, forwarded=True)

        assert try_login(learner.email, PASSWORD, forwarded=True) == 429

    def test_an_account_that_does_not_exist_is_slowed_alike(self, try_login):
        assert try_login("nobody@example.org", times=10) == 200
        assert try_login("nobody@example.org") == 429

    def test_an_account_is_guarded_against_tries_from_many_networks(self, try_login, learner):
        for number in range(20):
            try_login(learner.email, address=f"203.0.{number}.1")

        assert try_login(learner.email, address="203.0.99.1") == 429

    def test_strangers_do_not_slow_the_owner_where_she_signed_in_before(self, try_login, learner):
        assert try_login(learner.email, PASSWORD, address=HOME) == 302
        for number in range(20):
            try_login(learner.email, address=f"203.0.{number}.1")

        assert try_login(learner.email, PASSWORD, address=HOME) == 302

    def test_a_success_forgives_what_she_mistyped(self, try_login, learner):
        for _day in range(3):
            assert try_login(learner.email, times=9) == 200
            assert try_login(learner.email, PASSWORD) == 302

    def test_the_refusal_says_when_to_try_again(self, app, try_login, learner, visitor):
        login = visitor.page("/login")
        for _try in range(10):
            login.submit(email=learner.email, password="wrong password")

        page = login.submit(email=learner.email, password=PASSWORD, status=429)

        assert "Try again in 15 minutes." in page.text
        assert int(page.response.headers["Retry-After"]) <= 15 * 60 + 1

    def test_a_network_that_tries_many_accounts_waits(self, try_login, learner, session, make, clock):
        for number in range(100):
            guessing.count_sign_in(session, f"name{number}", 0, "203.0.113.0/24", now=clock.now)
        session.commit()

        assert try_login(learner.email, PASSWORD) == 429


class TestMails:
    def test_an_address_gets_no_more_than_three_an_hour_and_nobody_is_told(self, visitor, learner, clock, outbox):
        pages = [visitor.page("/forgot-password").submit(email=learner.email) for _try in range(5)]

        assert len({page.text for page in pages}) == 1
        assert len(outbox()) == 3

    def test_a_network_that_asks_for_many_waits(self, visitor, session, clock):
        for number in range(60):
            guessing.ask_for_mail(session, "password", f"{number}@example.org", "127.0.0.0/24", now=clock.now)
        session.commit()

        visitor.page("/forgot-password").submit(email="aigul@example.org", status=429)


class TestCodes:
    def test_a_slip_is_tried_ten_times_at_most(self, visitor, make, clock, new_password):
        make.learner(email=None, sign_in_name="aigul.sadykova")
        slip = visitor.page("/slip")
        typed = {"sign_in_name": "aigul.sadykova", "code": "AAAA-AAAA-AAAA", "consent": "y", **new_password}
        for _try in range(10):
            slip.submit(**typed)

        assert "too many tries" in slip.submit(**typed, status=429).text

    def test_made_up_links_are_counted_by_network(self, visitor, session, clock):
        token = visitor.page("/login").find("main [name=csrf_token]")["value"]
        for _try in range(99):
            guessing.count_code(session, "link", "127.0.0.0/24", now=clock.now)
        session.commit()

        statuses = [
            visitor.client.post("/reset-password/made-up", data={"csrf_token": token}).status_code for _try in range(2)
        ]

        assert statuses == [404, 429]
