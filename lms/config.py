"""The settings of an installation: defaults, then instance/config.toml, then LMS_… variables."""

import ipaddress
import os
import secrets
import tomllib
from email.utils import parseaddr
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
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "LMS_"
INSTANCE = "LMS_INSTANCE"  # where the other settings are found, so it is an environment variable alone
ROOT = Path(__file__).resolve().parent.parent
KEY_LENGTH = 32


class SettingsError(SystemExit):
    """The settings cannot be used; the message says which one and what it may be.

    Left uncaught it ends the program with that sentence alone: whoever starts the service has no use for a traceback.
    """


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _check_languages(languages: list[str]) -> list[str]:
    """Give the tags as they are written in full: `uz-cyrl` is `uz-Cyrl`."""
    if not languages:
        raise ValueError("it must name at least one language, such as en")
    tags = []
    for language in languages:
        try:
            tags.append(str(Locale.parse(language, sep="-")).replace("_", "-"))
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError(f"{language!r} is no language tag such as en, ru or uz-Cyrl") from error
    return list(dict.fromkeys(tags))


def _check_proxies(addresses: list[str]) -> list[str]:
    for address in addresses:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError as error:
            raise ValueError(f"{address!r} is no address such as 10.0.0.5 or 10.0.0.0/24") from error
    return addresses


def _check_line(value: str) -> str:
    """Refuse what would end a line in a mail's head or on a certificate."""
    if not value.isprintable():
        raise ValueError("it must be one line of printable characters")
    return value


Line = Annotated[str, AfterValidator(_check_line)]
Languages = Annotated[list[str], NoDecode, BeforeValidator(_split), AfterValidator(_check_languages)]
Addresses = Annotated[list[str], NoDecode, BeforeValidator(_split), AfterValidator(_check_proxies)]


class Settings(BaseSettings):
    """Every setting, with its default. docs/settings.md explains them; a test compares the two lists."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", env_ignore_empty=True)

    database_url: str = ""  # SQLAlchemy's form; "" means instance/lms.db
    secret_key: SecretStr | None = None  # None: read from instance/secret_key
    base_url: str | None = None  # https://courses.example.org; None: a trial, certificates are specimens
    site_name: Line = Field("Sabak", min_length=1, max_length=80)
    issuer_name: Line = Field("", max_length=200)  # legal name on certificates; "": the site's name stands there
    issuer_registration: Line = Field("", max_length=200)  # number of its registration or licence
    signatory_name: Line = Field("", max_length=100)  # who signs for the issuer
    signatory_office: Line = Field("", max_length=200)
    issue_order: Line = Field("", max_length=200)  # number and date of the order by which certificates are issued
    legal_basis: Line = Field("", max_length=300)  # of a document that the state recognises; "": it is none
    registration: Literal["invited", "open"] = "invited"
    mail_url: SecretStr | None = None  # smtp://user:password@host:587 or smtps://…; None: instance/outbox/
    mail_from: Line = "Sabak <sabak@localhost>"
    redis_url: str | None = None  # redis://…; None: the queue is a file in instance/
    courses_dir: Path = ROOT / "courses"
    languages: Languages = ["en", "ru"]  # of the interface, the first is the default
    timezone: str = "Asia/Tashkent"  # deadlines and dates on certificates
    leave_to: str = "https://www.google.com/"  # where 'Leave this page' leads: a page that says nothing of its reader
    trusted_proxies: Addresses = []  # addresses whose X-Forwarded-For is believed

    @field_validator("base_url")
    @classmethod
    def _check_base_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        surplus = parts.username or parts.password or parts.path.strip("/") or parts.query or parts.fragment
        if parts.scheme not in ("http", "https") or not _has_host(value) or surplus:
            raise ValueError("it must be the site's address without a path, such as https://courses.example.org")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, value: str) -> str:
        if value and not _is_database(value):
            raise ValueError("it must be sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
        return value

    @field_validator("secret_key")
    @classmethod
    def _check_secret_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < KEY_LENGTH:
            raise ValueError(f"it must be at least {KEY_LENGTH} characters that nobody can guess")
        return value

    @field_validator("mail_url")
    @classmethod
    def _check_mail_url(cls, value: SecretStr | None) -> SecretStr | None:
        url = value.get_secret_value() if value else ""
        if value is not None and not (url.startswith(("smtp://", "smtps://")) and _has_host(url)):
            raise ValueError("it must be smtp://USER:PASSWORD@HOST:PORT or smtps://…, with / in a password as %2F")
        return value

    @field_validator("mail_from")
    @classmethod
    def _check_mail_from(cls, value: str) -> str:
        if "@" not in parseaddr(value)[1]:
            raise ValueError("it must be an address such as Sabak <courses@example.org>")
        return value

    @field_validator("redis_url")
    @classmethod
    def _check_redis_url(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith(("redis://", "rediss://")) and _has_host(value)):
            raise ValueError("it must be redis://HOST:PORT/NUMBER")
        return value

    @field_validator("leave_to")
    @classmethod
    def _check_leave_to(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")) or not _has_host(value) or not value.isprintable():
            raise ValueError("it must be the address of a page, such as https://www.google.com/")
        return value

    @field_validator("timezone")
    @classmethod
    def _check_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("it must be a time zone such as Asia/Bishkek") from error
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Ask the environment first, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _has_host(url: str) -> bool:
    """Tell whether an address names a host, and a port that can be one if any."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_database(url: str) -> bool:
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        return False
    if parts.drivername == "sqlite":
        return parts.database not in (None, "", ":memory:")  # a database in memory would end with its connection
    return parts.drivername == "postgresql+psycopg" and bool(parts.database)


def load(instance: Path, **overrides: Any) -> Settings:
    """Read the settings of the installation in `instance`.

    :raise SettingsError: if a name is unknown or a value cannot be used
    """
    settings = _read(instance, **overrides)
    settings.database_url = _place_database(settings.database_url, instance)
    if settings.secret_key is None:
        settings.secret_key = SecretStr(_read_secret_key(instance))
    return settings


def database_url(folder: Path, instance: Path) -> str:
    """Give the database that the settings in `folder`, and the environment, name for the installation in `instance`.

    :raise SettingsError: if they cannot be used
    """
    return _place_database(_read(folder).database_url, instance)


def _read(folder: Path, **overrides: Any) -> Settings:
    _refuse_unknown_names()
    file = folder / "config.toml"

    class _Settings(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        return _Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_explain(error, file)) from None
    except ValueError as error:  # TOML that cannot be parsed
        raise SettingsError(f"{file.name}: {error}") from None


def _place_database(url: str, instance: Path) -> str:
    """Give the address of the database with the whole path of its file: a short one begins in `instance`."""
    parts = make_url(url or "sqlite:///lms.db")
    if parts.drivername != "sqlite":
        return url
    file = instance / str(parts.database)
    if not file.parent.is_dir():
        raise SettingsError(f"{PREFIX}DATABASE_URL: there is no folder {file.parent}.")
    return parts.set(database=str(file)).render_as_string(hide_password=False)


def product_version() -> str:
    """Give the version of the program."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def instance_folder() -> Path:
    """Give the folder of this installation: LMS_INSTANCE, or instance/ beside the program."""
    return Path(os.environ.get(INSTANCE) or ROOT / "instance")


def prepare_instance(instance: Path) -> None:
    """Create the folder of an installation with its settings and secret key on the first start.

    :raise SettingsError: if there is a database but its secret key is gone
    """
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if instance.stat().st_uid == os.geteuid():
        instance.chmod(0o700)  # git, which brings the folder, makes it readable by all
    key = instance / "secret_key"
    if not key.exists() and not os.environ.get("LMS_SECRET_KEY"):
        if (instance / "lms.db").exists():
            raise SettingsError(f"{key.name} is missing beside the database: restore it from the backup.")
        write_private(key, secrets.token_urlsafe(48) + "\n")
    config = instance / "config.toml"
    if not config.exists():
        write_private(config, '# Settings of this installation: see docs/settings.md. Example:\n# site_name = "…"\n')


def write_private(path: Path, text: str = "") -> None:
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
    if len(key) < KEY_LENGTH:
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
