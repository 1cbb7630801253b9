"""What the authors' guide shows as an example is read without a mistake."""

import re
from pathlib import Path

from lms.catalog.course_yaml import REQUIRED, parse_course_yaml
from lms.catalog.folder import Report
from lms.catalog.gift import parse_gift
from lms.catalog.question import Kind
from tests.catalog.package import COURSE, Package

COURSES = Path(__file__).parents[2] / "courses"
GUIDE = (COURSES / "README.md").read_text(encoding="utf-8")


def examples(kind: str) -> list[str]:
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    return [text for of_kind, text in blocks if of_kind == kind]


def test_the_questions_of_the_guide_are_right() -> None:
    questions, problems = parse_gift("\n\n".join(examples("gift")), file="README.md")

    assert problems == []
    assert {question.kind for question in questions} == set(Kind) - {Kind.DESCRIPTION}


def test_what_the_guide_calls_the_values_of_fields_left_out_are_those() -> None:
    (whole,) = examples("yaml")
    required = "\n".join(line for line in whole.splitlines() if line.startswith(REQUIRED))
    report = Report()

    settings = [parse_course_yaml(text, file="course.yaml", report=report) for text in (whole, required)]

    assert report.problems == []
    assert settings[0] == settings[1]


def test_the_pages_of_the_guide_make_a_course_that_can_be_read(package: Package) -> None:
    blocks = examples("")
    page = next(block for block in blocks if block.startswith("---\ntitle: Victims at trial"))
    lesson = next(block for block in blocks if block.startswith("## A heading with a key"))
    package.write("course.yaml", COURSE.replace("[see]", "[victims-rights, courtroom-measures]"))
    package.write("course.en.md", page)
    package.lesson(lesson)

    assert package.problems() == []


def test_the_job_aid_of_the_guide_is_right(package: Package) -> None:
    example = next(block for block in examples("") if "courtroom: true" in block)

    package.write("aids/first-hour.en.md", example)

    assert package.mistakes() == []
    assert package.course().aids[0].text("en").value.courtroom


def test_every_field_is_in_the_guide() -> None:
    from lms.catalog.course_yaml import COURSE_FIELDS, QUIZ_FIELDS
    from lms.catalog.lesson_file import AID_PAGE, LESSON_PAGE
    from lms.catalog.media import CONTENT_TYPES

    names = {*COURSE_FIELDS, *QUIZ_FIELDS, *LESSON_PAGE.readers, *AID_PAGE.readers}

    assert {name for name in names if f"| `{name}` |" not in GUIDE} == set()
    assert {kind for kind in CONTENT_TYPES if kind not in GUIDE} <= {"jpeg"}
