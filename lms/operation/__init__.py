"""Running the installation: backups, restoring them, and looking the whole over."""

from flask import Flask

from lms.operation import cli


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (cli.backup, cli.restore, cli.doctor):
        app.cli.add_command(command)
