"""The certificate: a record in the completing transaction, its PDF made once, its public check."""

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy.orm import Session

from lms import jobs
from lms.catalog.course import Course
from lms.certificates import cli, rules, service, tasks, views
from lms.certificates.facts import Statement
from lms.config import Settings
from lms.notary import keys
from lms.progress.models import CourseCompletion
from lms.progress.signals import course_completed


def init_app(app: Flask) -> None:
    """Register pages, rules and commands; listen for completed courses."""
    app.extensions["issuer"] = service.Issuer(
        site_name=app.config["SITE_NAME"],
        base_url=app.config["BASE_URL"],
        timezone=ZoneInfo(app.config["BABEL_DEFAULT_TIMEZONE"]),
        statement=_statement(app.config["SETTINGS"]),
    )
    keys.prepare(Path(app.instance_path), app.config["SITE_NAME"])
    rules.register()
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.certificate)
    course_completed.connect(_on_course_completed)


def _statement(settings: Settings) -> Statement:
    """Take from the settings what the issuer states of itself."""
    stated = (field.name for field in fields(Statement) if field.name in Settings.model_fields)
    return Statement(**{name: getattr(settings, name) for name in stated})


def _on_course_completed(
    completion: CourseCompletion, *, session: Session, course: Course, now: datetime, **_: Any
) -> None:
    """Issue the certificate in the transaction that completes the course, if it gives one; its PDF is made later."""
    if course.certificate is None:
        return
    credential = service.issue(session, completion, course=course, issuer=current_app.extensions["issuer"], now=now)
    jobs.enqueue_after_commit(session, tasks.render, credential.id)
