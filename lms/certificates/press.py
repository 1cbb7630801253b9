"""The renderer's process: sheets of HTML come in by one pipe, PDFs go out by the other.

It is run by its path (see `renderer.py`) and imports nothing of the application: it has no settings, no database and no
secrets, and stays small. It ends when its input does, which is when the service ends, however that happens.
"""

import gc
import json
import os
import resource
import shutil
import signal
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

LENGTH = struct.Struct(">I")


class Refused(Exception):
    """The sheet cannot become what was asked for; the process is well."""


class Fence(URLFetcher):
    """Fetches files of the design's folder and data: addresses; anything else, and anything missing, is fatal."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(unquote(parts.path)).resolve()
            if parts.netloc or not path.is_relative_to(self._folder):
                raise ValueError("outside the design's folder")
        return super().fetch(url, headers)


class Design:
    """What a design's sheets share, read once: its style, fonts and artwork."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fence = Fence(folder)
        self.fonts = FontConfiguration()
        css = folder / "certificate.css"
        self.style = CSS(filename=css, url_fetcher=self.fence, font_config=self.fonts)
        self._images: dict[str, Any] = {}

    def print(self, versions: list[str], identifier: str) -> bytes:
        """Give the PDF of the first version that fits one page. :raise Refused: if none does, or a picture is broken"""
        for html in versions:
            images = dict(self._images)
            options = {"stylesheets": [self.style], "cache": images, "pdf_variant": "pdf/ua-1"}
            source = HTML(string=html, base_url=f"{self.folder.as_uri()}/", url_fetcher=self.fence)
            document = source.render(font_config=self.fonts, **options)
            if None in images.values():
                raise Refused("a picture cannot be read")
            self._images = {url: image for url, image in images.items() if str(url).startswith("file:")}
            if len(document.pages) == 1:
                return bytes(document.write_pdf(pdf_identifier=bytes.fromhex(identifier), **options))
        raise Refused("does not fit one page")


def serve(requests: BinaryIO, answers: BinaryIO, seconds: float) -> None:
    """Answer until the input ends. An empty request asks whether we are ready; an answer begins with + or -."""
    designs: dict[tuple[str, int], Design] = {}
    while head := requests.read(LENGTH.size):
        body = requests.read(LENGTH.unpack(head)[0])
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)  # the service stops us sooner, unless it is gone itself
        answer = _answer(designs, json.loads(body)) if body else b"+"
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _answer(designs: dict[tuple[str, int], Design], request: dict[str, Any]) -> bytes:
    folder = Path(request["design"])
    key = (str(folder), (folder / "certificate.css").stat().st_mtime_ns)
    try:
        if key not in designs:
            designs[key] = Design(folder)
        return b"+" + designs[key].print(request["versions"], request["identifier"])
    except (Refused, FatalURLFetchingError) as error:
        told = {"level": "warning", "event": "certificate not printed", "fault": type(error).__name__}
        sys.stderr.write(json.dumps(told) + "\n")  # as lms.logs writes a line
        return b"-"


def main() -> None:
    """Take our limits, keep standard output for answers alone, and serve."""
    memory = int(sys.argv[1]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold names
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which then ends us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    gc.freeze()  # nothing read so far goes away again: the collector need not look at it at every render
    gc.set_threshold(50_000)
    serve(sys.stdin.buffer, answers, float(sys.argv[2]))
    shutil.rmtree(sys.argv[3], ignore_errors=True)  # made for us by a service that is gone now


if __name__ == "__main__":
    main()
