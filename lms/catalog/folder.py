"""Files of a course: what their names mean, and reading them without trusting them."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lms.catalog.question import Problem
from lms.catalog.yaml_file import Mistake

MAX_BYTES = 1024 * 1024
MAX_LINE = 20_000  # characters; rendering Markdown takes time that grows with the square of a line
RESERVED = frozenset({"course", "module", "quiz", "final", "aids", "media"})

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
IS_KEY = re.compile(KEY)
FILE_LANGUAGE = re.compile(rf"\.({LANGUAGE})\.(?:md|gift)$")

# Control characters but tab and line ends, and private-use ones, which the renderer uses for marks of its own.
UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ue000-\uf8ff\ufeff\ufffe\uffff]")


@dataclass(slots=True)
class Report:
    """The problems found so far in one course, or beside the courses."""

    course: str = ""
    problems: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, message: str, column: int = 0) -> None:
        """Note a mistake. `message` says what to do."""
        self.problems.append(Problem(file, line, message, column, self.course))

    def add_mistake(self, file: str, mistake: Mistake) -> None:
        """Note a mistake that was raised."""
        self.add(file, mistake.line, mistake.message)


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that is read, such as that of all courses; nothing outside it is."""

    path: Path
    shown_as: str = ""  # what stands before its files where people see them

    def relative(self, path: Path) -> str:
        """Give a path as authors see it: relative to the courses folder, with slashes."""
        return self.shown_as + path.relative_to(self.path).as_posix()

    def holds(self, path: Path) -> bool:
        """Tell whether `path`, links followed, is inside the folder."""
        try:
            return path.resolve(strict=True).is_relative_to(self.path.resolve())
        except (OSError, RuntimeError):  # a link to nothing, or a ring of links
            return False

    def entries(self, folder: Path, report: Report) -> Iterator[Path]:
        """Go through a folder by name, without hidden entries; what cannot be trusted is reported and left out."""
        try:
            found = sorted(folder.iterdir())
        except OSError as error:
            report.add(self.relative(folder), 1, f"This folder cannot be read ({error.strerror}): check its rights.")
            return
        for path in found:
            if path.name.startswith("."):
                continue
            if not self.holds(path) or (path.is_symlink() and path.is_dir()):
                report.add(
                    self.relative(path), 1, "This is a link to another place: put the file or folder itself here."
                )
            elif path.is_dir() or path.is_file():
                yield path
            else:
                report.add(self.relative(path), 1, "This is neither a file nor a folder: remove it.")

    def read(self, path: Path) -> str:
        """Read a text file, whatever its line ends. :raise Mistake: if it cannot be read, or should not be"""
        if not self.holds(path) or not path.is_file():
            raise Mistake(1, "This is a link to another place or no file: put the file itself here.")
        try:
            if path.stat().st_size > MAX_BYTES:
                raise Mistake(1, "This file is larger than 1 MiB: split it.")
            return clean_text(path.read_bytes())
        except OSError as error:
            raise Mistake(1, f"This file cannot be read ({error.strerror}): check its rights.") from None


def clean_text(content: bytes) -> str:
    """Decode a file's content. :raise Mistake: if it is not plain UTF-8 text with lines of a sane length"""
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise Mistake(1, "Save this file as UTF-8 without a byte order mark (BOM).")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mistake(line, f"Save this file as UTF-8{_guess_encoding(content)}.") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unwanted = UNWANTED.search(text)
    if unwanted:
        line = text.count("\n", 0, unwanted.start()) + 1
        raise Mistake(line, f"Remove the invisible character U+{ord(unwanted[0]):04X} from this line.")
    for number, line_text in enumerate(text.split("\n"), 1):
        if len(line_text) > MAX_LINE:
            raise Mistake(number, f"This line is longer than {MAX_LINE:,} characters: break it.")
    return text


def _guess_encoding(content: bytes) -> str:
    """Say so when a text that is not UTF-8 looks like Russian in the encoding of old Windows programs."""
    high = [byte for byte in content if byte >= 0x80]
    letters = sum(byte >= 0xC0 for byte in high)  # the Cyrillic letters of Windows-1251
    return "; it looks like Windows-1251" if letters > 0.9 * len(high) else ""


@dataclass(frozen=True, slots=True)
class NumberedName:
    """What the name of a module's folder, a lesson's file or a job aid's says; an aid has no number."""

    number: int
    key: str
    language: str = ""
    is_summary: bool = False


MODULE_NAME = re.compile(rf"(\d{{1,4}})-({KEY})")
LESSON_NAME = re.compile(rf"(\d{{1,4}})-({KEY})(\.summary)?\.({LANGUAGE})\.md")
AID_NAME = re.compile(rf"({KEY})\.({LANGUAGE})\.md")


def parse_module_name(name: str) -> NumberedName | None:
    """Read "01-why-victims-stay-silent"; None if it has another shape."""
    match = MODULE_NAME.fullmatch(name)
    return NumberedName(int(match[1]), match[2]) if match else None


def parse_lesson_name(name: str) -> NumberedName | None:
    """Read "01-trauma.en.md" or "01-trauma.summary.en.md"; None if it has another shape."""
    match = LESSON_NAME.fullmatch(name)
    return NumberedName(int(match[1]), match[2], match[4], bool(match[3])) if match else None


def parse_aid_name(name: str) -> NumberedName | None:
    """Read "first-48-hours.en.md"; None if it has another shape."""
    match = AID_NAME.fullmatch(name)
    return NumberedName(0, match[1], match[2]) if match else None


def parse_language(name: str, stem: str, ending: str) -> str | None:
    """Give the language in "<stem>.<language>.<ending>"; None if the name has another shape."""
    match = re.fullmatch(rf"{re.escape(stem)}\.({LANGUAGE})\.{re.escape(ending)}", name)
    return match[1] if match else None


def language_of(file: str) -> str:
    """Give the language in a file's name, "" if there is none."""
    match = FILE_LANGUAGE.search(file)
    return match[1] if match else ""


def walk_files(folder: Path) -> Iterator[Path]:
    """Go through every file under a folder in a fixed order, hidden ones left out, links to folders not followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path
