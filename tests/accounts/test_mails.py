"""Mails: in the language of the person who gets them, and with nothing that a name could add."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask_babel import get_domain

from lms.accounts import credentials
from lms.db import writing


@pytest.fixture
def russian(app, tmp_path, monkeypatch):
    """A catalogue of one sentence, whatever the real one says."""
    catalog = Catalog(locale="ru")
    catalog.add("A new password for %(site)s", "Новый пароль для %(site)s", flags=["python-format"])
    folder = tmp_path / "translations" / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    with app.app_context():
        domain = get_domain()
    monkeypatch.setattr(domain, "_translation_directories", [str(tmp_path / "translations")])
    monkeypatch.setattr(domain, "cache", {})


def test_a_mail_is_in_the_language_of_its_recipient(visitor, make, outbox, russian):
    user = make.learner(language="ru")

    page = visitor.page("/forgot-password").submit(email=user.email)

    assert page.find("html")["lang"] == "en"
    assert outbox()[0].subject == "Новый пароль для Sabak"


@pytest.mark.parametrize("name", ["Bcc: a@b.org", "<b>{{ 7*7 }}</b>", "Өмүрбек 'O\"zgur", "\u202eevil"])
def test_a_name_is_text_in_a_mail(app, make, outbox, name):
    user = make.learner(name=name)

    with app.app_context(), writing() as session:
        credentials.send_password_link(session, user.email, now=user.created_at)

    assert f"Good day, {name}," in outbox()[0].text
    assert outbox()[0].recipient == user.email
