"""The fields at the top of a Markdown file, between two lines of dashes, and the text below them."""

import re
from dataclasses import dataclass
from hashlib import sha256

from lms.catalog.yaml_file import Mistake, Value, parse_yaml

DASHES = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file taken apart."""

    fields: Value
    body: str
    body_line: int  # the line of the file at which the body begins, from 1
    digest: str  # SHA-256 of the file


def parse_page(text: str) -> Page:
    """Take a Markdown file apart. :raise Mistake: if the fields at its top are missing or cannot be read"""
    lines = text.split("\n")
    if not DASHES.fullmatch(lines[0]):
        raise Mistake(1, "Begin the file with a line of three dashes, the fields (title: …), and three dashes again.")
    end = next((number for number, line in enumerate(lines[1:], 1) if DASHES.fullmatch(line)), None)
    if end is None:
        raise Mistake(1, "Close the fields at the top with a line of three dashes.")
    fields = parse_yaml("\n".join(lines[1:end]), first_line=2)
    return Page(fields, "\n".join(lines[end + 1 :]), end + 2, sha256(text.encode()).hexdigest())
