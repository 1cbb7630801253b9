"""What the check asks of a course that can be read."""

import pytest

from lms.catalog.versions import digest_of, write_lock
from tests.catalog.package import COURSE, COURSE_PAGE, LESSON, PRACTICE, Package, question

FILE = "basics/01-start/01-first.en.md"


def test_a_course_without_mistakes_has_none(package: Package) -> None:
    assert package.mistakes() == []


def test_mistakes_in_a_course_that_cannot_be_served_are_told_together(package: Package) -> None:
    package.lesson("In 2016.\n\n![](media/a.png)\n")

    told = package.mistakes()

    assert [one.split(" ")[0] for one in told] == [f"{FILE}:4:", f"{FILE}:6:", f"{FILE}:6:"]


class TestSources:
    @pytest.mark.parametrize(
        ("body", "line"),
        [
            ("Text.\n\nIn 2016 most were men.\n", 6),
            ("- one\n- 53 %\n", 5),
            ("| a |\n| --- |\n| 2016 |\n", 6),
            ("The protocol says so.\n", 4),
        ],
        ids=["paragraph", "item", "row", "word"],
    )
    def test_a_statement_without_a_source_is_told(self, package: Package, body: str, line: int) -> None:
        package.lesson(body)

        assert [one[: len(FILE) + 20] for one in package.mistakes()] == [
            f"{FILE}:{line}: Cite a source fo"[: len(FILE) + 20]
        ]

    def test_an_introduction_states_things_too(self, package: Package) -> None:
        package.write("course.en.md", COURSE_PAGE + "\nSince 1999.\n")

        assert package.mistakes()[0].startswith("basics/course.en.md:9: Cite a source")

    def test_a_question_needs_one_source_as_a_whole(self, package: Package) -> None:
        stated = question("f-1").replace("What do you do?", "In 2016, what do you do?")
        package.write("final.en.gift", stated)
        without = package.mistakes()
        package.write("final.en.gift", stated.replace("You saw it.", "You saw it [@some-guide-2010]."))
        cited = package.mistakes()
        package.write("final.en.gift", stated.replace("[tag:see]", "[tag:see] [tag:no-source]"))

        assert "Cite a source in this question" in without[0]
        assert cited == package.mistakes() == []

    def test_a_citation_of_an_unknown_work_is_told(self, package: Package) -> None:
        package.lesson("Text.\n\nSo it is [@some-guide-2010; @nobody-1900, p. 3].\n")
        package.write("final.en.gift", question("f-1").replace("You saw it.", "Yes [@nowhere-1901]."))

        told = package.mistakes()

        assert told[0].startswith(f"{FILE}:6: No work has the key “nobody-1900”")
        assert "No work has the key “nowhere-1901”" in told[1]


class TestHeadings:
    def test_a_heading_without_a_key_is_told(self, package: Package) -> None:
        package.lesson("## One\n\nText.\n\nTwo\n---\n\n### Three {.lead}\n\n```\n# code\n```\n")

        assert [one.split(" ")[0] for one in package.mistakes()] == [f"{FILE}:4:", f"{FILE}:8:", f"{FILE}:11:"]

    def test_a_key_that_stands_twice_is_told(self, package: Package) -> None:
        package.lesson("## One {#a}\n\n## Two {: #a }\n")

        assert package.mistakes()[0].startswith(f"{FILE}:6: The key {{#a}} stands in this file twice")

    @pytest.mark.parametrize("key", ["main", "practice-0", "source-1", "q-one"])
    def test_a_key_that_the_page_uses_for_itself_is_a_mistake(self, package: Package, key: str) -> None:
        package.write("01-start/01-first.en.md", f"---\ntitle: T\n---\nText.\n\n## One {{#{key}}}\n")

        assert "The page itself uses keys such as" in package.mistakes()[0]

    def test_a_translation_with_other_keys_is_told(self, package: Package) -> None:
        package.write("01-start/01-first.ru.md", LESSON.replace("#look", "#smotri"))

        assert package.mistakes()[0].startswith("basics/01-start/01-first.ru.md:4: The headings have other keys")


class TestOutcomes:
    def test_a_course_without_a_quiz_tests_its_outcomes_in_practice(self, package: Package) -> None:
        package.ask_in_practice()
        asked = package.mistakes()
        package.path("01-start/09-practice.en.md").unlink()

        assert asked == []
        assert "No practice question tests the outcome “see”" in package.mistakes()[0]

    def test_practice_tests_nothing_where_there_is_a_quiz(self, package: Package) -> None:
        package.write("01-start/09-practice.en.md", PRACTICE.replace("tag:see", "tag:act"))
        package.write("course.yaml", COURSE.replace("[see]", "[see, act]"))
        package.write("course.en.md", COURSE_PAGE.replace("  see:", "  act: act on it\n  see:"))

        assert any("No quiz question tests the outcome “act”" in one for one in package.mistakes())

    def test_an_outcome_that_no_question_tests_is_told(self, package: Package) -> None:
        package.write("course.yaml", COURSE.replace("[see]", "[see, act]"))
        package.write("course.en.md", COURSE_PAGE.replace("  see:", "  act: act on it\n  see:"))

        assert "No quiz question tests the outcome “act”" in package.mistakes()[0]

    def test_a_tag_that_is_no_outcome_is_told_with_what_was_meant(self, package: Package) -> None:
        package.write("final.en.gift", question("f-1").replace("[tag:see]", "[tag:see] [tag:judgee]"))

        assert "The tag “judgee” is no outcome in course.yaml: did you mean “judge”?" in package.mistakes()[0]

    def test_levels_and_situations_are_tags_too(self, package: Package) -> None:
        tags = "[tag:see] [tag:judge] [tag:form:labour] [tag:victim:man]"
        package.write("final.en.gift", question("f-1").replace("[tag:see]", tags))

        assert package.mistakes() == []

    def test_a_question_without_an_outcome_is_told(self, package: Package) -> None:
        package.write("final.en.gift", question("f-1").replace("[tag:see]", "[tag:recall]"))

        assert "Tag the outcome that this question tests" in package.mistakes()[0]


class TestPools:
    def test_a_pool_smaller_than_the_draw_is_told(self, package: Package) -> None:
        package.write("course.yaml", COURSE.replace("questions: 1", "questions: 2"))
        package.write("final.en.gift", question("f-1") + "\n// [id:f-2] [tag:see]\nThink. {}\n")

        assert package.mistakes() == [
            "basics/final.en.gift:1: An attempt draws 2 questions, but only 1 here carry points: write more."
        ]

    def test_a_blueprint_that_cannot_be_met_is_told(self, package: Package) -> None:
        package.write("course.yaml", COURSE.replace("questions: 1", "blueprint: {see: 2}"))
        package.write("final.en.gift", question("f-1") + "\n" + question("f-2").replace("[tag:see]", "[tag:judge]"))

        assert any("asks for 2 questions on “see”, but there are 1" in one for one in package.mistakes())


class TestTranslations:
    @pytest.mark.parametrize(
        ("translation", "message"),
        [
            (question("f-2"), "The question “f-1” of basics/final.en.gift is missing here"),
            (question("f-1") + "\n" + question("f-2"), "There is no question “f-2” in basics/final.en.gift"),
            (question("f-1").replace("~Leave", "~Stay.\n~Leave"), "There are 3 choices here and 2 in"),
            (question("f-1").replace("~", "*").replace("=", "~").replace("*", "="), "Other choices are right here"),
            ("// [id:f-1] [tag:see]\nTrue? {T}\n", "This is another kind of question"),
        ],
        ids=["missing", "more", "choices", "order", "kind"],
    )
    def test_a_translated_quiz_asks_the_same(self, package: Package, translation: str, message: str) -> None:
        package.write("final.ru.gift", translation)

        assert any(one.startswith("basics/final.ru.gift:") and message in one for one in package.mistakes())

    def test_a_short_answer_may_accept_other_words_in_another_language(self, package: Package) -> None:
        package.write("final.en.gift", "// [id:f-1] [tag:see]\nWho? {=judge}\n")
        package.write("final.ru.gift", "// [id:f-1] [tag:see]\nКто? {=судья =судьи}\n")

        assert package.mistakes() == []


class TestSeal:
    def seal(self, package: Package, version: str = "1.0") -> None:
        write_lock(package.folder, {("basics", version): digest_of(package.path("."))})

    def told(self, package: Package) -> list[str]:
        return [one for one in package.problems() + package.mistakes() if "version" in one]

    def test_a_sealed_course_may_not_change_under_its_version(self, package: Package) -> None:
        self.seal(package)
        sealed = self.told(package)
        package.lesson("Other.\n")

        assert sealed == []
        assert self.told(package) == [
            "basics/course.yaml:1: The course changed, but its version is still 1.0: raise version and version_date."
        ]
        assert package.load().courses

    def test_a_line_of_the_list_that_cannot_be_read_is_told(self, package: Package) -> None:
        (package.folder / "versions.lock").write_text("# head\nbasics 1.0\n")

        assert package.mistakes() == [
            "versions.lock:2: This line is no sealed version: remove it, and seal the course again."
        ]
