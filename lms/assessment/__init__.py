"""Quizzes and final assessments: attempts, responses, scores and reviews."""

from flask import Flask

from lms.assessment import attempt_views, figures, quiz_views, rules, tasks
from lms.assessment.blueprint import bp
from lms.assessment.cli import assessment_cli
from lms.assessment.given import field_name

__all__ = ["attempt_views", "init_app", "quiz_views", "tasks"]  # imported for what they declare


def init_app(app: Flask) -> None:
    """Register pages, rules, background work and commands."""
    rules.register()
    app.register_blueprint(bp)
    app.cli.add_command(assessment_cli)
    app.jinja_env.globals.update(field_name=field_name)
    app.jinja_env.filters.update(score_percent=figures.score_percent, points=figures.points, span=figures.span)
