"""Addresses of servers without what opens them."""

import re

HIDDEN = "…"
# Only an address that has exactly this shape is shown in part; in any other a password might stand where none is
# looked for, as one with a raw @, / or # does.
_SHAPE = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://"
    r"(?:(?P<user>[^:/?#@\s]*)(?P<password>:[^/?#@\s]*)?@)?"
    r"(?P<place>(?:[^:/?#@\s]*|\[[0-9a-f:.]+\])(?::\d+)?(?:/[^?#@\s]*)?)"
    r"(?P<query>\?[^@]*)?",
    re.IGNORECASE,
)


def hide_password(url: str) -> str:
    """Give an address with its password, a name that stands alone, and its options blanked."""
    parts = _SHAPE.fullmatch(url)
    if parts is None:
        return f"{url.partition('://')[0]}://{HIDDEN}" if url.startswith(_KNOWN) else HIDDEN
    user, place, query = parts["user"], parts["place"], parts["query"]
    owner = "" if user is None else f"{user}:{HIDDEN}@" if parts["password"] else f"{HIDDEN}@"
    return f"{parts['scheme']}://{owner}{place}{'?' + HIDDEN if query else ''}"


_KNOWN = ("postgresql+psycopg://", "sqlite://", "smtp://", "smtps://", "redis://", "rediss://")
