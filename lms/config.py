"""The settings of an installation: defaults, then instance/config.toml, then LMS_… variables."""

import os
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "LMS_"
INSTANCE = "LMS_INSTANCE"  # where the other settings are found, so it is an environment variable alone
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """The settings cannot be used; the message says which one and what it may be."""


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _check_languages(languages: list[str]) -> list[str]:
    for language in languages:
        try:
            Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError(f"{language!r} is no language tag such as en, ru or uz-Cyrl") from error
    return languages


Languages = Annotated[list[str], NoDecode, BeforeValidator(_split), AfterValidator(_check_languages)]
Addresses = Annotated[list[str], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """Every setting, with its default. docs/settings.md explains them; a test compares the two lists."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", env_ignore_empty=True)

    database_url: str = ""  # SQLAlchemy's form; "" means instance/lms.db
    secret_key: SecretStr | None = None  # None: read from instance/secret_key
    base_url: str | None = None  # https://courses.example.org; None: a trial, certificates are specimens
    site_name: str = Field("Sabak", min_length=1, max_length=80)
    registration: Literal["invited", "open"] = "invited"
    mail_url: SecretStr | None = None  # smtp://user:password@host:587 or smtps://…; None: instance/outbox/
    mail_from: str = "Sabak <sabak@localhost>"
    redis_url: str | None = None  # redis://…; None: the queue is a file in instance/
    courses_dir: Path = ROOT / "courses"
    languages: Languages = ["en", "ru"]  # of the interface, the first is the default
    timezone: str = "Asia/Tashkent"  # deadlines and dates on certificates
    trusted_proxies: Addresses = []  # addresses whose X-Forwarded-For is believed

    @field_validator("base_url")
    @classmethod
    def _check_base_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.path.strip("/"):
            raise ValueError("it must be the site's address without a path, such as https://courses.example.org")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("timezone")
    @classmethod
    def _check_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("it must be a time zone such as Asia/Bishkek") from error
        return value

    @classmethod
    def settings_customise_sources(  # noqa: PLR0913 - the signature is the library's
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Ask the environment first, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load(instance: Path, **overrides: Any) -> Settings:
    """Read the settings of the installation in `instance`.

    :raise SettingsError: if a name is unknown or a value cannot be used
    """
    _refuse_unknown_names()
    file = instance / "config.toml"

    class _Settings(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        settings = _Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_explain(error, file)) from None
    except ValueError as error:  # TOML that cannot be parsed
        raise SettingsError(f"{file.name}: {error}") from None
    if not settings.database_url:
        settings.database_url = f"sqlite:///{instance / 'lms.db'}"
    if settings.secret_key is None:
        settings.secret_key = SecretStr(_read_secret_key(instance))
    return settings


def instance_folder() -> Path:
    """Give the folder of this installation: LMS_INSTANCE, or instance/ beside the program."""
    return Path(os.environ.get(INSTANCE) or ROOT / "instance")


def prepare_instance(instance: Path) -> None:
    """Create the folder of an installation with its settings and secret key on the first start.

    :raise SettingsError: if there is a database but its secret key is gone
    """
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = instance / "secret_key"
    if not key.exists() and not os.environ.get("LMS_SECRET_KEY"):
        if (instance / "lms.db").exists():
            raise SettingsError(f"{key.name} is missing beside the database: restore it from the backup.")
        _write_private(key, secrets.token_urlsafe(48) + "\n")
    config = instance / "config.toml"
    if not config.exists():
        _write_private(config, "# Settings of this installation: see docs/settings.md. Example:\n# site_name = \"…\"\n")


def _write_private(path: Path, text: str) -> None:
    """Write a file that only this account can read; a file that another start made first is kept."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _read_secret_key(instance: Path) -> str:
    path = instance / "secret_key"
    try:
        key = path.read_text(encoding="utf-8").strip()
    except OSError:
        raise SettingsError("There is no secret key: set LMS_SECRET_KEY or start once with ./run.") from None
    if len(key) < 32:
        raise SettingsError(f"{path.name} is too short to be a secret key: restore it from the backup.")
    return key


def _refuse_unknown_names() -> None:
    known = {INSTANCE, *(PREFIX + name.upper() for name in Settings.model_fields)}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(f"{name} is no setting. The settings are: {', '.join(sorted(known))}.")


def _explain(error: ValidationError, file: Path) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "?"
    reason = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        return f"{file.name}: {name} is no setting; see docs/settings.md for those that are."
    return f"The setting {PREFIX}{name.upper()} (or {name} in {file.name}) cannot be used: {reason}."
