"""The templates of a design: a folder with HTML, styles, fonts and artwork."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@lru_cache(maxsize=8)
def environment_of(design: Path) -> Environment:
    """Give the templates of a design, kept for the next sheet."""
    return Environment(
        loader=FileSystemLoader(design),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
