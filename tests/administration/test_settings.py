"""Settings as they stand: each with its source, none with its secret."""

import pytest

from lms import create_app
from lms.administration.hiding import hide_password
from lms.administration.settings_list import MEANINGS, Origin, read_origins
from lms.config import Settings
from lms.db import db
from tests.conftest import Visitor
from tests.factories import COURSES

SECRET = "s3cr3t-word-of-the-test-which-is-long"
SECRET_KEY = "k3y-" * 12


def rows(page) -> dict[str, str]:
    found = page.find_all("tbody tr")
    return {
        row.select_one("code").get_text(): " ".join(row.select("td")[0].get_text(" ").split())
        + " | "
        + row.select("td")[1].get_text()
        for row in found
    }


class TestPage:
    @pytest.fixture
    def settings(self):
        return {"courses_dir": COURSES, "site_name": "Академия", "languages": ["ru", "en"]}

    def test_it_names_every_setting_with_its_meaning(self, sign_in, admin):
        shown = rows(sign_in(admin).page("/admin/settings"))

        assert list(shown) == [*(f"LMS_{name.upper()}" for name in Settings.model_fields), "LMS_INSTANCE"]
        assert shown["LMS_SITE_NAME"].startswith("Академия")
        assert shown["LMS_LANGUAGES"].startswith("ru, en")
        assert shown["LMS_MAIL_URL"].startswith("not set No mail is sent")
        assert set(MEANINGS) == set(Settings.model_fields)

    def test_it_says_what_a_missing_address_means(self, sign_in, admin):
        assert "a trial: its certificates are specimens" in rows(sign_in(admin).page("/admin/settings"))["LMS_BASE_URL"]


class TestHttp:
    @pytest.fixture
    def settings(self):
        return {"courses_dir": COURSES, "base_url": "http://localhost", "registration": "open"}

    def test_it_says_what_an_address_without_https_means(self, sign_in, admin):
        shown = rows(sign_in(admin).page("/admin/settings"))

        assert "cookies cannot be Secure" in shown["LMS_BASE_URL"]
        assert "Anyone can make an account." in shown["LMS_REGISTRATION"]


class TestOrigins:
    def test_the_environment_comes_before_the_file_and_the_file_before_the_default(self, tmp_path):
        (tmp_path / "config.toml").write_text('site_name = "A"\nlanguages = ["ru"]\n')

        origins = read_origins(tmp_path, {"LMS_SITE_NAME": "B", "lms_timezone": "Asia/Bishkek", "LMS_MAIL_URL": ""})

        assert origins == {"site_name": Origin.ENVIRONMENT, "timezone": Origin.ENVIRONMENT, "languages": Origin.FILE}

    def test_without_a_file_all_are_defaults(self, tmp_path):
        assert read_origins(tmp_path, {"PATH": "/bin"}) == {}

    def test_they_are_read_at_the_start(self, instance, monkeypatch):
        (instance / "config.toml").write_text('site_name = "Академия"\nbase_url = "https://localhost"\n')
        monkeypatch.setenv("LMS_TIMEZONE", "Asia/Bishkek")
        app = create_app(instance, testing=True, courses_dir=COURSES)

        shown = app.extensions["setting_origins"]
        with app.app_context():
            db.engine.dispose()

        assert shown == {"site_name": Origin.FILE, "base_url": Origin.FILE, "timezone": Origin.ENVIRONMENT}


class TestSecrets:
    @pytest.mark.parametrize(
        "settings",
        [
            {"mail_url": f"smtp://office:{SECRET}@mail.example.org:587"},
            {"mail_url": f"smtps://{SECRET}@mail.example.org"},
            {"mail_url": f"smtp://office:{SECRET}%2F@mail.example.org?password={SECRET}"},
            {"redis_url": f"redis://:{SECRET}@127.0.0.1:1/0"},
            {"redis_url": f"rediss://user:{SECRET}@127.0.0.1:1/0"},
            {"redis_url": f"redis://127.0.0.1:1/0?password={SECRET}"},
            {"secret_key": SECRET_KEY + SECRET},
        ],
        ids=["mail", "mail token", "mail option", "redis", "redis user", "redis option", "key"],
    )
    def test_no_secret_stands_on_the_page(self, instance, admin, settings):
        app = create_app(instance, testing=True, courses_dir=COURSES, **settings)
        page = Visitor(app, admin).page("/admin/settings")
        with app.app_context():
            db.engine.dispose()

        assert SECRET not in page.html
        assert SECRET_KEY not in page.html
        assert rows(page)["LMS_SECRET_KEY"].startswith("set |")

    def test_the_key_of_the_file_is_not_shown_either(self, sign_in, admin, instance):
        assert (instance / "secret_key").read_text().strip() not in sign_in(admin).page("/admin/settings").html

    def test_whatever_may_hold_a_secret_is_known_to_be_hidden(self):
        """A new setting that is secret by its type, or an address of a server, is hidden without being named."""
        secret = {name for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)}
        addresses = {name for name in Settings.model_fields if name.endswith("_url") and name != "base_url"}

        assert secret | addresses == {"secret_key", "mail_url", "redis_url", "database_url"}


class TestHidePassword:
    @pytest.mark.parametrize(
        ("url", "shown"),
        [
            ("sqlite:////srv/sabak/lms.db", "sqlite:////srv/sabak/lms.db"),
            (
                "postgresql+psycopg://sabak:pw@db.example.org:5432/sabak",
                "postgresql+psycopg://sabak:…@db.example.org:5432/sabak",
            ),
            ("postgresql+psycopg:///sabak?host=/run", "postgresql+psycopg:///sabak?…"),
            ("redis://[::1]:6379/0", "redis://[::1]:6379/0"),
            ("redis://:pw@host:6379/0", "redis://:…@host:6379/0"),
            ("smtp://token@mail.example.org", "smtp://…@mail.example.org"),
        ],
    )
    def test_what_opens_a_server_is_blanked_and_the_rest_stays(self, url, shown):
        assert hide_password(url) == shown

    @pytest.mark.parametrize("char", list("@/?#:[]% ;&=\\\"'<>é"))
    @pytest.mark.parametrize(
        "shape",
        [
            "postgresql+psycopg://user:{}@host/db",
            "postgresql+psycopg://host/db?password={}",
            "postgresql+psycopg://user@host/db?password={}",
            "redis://:{}@host:6379/0",
            "smtp://user:{}@host:587",
            "sqlite:////x.db?key={}",
        ],
    )
    def test_a_password_with_odd_characters_shows_no_part_of_itself(self, shape, char):
        shown = hide_password(shape.format(f"abcpass{char}12345word"))

        assert "abcpass" not in shown
        assert "12345" not in shown

    @pytest.mark.parametrize("url", ["", "abcpass", "//abcpass@host", "abcpass://x@y@z"])
    def test_what_is_no_address_is_not_shown(self, url):
        assert "abcpass" not in hide_password(url)
