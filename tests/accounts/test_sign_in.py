"""Signing in and out, and what a session withstands."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from lms.accounts.models import UserSession
from lms.accounts.passwords import needs_rehash
from tests.factories import PASSWORD


class TestLogin:
    @pytest.mark.parametrize("typed", ["aigul@example.org", " Aigul@Example.ORG "])
    def test_an_e_mail_address_in_any_case_signs_in(self, visitor, learner, typed):
        visitor.page("/login").submit(email=typed, password=PASSWORD)

        assert visitor.page("/account").title.startswith("Your account")

    def test_a_sign_in_name_signs_in(self, visitor, make):
        make.learner(email=None, sign_in_name="aigul.sadykova")

        visitor.page("/login").submit(email="Aigul.Sadykova", password=PASSWORD)

        assert "aigul.sadykova" in visitor.page("/account").text

    def test_an_unknown_account_reads_like_a_wrong_password(self, visitor, learner, make):
        make.learner(email="closed@example.org", disabled_at=learner.created_at)
        make.learner(email="new@example.org", password_hash=None)
        login = visitor.page("/login")

        pages = [
            login.submit(email=email, password=password)
            for email, password in [
                ("aigul@example.org", "wrong"),
                ("nobody@example.org", "wrong"),
                ("closed@example.org", PASSWORD),
                ("new@example.org", ""),
                ("new@example.org", "wrong"),
                ("nobody", PASSWORD),
            ]
            if password
        ]

        assert len({(page.status, page.text) for page in pages}) == 1
        assert "do not belong together" in pages[0].errors[0]

    def test_what_is_missing_is_said_at_its_field(self, visitor):
        page = visitor.page("/login").submit(email=" ", password="")

        assert page.errors == ["Type your e-mail address or sign-in name.", "Type your password."]

    def test_what_was_typed_is_kept_but_for_the_password(self, visitor):
        page = visitor.page("/login").submit(email="aigul@example.org", password="wrong")

        assert page.find("main #email")["value"] == "aigul@example.org"
        assert not page.find("main #password").get("value")

    def test_an_old_hash_is_renewed(self, visitor, make, session):
        weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
        user = make.learner(password_hash=weak)

        visitor.page("/login").submit(email=user.email, password=PASSWORD)

        session.rollback()
        assert not needs_rehash(user.password_hash)
        assert visitor.page("/account").status == 200

    def test_browsers_may_fill_both_fields(self, visitor):
        page = visitor.page("/login")

        assert page.find("main #email")["autocomplete"] == "username"
        assert page.find("main #password")["autocomplete"] == "current-password"

    def test_who_is_signed_in_goes_on(self, sign_in, learner):
        answer = sign_in(learner).client.get("/login?next=/courses")

        assert answer.headers["Location"] == "/courses"


class TestNext:
    def test_a_page_that_needs_an_account_is_opened_after_signing_in(self, visitor, learner):
        visitor.page("/account/details").submit(email=learner.email, password=PASSWORD)

        login = visitor.client.get("/account/details")
        assert login.status_code == 200

    @pytest.mark.parametrize(
        "target", ["//evil.example", "/\\evil.example", "https:evil.example", "/%09/evil.example", "%0a//evil.example"]
    )
    def test_another_site_is_not(self, visitor, learner, target):
        login = visitor.page(f"/login?next={target}")

        sent = login.filled(email=learner.email, password=PASSWORD)
        answer = visitor.client.post(f"/login?next={target}", data=sent)

        assert answer.headers["Location"] == "/"


class TestLogout:
    def test_a_cookie_copied_before_opens_nothing_after(self, app, sign_in, learner):
        visitor = sign_in(learner)
        copied = visitor.client.get_cookie("session").value

        visitor.page("/account").submit(form="form[action='/logout']")

        thief = app.test_client()
        thief.set_cookie("session", copied)
        assert thief.get("/account").status_code == 302
        assert visitor.client.get("/account").status_code == 302

    def test_the_browser_is_told_to_forget(self, sign_in, learner):
        visitor = sign_in(learner)
        page = visitor.page("/account")

        answer = visitor.client.post("/logout", data=page.filled(form="form[action='/logout']"))

        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'

    def test_another_browser_stays_signed_in(self, sign_in, learner):
        one, other = sign_in(learner), sign_in(learner)

        one.page("/account").submit(form="form[action='/logout']")

        assert other.client.get("/account").status_code == 200


class TestSessions:
    def test_the_cookie_holds_no_number_and_the_table_no_token(self, sign_in, learner, session):
        visitor = sign_in(learner)

        with visitor.client.session_transaction() as cookie:
            token = cookie["_user_id"]
            assert "_id" not in cookie
        session.rollback()
        stored = session.scalar(select(UserSession.token_hash))
        assert len(token) >= 43
        assert token != stored and token not in stored

    def test_each_sign_in_has_a_new_token_and_drops_what_was_in_the_cookie(self, app, learner, sign_in):
        visitor = sign_in(learner)
        with visitor.client.session_transaction() as cookie:
            first = cookie["_user_id"]
        visitor.page("/account").submit(form="form[action='/logout']")
        visitor.client.set_cookie("session", app.session_interface.get_signing_serializer(app).dumps({"planted": 1}))

        visitor.page("/login").submit(email=learner.email, password=PASSWORD)

        with visitor.client.session_transaction() as cookie:
            assert cookie["_user_id"] != first
            assert "planted" not in cookie

    @pytest.mark.parametrize(("keep", "hours", "status"), [(None, 11, 200), (None, 13, 302), ("y", 13, 200)])
    def test_an_unused_session_ends_sooner_on_a_shared_computer(self, visitor, learner, clock, keep, hours, status):
        fields = {"keep": keep} if keep else {}
        visitor.page("/login").submit(email=learner.email, password=PASSWORD, **fields)

        clock.advance(hours=hours)

        assert visitor.client.get("/account").status_code == status

    def test_a_session_in_daily_use_ends_after_ninety_days(self, sign_in, learner, clock):
        visitor = sign_in(learner)
        for _week in range(12):
            clock.advance(days=7)
            assert visitor.client.get("/account").status_code == 200

        clock.advance(days=7)

        assert visitor.client.get("/account").status_code == 302

    def test_the_cookie_outlives_the_browser_only_where_she_said_so(self, visitor, learner):
        login = visitor.page("/login")

        once = visitor.client.post("/login", data=login.filled(email=learner.email, password=PASSWORD))

        assert "Expires" not in once.headers["Set-Cookie"]

    def test_its_last_use_is_written_at_most_once_a_minute(self, sign_in, learner, clock, session):
        visitor = sign_in(learner)
        session.rollback()
        began = session.scalar(select(UserSession.last_seen_at))

        clock.advance(seconds=50)
        visitor.page("/account")
        session.rollback()
        assert session.scalar(select(UserSession.last_seen_at)) == began

        clock.advance(seconds=20)
        visitor.page("/account")
        session.rollback()
        assert session.scalar(select(UserSession.last_seen_at)) == clock.now

    def test_a_made_up_token_opens_nothing(self, visitor, session):
        with visitor.client.session_transaction() as cookie:
            cookie["_user_id"] = "1"

        assert visitor.client.get("/account").status_code == 302
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0
