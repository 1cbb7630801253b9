"""A person at a browser, as far as a server can tell: a connection that is kept, cookies, forms that are sent back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from benchmarks.server import HOST

TIMEOUT_SECONDS = 60.0
ACCEPTED = "gzip, deflate, br, zstd"  # what a browser asks for

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


def hidden_fields(html: bytes) -> dict[str, str]:
    """Give the hidden fields of a page's main form, with the tokens in them."""
    found = BeautifulSoup(html, "html.parser").select("main form input[name]")
    return {str(it["name"]): str(it.get("value", "")) for it in found if it.get("type") == "hidden"}


class Visitor:
    """A browser of one person at one server."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=TIMEOUT_SECONDS)
        self.cookies: dict[str, str] = {}
        self.slowest_seconds = 0.0  # of the requests since `refresh`

    def refresh(self) -> None:
        """Begin a round with a connection of its own: the server ends those that were idle."""
        self._connection.close()
        self._connection.connect()
        self.slowest_seconds = 0.0

    def get(self, path: str, *, expect: int = 200) -> Answer:
        """Open a page as a browser does, compressed."""
        return self._ask("GET", path, None, {"Accept-Encoding": ACCEPTED}, expect)

    def post(self, path: str, fields: Fields, *, expect: int = 302) -> Answer:
        """Send a form."""
        headers = {"Accept-Encoding": ACCEPTED, "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), headers, expect)

    def form(self, path: str) -> dict[str, str]:
        """Open a page and give what its main form holds before anybody fills it in."""
        self.refresh()  # filling in may take long, and a kept connection may have been ended meanwhile
        return hidden_fields(self._ask("GET", path, None, {}, 200).body)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; this browser then holds the cookie."""
        self.post("/login", {**self.form("/login"), "email": email, "password": password})

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], expect: int) -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        answer = Answer(response.status, response.getheader("Location", ""), response.read())
        self.slowest_seconds = max(self.slowest_seconds, time.perf_counter() - began)
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        if answer.status != expect:
            raise SystemExit(f"{method} {path} answered {answer.status} where {expect} was expected.")
        return answer
