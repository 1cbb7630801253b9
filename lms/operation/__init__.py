"""Running the installation: backups, restoring them, and looking the whole over."""

from importlib import import_module
from typing import Any

from flask import Flask

from lms.commands import LaterCommand

COMMANDS = {
    "backup": "Write database, settings, keys, help contacts, queue, outbox and own laws into FILE.",
    "restore": "Put what FILE holds in the place of what is here.",
    "doctor": "Look the installation over and say what to do.",
}


def init_app(app: Flask) -> None:
    """Add the commands; leave the doctor where pages of the domains below find it."""
    app.extensions["doctor"] = _examine
    for name, help in COMMANDS.items():
        app.cli.add_command(LaterCommand(name, "lms.operation.cli", help))


def _examine(*given: Any, **named: Any) -> Any:
    """Do as `doctor.examine` does; it is imported when somebody asks."""
    return import_module("lms.operation.doctor").examine(*given, **named)
