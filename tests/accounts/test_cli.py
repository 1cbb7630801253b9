"""The command that makes accounts."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Role, User
from tests.factories import PASSWORD


@pytest.fixture
def create(app):
    def create(*options, password=None):
        base = ["user", "create", "--email", "Gulnara@Example.org", "--name", " Gulnara  Usmonova "]
        extra = ["--password-stdin"] if password is not None else []
        return app.test_cli_runner().invoke(args=[*base, *extra, *options], input=password)

    return create


class TestCreate:
    def test_it_makes_an_account_that_can_sign_in(self, create, visitor, session):
        result = create("--role", "administrator", "--role", "author", "--language", "ru", password=PASSWORD + "\n")

        assert result.exit_code == 0, result.output
        visitor.page("/login").submit(email="gulnara@example.org", password=PASSWORD)
        visitor.page("/admin/people")
        user = session.scalar(select(User))
        assert (user.name, user.language) == ("Gulnara Usmonova", "ru")
        assert {held.role for held in user.roles} == {Role.ADMINISTRATOR, Role.AUTHOR}

    def test_without_a_password_it_prints_a_link(self, create, visitor, new_password):
        result = create()

        address = result.output.split()[-1].removeprefix("http://localhost")
        visitor.page(address).submit(**new_password)
        visitor.page("/account")

    @pytest.mark.parametrize(
        ("options", "password", "words"),
        [
            ((), "short\n", "12 to 128 characters"),
            ((), "Password2026!!\n", "easy to guess"),
            ((), "gulnara.usmonova\n", "easy to guess"),
            (("--email", "nonsense"), PASSWORD, "no e-mail address"),
            (("--name", "  "), PASSWORD, "1 to 200 characters"),
            (("--role", "king"), PASSWORD, "king"),
            (("--language", "tlh"), PASSWORD, "the languages here are en, ru"),
        ],
    )
    def test_what_cannot_be_used_is_said(self, create, session, options, password, words):
        result = create(*options, password=password)

        assert result.exit_code != 0
        assert words in result.output
        assert session.scalars(select(User)).all() == []

    def test_the_same_address_twice_is_refused(self, create, learner, session):
        result = create("--email", "AIGUL@example.org")

        assert result.exit_code == 1
        assert "already" in result.output
