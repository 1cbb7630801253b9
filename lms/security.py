"""What every answer and every request must hold: headers, hosts, sizes, proxies, local addresses."""

import hashlib
import ipaddress
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
YEAR_SECONDS = 365 * 24 * 3600
MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_FORM_PARTS = 500
MAX_ID = 2**31 - 1  # what a PostgreSQL integer holds


def init_app(app: Flask, *, base_url: str | None, proxies: list[str], host: str) -> None:
    """Set the bounds and headers; cookies are Secure and `__Host-` when the site's address is https."""
    secure = bool(base_url and base_url.startswith("https://"))
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_SECONDS,
        TRUSTED_HOSTS=trusted_hosts(base_url, host),
    )
    if proxies:
        app.wsgi_app = TrustedProxies(app.wsgi_app, proxies)  # type: ignore[method-assign]
    app.before_request(_refuse_unreadable)
    app.after_request(_add_headers)
    app.jinja_env.globals["static_url"] = _remember_static(app)


def trusted_hosts(base_url: str | None, host: str) -> list[str]:
    """Names under which the site answers: its address, and this machine's own name while it has none."""
    if base_url:
        return [str(urlsplit(base_url).hostname), "localhost", "127.0.0.1"]
    return ["localhost", "127.0.0.1", "[::1]", *([host] if host else [])]


def is_local_path(target: str | None) -> bool:
    """Tell whether `target` stays on this site, whatever a browser makes of it."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    if any(ord(char) <= 32 or char == "\\" for char in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def site_url(path: str) -> str:
    """Give the full address of a path; the host comes from the settings, never from the request."""
    return str(current_app.config["BASE_URL"] or current_app.config["LOCAL_URL"]) + path


def _remember_static(app: Flask) -> Callable[[str], str]:
    """Give a function that gives the address of a static file with a mark of its content, so that it may be kept."""

    @lru_cache(maxsize=64)
    def make(_root: str, name: str) -> str:
        content = (Path(str(app.static_folder)) / name).read_bytes()
        return url_for("static", filename=name, v=hashlib.sha256(content).hexdigest()[:12])

    return lambda name: make(request.script_root, name)


def network_of(address: str | None) -> str:
    """Shorten an address to its network: /24 for IPv4, /56 for IPv6, so that neighbours count as one."""
    try:
        parsed = ipaddress.ip_address((address or "").partition("%")[0])  # without the zone of fe80::1%eth0
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:  # how a socket for both kinds names an IPv4 address
        parsed = parsed.ipv4_mapped
    prefix = 24 if parsed.version == 4 else 56
    return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))


def _refuse_unreadable() -> None:
    """Answer an address or a form with NUL or a giant id in it before it reaches a database that cannot hold it."""
    if any(isinstance(value, int) and value > MAX_ID for value in (request.view_args or {}).values()):
        raise NotFound
    pairs = (*request.args.items(multi=True), *request.form.items(multi=True))
    if "\0" in request.path or any("\0" in part for pair in pairs for part in pair):
        raise BadRequest


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    elif _may_be_personal():
        headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-cache, private"
    return response


def _may_be_personal() -> bool:
    """Tell whether an answer may be for one person: also when the database that knows her is out of reach.

    Whose session was found needs no second look, which would read the account again after a transaction.
    """
    if "user_session" in g:
        return True
    try:
        return bool(current_user and current_user.is_authenticated)
    except SQLAlchemyError:
        return True


class TrustedProxies:
    """WSGI middleware: believe X-Forwarded-… only when the neighbour is a proxy of ours."""

    def __init__(self, app: Any, proxies: list[str]) -> None:
        self._direct = app
        self._proxied = ProxyFix(app, x_for=1, x_proto=1, x_host=0)
        self._networks = [ipaddress.ip_network(proxy, strict=False) for proxy in proxies]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer through ProxyFix for a trusted neighbour, directly for anyone else."""
        try:
            neighbour = ipaddress.ip_address(environ.get("REMOTE_ADDR", ""))
        except ValueError:
            return self._direct(environ, start_response)
        trusted = any(neighbour in network for network in self._networks)
        return (self._proxied if trusted else self._direct)(environ, start_response)
