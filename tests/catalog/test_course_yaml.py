"""Every mistake in course.yaml and in the fields of a page is told with its line."""

import pytest

from tests.catalog.package import COURSE, COURSE_PAGE, Package


@pytest.mark.parametrize(
    ("line", "old", "new", "message"),
    [
        (1, 'version: "1.0"', "version: 1.0", "Write the version in quotes"),
        (1, 'version: "1.0"\n', "", "Add “version”"),
        (2, "2026-11-01", "tomorrow", "Write a date"),
        (2, "2026-11-01", "2026-13-01", "no date or number that exists"),
        (2, "2026-11-01", "2026-11-01 10:00:00", "Write a date"),
        (3, "[judge]", "judge", "Write a list"),
        (3, "[judge]", "[]", "Name at least one"),
        (3, "[judge]", "[jury]", "Write one of: investigator, prosecutor, judge, other, anyone"),
        (4, "[see]", "[See It]", "Write a key here"),
        (1, "[see]", "[see, see]", "An outcome is named twice"),
        (5, "{name: An Author}", "{office: Bar}", "Add “name”"),
        (5, "{name: An Author}", "An Author", "Write fields here"),
        (6, "final", "finals", "did you mean “final”?"),
        (6, "final: {questions: 1}", "colour: red", "Nothing is called “colour” here"),
        (6, "final: {questions: 1}", "access: secret", "Write one of: public, learners, practitioners"),
        (6, "final: {questions: 1}", "requires_again: maybe", "Write true or false"),
        (6, "final: {questions: 1}", "next_review: never", "Write a date"),
        (6, "final: {questions: 1}", "reviewed: [{what: law}]", "Add “by”"),
        (6, "final: {questions: 1}", "certificate: {expires_months: 0}", "whole number from 1 to 600"),
        (6, "final: {questions: 1}", "certificate: {design: blue}", "there is no design blue"),
        (6, "questions: 1", "questions: few", "whole number from 1 to 1000"),
        (6, "questions: 1", "pass_mark: 80", "Write a fraction"),
        (6, "questions: 1", "pass_mark: true", "Write a fraction"),
        (6, "questions: 1", "attempts: 0", "whole number from 1"),
        (6, "questions: 1", "wait: a while", "Write a time such as"),
        (6, "questions: 1", "wait: 1 week", "Write a time such as"),
        (6, "questions: 1", "time_limit: 0 minutes", "Write a time such as"),
        (6, "questions: 1", "blueprint: most", "Write even"),
        (6, "questions: 1", "blueprint: {hear: 1}", "“hear”, which is no outcome"),
        (6, "questions: 1", "questions: 3, blueprint: {see: 2}", "adds up to 2 questions, but questions says 3"),
        (6, "questions: 1", "review: all", "Write one of: key, outcomes"),
        (8, "questions: 1}", "questions: 1}\naccess: public\naccess: public", "second time"),
    ],
)
def test_a_mistake_in_course_yaml_is_told(package: Package, line: int, old: str, new: str, message: str) -> None:
    package.write("course.yaml", COURSE.replace(old, new, 1))

    told = package.problems()

    assert not package.load().courses
    assert any(one.startswith(f"basics/course.yaml:{line}: ") and message in one for one in told), told


def test_all_mistakes_are_told_at_once(package: Package) -> None:
    package.write("course.yaml", COURSE.replace("[judge]", "judge").replace('"1.0"', "1.0"))

    assert len(package.problems()) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: &x [1]\nb: *x\n", "Anchors"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "Anchors"),
        ("version: !!python/object/apply:os.system ['true']\n", "Tags (!)"),
        ("version: !secret x\n", "Tags (!)"),
        ("a: " + "[" * 200 + "]" * 200, "nested too deeply"),
        ("a: " + "{a: " * 50 + "}" * 50, "nested too deeply"),
        ("a: 1\n---\nb: 2\n", "two documents"),
        ("a: [1, 2\n", "cannot be read as YAML"),
        ("a: b: c\n", "cannot be read as YAML"),
        ("\tversion: x\n", "cannot be read as YAML"),
        ("? [a]\n: b\n", "must be a word"),
        ("- a\n- b\n", "Write fields here"),
        ("just text\n", "Write fields here"),
        ("", "Add “version”"),
        ("<<: {version: x}\n", "Nothing is called “<<”"),
        ("audience: " + "9" * 5000 + "\n", "no date or number"),
    ],
)
def test_yaml_that_is_hostile_or_broken_is_refused(package: Package, content: str, message: str) -> None:
    package.write("course.yaml", content)

    assert any(message in problem for problem in package.problems()), package.problems()


@pytest.mark.parametrize(
    ("line", "page", "message"),
    [
        (2, COURSE_PAGE.replace("title: ", "title: " + "A" * 200), "Shorten this title to 200 characters"),
        (1, "Welcome.\n", "Begin the file with a line of three dashes"),
        (1, "---\ntitle: A\n", "Close the fields at the top"),
        (2, COURSE_PAGE.replace("title: A course", "title: 12"), "Write a text here"),
        (2, COURSE_PAGE.replace("title: A course", "title: ''"), "Write a text here"),
        (2, COURSE_PAGE.replace("title: A course\n", ""), "Add “title”"),
        (3, COURSE_PAGE.replace("summary", "sumary"), "did you mean “summary”?"),
        (4, COURSE_PAGE.replace("outcomes:\n  see: see what is there", "outcomes: see"), "Write “key: value” here"),
    ],
)
def test_a_mistake_in_the_fields_of_a_page_is_told(package: Package, line: int, page: str, message: str) -> None:
    package.write("course.en.md", page)

    told = package.problems()

    assert any(one.startswith(f"basics/course.en.md:{line}: ") and message in one for one in told), told


@pytest.mark.parametrize(
    ("top", "message"),
    [
        ("title: A\nminutes: soon", "whole number from 1 to 600"),
        ("title: A\ncontent_notes: [sadness]", "Write one of: violence"),
        ("title: A\nkind: film", "Write one of: reading, scenario"),
    ],
)
def test_a_mistake_in_the_fields_of_a_lesson_is_told(package: Package, top: str, message: str) -> None:
    package.lesson("Text.", top=top)

    told = package.problems()

    assert any(one.startswith("basics/01-start/01-first.en.md:3: ") and message in one for one in told), told


@pytest.mark.parametrize(("line", "design"), [("", "default"), ("certificate: {show_score: true}\n", "default")])
def test_a_course_gives_a_certificate_unless_it_says_none(package: Package, line: str, design: str) -> None:
    package.write("course.yaml", COURSE + line)
    given = package.course().certificate
    package.write("course.yaml", COURSE + "certificate: null\n")

    assert given is not None and given.design == design
    assert package.course().certificate is None


def test_a_way_out_of_each_page_is_there_when_it_is_asked_for(package: Package) -> None:
    before = package.course().quick_exit
    package.write("course.yaml", COURSE + "quick_exit: true\n")

    assert (before, package.course().quick_exit) == (False, True)
