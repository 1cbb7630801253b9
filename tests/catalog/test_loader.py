"""A course is read whole; one with a mistake is left out, and the mistake is told by file and line."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from lms.catalog.course import Access, ContentNote, Review
from lms.catalog.loader import load_library
from tests.catalog.package import COURSE, COURSE_PAGE, LESSON, MODULE_PAGE, Package, question

LONG = "word " * 301


def assert_told(problems: list[str], place: str, message: str) -> None:
    assert any(problem.startswith(f"{place}: ") and message in problem for problem in problems), problems


class TestCourse:
    def test_a_course_has_what_its_files_say(self, package: Package) -> None:
        course = package.course()

        assert (course.key, course.version, course.version_date) == ("basics", "1.0", date(2026, 11, 1))
        assert course.text("ru").language == "en"
        assert [lesson.path for lesson in course.lessons] == ["start/first"]
        assert [quiz.key for quiz in course.quizzes] == ["basics/start/quiz", "basics/final"]
        assert course.access == Access.LEARNERS

    def test_what_course_yaml_leaves_out_has_the_documented_value(self, package: Package) -> None:
        package.write("course.yaml", COURSE.replace("final: {questions: 1}\n", ""))

        course = package.course()

        final, quiz = course.quizzes[1].rules, course.quizzes[0].rules
        assert (final.pass_mark, final.attempts, final.wait, final.questions) == (0.8, 3, timedelta(days=1), 20)
        assert (final.review, final.blueprint, final.shuffle) == (Review.OUTCOMES, None, True)
        assert (quiz.attempts, quiz.wait, quiz.questions, quiz.review) == (None, timedelta(), None, Review.KEY)

    def test_everything_that_course_yaml_can_say_is_read(self, package: Package) -> None:
        package.write(
            "course.yaml",
            COURSE.replace("final: {questions: 1}", "access: public")
            + "topics: [law]\nnext_review: 2027-01-01\nrequires_again: true\n"
            + "reviewed: [{what: law, country: kg, by: A Lawyer, office: Bar, on: 2026-10-01, version: '0.9'}]\n"
            + "quiz: {pass_mark: 0.5, attempts: 2, wait: 3 hours, questions: 5, time_limit: 20 minutes}\n"
            + "final: {blueprint: {see: 1}, review: key}\n"
            + "certificate: {design: default, expires_months: 24, show_score: true}\n",
        )

        course = package.course()

        assert (course.reviewed[0].country, course.next_review) == ("kg", date(2027, 1, 1))
        assert course.quizzes[0].rules.time_limit == timedelta(minutes=20)
        assert (course.quizzes[1].rules.blueprint, course.quizzes[1].rules.questions) == ({"see": 1}, 1)
        assert (course.certificate.design, course.certificate.expires_months) == ("default", 24)

    def test_modules_and_lessons_are_in_the_order_of_their_numbers(self, package: Package) -> None:
        package.write("10-last/module.en.md", MODULE_PAGE)
        package.write("10-last/9-b.en.md", LESSON)
        package.write("10-last/10-a.en.md", LESSON)
        package.write("2-middle/module.en.md", MODULE_PAGE)
        package.write("2-middle/01-c.en.md", LESSON)

        course = package.course()

        assert [(module.key, module.number) for module in course.modules] == [("start", 1), ("middle", 2), ("last", 3)]
        assert [lesson.key for lesson in course.lessons] == ["first", "c", "b", "a"]

    def test_a_lesson_has_its_languages_notes_and_summaries(self, package: Package) -> None:
        package.lesson("Text.", top="title: Heavy\ncontent_notes: [violence]")
        package.lesson("Текст.", name="01-start/01-first.uz-Cyrl.md")
        package.lesson("Short.", name="01-start/01-first.summary.en.md")

        lesson = package.course().lessons[0]

        assert lesson.content_notes == (ContentNote.VIOLENCE,)
        assert lesson.text("uz-Cyrl").value.markdown == "Текст."
        summary = lesson.summary("en")
        assert summary is not None
        assert summary.value.markdown == "Short."

    @pytest.mark.parametrize(
        ("body", "minutes"),
        [("word " * 150, 1), ("word " * 151, 2), (LONG + f"\n\n```gift\n{question('p')}```\n", 4)],
        ids=["one minute", "rounded up", "with a practice question"],
    )
    def test_minutes_are_computed_from_the_text(self, package: Package, body: str, minutes: int) -> None:
        package.lesson(body)

        assert package.course().lessons[0].texts["en"].minutes == minutes

    def test_minutes_that_the_author_gives_are_kept(self, package: Package) -> None:
        package.lesson(LONG, top="title: A lesson\nminutes: 9")

        assert package.course().lessons[0].texts["en"].minutes == 9

    def test_windows_line_ends_are_read(self, package: Package) -> None:
        package.write("01-start/01-first.en.md", LESSON.replace("\n", "\r\n"))

        assert package.course().lessons[0].texts["en"].markdown == "Text.\n\n## Look {#look}\n\nMore text.\n"

    def test_the_digest_changes_with_content_and_not_with_a_review(self, package: Package) -> None:
        before = package.course().digest
        package.write("course.yaml", COURSE + "next_review: 2027-01-01\nquick_exit: true\n")
        reviewed = package.course().digest
        package.lesson("Other text.")

        assert before == reviewed != package.course().digest


class TestBrokenCourse:
    def test_a_broken_course_is_left_out_and_the_others_are_served(self, package: Package) -> None:
        package.write("../other/course.yaml", "version: 1")

        library = package.load()

        assert set(library.courses) == {"basics"}
        assert library.problems_of("other")
        assert not library.problems_of("basics")

    def test_a_missing_courses_folder_is_told(self, tmp_path: Path) -> None:
        library = load_library(tmp_path / "nowhere")

        assert not library.courses
        assert "There is no such folder" in str(library.problems[0])

    @pytest.mark.parametrize(
        ("missing", "place", "message"),
        [
            ("course.yaml", "basics/course.yaml:1", "Add course.yaml"),
            ("course.en.md", "basics:1", "Add course.en.md"),
            ("01-start/module.en.md", "basics/01-start:1", "Add module.en.md"),
            ("01-start/01-first.en.md", "basics/01-start:1", "Add a lesson"),
        ],
    )
    def test_a_missing_file_is_told(self, package: Package, missing: str, place: str, message: str) -> None:
        package.path(missing).unlink()

        assert_told(package.problems(), place, message)

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("notes.txt", "Nothing reads this"),
            ("01-start/notes.txt", "Nothing reads this file"),
            ("01-start/first.en.md", "Nothing reads this file"),
            ("01-start/quiz.en.txt", "Nothing reads this file"),
            ("aids/card.md", "a job aid is called like"),
            ("01-start/02-quiz.en.md", "means something else"),
            ("01-start/02-more.summary.en.md", "Add the lesson that this summarises"),
            ("01-start/02-first.ru.md", "Number this file as basics/01-start/01-first.en.md"),
            ("01-start/01-second.en.md", "a number of its own"),
            ("02-final/module.en.md", "means something else"),
            ("02-start/module.en.md", "a name and a number of its own"),
            ("media/inner/a.png", "files and no folders"),
            ("media/drawing.svg", "not served"),
            ("media/page.html", "not served"),
            ("media/Big Photo.png", "small Latin letters"),
            ("media/false.png", "is not image/png"),
        ],
    )
    def test_a_file_out_of_place_is_told(self, package: Package, name: str, message: str) -> None:
        package.write(name, LESSON)

        assert any(message in problem for problem in package.problems()), package.problems()
        assert not package.load().courses

    def test_a_lesson_for_which_this_version_has_no_player_is_told(self, package: Package) -> None:
        package.lesson("Text.", top="title: A story\nkind: scenario")

        assert_told(package.problems(), "basics/01-start/01-first.en.md:2", "Scenarios cannot be read by this version")

    def test_an_outcome_without_words_or_without_a_key_is_told(self, package: Package) -> None:
        package.write("course.en.md", COURSE_PAGE.replace("see: see", "look: see"))

        assert_told(package.problems(), "basics/course.en.md:1", "Word the outcome “see”")
        assert_told(package.problems(), "basics/course.en.md:1", "“look” is no outcome")

    @pytest.mark.parametrize("name", ["01-start/quiz.en.gift", "01-start/quiz.ru.gift"], ids=["twice", "elsewhere"])
    def test_an_id_stands_for_one_question(self, package: Package, name: str) -> None:
        package.write(name, question("f-1"))

        assert any("an id of its own" in problem and "f-1" in problem for problem in package.problems())

    def test_the_same_question_in_another_language_keeps_its_id(self, package: Package) -> None:
        package.write("final.ru.gift", question("f-1"))

        assert package.course().final

    def test_an_empty_question_file_is_told(self, package: Package) -> None:
        package.write("final.en.gift", "// nothing yet\n")

        assert_told(package.problems(), "basics/final.en.gift:1", "There is no question")

    def test_a_mistake_in_a_question_is_told(self, package: Package) -> None:
        package.write("final.en.gift", question("f-1") + "\n// [id:f-2] [tag:see]\nWhat? {=a ~b\n")

        assert any(problem.startswith("basics/final.en.gift:") for problem in package.problems())


class TestSources:
    @pytest.mark.parametrize(
        ("line", "text", "message"),
        [
            (6, "  binds: perhaps\n", "Write one of: treaty, soft"),
            (5, "  address: http://un.org/\n  binds: treaty\n", "beginning with https://"),
            (1, "  year: 2000\n", "Add “binds”"),
        ],
    )
    def test_a_source_with_a_mistake_is_told(self, package: Package, line: int, text: str, message: str) -> None:
        fields = ["a:\n", "  title: T\n", "  body: B\n", "  year: 2000\n", "  address: https://un.org/\n"]
        package.write("../sources.yaml", "".join(fields[: max(line - 1, 1)]) + text)

        assert_told(package.problems(), f"sources.yaml:{line}", message)

    def test_a_mistake_in_the_sources_takes_no_course_down(self, package: Package) -> None:
        package.write("../sources.yaml", "a: [\n")

        library = package.load()

        assert set(library.courses) == {"basics"}
        assert library.problems[0].file == "sources.yaml"


def test_the_courses_of_this_repository_are_read_without_a_problem() -> None:
    library = load_library(Path(__file__).parents[2] / "courses")

    assert [str(problem) for problem in library.problems] == []
    assert library.courses
