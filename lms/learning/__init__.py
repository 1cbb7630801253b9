"""What a learner sees: home, catalogue, courses, lessons and practice. It reads everything and owns no tables."""

from flask import Flask

from lms.learning import lesson_views, rules, views


def init_app(app: Flask) -> None:
    """Register the pages and their rules."""
    rules.register()
    app.register_blueprint(views.bp)
    app.register_blueprint(lesson_views.bp)
