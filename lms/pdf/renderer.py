"""One warm process that makes PDFs: it keeps fonts and styles, and can be killed without harm to the service."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lms.errors import LmsError
from lms.warm import Broken, WarmProcess

PRESS = Path(__file__).with_name("press.py")
TOO_LONG = b"-long"


class RenderFailed(LmsError):
    """The PDF could not be made; what it was to say is none the worse, and it can be tried again."""


class TooLong(RenderFailed):
    """No version of the sheet fits one page."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A file inside a PDF that is to last: it becomes PDF/A-3 too, with a field to be signed."""

    name: str
    description: str
    text: str
    at: str  # its time, ISO 8601
    field: str  # its name
    purpose: str  # of it, for those who hear and do not see it


@dataclass(frozen=True, slots=True)
class Sheet:
    """HTML that is to become a PDF, of one page unless said otherwise."""

    versions: tuple[str, ...]  # the same text, set ever closer; the first that fits one page is used
    style: Path  # a CSS file; nothing outside its folder is fetched
    identifier: str  # hexadecimal; becomes the PDF's own, which would be random otherwise
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)  # address in the HTML -> rows of 0 and 1
    inside: Inside | None = None
    one_page: bool = True  # else its first version is used, however long


class Renderer:
    """A renderer process, started when first used; safe to share between threads, which wait for each other."""

    def __init__(self, *, seconds: float = 30.0, renders: int = 500, memory_mb: int = 1024) -> None:
        """:param seconds: for one render; :param renders: after so many the process is replaced by a fresh one"""
        self._process = WarmProcess(PRESS, "renderer", seconds=seconds, uses=renders, memory_mb=memory_mb)

    @property
    def pid(self) -> int | None:
        """Give the process's id while one runs."""
        return self._process.pid

    def render(self, sheet: Sheet) -> bytes:
        """Give the PDF of a sheet.

        :raise TooLong: if none of its versions fits one page
        :raise RenderFailed: if it asks for a file or an address it may not have, takes too long or too much memory, or
            if the process died; the next render has a fresh process
        """
        try:
            answer = self._process.ask(json.dumps({**asdict(sheet), "style": str(sheet.style)}).encode())
        except Broken as error:
            raise RenderFailed from error
        if answer[:1] == b"+":
            return answer[1:]
        raise TooLong if answer == TOO_LONG else RenderFailed

    def stop(self) -> None:
        """End the process; a later render starts another."""
        self._process.stop()


shared = Renderer()
