"""Pictures, films and sounds of a course: which kinds are served, and that a file is what its name says."""

import re
from collections.abc import Mapping
from pathlib import Path

from lms.catalog.folder import Report, Root

CONTENT_TYPES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "vtt": "text/vtt",
    "pdf": "application/pdf",
}
"""Ending, without the dot -> content type. SVG and HTML are not among them: both can carry scripts."""

SIGNATURES: Mapping[str, re.Pattern[bytes]] = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "video/mp4": re.compile(rb"....ftyp", re.DOTALL),
    "video/webm": re.compile(rb"\x1a\x45\xdf\xa3"),
    "audio/mpeg": re.compile(rb"ID3|\xff[\xe0-\xff]"),
    "audio/ogg": re.compile(rb"OggS"),
    "text/vtt": re.compile(rb"WEBVTT"),
    "application/pdf": re.compile(rb"%PDF-"),
}
FILE_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


def content_type_of(name: str) -> str | None:
    """Give the content type of a file by its ending; None if that kind is not served."""
    return CONTENT_TYPES.get(name.rpartition(".")[2].lower())


def read_media(root: Root, folder: Path, report: Report) -> dict[str, str]:
    """Give the files of a media folder that are served, with their content types; report the others."""
    found: dict[str, str] = {}
    for path in root.entries(folder, report):
        problem = _find_fault(path)
        if problem:
            report.add(root.relative(path), 1, problem)
        else:
            found[path.name] = content_type_of(path.name) or ""
    return found


def _find_fault(path: Path) -> str | None:
    content_type = content_type_of(path.name)
    if path.is_dir():
        return "The media folder holds files and no folders: move what is in here one folder up."
    if content_type is None:
        return f"Files of this kind are not served: use one of {', '.join(CONTENT_TYPES)}."
    if not FILE_NAME.fullmatch(path.name):
        return "Name this file with small Latin letters, digits, dashes and dots only."
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        return f"This file cannot be read ({error.strerror}): check its rights."
    if not SIGNATURES[content_type].match(start):
        return f"What is in this file is not {content_type}, as its name says: save it again in that format."
    return None
