"""The first start and every later one: folders, tables, and the link for the first administrator."""

import logging
from pathlib import Path

import click
from flask import Flask, current_app

from lms.accounts import service as accounts
from lms.clock import utcnow
from lms.db import alembic, writing
from lms.lock import refuse_unfinished
from lms.security import site_url


def init_app(app: Flask) -> None:
    """Add the command that `./run` calls before it serves."""
    app.cli.add_command(setup)


@click.command("setup")
def setup() -> None:
    """Bring the database up to date; print the first administrator's link while there is none."""
    refuse_unfinished(Path(current_app.instance_path))
    logging.getLogger("alembic").setLevel(logging.WARNING)  # which steps it takes is nothing to the person who starts
    alembic.upgrade()
    with writing() as session:
        token = accounts.create_first_administrator_link(session, now=utcnow())
    if token:
        click.echo("Make the first administrator here (this link works once, and for one day):")
        click.echo("  " + site_url(f"/welcome/{token}"))
