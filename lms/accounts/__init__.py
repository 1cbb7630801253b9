"""People: their accounts, how they sign in, and what they may do."""

from flask import Flask

from lms.accounts import account_views, cli, refusals, rules, signing_in, views
from lms.accounts.blueprint import bp

__all__ = ["account_views", "init_app", "views"]


def init_app(app: Flask) -> None:
    """Register sign-in, rules, pages and the command; the modules of views are imported for their routes."""
    signing_in.init_app(app)
    refusals.init_app(app)
    rules.register()
    app.register_blueprint(bp)
    app.cli.add_command(cli.user)
