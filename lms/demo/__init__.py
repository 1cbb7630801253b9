"""Sample people, cohorts and results for showing and trying out an installation."""

from flask import Flask

from lms.commands import LaterCommand


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(LaterCommand("demo", "lms.demo.cli", "Fill an empty database with sample people and results."))
