"""A copy of the tests' courses that a test may change while it is being served."""

import shutil
from pathlib import Path

from flask import Flask

from lms.catalog.library import Library
from tests.factories import COURSES


class Courses:
    """The courses folder of one installation; what is written is served at once."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file by its path in the courses folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.read()

    def edit(self, name: str, old: str, new: str) -> None:
        """Put `new` in place of `old`, which stands once in the file."""
        text = (self.folder / name).read_text()
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        self.write(name, text.replace(old, new))

    def settings(self, *lines: str, course: str = "basics") -> None:
        """Add lines to course.yaml, in place of those that set the same."""
        path = f"{course}/course.yaml"
        names = tuple(line.partition(":")[0] + ":" for line in lines)
        kept = [line for line in (self.folder / path).read_text().splitlines() if not line.startswith(names)]
        self.write(path, "\n".join([*kept, *lines, ""]))

    def copy(self, key: str, *, title: str) -> None:
        """Add a course like the basics under another key."""
        shutil.copytree(self.folder / "basics", self.folder / key)
        self.edit(f"{key}/course.en.md", "Basics of the test", title)

    def remove(self, name: str) -> None:
        """Take away a file or a folder."""
        path = self.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.read()

    def read(self) -> Library:
        """Read the courses again and give what can be served."""
        return self.app.extensions["catalog_watch"].read()


def copy_courses(folder: Path) -> Path:
    """Copy the tests' courses and give the copy's folder."""
    return Path(shutil.copytree(COURSES, folder))
