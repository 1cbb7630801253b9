"""Accounts that others made and that wait for their owners: completed at an invitation, never by a plain reset."""

import pytest
from sqlalchemy import select

from lms.accounts import invitations
from lms.accounts.blueprint import NOTICE_VERSION
from lms.accounts.models import LinkKind, OneTimeLink, User
from lms.db import writing
from lms.errors import Conflict
from tests.accounts.conftest import NEW_PASSWORD
from tests.factories import START

WAITING = {"password_hash": None, "notice_version": None, "consented_at": None}


@pytest.fixture
def waiting(make):
    return make.user(name="Айгүл Садыкова", email="aigul@example.org", profession="judge", country="uz", **WAITING)


@pytest.fixture
def invited(app, clock, waiting, session):
    """The path of an invitation that was mailed to the account that waits."""
    with app.test_request_context(), writing() as saving:
        user = saving.get_one(User, waiting.id)
        address = invitations.create_invitation_links(saving, [user], now=clock.now)[user.id]
    return address.removeprefix("http://localhost")


class TestComplete:
    def test_its_owner_corrects_her_name_consents_and_is_in(self, visitor, waiting, invited, session, new_password):
        form = visitor.page(invited)
        assert form.find("#name")["value"] == "Айгүл Садыкова"
        assert form.find("#country option[selected]")["value"] == "uz"

        home = form.submit(name="Айгуль Садыкова", consent="y", **new_password)

        session.refresh(waiting)
        assert home.address == "/" and "Your account is ready." in home.flashes
        assert (waiting.name, waiting.profession, waiting.notice_version) == (
            "Айгуль Садыкова",
            "judge",
            NOTICE_VERSION,
        )
        assert waiting.consented_at is not None
        assert waiting.password_hash is not None and NEW_PASSWORD not in waiting.password_hash

    def test_she_lands_on_the_page_that_the_mail_named(self, visitor, invited, new_password):
        assert visitor.page(f"{invited}?next=/account").submit(consent="y", **new_password).address == "/account"

    def test_no_mail_leads_to_another_site(self, visitor, invited, new_password):
        assert visitor.page(f"{invited}?next=//evil.example").submit(consent="y", **new_password).address == "/"

    def test_without_consent_nobody_comes_in(self, visitor, waiting, invited, session, new_password):
        page = visitor.page(invited).submit(**new_password)

        session.refresh(waiting)
        assert page.errors and waiting.password_hash is None

    def test_the_link_works_once(self, visitor, invited, new_password):
        visitor.page(invited).submit(consent="y", **new_password)

        visitor.page(invited, status=404)

    def test_a_new_invitation_ends_the_one_before(self, app, clock, visitor, waiting, invited):
        with app.test_request_context(), writing() as saving:
            user = saving.get_one(User, waiting.id)
            again = invitations.create_invitation_links(saving, [user], now=clock.now)[user.id]

        visitor.page(invited, status=404)
        visitor.page(again.removeprefix("http://localhost"))

    @pytest.mark.parametrize(
        "fields", [{"disabled_at": START}, {"password_hash": "opened"}], ids=["disabled", "opened"]
    )
    def test_an_account_that_waits_no_more_is_not_opened_by_it(
        self, visitor, waiting, invited, session, new_password, fields
    ):
        form = visitor.page(invited)
        for name, value in fields.items():
            setattr(waiting, name, value)
        session.commit()

        form.send(form.filled(consent="y", **new_password), status=404)

        session.refresh(waiting)
        assert waiting.consented_at is None

    def test_disabling_ends_the_invitation(self, sign_in, admin, waiting, invited, session):
        person = sign_in(admin).page(f"/admin/people/{waiting.id}")

        person.submit(form=f"form[action='/admin/people/{waiting.id}/disable']", reason="a new office")

        session.rollback()
        assert session.scalars(select(OneTimeLink).where(OneTimeLink.kind == LinkKind.INVITATION)).all() == []


class TestForgotten:
    @pytest.mark.parametrize("address", ["/forgot-password", "/register"])
    def test_who_never_had_a_password_is_invited(self, visitor, waiting, outbox, session, new_password, address):
        visitor.page(address).submit(email=waiting.email)

        (letter,) = outbox()
        assert (letter.recipient, letter.subject) == (waiting.email, "Your account on Sabak")
        visitor.page(letter.path).submit(consent="y", **new_password)
        session.refresh(waiting)
        assert waiting.consented_at is not None

    def test_the_answer_is_the_same_as_for_anybody(self, visitor, waiting):
        known = visitor.page("/forgot-password").submit(email=waiting.email)

        assert known.text == visitor.page("/forgot-password").submit(email="nobody@example.org").text


class TestSendAgain:
    def test_an_administrator_sends_the_invitation_again(self, sign_in, admin, waiting, outbox):
        person = sign_in(admin).page(f"/admin/people/{waiting.id}")

        done = person.submit(form=f"form[action='/admin/people/{waiting.id}/invitation']", reason="it went astray")

        assert "An invitation is on its way to aigul@example.org." in done.flashes
        assert "/invitation/" in outbox()[0].link

    def test_an_account_in_use_is_not_invited(self, app, sign_in, admin, learner, session, clock):
        person = sign_in(admin).page(f"/admin/people/{learner.id}")

        assert not person.find_all("form[action$=invitation]")
        with app.test_request_context(), writing() as saving, pytest.raises(Conflict):
            invitations.send_invitation(saving, saving.get_one(User, learner.id), now=clock.now)
