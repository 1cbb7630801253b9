"""Coming in by a link: registering, invitations, forgotten passwords, the first administrator, a new address."""

import pytest
from sqlalchemy import select

from lms.accounts.blueprint import NOTICE_VERSION
from lms.accounts.models import LinkKind, OneTimeLink, Role, User
from lms.accounts.service import create_first_administrator_link
from tests.accounts.conftest import NEW_PASSWORD
from tests.factories import PASSWORD, START
from tests.page import Page, open_page

HOSTILE = "<b onmouseover=alert(1)>Ö'\"&{{ 7*7 }} Өмүрбек</b>"


def find(session, email: str) -> User | None:
    session.rollback()
    return session.scalar(select(User).where(User.email == email))


class TestRegister:
    def test_a_mailed_link_makes_an_account_and_signs_in(self, visitor, outbox, session, new_password):
        visitor.page("/register").submit(email="Nurlan@Example.org")
        form = visitor.page(outbox()[0].path)
        home = form.submit(name=" Нурлан\u2028 Асанов ", country="kg", profession="judge", consent="y", **new_password)

        user = find(session, "nurlan@example.org")
        assert home.address == "/" and "Your account is ready." in home.flashes
        assert (user.name, user.country, user.profession, user.roles) == ("Нурлан Асанов", "kg", "judge", [])
        assert user.notice_version == NOTICE_VERSION
        assert user.consented_at is not None

    def test_nobody_learns_who_has_an_account(self, visitor, learner, outbox, session):
        known = visitor.page("/register").submit(email=learner.email)
        unknown = visitor.page("/register").submit(email="nobody@example.org")

        assert known.text == unknown.text
        assert [mail.recipient for mail in outbox()] == [learner.email, "nobody@example.org"]
        assert "You have one already" in outbox()[0].text
        assert "/invitation/" not in outbox()[0].text

    def test_a_name_is_text_whatever_is_in_it(self, visitor, outbox, session, new_password):
        visitor.page("/register").submit(email="nurlan@example.org")
        visitor.page(outbox()[0].path).submit(name=HOSTILE, consent="y", **new_password)

        assert HOSTILE in visitor.page("/account").text
        assert find(session, "nurlan@example.org").name == HOSTILE

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"name": " "}, "Type a name."),
            ({"name": "x" * 201}, "Shorten this to 200 characters or fewer."),
            ({"password": "short", "again": "short"}, "Choose a password of at least 12 characters."),
            ({"password": "x7" * 65, "again": "x7" * 65}, "Shorten the password to 128 characters."),
            ({"password": "nurlan.asanov", "again": "nurlan.asanov"}, "This is easy to guess"),
            ({"again": "eleven poplars by Osh"}, "The two passwords differ."),
            ({"consent": []}, "Read the notice and tick the box to go on."),
        ],
    )
    def test_what_is_wrong_is_said_and_the_link_still_works(self, visitor, outbox, new_password, fields, error):
        visitor.page("/register").submit(email="nurlan@example.org")
        form = visitor.page(outbox()[0].path)
        good = {"name": "Nurlan Asanov", "consent": "y", **new_password}

        page = form.submit(**{**good, **fields})

        assert [shown for shown in page.errors if error not in shown] == []
        assert page.find("main #name")["value"] == {**good, **fields}["name"].strip()
        assert visitor.page(outbox()[0].path).submit(**good).address == "/"

    def test_no_role_can_be_smuggled_in(self, visitor, outbox, session, new_password):
        visitor.page("/register").submit(email="nurlan@example.org")
        form = visitor.page(outbox()[0].path)
        sent = form.filled(name="Nurlan", consent="y", **new_password)

        form.send({**sent, "roles": "administrator", "email": "other@example.org", "is_admin": "1"})

        assert find(session, "nurlan@example.org").roles == []

    def test_an_address_that_is_none_is_refused(self, visitor, outbox):
        page = visitor.page("/register").submit(email="nurlan@")

        assert page.errors == ["Type an e-mail address, such as name@example.org."]
        assert outbox() == []


class TestRegisterByInvitation:
    @pytest.fixture
    def settings(self, settings):
        return {**settings, "registration": "invited"}

    def test_without_open_registration_the_page_says_who_gives_accounts(self, visitor):
        page = visitor.page("/register")

        assert "An account needs an invitation" in page.text
        assert page.main.select("form") == []

    def test_a_form_that_is_sent_all_the_same_does_nothing(self, visitor, outbox):
        login = visitor.page("/login")

        visitor.client.post("/register", data={**login.filled(), "email": "nurlan@example.org"})

        assert outbox() == []


class TestLinks:
    def test_a_link_works_once(self, app, visitor, outbox, new_password, session):
        visitor.page("/register").submit(email="nurlan@example.org")
        first, second = (open_page(app.test_client(), outbox()[0].path) for _browser in range(2))
        fields = {"name": "Nurlan", "consent": "y", **new_password}

        first.submit(**fields)

        again = second.submit(**fields, status=404)
        assert "This link no longer works" in again.text
        visitor.page(outbox()[0].path, status=404)
        assert len(session.scalars(select(User)).all()) == 1

    def test_two_links_to_one_address_make_one_account(self, app, visitor, outbox, new_password, session):
        for _time in range(2):
            visitor.page("/register").submit(email="nurlan@example.org")
        forms = [open_page(app.test_client(), mail.path) for mail in outbox()]

        forms[0].submit(name="Nurlan", consent="y", **new_password)

        forms[1].submit(name="Nurlan", consent="y", **new_password, status=404)
        assert len(session.scalars(select(User)).all()) == 1

    @pytest.mark.parametrize("address", ["/invitation/", "/welcome/", "/confirm-email/"])
    def test_a_link_opens_its_own_page_alone(self, visitor, learner, make, address):
        token = make.link(learner, LinkKind.PASSWORD)

        visitor.page(address + token, status=404)

    def test_a_link_runs_out(self, visitor, learner, outbox, clock):
        visitor.page("/forgot-password").submit(email=learner.email)
        clock.advance(hours=2, seconds=1)

        visitor.page(outbox()[0].path, status=404)

    @pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80"])
    def test_a_forged_host_sends_no_mail(self, visitor, learner, outbox, host):
        sent = visitor.page("/forgot-password").filled(email=learner.email)

        answer = visitor.client.post("/forgot-password", data=sent, headers={"Host": host})

        assert answer.status_code == 400
        assert outbox() == []

    def test_the_host_of_a_link_comes_from_the_settings(self, visitor, learner, outbox):
        other_name = "http://127.0.0.1"
        form = Page(visitor.client, visitor.client.get("/forgot-password", base_url=other_name))

        visitor.client.post(
            "/forgot-password",
            base_url=other_name,
            data=form.filled(email=learner.email),
            headers={"X-Forwarded-Host": "evil.example"},
        )

        assert outbox()[0].link.startswith("http://localhost/reset-password/")


class TestForgotPassword:
    def test_a_new_password_signs_in_here_and_out_everywhere_else(
        self, sign_in, visitor, learner, outbox, new_password
    ):
        elsewhere = sign_in(learner)
        visitor.page("/forgot-password").submit(email=learner.email)

        home = visitor.page(outbox()[0].path).submit(**new_password)

        assert home.address == "/"
        assert elsewhere.client.get("/account").status_code == 302
        assert visitor.client.get("/account").status_code == 200
        assert outbox()[-1].subject == "Your password for Sabak was changed"

    def test_the_old_password_is_dead(self, app, visitor, learner, outbox, new_password):
        visitor.page("/forgot-password").submit(email=learner.email)
        visitor.page(outbox()[0].path).submit(**new_password)
        visitor.client.delete_cookie("session")

        assert visitor.page("/login").submit(email=learner.email, password=PASSWORD).errors
        assert visitor.page("/login").submit(email=learner.email, password=NEW_PASSWORD).address == "/"

    def test_the_answer_is_the_same_for_every_address(self, visitor, make, learner, outbox):
        closed = make.learner(disabled_at=learner.created_at)

        pages = [
            visitor.page("/forgot-password").submit(email=email)
            for email in (learner.email, closed.email, "nobody@example.org")
        ]

        assert len({(page.status, page.text) for page in pages}) == 1
        assert [mail.recipient for mail in outbox()] == [learner.email]

    def test_a_link_of_a_disabled_account_opens_nothing(self, visitor, learner, make, session):
        token = make.link(learner)
        learner.disabled_at = START
        session.commit()

        visitor.page(f"/reset-password/{token}", status=404)

    def test_using_one_link_ends_the_others(self, visitor, learner, outbox, new_password):
        for _time in range(2):
            visitor.page("/forgot-password").submit(email=learner.email)
        visitor.page(outbox()[0].path).submit(**new_password)

        visitor.page(outbox()[1].path, status=404)

    def test_the_database_holds_no_token(self, visitor, learner, outbox, session):
        visitor.page("/forgot-password").submit(email=learner.email)

        session.rollback()
        stored = session.scalars(select(OneTimeLink)).one()
        assert stored.token_hash not in outbox()[0].link
        assert outbox()[0].link.rsplit("/", 1)[1] not in stored.token_hash


class TestWelcome:
    @pytest.fixture
    def address(self, app, session, clock):
        with app.app_context():
            token = create_first_administrator_link(session, now=clock.now)
        session.commit()
        return f"/welcome/{token}"

    def test_the_first_start_makes_an_administrator_once(self, app, visitor, address, session, new_password):
        late = open_page(app.test_client(), address)
        fields = {"name": "Gulnara", "email": "gulnara@example.org", "consent": "y", **new_password}
        visitor.page(address).submit(**fields)

        visitor.page("/admin/people")
        assert find(session, "gulnara@example.org").has_role(Role.ADMINISTRATOR)
        visitor.page(address, status=404)
        late.submit(**{**fields, "email": "second@example.org"}, status=404)

    def test_it_is_dead_when_there_is_an_administrator_by_another_way(self, visitor, address, admin, new_password):
        form = visitor.page(address)

        form.submit(name="Late", email="late@example.org", consent="y", **new_password, status=404)

    def test_each_start_gives_one_link_until_there_is_an_administrator(
        self, app, visitor, address, session, make, clock
    ):
        with app.app_context():
            second = create_first_administrator_link(session, now=clock.now)
            session.commit()
            make.admin()
            third = create_first_administrator_link(session, now=clock.now)

        visitor.page(address, status=404)
        visitor.page(f"/welcome/{second}")
        assert third is None


class TestChangeEmail:
    def test_an_address_changes_at_the_link_mailed_to_it(self, sign_in, learner, outbox, session):
        visitor = sign_in(learner)
        visitor.page("/account/email").submit(email="New@Example.org", current=PASSWORD)
        assert find(session, "new@example.org") is None

        visitor.page(outbox()[0].path).submit()

        assert find(session, "new@example.org").id == learner.id
        assert [mail.recipient for mail in outbox()] == ["new@example.org", "aigul@example.org"]

    def test_it_needs_the_password(self, sign_in, learner, outbox):
        page = sign_in(learner).page("/account/email").submit(email="new@example.org", current="wrong")

        assert page.errors == ["This is not your password."]
        assert outbox() == []

    def test_an_address_of_another_account_reads_the_same_and_changes_nothing(
        self, sign_in, learner, outsider, outbox, session
    ):
        visitor = sign_in(learner)
        taken = visitor.page("/account/email").submit(email=outsider.email, current=PASSWORD)
        free = visitor.page("/account/email").submit(email="new@example.org", current=PASSWORD)

        assert taken.text == free.text
        assert "belongs to another account" in outbox()[0].text
        assert "/confirm-email/" not in outbox()[0].text

    def test_an_address_that_was_taken_meanwhile_stays_where_it_is(self, sign_in, learner, outbox, make, session):
        visitor = sign_in(learner)
        visitor.page("/account/email").submit(email="new@example.org", current=PASSWORD)
        session.rollback()
        other = make.learner(email="new@example.org")

        visitor.page(outbox()[0].path).submit(status=409)

        assert find(session, "new@example.org").id == other.id
        assert find(session, "aigul@example.org") is not None

    def test_an_account_without_an_address_can_be_given_one(self, sign_in, make, outbox, session):
        user = make.learner(email=None, sign_in_name="aigul.sadykova")
        visitor = sign_in(user)
        visitor.page("/account/email").submit(email="aigul@example.org", current=PASSWORD)

        visitor.page(outbox()[0].path).submit()

        assert find(session, "aigul@example.org").sign_in_name == "aigul.sadykova"
