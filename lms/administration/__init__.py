"""What administrators see and do: people, settings, mail, background work, the audit log."""

import os
from pathlib import Path

from flask import Flask

from lms.administration import certificate_views, log_views, mail_views, naming, people_views, settings_list, views
from lms.administration.blueprint import bp

__all__ = ["certificate_views", "init_app", "log_views", "mail_views", "people_views", "views"]


def init_app(app: Flask) -> None:
    """Register the pages; the modules of views are imported for their routes."""
    app.extensions["setting_origins"] = settings_list.read_origins(Path(app.instance_path), os.environ)
    app.register_blueprint(bp)
    app.add_template_global(naming.name_actor)
    app.add_template_global(naming.name_subject)
