"""Files are read without trusting them: what they are, where they lead, and how they are written."""

import os
from pathlib import Path

import pytest

from tests.catalog.package import LESSON, Package

FILE = "01-start/01-first.en.md"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (LESSON.encode("utf-8-sig"), 1, "without a byte order mark"),
        (LESSON.encode("utf-16"), 1, "without a byte order mark"),
        (LESSON.replace("Text.", "Урок о праве").encode("cp1251"), 4, "it looks like Windows-1251"),
        (b"---\ntitle: A\n---\n\xc3\x28 \x80\n", 4, "Save this file as UTF-8"),
        (LESSON.replace("Text.", "Te\0xt.").encode(), 4, "U+0000"),
        (LESSON.replace("Text.", "Te\ue000xt.").encode(), 4, "U+E000"),
        (LESSON.replace("Text.", "x" * 20_001).encode(), 4, "longer than 20,000 characters"),
        (LESSON.encode() + b"word\n" * 300_000, 1, "larger than 1 MiB"),
        (LESSON.replace("Text.", "[" * 401).encode(), 4, "more than 400 brackets"),
        (LESSON.replace("Text.", "> " * 40 + "x").encode(), 4, "quotations inside each other"),
        (b"", 1, "Begin the file with"),
    ],
    ids=["bom", "utf-16", "cp1251", "no encoding", "nul", "private use", "line", "size", "brackets", "quotes", "empty"],
)
def test_a_file_that_should_not_be_read_is_told(package: Package, content: bytes, line: int, message: str) -> None:
    package.write(FILE, content)

    told = package.problems()

    assert not package.load().courses
    assert any(one.startswith(f"basics/{FILE}:{line}: ") and message in one for one in told), told


@pytest.mark.parametrize("name", ["01-start/02-more.en.md", "media/a.png", "course.ru.md", "02-more"])
def test_a_link_out_of_the_courses_folder_is_refused(package: Package, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "secret"
    outside.write_text("---\ntitle: Secret\n---\nTop secret.\n")
    link = package.path(name)
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)

    assert any(f"basics/{name}:1: This is a link to another place" in one for one in package.problems())
    assert not package.load().courses


def test_a_linked_course_folder_is_refused(package: Package, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (package.folder / "linked").symlink_to(tmp_path / "elsewhere")

    assert any("linked:1: This is a link" in problem for problem in package.problems())


def test_rings_of_links_and_links_to_nothing_are_refused(package: Package) -> None:
    package.path("01-start/ring").symlink_to(package.path("01-start"))
    package.path("01-start/nothing").symlink_to(package.path("not-there"))

    told = package.problems()

    assert [problem.split(":")[0] for problem in told] == ["basics/01-start/nothing", "basics/01-start/ring"]


def test_a_pipe_in_place_of_a_file_does_not_stop_the_reading(package: Package) -> None:
    os.mkfifo(package.path("01-start/02-pipe.en.md"))

    assert any("neither a file nor a folder" in problem for problem in package.problems())


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads every file")
def test_a_file_without_rights_is_told(package: Package) -> None:
    package.path(FILE).chmod(0)

    assert any("check its rights" in problem for problem in package.problems())


def test_hidden_files_are_passed_over(package: Package) -> None:
    package.write(".DS_Store", b"\0\0")
    package.write("01-start/.quiz.en.gift.swp", b"\0\0")

    assert package.problems() == []
