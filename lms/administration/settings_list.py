"""Every setting as it stands, where it comes from, and what follows. No secret is among the values."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from pydantic import SecretStr

from lms.administration.hiding import hide_password
from lms.config import INSTANCE, PREFIX, Settings


class Origin(StrEnum):
    """Where the value of a setting comes from."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One setting as the page shows it."""

    name: str  # LMS_…
    meaning: Any
    value: str
    origin: Origin
    consequence: str  # "" where nothing is to be said


ADDRESSES = frozenset({"database_url", "mail_url", "redis_url"})  # of servers: passwords may stand in them

MEANINGS = {
    "database_url": lazy_gettext("The database: a file, or a PostgreSQL server."),
    "secret_key": lazy_gettext("The characters that sign cookies and forms."),
    "base_url": lazy_gettext("The site's address, which stands in mails and on certificates."),
    "site_name": lazy_gettext("Name on pages, mails and certificates."),
    "issuer_name": lazy_gettext("The issuer's legal name on certificates; without it the site's name stands there."),
    "issuer_registration": lazy_gettext("The number of the issuer's registration or licence, for certificates."),
    "signatory_name": lazy_gettext("Who signs certificates for the issuer."),
    "signatory_office": lazy_gettext("The office of that person."),
    "issue_order": lazy_gettext("Number and date of the order by which certificates are issued."),
    "legal_basis": lazy_gettext(
        "The sentence that makes a certificate a document of the state; without it, it says that it is none."
    ),
    "registration": lazy_gettext("Who may make an account: those who are invited, or anyone."),
    "mail_url": lazy_gettext("The mail server."),
    "mail_from": lazy_gettext("The sender of mails."),
    "redis_url": lazy_gettext("The server that holds queue and request limits for several processes."),
    "courses_dir": lazy_gettext("The folder of courses."),
    "languages": lazy_gettext("Languages of the pages; the first is the default."),
    "timezone": lazy_gettext("Zone in which times are shown and dates are written on certificates."),
    "leave_to": lazy_gettext("The address to which ‘Leave this page’ leads on pages that may weigh on people."),
    "trusted_proxies": lazy_gettext("Reverse proxies whose word about a visitor's address is believed."),
}
MEANING_OF_INSTANCE = lazy_gettext(
    "The folder of this installation: settings, keys, database, queue, outbox, help contacts."
)


def read_origins(instance: Path, environment: Mapping[str, str]) -> dict[str, Origin]:
    """Say where each setting comes from that is not a default. Read at the start, as the settings are."""
    file = instance / "config.toml"
    written = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    set_in_environment = {name.upper() for name, value in environment.items() if value}
    origins = dict.fromkeys(written, Origin.FILE)
    named = [name for name in Settings.model_fields if PREFIX + name.upper() in set_in_environment]
    return {**origins, **dict.fromkeys(named, Origin.ENVIRONMENT)}


def list_settings(settings: Settings, origins: Mapping[str, Origin], instance: Path) -> list[ShownSetting]:
    """Give every setting in the order of the documentation, the folder of the installation last."""
    shown = [
        ShownSetting(
            name=PREFIX + name.upper(),
            meaning=MEANINGS.get(name, ""),
            value=_show(name, getattr(settings, name)),
            origin=origins.get(name, Origin.DEFAULT),
            consequence=_consequence(name, settings),
        )
        for name in Settings.model_fields
    ]
    origin = Origin.ENVIRONMENT if os.environ.get(INSTANCE) else Origin.DEFAULT
    return [*shown, ShownSetting(INSTANCE, MEANING_OF_INSTANCE, str(instance), origin, "")]


def _show(name: str, value: Any) -> str:
    """Give a value without what is secret in it."""
    if value is None or value in ("", []):
        return _("not set")
    if name in ADDRESSES:
        return hide_password(value.get_secret_value() if isinstance(value, SecretStr) else str(value))
    if isinstance(value, SecretStr):
        return _("set")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _consequence(name: str, settings: Settings) -> str:
    if name == "base_url" and settings.base_url is None:
        return _("This installation is a trial: its certificates are specimens.")
    if name == "base_url" and str(settings.base_url).startswith("http://"):
        return _("Without https, cookies cannot be Secure: whoever is on the line can read passwords.")
    if name == "mail_url" and settings.mail_url is None:
        return _("No mail is sent: mails are put into the folder instance/outbox, and can be opened under Mail.")
    if name == "registration" and settings.registration == "open":
        return _("Anyone can make an account.")
    if name == "redis_url" and settings.redis_url is None:
        return _("One process does everything; queue and limits are its own.")
    return ""
