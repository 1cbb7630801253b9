"""Sample people, cohorts and results for showing and trying out an installation."""

from flask import Flask

from lms.demo.cli import demo


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo)
