"""Commands on progress."""

import click
from flask.cli import AppGroup

from lms.progress.tasks import recount_all

progress_cli = AppGroup("progress", help="What learners have completed.")


@progress_cli.command("recount")
def recount() -> None:
    """Make every summary of progress again from what is recorded. It is safe at any time, also while people work."""
    click.echo(f"Counted again: {recount_all()} places on courses.")
