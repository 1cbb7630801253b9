"""What the check asks of a course as a whole, seen from its folder."""

import pytest

from lms.catalog.checker import check_courses
from tests.catalog.asked import FEEDBACK, mark
from tests.catalog.package import COURSE, Package

LESSON_FILE = "basics/01-start/01-first.en.md"
YAML = "basics/course.yaml"
STORY = "A {who} of the {place} has worked for {time} and was paid nothing. The owner keeps the papers. What is next?"


def gift(key: str, tags: str, stem: str = "What do you do?", choices: str = "=Look.#{0}\n~Leave.#{1}") -> str:
    feedbacks = FEEDBACK.format(number="One."), FEEDBACK.format(number="Two.")
    return f"// [id:{key}] {mark(tags)}\n{stem} {{\n{choices.format(*feedbacks)}\n}}\n"


def practice(*questions: str) -> str:
    return "".join(f"\n```gift\n{question}```\n" for question in questions)


@pytest.fixture(autouse=True)
def _only_what_a_test_writes(package: Package) -> None:
    package.ask_nothing()


def told(package: Package) -> list[str]:
    """Give what the strict check says beyond the plain one."""
    plain = {str(problem) for problem in check_courses(package.folder)[1]}
    return [str(one) for one in check_courses(package.folder, strictly=True)[1] if str(one) not in plain]


def test_a_small_course_can_be_good(package: Package) -> None:
    package.lesson("Text." + practice(gift("p-1", "see apply")))

    assert told(package) == []


class TestTime:
    def test_a_lesson_takes_no_longer_than_it_states(self, package: Package) -> None:
        package.lesson("word " * 301, top="title: A lesson\nminutes: 2")
        short = told(package)
        package.lesson("word " * 301, top="title: A lesson\nminutes: 3")

        assert short == [f"{LESSON_FILE}:1: This lesson takes 3 minutes and states 2: state more, or shorten it."]
        assert told(package) == []

    def test_lessons_together_take_no_longer_than_the_course_states(self, package: Package) -> None:
        package.lesson("word " * 301)
        package.write("01-start/02-second.en.md", "---\ntitle: T\nminutes: 4\n---\nText.\n")
        package.write("course.yaml", COURSE + "minutes: 7\n")
        within = told(package)
        package.write("course.yaml", COURSE + "minutes: 6\n")

        assert within == []
        assert told(package) == [
            f"{YAML}:1: The lessons take 7 minutes (en) and the course states 6: shorten them, or raise minutes."
        ]


class TestOutcomes:
    def test_three_quiz_questions_test_an_outcome(self, package: Package) -> None:
        stems = ("What do you do?", "Whom does the owner of the kiln pay?", "Where can she sleep safely tonight?")
        questions = [gift(f"q-{number}", "see apply", stem) for number, stem in enumerate(stems)]
        package.write("01-start/quiz.en.gift", "\n".join(questions[:2]))
        two = told(package)
        package.write("01-start/quiz.en.gift", "\n".join(questions))
        three = told(package)

        assert f"{YAML}:1: Write more quiz questions on the outcome “see”: it has 2, and needs 3." in two
        assert not any("on the outcome" in one for one in three)


class TestPools:
    def test_each_pool_is_judged_by_its_name_and_file(self, package: Package) -> None:
        package.write("01-start/quiz.en.gift", gift("q-1", "see apply"))
        package.write("final.ru.gift", gift("f-1", "see apply", "Что?"))

        found = told(package)

        assert "basics/01-start/quiz.en.gift:1: Quiz, module 1: Write more questions: a quiz needs 8" in "\n".join(
            found
        )
        assert "basics/final.ru.gift:1: Final: Write more questions: a final needs 60" in "\n".join(found)

    def test_practice_is_judged_too(self, package: Package) -> None:
        package.lesson("Text." + practice(gift("p-1", "see")))

        assert told(package) == [
            f"{LESSON_FILE}:7: Tag exactly one level, recall, apply or judge: this question has 0."
        ]


class TestSituations:
    def test_two_fifths_are_labour(self, package: Package) -> None:
        def with_labour(count: int) -> list[str]:
            return self.course_with(package, ["form:labour"] * count + ["form:sexual"] * (5 - count))

        assert with_labour(2) == []
        assert with_labour(1) == [f"{YAML}:1: Tell more of forced labour: 1 of 5 situations do, 40 % should."]

    @pytest.mark.parametrize("victim", ["man", "boy"])
    def test_a_third_are_men_and_boys(self, package: Package, victim: str) -> None:
        def with_men(count: int) -> list[str]:
            return self.course_with(package, [f"victim:{victim}"] * count + ["victim:woman"] * (6 - count))

        assert with_men(2) == []
        assert with_men(1) == [f"{YAML}:1: Tell more of men and boys: 1 of 6 situations do, a third should."]

    def course_with(self, package: Package, tags: list[str]) -> list[str]:
        questions = [
            gift(f"p-{number}", f"see apply {tag}", " ".join(f"w{number}n{n}" for n in range(20)) + " what?")
            for number, tag in enumerate(tags)
        ]
        package.lesson("Text." + practice(*questions))
        return [one for one in told(package) if "Tell more" in one]


class TestBlame:
    @pytest.mark.parametrize(
        ("file", "text", "words"),
        [
            (LESSON_FILE, "Some say she should have run away.", "she should have run"),
            (LESSON_FILE, "The so-called victim.", "so-called victim"),
            ("basics/01-start/01-first.ru.md", "Она сама виновата.", "сама виновата"),
        ],
    )
    def test_a_lesson_blames_nobody(self, package: Package, file: str, text: str, words: str) -> None:
        package.write(file.removeprefix("basics/"), f"---\ntitle: T\n---\nText.\n\n{text}\n\n## A {{#look}}\n")

        assert f"{file}:6: Say this without blame, or quote it as somebody's words: “{words}”." in told(package)

    def test_a_question_blames_nobody(self, package: Package) -> None:
        package.lesson("Text." + practice(gift("p-1", "see apply", "Why was it her own fault?")))

        assert told(package) == [
            f"{LESSON_FILE}:7: Say this without blame, or quote it as somebody's words: “her own fault”."
        ]

    def test_what_somebody_says_may_be_quoted(self, package: Package) -> None:
        package.lesson('He says, "She should\nhave run." Ask him why, and note «сама виновата».\n')

        assert told(package) == []


class TestCopies:
    EIGHT = "the owner keeps every paper in his safe"

    @pytest.mark.parametrize("stem", ["Does {} help?", "**{}**\\: what?"])
    def test_eight_words_running_of_a_lesson_are_told(self, package: Package, stem: str) -> None:
        question = gift("p-1", "see apply", stem.format(self.EIGHT))
        package.lesson(f"As you know, {self.EIGHT}, and so on.\n" + practice(question))

        assert told(package) == [f"{LESSON_FILE}:8: Say it in other words: {LESSON_FILE} has “{self.EIGHT}” too."]

    def test_seven_are_not(self, package: Package) -> None:
        question = gift("p-1", "see apply", "Does " + self.EIGHT.replace("safe", "box") + " help?")
        package.lesson(f"As you know, {self.EIGHT}, and so on.\n" + practice(question))

        assert told(package) == []

    def test_nearly_the_same_question_is_told(self, package: Package) -> None:
        one = STORY.format(who="man", place="farm", time="a year")
        other = STORY.format(who="woman", place="kiln", time="three months")
        package.lesson("Text." + practice(gift("p-1", "see apply", one), gift("p-2", "see apply", other)))

        assert told(package) == [
            f"{LESSON_FILE}:15: Ask something else: this is nearly the question “p-1” ({LESSON_FILE}:7)."
        ]

    def test_a_summary_may_ask_what_its_lesson_asks(self, package: Package) -> None:
        package.lesson("Text." + practice(gift("p-1", "see apply")))
        package.lesson("Short." + practice(gift("s-1", "see apply")), name="01-start/01-first.summary.en.md")

        assert told(package) == []


class TestRulings:
    BOTH = "For the victim: she is heard now. For the fair trial: the defence may ask. [@some-guide-2010] So it is {}."

    @pytest.fixture(autouse=True)
    def _demanded(self, package: Package) -> None:
        package.write("course.yaml", COURSE + "rulings: true\n")

    def rule(self, right: str, wrong: str) -> str:
        return gift("p-1", "see judge ruling", choices=f"=Grant it.#{right}\n~Refuse it.#{wrong}")

    def test_each_lesson_asks_for_one(self, package: Package) -> None:
        package.lesson("Text." + practice(gift("p-1", "see judge")))

        assert told(package) == [
            f"{LESSON_FILE}:1: Ask for a ruling in this lesson: a practice question tagged ruling."
        ]

    def test_each_feedback_answers_for_both_sides(self, package: Package) -> None:
        both = [self.BOTH.format(word).replace("m: ", "m\\: ").replace("l: ", "l\\: ") for word in ("right", "wrong")]
        package.lesson("Text." + practice(self.rule(*both)))
        good = told(package)
        package.lesson(
            "Text." + practice(self.rule(both[0], both[1].partition("For the fair")[0] + "And the defence may ask."))
        )

        assert good == []
        assert told(package) == [
            f"{LESSON_FILE}:7: Answer for both sides in each feedback: “For the victim: …” and “For the fair trial: …”."
        ]


class TestMarkings:
    def test_each_module_lets_one_mark_twice(self, package: Package) -> None:
        package.write("course.yaml", COURSE + "markings: true\n")
        choices = "~%50%Look.#{0}\n~%50%Ask.#{1}\n~%-100%Leave.#" + FEEDBACK.format(number="Three.")
        first = gift("p-1", "see judge marking", "Which two lines of the note are wrong?", choices)
        other = gift("p-2", "see judge marking", "Mark two questions that blame a witness\\: where are they?", choices)
        single = gift("p-3", "see judge marking", "Whom does it concern in this village?")
        package.lesson("Text." + practice(first, single))
        one = told(package)
        package.lesson("Text." + practice(first, other))

        assert one == [
            "basics/01-start/module.en.md:1: Write questions with several right choices, tagged marking: this module "
            "has 1, and needs 2."
        ]
        assert told(package) == []

    def test_a_module_whose_lessons_are_not_translated_yet_need_not_have_them(self, package: Package) -> None:
        package.write("course.yaml", COURSE + "markings: true\n")
        package.write("01-start/module.ru.md", "---\ntitle: Начало\n---\n")
        package.lesson("Text.")

        assert [line.partition(":")[0] for line in told(package)] == ["basics/01-start/module.en.md"]


def test_a_course_that_does_not_demand_them_has_neither(package: Package) -> None:
    package.lesson("Text.\n")

    assert told(package) == []
