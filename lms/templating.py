"""Templates as the site uses them: what Flask and Jinja do again for each page, though it comes out alike, is kept."""

from collections import ChainMap
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request
from flask.templating import Environment

KEPT = 4096  # addresses; about 200 bytes each
DEPENDENT = frozenset({"_external", "_scheme", "_method"})  # their addresses hang on more than the script's root


class PlainEnvironment(Environment):
    """Hands the globals to templates as they are: through a chain of mappings each use of a macro takes longer."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give the globals of a template that has none of its own, or put its own before them."""
        return ChainMap(d, self.globals) if d else self.globals


def init_app(app: Flask) -> None:
    """Keep the addresses that templates ask for."""
    app.jinja_env.globals["url_for"] = remember_addresses(app)


def remember_addresses(app: Flask) -> Callable[..., str]:
    """Give an `url_for` that makes each address once. It asks for nothing of the request but the script's root."""

    @lru_cache(maxsize=KEPT, typed=True)
    def make(_root: str, endpoint: str, /, **values: Any) -> str:
        return app.url_for(endpoint, **values)

    def url_for(endpoint: str, /, **values: Any) -> str:
        is_plain = all(isinstance(value, str | int | None) for value in values.values())
        if has_request_context() and is_plain and DEPENDENT.isdisjoint(values) and not endpoint.startswith("."):
            return make(request.script_root, endpoint, **values)
        return app.url_for(endpoint, **values)

    return url_for
