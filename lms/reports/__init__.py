"""What coordinators see of their cohorts. It reads everything and owns no tables."""

from flask import Flask

from lms.reports import views


def init_app(app: Flask) -> None:
    """Register the pages; who may open them, cohorts say."""
    app.register_blueprint(views.bp)
