"""The commands for authors: check, seal, reload."""

import pytest
from flask import Flask

from tests.catalog.package import COURSE, Package, question


def run(app: Flask, *words: str) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(args=["course", *words])
    return result.exit_code, result.output.splitlines()


class TestCheck:
    @pytest.fixture(autouse=True)
    def _as_good_as_demanded(self, package: Package) -> None:
        package.ask_in_practice()

    def test_each_mistake_is_printed_and_the_last_line_counts(self, package: Package, serve: Flask) -> None:
        package.lesson("In 2016.\n")
        run(serve, "seal")

        status, lines = run(serve, "check")

        assert status == 1
        assert lines[0].startswith("basics/01-start/01-first.en.md:4: Cite a source")
        assert lines[1:] == ["1 course, 1 problem"]

    def test_courses_without_mistakes_end_well(self, serve: Flask) -> None:
        run(serve, "seal")

        assert run(serve, "check") == (0, ["1 course, 0 problems"])

    def test_a_path_checks_other_courses_or_one_of_them(self, package: Package, serve: Flask) -> None:
        package.write("../other/course.yaml", "version: 1\n")
        run(serve, "seal")

        assert run(serve, "check", str(package.folder))[1][-1].startswith("2 courses, ")
        assert run(serve, "check", str(package.path("."))) == (0, ["1 course, 0 problems"])
        assert run(serve, "check", str(package.folder / "nowhere"))[0] == 2

    def test_a_course_that_is_not_sealed_is_told(self, serve: Flask) -> None:
        status, lines = run(serve, "check")

        assert status == 1
        assert lines[0].startswith("basics/course.yaml:1: Version 1.0 is not sealed")

    def test_a_course_that_could_be_better_is_told_and_served(self, package: Package, serve: Flask) -> None:
        package.write("01-start/quiz.en.gift", question("q-1"))
        run(serve, "seal")

        status, lines = run(serve, "check")

        assert status == 1
        assert any("Tag exactly one level" in line for line in lines)
        assert package.problems() == []
        assert "basics" in package.load().courses


class TestSeal:
    def test_a_changed_course_is_sealed_under_a_new_version(self, package: Package, serve: Flask) -> None:
        run(serve, "seal")
        package.lesson("Other.\n")
        refused = run(serve, "seal", "basics")
        package.write("course.yaml", COURSE.replace("1.0", "1.1"))

        assert refused[0] == 1
        assert "raise its version" in refused[1][0]
        assert run(serve, "seal", "basics") == (0, ["basics 1.1 is sealed."])
        assert (package.folder / "versions.lock").read_text().count("\nbasics ") == 2

    def test_a_version_that_nobody_was_taught_is_sealed_again(self, package: Package, serve: Flask) -> None:
        package.ask_in_practice()
        run(serve, "seal")
        package.lesson("Other.\n")

        assert run(serve, "seal", "--again") == (0, ["basics 1.0 is sealed."])
        assert run(serve, "check")[0] == 0

    def test_a_course_with_mistakes_is_not_sealed(self, serve: Flask) -> None:
        status, lines = run(serve, "seal", "nowhere")

        assert status == 1
        assert "There is no course nowhere without mistakes" in lines[0]


def test_reload_tells_running_processes(serve: Flask) -> None:
    watch = serve.extensions["catalog_watch"]

    status, _lines = run(serve, "reload")

    assert status == 0
    assert watch.reload_file.exists()


class TestFigures:
    def test_each_pool_has_a_row_in_each_language(self, package: Package, serve: Flask) -> None:
        tags = "[tag:see] [tag:apply] [tag:form:labour] [tag:victim:man]"
        package.write("final.en.gift", question("f-1").replace("[tag:see]", tags))
        package.write("final.uz-Cyrl.gift", question("f-1"))

        status, lines = run(serve, "figures", "basics")

        assert status == 0
        assert lines == [
            "## basics",
            "",
            "| Pool | Questions | Recall, apply, judge | Place of the key | Longest | Shortest | Ratio |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            "| Quiz, module 1, English | 1 | 0, 0, 0 | 1, 0 | 0 of 1 | 1 of 1 | 0.83 |",
            "| Final, English | 1 | 0, 1, 0 | 1, 0 | 0 of 1 | 1 of 1 | 0.83 |",
            "| Final, Uzbek (Cyrillic) | 1 | 0, 0, 0 | 1, 0 | 0 of 1 | 1 of 1 | 0.83 |",
            "",
            "| Pool | Outcomes | Forms | Victims |",
            "| --- | --- | --- | --- |",
            "| Quiz, module 1 | see 1 | – | – |",
            "| Final | see 1 | labour 1 | man 1 |",
            "",
            "Over the course, 1 of 1 (100%) situations with a form are labour exploitation, and 1 of 1 (100%) with a "
            "victim have a man or a boy. Of the final's 1 questions, 1 ask to apply or judge.",
            "",
            "By the words of the choices alone, a program that knows nothing of the subject guesses 2 of 2 keys "
            "(100%; by chance 50%).",
            "",
        ]

    def test_a_course_without_questions_has_empty_tables(self, package: Package, serve: Flask) -> None:
        package.ask_nothing()

        assert run(serve, "figures")[0] == 0

    def test_a_course_that_is_not_there_is_told(self, serve: Flask) -> None:
        status, lines = run(serve, "figures", "nowhere")

        assert status == 1
        assert "There is no course nowhere without mistakes" in lines[0]


class TestTryingOut:
    def test_a_sheet_goes_out_and_its_answers_come_back(self, package: Package, serve: Flask, tmp_path) -> None:
        package.write("01-start/quiz.en.gift", "// [id:q] [tag:see]\nWhere? {\n~Here.\n=There.\n}\n")
        answers = tmp_path / "answers.txt"
        answers.write_text("q: B\n", encoding="utf-8")

        assert "### q" in run(serve, "sheet", "basics")[1]
        assert "A. Here." in run(serve, "sheet", "basics", "--choices-only")[1]
        told = "Quiz, module 1: 1 of 1 as the key (100%; by chance 50%)"
        assert run(serve, "mark", "basics", str(answers)) == (0, [told])

    def test_there_is_no_such_course(self, serve: Flask) -> None:
        assert run(serve, "sheet", "other") == (
            1,
            ["Error: There is no course other without mistakes: run course check."],
        )
