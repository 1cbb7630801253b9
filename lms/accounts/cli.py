"""The command that makes accounts without a browser."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from lms import clock
from lms.accounts import credentials, passwords, service
from lms.accounts.models import Profession, Role
from lms.accounts.service import Person
from lms.accounts.sign_in_names import normalise_email
from lms.db import writing

user = AppGroup("user", help="Accounts.")


@user.command("create")
@click.option("--email", required=True, help="The e-mail address to sign in with.")
@click.option("--name", required=True, help="The person's name, as it is to stand on certificates.")
@click.option("--role", "roles", multiple=True, type=click.Choice([each.value for each in Role]), help="Repeatable.")
@click.option("--profession", type=click.Choice([each.value for each in Profession]), default=Profession.OTHER.value)
@click.option("--language", help="Of pages and mails; the installation's first language if left out.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
def create(
    email: str, name: str, roles: tuple[str, ...], profession: str, language: str | None, password_stdin: bool
) -> None:
    """Make an account. Without a password, print a link at which its owner chooses one."""
    person = Person(_check_name(name), _check_language(language), Profession(profession))
    address = _check_email(email)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    hashed = _check_password(password, person, address) if password is not None else None
    now = clock.utcnow()
    try:
        with writing() as session:
            given = frozenset(Role(role) for role in roles)
            made = service.create_user(session, person, now=now, email=address, password_hash=hashed, roles=given)
            service.record_creation(session, made, by=None, way="command", now=now)
            link = None if hashed else credentials.create_password_link(session, made.id, now=now)
    except service.EmailTaken as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{address} has an account now.")
    if link:
        click.echo(f"The password is chosen here (this link works once, and for two hours):\n  {link}")


def _check_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 200 or "\0" in cleaned:
        raise click.BadParameter("a name has 1 to 200 characters", param_hint="--name")
    return cleaned


def _check_email(email: str) -> str:
    try:
        return normalise_email(email)
    except ValueError:
        raise click.BadParameter("this is no e-mail address", param_hint="--email") from None


def _check_language(language: str | None) -> str:
    known: list[str] = current_app.config["LANGUAGES"]
    if language is not None and language not in known:
        raise click.BadParameter(f"the languages here are {', '.join(known)}", param_hint="--language")
    return language or known[0]


def _check_password(password: str, person: Person, email: str) -> str:
    if not passwords.MIN_LENGTH <= len(password) <= passwords.MAX_LENGTH:
        raise click.ClickException(f"A password has {passwords.MIN_LENGTH} to {passwords.MAX_LENGTH} characters.")
    if passwords.is_guessable(password, [person.name, email, current_app.config["SITE_NAME"]]):
        raise click.ClickException("This password is easy to guess: common words, names, years or rows of keys.")
    return passwords.hash_password(password)
