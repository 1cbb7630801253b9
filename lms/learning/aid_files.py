"""The PDFs of job aids, each printed once and kept in the instance's cache by the hash of all that is on it."""

import logging
import os
import tempfile
from pathlib import Path
from threading import Lock

from flask import current_app

from lms.catalog import service as catalog
from lms.catalog.aid_paper import make_sheet
from lms.catalog.course import Aid, AidText, Course, Localized
from lms.pdf.renderer import Sheet, shared

log = logging.getLogger(__name__)

FOLDER = Path("cache", "aids")  # in the instance's folder; emptied at will, and in no backup

_printing = Lock()


def find_or_print(course: Course, aid: Aid, text: Localized[AidText]) -> bytes | None:
    """Give the PDF of a job aid; None while another one is being printed, so that one slow sheet holds one thread.

    :raise RenderFailed: if it cannot be printed; `course check` says why
    """
    sheet = make_sheet(course, text, sources=catalog.sources())
    name = f"{course.key}.{aid.key}.{text.language}"
    file = Path(current_app.instance_path) / FOLDER / f"{name}.{sheet.identifier}.pdf"
    return _read(file) or _print(sheet, file, name)


def _print(sheet: Sheet, file: Path, name: str) -> bytes | None:
    if not _printing.acquire(blocking=False):
        return None
    try:
        pdf = _read(file)  # who printed it a moment ago has just let go
        if pdf is None:
            pdf = shared.render(sheet)
            _keep(pdf, file, name)
        return pdf
    finally:
        _printing.release()


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:  # there is none or, if the folder is out of order, none to be had
        return None


def _keep(pdf: bytes, file: Path, name: str) -> None:
    """Keep a PDF in the place of those of earlier contents; where that fails, it is printed again next time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:  # readable by this account alone
            new.write(pdf)
        os.replace(new.name, file)
        for earlier in file.parent.glob(f"{name}.*.pdf"):
            if earlier != file:
                earlier.unlink(missing_ok=True)
    except OSError as error:
        log.warning("a job aid could not be kept: %s", type(error).__name__)
