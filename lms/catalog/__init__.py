"""Reads the courses folder: courses, modules, lessons, quizzes and questions."""

import logging
from pathlib import Path

from flask import Flask

from lms.catalog.library_watch import RELOAD_FILE, LibraryWatch

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Read the courses; what is wrong with them is logged, and the rest is served."""
    watch = LibraryWatch(app, Path(app.config["COURSES_DIR"]), Path(app.instance_path) / RELOAD_FILE)
    app.extensions["catalog_watch"] = watch
    for problem in watch.read().problems:
        log.warning("%s", problem)
