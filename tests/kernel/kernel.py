"""A small application of the kernel alone: the tests make its pages, its templates are ours where there are any."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy.orm import Session

from lms import config, db, errors, i18n, jobs, limits, permissions, security
from lms.permissions import public

FRAME = """<!doctype html><html lang="{{ current_language() }}"><title>{% block title %}{% endblock %}</title>
<p>{{ current_user.name }}</p><main>{% block main %}{% endblock %}</main></html>"""


class Person:
    """Somebody as the kernel sees her."""

    is_active = True
    is_anonymous = False

    def __init__(self, name: str = "", *, language: str | None = None) -> None:
        self.name, self.language = name, language
        self.is_authenticated = bool(name)


class Kernel:
    """The small application: `who` is at the browser; `add` gives it a page."""

    def __init__(self, instance: Path, **settings: Any) -> None:
        self.instance = instance
        self.who: Person | Callable[[], Person] = Person()
        config.prepare_instance(instance)
        self.settings = config.load(instance, **settings)
        self.app = self._make_app()
        self.client = self.app.test_client()
        with self.app.app_context():
            db.Base.metadata.create_all(db.db.engine)
        self.add("/", lambda: "home", endpoint="learning.home")
        self.add("/login", lambda: "sign in", endpoint="accounts.login")

    def _make_app(self) -> Flask:
        app = Flask("lms", root_path=str(config.ROOT / "lms"), instance_path=str(self.instance))
        app.config.update(SECRET_KEY="k" * 40, PROPAGATE_EXCEPTIONS=False, SITE_NAME=self.settings.site_name)
        app.config.update(BASE_URL=self.settings.base_url, MAIL_FROM=self.settings.mail_from, MAIL_URL=None)
        app.jinja_env.globals["site_name"] = self.settings.site_name
        db.init_app(app, self.settings.database_url)
        errors.init_app(app)
        security.init_app(app, base_url=self.settings.base_url, proxies=self.settings.trusted_proxies, host="")
        permissions.init_app(app)
        LoginManager(app).request_loader(lambda _request: self.who() if callable(self.who) else self.who)
        i18n.init_app(app, languages=self.settings.languages, timezone=self.settings.timezone)
        jobs.init_app(app, instance=self.instance, redis_url=None, immediate=False)
        limits.init_app(app, redis_url=None, enabled=True)
        CSRFProtect(app)
        self._templates = {"base.html": FRAME}
        ours = Flask("lms", root_path=str(config.ROOT), instance_path=str(self.instance)).jinja_loader
        assert ours is not None
        app.jinja_loader = ChoiceLoader([DictLoader(self._templates), ours])
        return app

    def add(self, address: str, view: Callable[..., Any], *, endpoint: str | None = None, **options: Any) -> None:
        """Open a page to everybody, unless the view says who may use it."""
        if not hasattr(view, "access"):
            view = public(view)
        self.app.add_url_rule(address, endpoint or address.strip("/"), view, **options)

    def write_template(self, name: str, text: str) -> None:
        self._templates[name] = text

    def open_session(self) -> Session:
        with self.app.app_context():
            return Session(db.db.engine)

    def close(self) -> None:
        with self.app.app_context():
            db.db.engine.dispose()
        self.app.extensions["jobs"].storage.close()
