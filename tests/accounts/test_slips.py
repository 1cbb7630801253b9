"""Accounts without e-mail: a slip of paper, a code that works once, and a password of one's own."""

import pytest
from sqlalchemy import select

from lms.accounts.credentials import CODE_LETTERS, new_code, normalise_code
from lms.accounts.models import LinkKind, OneTimeLink, User
from tests.accounts.conftest import NEW_PASSWORD
from tests.factories import START


def read_slip(page) -> tuple[str, str]:
    """Give sign-in name and code as they stand on the slip."""
    name, code = (tag.get_text(strip=True) for tag in page.find_all(".slip .code"))
    return name, code


class TestCode:
    def test_a_code_holds_no_letters_that_look_alike(self):
        assert len(CODE_LETTERS) == 25
        assert not set(CODE_LETTERS) & set("BILOSZ01258")

    def test_codes_differ_and_come_back_as_they_were_made(self):
        codes = {new_code() for _time in range(200)}

        assert len(codes) == 200
        assert all(normalise_code(code) == code for code in codes)

    @pytest.mark.parametrize(
        "typed",
        ["acde-fgh3-kmnp", " ACDE FGH3 KMNP ", "acdefgh3kmnp", "АСDЕ-FGН3-КМNР", "ACDE–FGH3—KMNP"],
        ids=["small", "spaces", "together", "Cyrillic", "dashes"],
    )
    def test_a_code_is_read_however_it_is_typed(self, typed):
        assert normalise_code(typed) == "ACDE-FGH3-KMNP"


class TestSlip:
    @pytest.fixture
    def slip(self, sign_in, admin):
        page = sign_in(admin).page("/admin/people/new").submit(name="Айгүл Садыкова", profession="judge", country="kg")
        return read_slip(page)

    def test_a_person_without_e_mail_comes_in_and_comes_back(self, visitor, slip, session, new_password):
        name, code = slip
        home = visitor.page("/slip").submit(sign_in_name=name, code=code.lower(), consent="y", **new_password)
        assert home.address == "/"

        visitor.page("/account").submit(form="form[action='/logout']")
        visitor.page("/login").submit(email=name, password=NEW_PASSWORD)

        assert "Айгүл Садыкова" in visitor.page("/account").text
        session.rollback()
        user = session.scalar(select(User).where(User.sign_in_name == "aigul.sadykova"))
        assert user.consented_at is not None

    def test_the_code_works_once(self, visitor, slip, new_password):
        name, code = slip
        fields = {"sign_in_name": name, "code": code, "consent": "y", **new_password}
        form = visitor.page("/slip")
        form.submit(**fields)

        page = visitor.page("/slip").submit(**fields)

        assert "do not belong together" in page.errors[0]

    def test_an_unknown_name_reads_like_a_wrong_code(self, visitor, slip, new_password):
        form = visitor.page("/slip")
        wrong = form.submit(sign_in_name=slip[0], code="AAAA-AAAA-AAAA", consent="y", **new_password)
        unknown = form.submit(sign_in_name="nobody", code=slip[1], consent="y", **new_password)

        assert wrong.errors == unknown.errors
        assert wrong.status == unknown.status

    def test_a_weak_password_does_not_use_the_code_up(self, visitor, slip, new_password):
        name, code = slip
        weak = {"password": "aigul.sadykova", "again": "aigul.sadykova"}
        page = visitor.page("/slip").submit(sign_in_name=name, code=code, consent="y", **weak)
        assert "easy to guess" in page.errors[0]

        assert page.submit(consent="y", **new_password).address == "/"

    def test_a_slip_runs_out_after_thirty_days(self, visitor, sign_in, admin, clock, new_password):
        slip = sign_in(admin).page("/admin/people/new").submit(name="Айгүл Садыкова")
        name, code = read_slip(slip)
        clock.advance(days=30, seconds=1)

        page = visitor.page("/slip").submit(sign_in_name=name, code=code, consent="y", **new_password)

        assert page.errors

    def test_the_database_holds_no_code(self, slip, session):
        session.rollback()
        stored = session.scalars(select(OneTimeLink).where(OneTimeLink.kind == LinkKind.SLIP)).one()

        assert stored.token_hash.startswith("$argon2id$")

    def test_two_people_of_one_name_have_two_sign_in_names(self, sign_in, admin):
        visitor = sign_in(admin)

        names = [read_slip(visitor.page("/admin/people/new").submit(name="Айгүл Садыкова"))[0] for _time in range(3)]

        assert names == ["aigul.sadykova", "aigul.sadykova2", "aigul.sadykova3"]

    def test_reloading_the_slip_makes_no_second_account(self, sign_in, admin, session):
        form = sign_in(admin).page("/admin/people/new")
        sent = form.filled(name="Айгүл Садыкова")
        form.send(sent)

        again = form.send(sent, status=409)

        assert "already received" in again.text
        session.rollback()
        assert len(session.scalars(select(User).where(User.name == "Айгүл Садыкова")).all()) == 1


class TestNewSlip:
    def test_it_replaces_the_slip_before_and_the_mailed_link(
        self, sign_in, visitor, admin, learner, outbox, new_password
    ):
        visitor.page("/forgot-password").submit(email=learner.email)
        staff = sign_in(admin)
        button = f"form[action='/admin/people/{learner.id}/slip']"
        first = read_slip(
            staff.page(f"/admin/people/{learner.id}").submit("Make a new slip", form=button, reason="lost")
        )
        second = read_slip(
            staff.page(f"/admin/people/{learner.id}").submit("Make a new slip", form=button, reason="lost")
        )

        visitor.page(outbox()[0].path, status=404)
        form = visitor.page("/slip")
        assert form.submit(sign_in_name=first[0], code=first[1], consent="y", **new_password).errors
        assert form.submit(sign_in_name=second[0], code=second[1], consent="y", **new_password).address == "/"

    def test_a_disabled_account_gets_none(self, sign_in, admin, learner, session):
        page = sign_in(admin).page(f"/admin/people/{learner.id}")
        session.rollback()
        learner.disabled_at = START
        session.commit()

        page.submit(form=f"form[action='/admin/people/{learner.id}/slip']", reason="lost", status=409)

        assert session.scalars(select(OneTimeLink)).all() == []
