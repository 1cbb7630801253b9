"""Who is on which course, and who takes courses together."""

from flask import Flask

from lms.cohorts import code_views, join_views, list_views, member_views, own_views, rules, views
from lms.cohorts.blueprint import bp

__all__ = ["code_views", "init_app", "join_views", "list_views", "member_views", "own_views", "views"]


def init_app(app: Flask) -> None:
    """Register the domain's rules and pages; the modules of views are imported for their routes."""
    rules.register()
    app.register_blueprint(bp)
