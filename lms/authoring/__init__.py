"""For those who write courses: what is wrong with them, and what readers report."""

from flask import Flask

from lms.authoring import views


def init_app(app: Flask) -> None:
    """Register the pages. Who may report a mistake is stated in lms/learning, which knows who may read a course."""
    app.register_blueprint(views.bp)
