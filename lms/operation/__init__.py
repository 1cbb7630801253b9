"""Running the installation: backups, restoring them, and looking the whole over."""

from flask import Flask

from lms.operation import cli, doctor


def init_app(app: Flask) -> None:
    """Add the commands; leave the doctor where pages of the domains below find it."""
    app.extensions["doctor"] = doctor.examine
    for command in (cli.backup, cli.restore, cli.doctor):
        app.cli.add_command(command)
