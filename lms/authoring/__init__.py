"""For those who write courses: what is wrong with them, and what readers report."""

from flask import Flask

from lms.authoring import rules, views


def init_app(app: Flask) -> None:
    """Register pages and rules."""
    rules.register()
    app.register_blueprint(views.bp)
