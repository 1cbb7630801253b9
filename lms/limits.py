"""Bounds on how often one network may ask for a named page. Counted in memory, or in Redis where one is set."""

from flask import Flask, request
from flask_limiter import Limiter

from lms.security import network_of


def _network() -> str:
    return network_of(request.remote_addr)


limiter = Limiter(key_func=_network, default_limits=[], headers_enabled=False)


def init_app(app: Flask, *, redis_url: str | None, enabled: bool) -> None:
    """Count in Redis where several processes serve, in this process otherwise.

    The named views ask for themselves; the extension's look at every other request before it is answered, which has no
    bounds, is left out. What it does afterwards stays: a view may count wrong answers alone.
    """
    app.config.update(RATELIMIT_STORAGE_URI=redis_url or "memory://", RATELIMIT_ENABLED=enabled)
    before = list(app.before_request_funcs[None])
    limiter.init_app(app)
    app.before_request_funcs[None] = before
