"""What a lesson points to must exist, and be there for readers who do not see or hear it."""

import pytest

from tests.catalog.package import LESSON, Package

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
FILM = '<video src="../media/a.mp4"><track kind="captions" src="../media/a.vtt" srclang="en"></video>'


@pytest.fixture(autouse=True)
def _media(package: Package) -> None:
    package.write("media/a.png", PNG)
    package.write("media/a.mp4", b"\0\0\0\x18ftypmp42")
    package.write("media/a.vtt", b"WEBVTT\n")
    package.write("01-start/02-other.en.md", LESSON)


@pytest.mark.parametrize(
    "body",
    [
        "![A receipt](media/a.png)",
        "![A receipt](../media/a.png)",
        '![A receipt](<../media/a.png> "Title")',
        '<img src="../media/a.png" alt="A receipt">',
        FILM,
        "[Next](02-other.en.md) and [next](02-other.md#look), [here](#here)\n\n## Here {#here}",
        "[Out](https://www.unodc.org/x_(y)) and <https://www.unodc.org>",
        "[a][b]\n\n[b]: 02-other.en.md",
        "`![](nothing.png)` and\n\n```\n[x](nothing.md) <script>\n```",
        "1 < 2 > 1 & a <- b, and !important",
    ],
)
def test_what_exists_may_be_pointed_to(package: Package, body: str) -> None:
    package.lesson(body)

    assert package.problems() == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("![](media/a.png)", "Describe this picture"),
        ("![ ][x]\n\n[x]: media/a.png", "Describe this picture"),
        ('<img src="media/a.png">', "Describe this picture"),
        ('<img src="media/a.png" alt=" ">', "Describe this picture"),
        ("![A receipt](media/b.png)", "There is no “media/b.png”"),
        ("![A receipt](../../sources.yaml)", "There is no"),
        ("![A receipt](https://tracker.example.org/a.png)", "There is no"),
        ('<img src="/etc/passwd" alt="x">', "There is no"),
        ('<video src="../media/a.mp4"></video>', "Give this film or sound captions"),
        ('<video src="../media/a.mp4"><track src="../media/a.vtt"></video>', "Give this film or sound captions"),
        ('<audio src="../media/a.mp4">', "Give this film or sound captions"),
        (FILM.replace("a.vtt", "b.vtt"), "There is no “../media/b.vtt”"),
        ("[x](03-nothing.en.md)", "There is no “03-nothing.en.md” beside this file"),
        ("[x](02-other.en.md#nowhere)", "No heading there has the key {#nowhere}"),
        ("[x](#nowhere)", "No heading there has the key {#nowhere}"),
        ("[a][b]\n\n[b]: nothing.md", "There is no “nothing.md”"),
        ('<a href="nothing.md">x</a>', "There is no “nothing.md”"),
        ("[x](http://example.org)", "by https://"),
        ("[x](javascript:alert(1))", "by https://"),
        ("[x](//example.org)", "by https://"),
        ("[x](/admin/people)", "by https://"),
        ("<script>alert(1)</script>", "<script> is not shown"),
        ("<form><input></form>", "<form> is not shown"),
        ('[x](glossary:see "y")', "by https://"),
        ('<a href="glossary:see">x</a>', "by https://"),
    ],
)
def test_what_points_to_nothing_or_excludes_readers_is_told(package: Package, body: str, message: str) -> None:
    package.lesson(f"Text.\n\n{body}\n")

    told = package.problems()

    assert not package.load().courses
    assert any(message in one and one.startswith("basics/01-start/01-first.en.md:") for one in told), told


def test_the_line_is_that_of_the_file(package: Package) -> None:
    package.lesson("Text.\n\n`code`\n\nMore\n![](media/a.png)\n")

    assert package.problems()[0].startswith("basics/01-start/01-first.en.md:9: ")


def test_introductions_and_questions_are_checked_too(package: Package) -> None:
    package.write("01-start/module.en.md", "---\ntitle: A module\n---\n[x](nothing.md)\n")
    package.write("final.en.gift", "// [id:f-1] [tag:see]\nWhat? {=a#See [@law:code]. ~b}\n")

    told = package.problems()

    assert told[0].startswith("basics/01-start/module.en.md:4: There is no")
    assert told[1].startswith("basics/final.en.gift:2: National law")
