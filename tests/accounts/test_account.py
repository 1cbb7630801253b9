"""One's own account: seen, changed, and its browsers signed out."""

import pytest
from sqlalchemy import select

from lms.accounts.models import UserSession
from tests.accounts.conftest import NEW_PASSWORD
from tests.factories import PASSWORD

OTHERS = "form[action='/account/sessions/end-others']"


class TestAccount:
    def test_it_shows_what_is_stored(self, sign_in, learner):
        text = sign_in(learner).page("/account").text

        for stored in ("Aigul Sadykova", "aigul@example.org", "Investigator", "Kyrgyzstan", "English"):
            assert stored in text

    @pytest.mark.parametrize("address", ["/account", "/account/details", "/account/email", "/account/password"])
    def test_it_needs_an_account(self, visitor, address):
        assert visitor.client.get(address).headers["Location"].startswith("/login?next=/account")


class TestChangeDetails:
    def test_name_profession_country_and_language_change(self, sign_in, learner, session):
        form = sign_in(learner).page("/account/details")
        assert form.find("main #name")["value"] == "Aigul Sadykova"

        form.submit(name="Айгүл Асанова", profession="judge", country="uz", language="ru")

        session.rollback()
        assert (learner.name, learner.name_folded) == ("Айгүл Асанова", "айгүл асанова")
        assert (learner.profession, learner.country, learner.language) == ("judge", "uz", "ru")

    def test_the_country_may_be_left_open(self, sign_in, learner, session):
        sign_in(learner).page("/account/details").submit(country="")

        session.rollback()
        assert learner.country is None

    @pytest.mark.parametrize(
        "forged",
        [{"profession": "king"}, {"country": "xx"}, {"language": "tlh"}, {"name": "\x01"}, {"name": "a\rb\x02"}],
    )
    def test_what_the_page_does_not_offer_is_refused(self, sign_in, learner, session, forged):
        form = sign_in(learner).page("/account/details")

        page = form.send({**form.filled(), **forged})

        assert page.errors
        session.rollback()
        assert (learner.name, learner.profession, learner.country) == ("Aigul Sadykova", "investigator", "kg")

    def test_role_and_address_cannot_be_smuggled_in(self, sign_in, learner, session):
        form = sign_in(learner).page("/account/details")

        form.send({**form.filled(), "roles": "administrator", "email": "x@example.org", "id": "1"})

        session.rollback()
        assert learner.roles == []
        assert learner.email == "aigul@example.org"


class TestChangePassword:
    def test_every_other_browser_is_signed_out(self, sign_in, learner, new_password):
        here, elsewhere = sign_in(learner), sign_in(learner)

        here.page("/account/password").submit(current=PASSWORD, **new_password)

        assert here.client.get("/account").status_code == 200
        assert elsewhere.client.get("/account").status_code == 302

    def test_this_browser_has_a_new_cookie(self, app, sign_in, learner, new_password):
        visitor = sign_in(learner)
        copied = visitor.client.get_cookie("session").value

        visitor.page("/account/password").submit(current=PASSWORD, **new_password)

        thief = app.test_client()
        thief.set_cookie("session", copied)
        assert thief.get("/account").status_code == 302

    def test_only_the_new_one_signs_in_and_she_is_told_by_mail(self, sign_in, visitor, learner, outbox, new_password):
        sign_in(learner).page("/account/password").submit(current=PASSWORD, **new_password)

        assert visitor.page("/login").submit(email=learner.email, password=PASSWORD).errors
        assert visitor.page("/login").submit(email=learner.email, password=NEW_PASSWORD).address == "/"
        assert [mail.recipient for mail in outbox()] == [learner.email]

    def test_the_present_password_is_needed_and_cannot_be_guessed_here(self, sign_in, learner, clock, new_password):
        form = sign_in(learner).page("/account/password")
        for _try in range(10):
            page = form.submit(current="wrong", **new_password)
            assert page.errors == ["This is not your password."]

        form.submit(current=PASSWORD, **new_password, status=429)


class TestSessions:
    def test_they_are_listed_with_browser_and_network(self, app, sign_in, learner):
        visitor = sign_in(learner)
        other = app.test_client()
        other.environ_base |= {
            "REMOTE_ADDR": "203.0.113.77",
            "HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Chrome/142.0 Mobile Safari/537.36",
        }
        login = other.get("/login").get_data(as_text=True)
        token = login.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
        other.post("/login", data={"csrf_token": token, "email": learner.email, "password": PASSWORD})

        text = visitor.page("/account").text

        assert "Chrome, Android 203.0.113.0/24" in text
        assert "203.0.113.77" not in text
        assert "This browser" in text

    def test_one_of_them_is_ended(self, sign_in, learner, session):
        gone, here = sign_in(learner), sign_in(learner)
        session.rollback()
        first = session.scalars(select(UserSession.id).order_by(UserSession.id)).first()

        here.page("/account").submit(form=f"form[action='/account/sessions/{first}/end']")

        assert gone.client.get("/account").status_code == 302
        assert here.client.get("/account").status_code == 200

    def test_all_others_are_ended(self, sign_in, learner, outsider):
        here, gone, another = sign_in(learner), sign_in(learner), sign_in(outsider)

        here.page("/account").submit(form=OTHERS)

        assert here.client.get("/account").status_code == 200
        assert gone.client.get("/account").status_code == 302
        assert another.client.get("/account").status_code == 200

    def test_somebody_elses_is_as_if_it_were_missing(self, sign_in, learner, outsider, make):
        theirs = make.sign_in_row(outsider)
        visitor = sign_in(learner)
        sent = visitor.page("/account").filled(form="form[action='/logout']")

        answers = [visitor.client.post(f"/account/sessions/{number}/end", data=sent) for number in (theirs.id, 999_999)]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].get_data() == answers[1].get_data()


class TestChooseLanguage:
    def test_a_visitor_reads_on_in_the_language_chosen(self, visitor):
        page = visitor.page("/login").submit("ru", form=".language-switch")

        assert page.address == "/login"
        assert page.find("html")["lang"] == "ru"
        assert visitor.page("/notice").find("html")["lang"] == "ru"

    def test_an_account_keeps_it(self, sign_in, learner, session):
        sign_in(learner).page("/account").submit("ru", form=".language-switch")

        session.rollback()
        assert learner.language == "ru"
        assert sign_in(learner).page("/account").find("html")["lang"] == "ru"

    @pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", ""])
    def test_it_leads_to_no_other_site(self, visitor, target):
        sent = visitor.page("/login").filled("ru", form=".language-switch")

        answer = visitor.client.post("/language", data={**sent, "next": target})

        assert answer.headers["Location"] == "/"

    @pytest.mark.parametrize("language", ["", "tlh", "../../etc"])
    def test_a_language_that_the_site_does_not_have_is_refused(self, visitor, language):
        sent = visitor.page("/login").filled("ru", form=".language-switch")

        assert visitor.client.post("/language", data={**sent, "language": language}).status_code == 400


class TestNotice:
    def test_it_says_its_version_to_everybody(self, visitor):
        assert "Version 2 of this notice" in visitor.page("/notice").text
