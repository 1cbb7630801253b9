"""The command that fills an empty installation with sample people, cohorts and results."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, func, inspect, or_, select, update
from sqlalchemy.engine import make_url

from lms import clock
from lms.accounts import passwords
from lms.accounts.models import User
from lms.catalog import service as catalog
from lms.checkpoint import checkpoint
from lms.config import write_private
from lms.db import alembic, db, writing
from lms.demo.filling import Sample, Site, fill
from lms.demo.groups import FEWEST_COHORTS, FEWEST_LEARNERS
from lms.demo.people import DOMAIN, NAMED, OWN_NAME_END

PASSWORD_FILE = "demo-password"  # noqa: S105 - the name of the file in the installation's folder that holds it
FEW_COHORTS, USUAL_SIZE = 5, 250
_LETTERS = "bcdfghjkmnpqrstvwxz"


@click.command("demo")
@click.option("--learners", type=click.IntRange(FEWEST_LEARNERS, 100_000), default=420, show_default=True)
@click.option("--cohorts", type=click.IntRange(FEWEST_COHORTS, 500), help="Left out: 5, or more for many learners.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number gives other people.")
@click.option("--password", envvar="DEMO_PASSWORD", help="Of the accounts; made up if left out.")
@click.option("--again", is_flag=True, help="Empty a database that holds sample data alone, and fill it anew.")
@with_appcontext
def demo(learners: int, cohorts: int | None, seed: int, password: str | None, again: bool) -> None:
    """Fill an empty database with sample people, cohorts and results, and print the accounts to sign in with.

    A database with any other account is refused. One that is filled already stays as it is.
    """
    password = _check_password(password) if password else None
    sample = Sample(learners, cohorts or min(500, max(FEW_COHORTS, learners // USUAL_SIZE)), seed)
    _check_size(sample)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    is_filled = _is_filled()
    db.session.close()
    if is_filled and again:
        alembic.downgrade("base")
    alembic.upgrade()
    if is_filled and not again:
        _keep(password)
        return
    password = password or _read_password() or _new_password()
    _fill(sample, password)
    _write_password(password)
    _print_accounts(password)


def _check_size(sample: Sample) -> None:
    if sample.learners < sample.cohorts * 3:
        raise click.ClickException("So many cohorts need more learners: at least three for each.")


def _check_password(password: str) -> str:
    if not passwords.MIN_LENGTH <= len(password) <= passwords.MAX_LENGTH:
        raise click.ClickException(f"A password has {passwords.MIN_LENGTH} to {passwords.MAX_LENGTH} characters.")
    if passwords.is_guessable(password, _own_words()):
        raise click.ClickException("This password is easy to guess: common words, names, years or rows of keys.")
    return password


def _own_words() -> list[str]:
    return [current_app.config["SITE_NAME"], *(word for it in NAMED for word in (it.name, it.email))]


def _new_password() -> str:
    """Make up a password in groups that can be typed; it passes the rules for everybody's."""
    while True:
        groups = ["".join(secrets.choice(_LETTERS) for _place in range(4)) for _group in range(4)]
        if not passwords.is_guessable("-".join(groups), _own_words()):
            return "-".join(groups)


def _is_filled() -> bool:
    """Tell whether sample data is there. :raise ClickException: if any account is not of it"""
    if not inspect(db.engine).has_table(User.__tablename__):
        return False
    accounts = db.session.scalar(select(func.count()).select_from(User)) or 0
    own = or_(User.email.endswith(f"@{DOMAIN}"), User.email.is_(None) & User.sign_in_name.endswith(OWN_NAME_END))
    of_sample = db.session.scalar(select(func.count()).select_from(User).where(own)) or 0
    if of_sample != accounts:
        raise click.ClickException(
            "This database holds accounts of people, and sample data never goes among them. Nothing was changed. "
            "Use an installation of its own: ./run demo does, or set LMS_INSTANCE to an empty folder."
        )
    return accounts > 0


def _keep(password: str | None) -> None:
    """Leave the data as it is; a password that is given opens the accounts from now on."""
    click.echo("The sample data is there already and stays as it is; --again makes it anew.")
    stored = db.session.scalar(select(User.password_hash).where(User.email == NAMED[0].email))
    if password and not passwords.verify_password(stored, password):
        hashed = passwords.hash_password(password)
        with writing() as session:
            named = update(User).where(User.email.in_([it.email for it in NAMED]))
            session.execute(named.values(password_hash=hashed))
        _write_password(password)
    _print_accounts(password or _read_password())


def _fill(sample: Sample, password: str) -> None:
    courses = catalog.list_courses()
    usable = [course for course in courses if course.lessons and course.certificate]
    if not usable:
        raise click.ClickException("There is no course without mistakes to fill: run course check.")
    site = Site(
        courses=usable,
        issuer=current_app.extensions["issuer"],
        languages=current_app.config["LANGUAGES"],
        password_hash=passwords.hash_password(password),
        now=clock.utcnow(),
    )
    with _filling() as connection:
        fill(connection, sample, site)
    url = make_url(current_app.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite":
        db.engine.dispose()
        checkpoint(Path(str(url.database)))
    click.echo(f"{sample.learners} learners in {sample.cohorts} cohorts.")


@contextmanager
def _filling() -> Iterator[Connection]:
    """Open the one transaction that fills: all of it or nothing.

    SQLite need not wait for the disk within it, since nothing was there to lose; the checkpoint afterwards does.
    """
    db.session.close()
    with db.engine.execution_options(immediate=True).connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA synchronous=OFF")
        with connection.begin():
            yield connection
        if connection.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA synchronous=FULL")


def _password_file() -> Path:
    return Path(current_app.instance_path) / PASSWORD_FILE


def _read_password() -> str | None:
    """Give the password of the accounts, if it is known here."""
    try:
        return _password_file().read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _write_password(password: str) -> None:
    _password_file().unlink(missing_ok=True)
    write_private(_password_file(), password + "\n")


def _print_accounts(password: str | None) -> None:
    for it in NAMED:
        click.echo(f"  {it.email:<24}  {it.does}")
    known = f"Their password: {password}" if password else "Their password was set elsewhere; --password sets another."
    click.echo(known)
