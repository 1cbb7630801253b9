"""The settings: what is read, what is refused, and in which words."""

import re
import stat
from pathlib import Path

import pytest

from lms import config
from lms.config import Settings, SettingsError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config.prepare_instance(tmp_path / "instance")
    return tmp_path / "instance"


class TestLoad:
    def test_without_any_setting_the_installation_is_a_trial_for_invited_people(self, folder):
        settings = config.load(folder)

        assert settings.base_url is None
        assert settings.registration == "invited"
        assert settings.database_url == f"sqlite:///{folder / 'lms.db'}"

    def test_the_environment_comes_before_the_file(self, folder, monkeypatch):
        (folder / "config.toml").write_text('site_name = "From the file"\nregistration = "open"\n')
        monkeypatch.setenv("LMS_SITE_NAME", "From the environment")

        settings = config.load(folder)

        assert (settings.site_name, settings.registration) == ("From the environment", "open")

    def test_lists_are_written_with_commas(self, folder, monkeypatch):
        monkeypatch.setenv("LMS_LANGUAGES", "ru, uz-Cyrl")

        assert config.load(folder).languages == ["ru", "uz-Cyrl"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("LMS_BASE_URL", "courses.example.org"),
            ("LMS_BASE_URL", "https://example.org/courses"),
            ("LMS_BASE_URL", "ftp://example.org"),
            ("LMS_BASE_URL", "https://user:password@example.org"),
            ("LMS_BASE_URL", "https://example.org:port"),
            ("LMS_BASE_URL", "https://example.org#top"),
            ("LMS_DATABASE_URL", "lms.db"),
            ("LMS_DATABASE_URL", "sqlite://"),
            ("LMS_DATABASE_URL", "mysql://user:password@host/lms"),
            ("LMS_DATABASE_URL", "sqlite:////no/such/folder/lms.db"),
            ("LMS_SECRET_KEY", "secret"),
            ("LMS_SITE_NAME", "Sabak\nBcc: all@example.org"),
            ("LMS_MAIL_URL", "mail.example.org"),
            ("LMS_MAIL_URL", "smtp://user:pass/word@host"),
            ("LMS_MAIL_FROM", "Sabak"),
            ("LMS_REDIS_URL", "localhost:6379"),
            ("LMS_LEAVE_TO", "javascript:alert(1)"),
            ("LMS_LEAVE_TO", "www.example.org"),
            ("LMS_TRUSTED_PROXIES", "10.0.0.5, proxy"),
            ("LMS_REGISTRATION", "everyone"),
            ("LMS_TIMEZONE", "Asia/Nowhere"),
            ("LMS_LANGUAGES", "en,klingon-x"),
        ],
    )
    def test_a_bad_value_stops_the_start_and_is_named(self, folder, monkeypatch, name, value):
        monkeypatch.setenv(name, value)

        with pytest.raises(SettingsError, match=name):
            config.load(folder)

    def test_a_refusal_repeats_no_password(self, folder, monkeypatch):
        monkeypatch.setenv("LMS_MAIL_URL", "smtp//user:sesame@host")

        with pytest.raises(SettingsError) as refusal:
            config.load(folder)

        assert "sesame" not in str(refusal.value)

    def test_a_language_is_known_by_its_full_tag(self, folder, monkeypatch):
        monkeypatch.setenv("LMS_LANGUAGES", "en,uz-cyrl,en")

        assert config.load(folder).languages == ["en", "uz-Cyrl"]

    def test_no_language_at_all_is_refused(self, folder):
        (folder / "config.toml").write_text("languages = []\n")

        with pytest.raises(SettingsError, match="at least one language"):
            config.load(folder)

    def test_a_short_path_of_a_database_begins_in_the_installations_folder(self, folder, monkeypatch):
        monkeypatch.setenv("LMS_DATABASE_URL", "sqlite:///other.db")

        assert config.load(folder).database_url == f"sqlite:///{folder / 'other.db'}"

    def test_an_unknown_variable_stops_the_start_and_is_named(self, folder, monkeypatch):
        monkeypatch.setenv("LMS_BASE_ADDRESS", "https://example.org")

        with pytest.raises(SettingsError, match="LMS_BASE_ADDRESS is no setting"):
            config.load(folder)

    def test_an_unknown_name_in_the_file_stops_the_start_and_is_named(self, folder):
        (folder / "config.toml").write_text('base_adress = "https://example.org"\n')

        with pytest.raises(SettingsError, match="base_adress is no setting"):
            config.load(folder)

    def test_a_file_that_is_no_toml_stops_the_start(self, folder):
        (folder / "config.toml").write_text("site_name = unquoted words\n")

        with pytest.raises(SettingsError, match=re.escape("config.toml")):
            config.load(folder)


class TestPrepareInstance:
    def test_the_secret_key_is_readable_by_its_owner_alone(self, folder):
        mode = stat.S_IMODE((folder / "secret_key").stat().st_mode)

        assert mode == 0o600

    def test_a_folder_that_was_there_is_closed_to_others(self, tmp_path):
        (tmp_path / "open").mkdir(mode=0o755)

        config.prepare_instance(tmp_path / "open")

        assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o700

    def test_a_second_start_keeps_the_key(self, folder):
        before = (folder / "secret_key").read_text()

        config.prepare_instance(folder)

        assert (folder / "secret_key").read_text() == before

    def test_a_database_without_its_key_is_not_given_a_new_one(self, folder):
        (folder / "secret_key").unlink()
        (folder / "lms.db").touch()

        with pytest.raises(SettingsError, match="restore it from the backup"):
            config.prepare_instance(folder)

    def test_without_a_key_nothing_starts(self, folder):
        (folder / "secret_key").unlink()

        with pytest.raises(SettingsError, match="no secret key"):
            config.load(folder)


def test_every_setting_is_documented_and_nothing_else():
    text = (config.ROOT / "docs" / "settings.md").read_text()

    documented = set(re.findall(r"^\| `(LMS_\w+)`", text, re.MULTILINE))

    assert documented == {config.INSTANCE, *("LMS_" + name.upper() for name in Settings.model_fields)}
