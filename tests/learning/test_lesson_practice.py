"""Practice questions in a lesson: asked without their key, answered at once, kept nowhere."""

import pytest
from sqlalchemy import select

from lms.db import Base

LESSON = "/courses/basics/next/third"
FILE = "basics/02-next/01-third.en.md"
SAFE = {"user_session", "form_receipt"}  # what signing in and forms write themselves

QUESTIONS = r"""
// [id:k-single] [tag:see]
What do you do first? {
=Listen to her.#FEEDBACK-one
~Ask for papers.#FEEDBACK-two
####FEEDBACK-general
}

// [id:k-multiple] [tag:see]
Which two do you keep? {
~%50%Her words.#FEEDBACK-three
~%50%The hour.#FEEDBACK-four
~%-100%Your guess.#FEEDBACK-five
}

// [id:k-true] [tag:see]
A support person may be there. {TRUE#FEEDBACK-six#FEEDBACK-seven}

// [id:k-short] [tag:see]
What comes before questions? {=SECRETKEY#FEEDBACK-eight}

// [id:k-number] [tag:see]
How many rooms are needed? {#73.5:0.5#FEEDBACK-nine}

// [id:k-pairs] [tag:see]
Who does what? {
=guard -> keeps the door
=clerk -> keeps the file
=doctor -> keeps the health
}

// [id:k-gap] [tag:see]
She is heard {=before#FEEDBACK-ten ~after#FEEDBACK-eleven} the accused.

// [id:k-typed-gap] [tag:see]
She is heard in {=SECRETROOM#FEEDBACK-twelve} alone.

// [id:k-pairs-gap] [tag:see]
These {
=one -> the first
=two -> the second
} belong together.

// [id:k-essay] [tag:see]
What changes on Monday? {####FEEDBACK-thirteen}

// [id:k-essay-alone] [tag:see]
And on Tuesday? {}

// [id:k-text] [tag:see]
Read this before you go on.
"""
NAMES = [line.split(":")[1].split("]")[0] for line in QUESTIONS.splitlines() if line.startswith("//")]


@pytest.fixture(autouse=True)
def practice(courses) -> None:
    courses.write(FILE, f"---\ntitle: Practice\n---\nText.\n\n```gift\n{QUESTIONS}```\n\n## Step {{#step}}\n\nMore.\n")
    assert "basics" in courses.read().courses


def form_of(key: str) -> str:
    return f"#practice-{NAMES.index(key)} form"


def feedback(page) -> str:
    return " ".join(page.find("[data-feedback]").get_text(" ").split())


def stored(session) -> dict[str, int]:
    session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in SAFE]
    return {table.name: len(session.execute(select(table)).all()) for table in tables}


class TestAsking:
    @pytest.mark.parametrize("secret", ["FEEDBACK", "SECRET", "73.5", "-100%", "weight", "data-correct", "data-key"])
    def test_nothing_of_the_key_is_in_the_page(self, visitor, secret):
        html = visitor.page(LESSON).find("main").decode()

        assert secret not in html

    def test_each_question_is_asked_in_its_own_way(self, visitor):
        page = visitor.page(LESSON)

        kinds = {
            key: sorted({tag.get("type") or tag.name for tag in page.find_all(f"{form_of(key)} [name^=q-]")})
            for key in NAMES
            if key != "k-text"
        }
        assert kinds == {
            "k-single": ["radio"], "k-multiple": ["checkbox"], "k-true": ["radio"], "k-short": ["text"],
            "k-number": ["text"], "k-pairs": ["select"], "k-gap": ["select"], "k-typed-gap": ["text"],
            "k-pairs-gap": ["select"], "k-essay": ["textarea"], "k-essay-alone": ["textarea"],
        }  # fmt: skip

    def test_a_text_without_a_question_asks_nothing(self, visitor):
        page = visitor.page(LESSON)

        assert "Read this before you go on." in page.text
        assert page.find_all(f"#practice-{NAMES.index('k-text')}") == []

    def test_each_field_has_a_name_that_a_screen_reader_says(self, visitor):
        page = visitor.page(LESSON)

        nameless = [
            tag["name"]
            for tag in page.find_all(".practice [name^=q-]")
            if not tag.get("aria-label") and not page.find_all(f"label[for='{tag['id']}']")
        ]
        assert nameless == []

    def test_labels_hold_nothing_but_lines_of_text(self, visitor):
        page = visitor.page(LESSON)

        assert page.find_all("label p, label div, label ul, legend p, h2 p, p div, p p") == []
        assert [it for it in page.find_all("fieldset") if not it.find(["input", "select", "textarea"])] == []

    def test_free_text_fields_ask_for_nothing_from_a_case(self, visitor):
        page = visitor.page(LESSON)

        for key in ("k-short", "k-typed-gap", "k-essay", "k-essay-alone"):
            field = page.find(f"{form_of(key)} [name=q-{key}]")
            assert "no case numbers" in page.find(f"#{field['aria-describedby']}").get_text()


class TestAnswering:
    @pytest.mark.parametrize(
        ("key", "given", "expected"),
        [
            ("k-single", "1", "Right. FEEDBACK-one FEEDBACK-general"),
            ("k-single", "2", "Not this. FEEDBACK-two FEEDBACK-general"),
            ("k-multiple", ["1", "2"], "Right. FEEDBACK-three FEEDBACK-four"),
            ("k-multiple", ["1"], "Partly right. FEEDBACK-three"),
            ("k-true", "true", "Right. FEEDBACK-seven"),
            ("k-true", "false", "Not this. FEEDBACK-six"),
            ("k-short", "secretkey", "Right. FEEDBACK-eight"),
            ("k-short", "papers", "Not this."),
            ("k-number", "73,2", "Right. FEEDBACK-nine"),
            ("k-gap", "2", "Not this. FEEDBACK-eleven"),
            ("k-typed-gap", "secretroom", "Right. FEEDBACK-twelve"),
            ("k-essay", "I wait.", "Compare with this: FEEDBACK-thirteen"),
            ("k-essay-alone", "I wait.", "Nobody marks this: what you wrote is for you."),
        ],
    )
    def test_the_feedback_to_the_choice_made_comes_at_once(self, visitor, key, given, expected):
        page = visitor.page(LESSON).submit("Check", form=form_of(key), **{f"q-{key}": given})

        assert feedback(page) == expected
        assert page.html.count("FEEDBACK") == expected.count("FEEDBACK")

    @pytest.mark.parametrize(("last", "word"), [("keeps the health", "Right."), ("keeps the door", "Partly right.")])
    def test_pairs_are_judged_together(self, visitor, last, word):
        given = {"q-k-pairs-1": "keeps the door", "q-k-pairs-2": "keeps the file", "q-k-pairs-3": last}

        page = visitor.page(LESSON).submit("Check", form=form_of("k-pairs"), **given)

        assert feedback(page) == word

    def test_what_was_given_stays_in_its_question_alone(self, visitor):
        page = visitor.page(LESSON).submit("Check", form=form_of("k-single"), **{"q-k-single": "2"})

        assert [it["value"] for it in page.find_all(".practice input[checked]")] == ["2"]
        assert page.find(f"{form_of('k-single')} button").get_text() == "Check again"

    def test_without_an_answer_it_asks_for_one_and_gives_nothing_away(self, visitor):
        page = visitor.page(LESSON).submit("Check", form=form_of("k-single"))

        assert feedback(page) == "Choose or write an answer first."
        assert "FEEDBACK" not in page.html

    def test_the_answer_comes_at_its_question(self, visitor):
        assert visitor.page(LESSON).form(form_of("k-true"))["action"] == f"{LESSON}#practice-2"

    def test_what_was_typed_is_text(self, visitor):
        typed = '"><script>alert(1)</script>'

        page = visitor.page(LESSON).submit("Check", form=form_of("k-short"), **{"q-k-short": typed})

        assert page.find("[name=q-k-short]")["value"] == typed
        assert page.find_all("main script") == []

    @pytest.mark.parametrize("key", ["k-single", "k-essay", "k-pairs"])
    def test_nothing_is_stored(self, sign_in, make, learner, session, key):
        make.enrolment(user=learner)
        page = sign_in(learner).page(LESSON)
        before = stored(session)
        given = {"k-pairs": {"q-k-pairs-1": "keeps the door"}}.get(key, {f"q-{key}": "1"})

        page.submit("Check", form=form_of(key), **given)

        assert stored(session) == before

    def test_a_summary_asks_and_answers_its_own(self, visitor, courses):
        courses.write(
            "basics/01-start/02-second.summary.en.md",
            "---\ntitle: In short\n---\n\n```gift\n// [id:k-summary] [tag:see]\n"
            "First? {=Safety.#SAFE ~Papers.#PAPERS}\n```\n",
        )

        page = visitor.page("/courses/basics/start/second?route=summary")
        answer = page.submit("Check", form="#practice-0 form", **{"q-k-summary": "1"})

        assert answer.find("h1").get_text() == "In short"
        assert feedback(answer) == "Right. SAFE"


class TestBadInput:
    def post(self, visitor, **fields):
        token = visitor.page(LESSON).find("input[name=csrf_token]")["value"]
        return visitor.client.post(LESSON, data={"csrf_token": token, **fields})

    @pytest.mark.parametrize("index", ["", "-1", "12", "99999999999", "x", "0x0", "00", "٠", "11"])
    def test_a_question_that_is_not_asked_is_refused(self, visitor, index):
        answer = self.post(visitor, practice=index, **{"q-k-single": "1"})

        assert answer.status_code == 400
        assert "FEEDBACK" not in answer.get_data(as_text=True)

    @pytest.mark.parametrize("fields", [{"q-k-single": "3"}, {"q-k-single": ["1", "2"]}, {"q-k-single": "<script>"}])
    def test_a_choice_that_it_does_not_have_is_refused(self, visitor, fields):
        answer = self.post(visitor, practice="0", **fields)

        assert answer.status_code == 400
        assert "FEEDBACK" not in answer.get_data(as_text=True)

    def test_a_right_side_that_it_does_not_have_is_refused(self, visitor):
        assert self.post(visitor, practice="5", **{"q-k-pairs-1": "keeps nothing"}).status_code == 400

    def test_without_its_token_nothing_is_said(self, visitor):
        answer = visitor.client.post(LESSON, data={"practice": "0", "q-k-single": "1"})

        assert answer.status_code == 400
        assert "FEEDBACK" not in answer.get_data(as_text=True)

    def test_a_course_that_is_closed_to_her_answers_nothing(self, sign_in, learner, courses):
        page = sign_in(learner).page(LESSON)
        courses.settings("access: practitioners")

        page.send(page.filled(form=form_of("k-single")), form=form_of("k-single"), status=404)


class TestLanguage:
    def test_the_words_around_a_question_in_another_language_are_marked(self, sign_in, make):
        page = sign_in(make.learner(language="ru")).page(LESSON)

        assert page.find("article")["lang"] == "en"
        marked = page.find_all(".practice h2, .practice button, .practice .hint, .practice option[value='']")
        assert len(marked) > 20
        assert {tag.get("lang") for tag in marked} == {"ru"}
        assert [it.find("span")["lang"] for it in page.find_all(f"{form_of('k-true')} label")] == ["ru", "ru"]
