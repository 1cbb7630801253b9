"""How the installation is arranged: its settings, who can read its folder, courses, translations, backups."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from lms import config
from lms.catalog.checker import check_courses
from lms.lock import UNFINISHED, is_served
from lms.notary.keys import NoKey, list_credential_keys, signing_key
from lms.operation import database
from lms.operation.archive import QUEUE
from lms.operation.backup import find_last_backup, key_files
from lms.operation.findings import Finding, act, count, look, ok
from lms.operation.help_contacts import examine_contacts

TRANSLATIONS = config.ROOT / "lms" / "translations"
BACKUP_EVERY = timedelta(days=7)
ENDS_SOON = timedelta(days=60)
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examine_settings(settings: config.Settings, instance: Path) -> list[Finding]:
    """Look at the settings that change what an installation is fit for."""
    return [_address(settings), _proxies(settings), _mail(settings), _secret_key(instance), _languages(settings)]


def examine_folder(instance: Path, settings: config.Settings, *, now: datetime) -> list[Finding]:
    """Look at the folder of the installation."""
    return [
        _modes(instance, settings),
        _service(instance),
        _backup(instance, now=now),
        _keys(instance, now=now),
        _courses(settings.courses_dir, instance),
        *examine_contacts(instance, today=now.date()),
    ]


def _address(settings: config.Settings) -> Finding:
    if settings.base_url is None:
        return look("address", "LMS_BASE_URL is not set: this is a trial, and its certificates are specimens.")
    if settings.base_url.startswith("http://"):
        return act("address", f"{settings.base_url} is not https: passwords and cookies can be read on the way.")
    return ok("address", f"{settings.base_url}, with cookies that are sent over https only.")


def _proxies(settings: config.Settings) -> Finding:
    if settings.base_url and settings.base_url.startswith("https://") and not settings.trusted_proxies:
        sentence = (
            "LMS_TRUSTED_PROXIES is not set: behind nginx all people seem to come from one address, and slow each"
        )
        return look("proxies", f"{sentence} other down when they sign in.")
    return ok("proxies", ", ".join(settings.trusted_proxies) or "There are none.")


def _mail(settings: config.Settings) -> Finding:
    if settings.mail_url is None:
        return look(
            "mail server", "LMS_MAIL_URL is not set: mails are files in outbox/ and reach nobody by themselves."
        )
    if settings.mail_from.endswith("@localhost>"):
        return look("mail server", "LMS_MAIL_FROM is not set: servers may refuse mails from sabak@localhost.")
    return ok("mail server", "It is set.")


def _secret_key(instance: Path) -> Finding:
    if (instance / "secret_key").exists():
        return ok("secret key", "It is in the installation's folder, and in its backups.")
    return look("secret key", "It comes from LMS_SECRET_KEY: keep it yourself, since backups do not hold it.")


def _keys(instance: Path, *, now: datetime) -> Finding:
    """Look at the keys of certificates: whether they are there, and how long the signature's own will do."""
    try:
        list_credential_keys(instance)
        key = signing_key(instance)
        until = key.certificate.not_valid_after_utc
    except NoKey as error:
        return act("keys of certificates", str(error))
    except ValueError:
        return act("keys of certificates", "The certificate beside signing-….key cannot be read.")
    whose = f"{key.authority}'s" if key.authority else "this installation's own"
    told = f"They are there; the certificate of the signature is {whose} and holds until {until:%Y-%m-%d}."
    if until <= now:
        return act("keys of certificates", f"{told} Put in another: docs/operating.md, Keys.")
    return look("keys of certificates", told) if until - now < ENDS_SOON else ok("keys of certificates", told)


def _languages(settings: config.Settings) -> Finding:
    """Count what each language of the interface lacks."""
    lacking = [f"{tag} {missing}" for tag in settings.languages if (missing := _count_missing(tag))]
    if lacking:
        return look("languages", f"Not translated yet, and shown in English: {', '.join(lacking)}.")
    return ok("languages", f"{', '.join(settings.languages)}, all translated.")


def _count_missing(language: str) -> str:
    """Say how many sentences of the interface a language lacks; nothing if it lacks none."""
    if language.partition("-")[0] == "en":
        return ""
    folder = TRANSLATIONS / language.replace("-", "_") / "LC_MESSAGES"
    try:
        with (folder / "messages.po").open("rb") as file:
            catalogue = read_po(file)
    except OSError:
        return "(all)"
    if not (folder / "messages.mo").exists():
        return "(all: not compiled, which ./run does)"
    missing = sum(not _is_translated(message) for message in catalogue if message.id)
    return f"({count(missing, 'sentence')})" if missing else ""


def _is_translated(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else message.string or [""]
    return not message.fuzzy and all(texts)


def _modes(instance: Path, settings: config.Settings) -> Finding:
    files = [instance, *key_files(instance).values(), instance / QUEUE, instance / "outbox"]
    if database.is_sqlite(settings.database_url):
        files.append(database.file_of(settings.database_url))
    open_ones = [path.name for path in files if path.exists() and path.stat().st_mode & OTHERS]
    if open_ones:
        return act("who may read", f"Other accounts can read {', '.join(open_ones)}: chmod go= them.")
    return ok("who may read", "This account alone can read settings, keys and data.")


def _service(instance: Path) -> Finding:
    if (instance / UNFINISHED).exists():
        return act("service", "The restoring of a backup was cut off: run ./run restore FILE once more.")
    if is_served(instance):
        return ok("service", "It is running.")
    return look("service", "It is not running.")


def _backup(instance: Path, *, now: datetime) -> Finding:
    last = find_last_backup(instance)
    if last is None:
        return look("backup", "None was made yet: ./run backup FILE --encrypt, and keep it on another machine.")
    age = now - last.made_at
    told = f"The last one was made on {last.made_at:%Y-%m-%d}" + ("" if last.encrypted else ", not encrypted")
    if age > BACKUP_EVERY:
        return look("backup", f"{told}, {age.days} days ago: ./run backup FILE --encrypt.")
    return ok("backup", f"{told}.")


def _courses(folder: Path, instance: Path) -> Finding:
    number, problems = check_courses(folder, instance=instance)
    if problems:
        return act(
            "courses", f"{count(len(problems), 'mistake')}; the courses with them are left out: ./run course check."
        )
    return ok("courses", f"{count(number, 'course')} without mistakes.")
