"""Reads the courses folder: courses, modules, lessons, quizzes and questions."""

import logging
from pathlib import Path

from flask import Flask
from markupsafe import Markup

from lms.catalog import service
from lms.catalog.cli import course_cli
from lms.catalog.library_watch import RELOAD_FILE, LibraryWatch
from lms.catalog.question import Text
from lms.catalog.rendering import binding, render_question_text

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Read the courses; what is wrong with them is logged, and the rest is served."""
    watch = LibraryWatch(app, Path(app.config["COURSES_DIR"]), Path(app.instance_path) / RELOAD_FILE)
    app.extensions["catalog_watch"] = watch
    app.cli.add_command(course_cli)
    for problem in watch.read().problems:
        log.warning("%s", problem)
    app.jinja_env.globals.update(question_text=_question_text, binding=binding)


def _question_text(text: Text, *, inline: bool = False) -> Markup:
    """Render a question's text for a template, with the works that it cites."""
    return render_question_text(text, service.sources(), inline=inline)
