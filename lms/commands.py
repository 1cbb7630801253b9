"""Commands whose modules are imported when they are run: the service needs none of them, and starts sooner without."""

from importlib import import_module
from typing import Any

import click


class LaterCommand(click.Command):
    """Stands for a command until it is run."""

    def __init__(self, name: str, module: str, help: str) -> None:
        """:param module: where the command is, under its name"""
        super().__init__(name, help=help)
        self._module = module

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        """Let the command itself read its arguments; click then runs it in its own place."""
        command: click.Command = getattr(import_module(self._module), str(self.name))
        return command.make_context(info_name, args, *rest, **extra)
