"""Who is on which course."""

from flask import Flask

from lms.cohorts import rules


def init_app(app: Flask) -> None:
    """Register the domain's rules."""
    rules.register()
