"""The renderer's process: sheets of HTML come in by one pipe, PDFs go out by the other.

It is run by its path (see `renderer.py`) and imports nothing of the application: it has no settings, no database and no
secrets, and stays small. It ends when its input does, which is when the service ends, however that happens.
"""

import gc
import importlib.util
import json
import os
import re
import resource
import shutil
import signal
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import pydyf
from weasyprint import CSS, HTML
from weasyprint.images import SVGImage
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher


def _beside(name: str) -> Any:
    """Give a module of this folder, from which Python looks nothing up by itself."""
    spec = importlib.util.spec_from_file_location(f"sabak_{name}", Path(__file__).with_name(f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lasting = _beside("lasting")

LENGTH = struct.Struct(">I")
TOO_LONG = b"-long"  # the answer where no version of a sheet fits one page
RESOURCES = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace", "Font")
OPACITY = re.compile(rb"/([aA])([0-9.]+) gs")  # how WeasyPrint names the state of an opacity


class Refused(Exception):
    """The sheet cannot become what was asked for; the process is well."""


class TooLong(Refused):
    """No version of the sheet fits one page."""


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


class Artwork:
    """A drawing of the design, turned into PDF commands once for each size and copied from then on."""

    def __init__(self, image: SVGImage) -> None:
        self._image = image
        self._drawn: dict[tuple[float, float], bytes | None] = {}

    def get_intrinsic_size(self, *measures: Any) -> Any:
        return self._image.get_intrinsic_size(*measures)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        if (width, height) not in self._drawn:
            self._drawn[width, height] = self._draw_apart(stream, width, height, style)
        drawn = self._drawn[width, height]
        if drawn is None:
            self._image.draw(stream, width, height, style)
            return
        with stream.stacked():
            for letter, alpha in sorted(set(OPACITY.findall(drawn))):
                stream.set_alpha(float(alpha), stroke=letter == b"A")  # gives the document what the name stands for
            stream.stream.append(drawn)

    def _draw_apart(self, stream: Any, width: float, height: float, style: Any) -> bytes | None:
        """Give the commands; None if they name anything but an opacity, such as a shade, which is its document's."""
        apart = stream.clone(resources={name: pydyf.Dictionary() for name in RESOURCES})
        self._image.draw(apart, width, height, style)
        drawn = b"\n".join(it if isinstance(it, bytes) else str(it).encode("latin-1") for it in apart.stream)
        return None if b"/" in OPACITY.sub(b"", drawn) else drawn


class Squares:
    """A QR code as rectangles, one for each run of dark squares: reading it as SVG takes many times as long."""

    def __init__(self, rows: list[str]) -> None:
        self._size = len(rows)
        runs = [(run.start(), y, len(run[0])) for y, row in enumerate(rows) for run in re.finditer("1+", row)]
        self._drawn = "\n".join(f"{x} {y} {length} 1 re" for x, y, length in runs).encode()

    def get_intrinsic_size(self, *_measures: Any) -> tuple[float, float, float]:
        return self._size, self._size, 1

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        stream.transform(a=width / self._size, d=height / self._size)
        stream.set_color(style["color"])
        stream.stream.append(self._drawn)
        stream.fill()


class Packed(pydyf.Stream):
    """A stream as it is written. It is asked for twice, for the file and for its digest, and compressed each time."""

    def __init__(self, stream: pydyf.Stream) -> None:
        super().__init__()
        self.number = stream.number
        self._data = stream.data

    @property
    def data(self) -> Any:
        return self._data


def pack(_document: Any, pdf: pydyf.PDF) -> None:
    """Compress a finished document's streams, once."""
    pdf.objects[:] = [Packed(it) if isinstance(it, pydyf.Stream) else it for it in pdf.objects]


class Design:
    """What the sheets of a style share, read once: the style, its fonts and artwork."""

    def __init__(self, css: Path) -> None:
        self.folder = folder = css.parent
        self.fence = Fence(folder)
        self.fonts = FontConfiguration()
        self.style = CSS(filename=css, url_fetcher=self.fence, font_config=self.fonts)
        self._images: dict[str, Any] = {}

    def print(self, sheet: dict[str, Any]) -> bytes:
        """Give the PDF of the first version of a sheet that fits one page.

        :raise TooLong: if none does; :raise Refused: if a picture is broken
        """
        squares = {address: Squares(rows) for address, rows in sheet["codes"].items()}
        for html in sheet["versions"]:
            options = self._options(squares)
            document = self._lay_out(html, options)
            if self._keep(options["cache"]):  # met for the first time: this sheet is drawn as all later ones will be
                options = self._options(squares)
                document = self._lay_out(html, options)
            if len(document.pages) == 1 or not sheet["one_page"]:
                return _write(document, sheet, options)
        raise TooLong

    def _options(self, squares: dict[str, Squares]) -> dict[str, Any]:
        return {"stylesheets": [self.style], "cache": {**self._images, **squares}}

    def _lay_out(self, html: str, options: dict[str, Any]) -> Any:
        source = HTML(string=html, base_url=f"{self.folder.as_uri()}/", url_fetcher=self.fence)
        document = source.render(font_config=self.fonts, **options)
        if None in options["cache"].values():
            raise Refused("a picture cannot be read")
        return document

    def _keep(self, images: dict[str, Any]) -> bool:
        """Keep the pictures of the design's own files for the next sheet; tell whether there were new ones."""
        new = {it: image for it, image in images.items() if str(it).startswith("file:") and it not in self._images}
        for url, image in new.items():
            self._images[url] = Artwork(image) if isinstance(image, SVGImage) else image
        return bool(new)


def _write(document: Any, sheet: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Give the bytes of a document: PDF/UA-1, and PDF/A-3 as well where a file is to be inside it."""
    identifier, inside = bytes.fromhex(sheet["identifier"]), sheet["inside"]
    if inside is None:
        return bytes(document.write_pdf(pdf_identifier=identifier, pdf_variant="pdf/ua-1", finisher=pack, **options))
    field, purpose = inside.pop("field"), inside.pop("purpose")

    def finish(finished: Any, pdf: pydyf.PDF) -> None:
        lasting.finish(finished, pdf, field, purpose)
        pack(finished, pdf)

    kind = {"pdf_variant": lasting.VARIANT, "attachments": [lasting.attach(**inside)]}
    return bytes(document.write_pdf(pdf_identifier=identifier, finisher=finish, **kind, **options))


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
    css = Path(request["style"])
    key = (str(css), css.stat().st_mtime_ns)
    try:
        if key not in designs:
            designs[key] = Design(css)
        return b"+" + designs[key].print(request)
    except (Refused, FatalURLFetchingError) as error:
        told = {"level": "warning", "event": "sheet not printed", "fault": type(error).__name__}
        sys.stderr.write(json.dumps(told) + "\n")  # as lms.logs writes a line
        return TOO_LONG if isinstance(error, TooLong) else b"-"


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
