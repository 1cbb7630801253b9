"""Sabak: courses, quizzes and certificates for those who work against trafficking in persons."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask_compress import Compress
from flask_wtf import CSRFProtect
from sqlalchemy import text

from lms import audit as audit  # its table
from lms import config, db, errors, i18n, jobs, limits, logs, permissions, security, templating
from lms.permissions import public

COMPRESSIBLE = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml", "text/plain"]


class Site(Flask):
    """Calls its functions as they are: none is a coroutine, and looking for one takes a while for each request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(instance: Path | None = None, *, testing: bool = False, **overrides: Any) -> Flask:
    """Make the application: settings, database, safety, languages, work, then the domains from the lowest up.

    :param instance: the installation's folder; LMS_INSTANCE or instance/ if left out
    :param overrides: settings that come before the file and the environment
    :raise SettingsError: if the settings cannot be used; the message says what to do
    """
    instance = (instance or config.instance_folder()).resolve()
    config.prepare_instance(instance)
    settings = config.load(instance, **overrides)
    app = Site(
        "lms",
        root_path=str(config.ROOT / "lms"),
        instance_path=str(instance),
        template_folder=str(config.ROOT / "templates"),
    )
    app.jinja_environment = templating.PlainEnvironment
    _configure(app, settings, testing=testing)
    logs.init_app(app)
    templating.init_app(app)
    db.init_app(app, settings.database_url)
    errors.init_app(app)
    security.init_app(
        app, base_url=settings.base_url, proxies=settings.trusted_proxies, host=os.environ.get("HOST", "")
    )
    permissions.init_app(app)
    i18n.init_app(app, languages=settings.languages, timezone=settings.timezone)
    jobs.init_app(app, instance=instance, redis_url=settings.redis_url, immediate=testing)
    limits.init_app(app, redis_url=settings.redis_url, enabled=True)
    CSRFProtect(app)
    Compress(app)
    _add_health(app)
    _add_domains(app)
    return app


def _configure(app: Flask, settings: config.Settings, *, testing: bool) -> None:
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    mail_url = settings.mail_url
    app.config.update(
        TESTING=testing,
        PROPAGATE_EXCEPTIONS=False,
        SECRET_KEY=settings.secret_key.get_secret_value() if settings.secret_key else "",
        SETTINGS=settings,
        BASE_URL=settings.base_url,
        LOCAL_URL=f"http://{host}:{port}",
        SITE_NAME=settings.site_name,
        REGISTRATION=settings.registration,
        MAIL_URL=mail_url.get_secret_value() if mail_url else None,
        MAIL_FROM=settings.mail_from,
        COURSES_DIR=settings.courses_dir,
        LEAVE_TO=settings.leave_to,
        DATABASE_URL=settings.database_url,
        WTF_CSRF_TIME_LIMIT=None,  # it ends with the session
        COMPRESS_MIMETYPES=COMPRESSIBLE,
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_STREAMS=True,
        COMPRESS_MIN_SIZE=500,
    )
    app.jinja_env.globals.update(site_name=settings.site_name, is_trial=settings.base_url is None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _add_domains(app: Flask) -> None:
    """Add the domains from the lowest up; each brings its pages, rules and commands."""
    from lms import (
        accounts,
        administration,
        assessment,
        authoring,
        catalog,
        certificates,
        cohorts,
        demo,
        learning,
        operation,
        progress,
        reports,
        setup,
    )

    lower = (accounts, catalog, authoring, cohorts, assessment, progress, certificates)
    for domain in (*lower, learning, reports, administration, operation, demo, setup):
        domain.init_app(app)


def _add_health(app: Flask) -> None:
    @app.get("/healthz")
    @public
    def healthz() -> Response:
        return Response("ok", mimetype="text/plain")

    @app.get("/readyz")
    @public
    def readyz() -> Response:
        db.db.session.execute(text("SELECT 1"))
        return Response("ok", mimetype="text/plain")
