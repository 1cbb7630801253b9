"""The result: what is shown after a quiz, and after a final assessment passed or not."""

import pytest

from lms.assessment.review import find_missed, make_review
from lms.assessment.standing import stand
from tests.assessment.conftest import NOW, rows, with_rules

REVIEWED = (
    "Not passed this time",
    "50%",
    "1 of 2 points",
    "Not right",
    "A form shuts the story down.",
    "Time to speak. Right answer",
    "A form to sign. Your choice",
    "The words matter later.",
)
FEEDBACK = "This step"  # begins every feedback of the final's choices


@pytest.fixture
def enrolment(make, learner):
    return make.enrolment(user=learner)


@pytest.fixture
def final_attempt(start, enrolment, final):
    return start(enrolment, final)


def all_of(attempt, choice: str) -> dict[str, str]:
    return {response.question_key: choice for response in attempt.responses}


class TestAfterAQuiz:
    def test_each_question_shows_what_was_given_what_is_right_and_why(self, sign_in, make, submit, learner, enrolment):
        attempt = make.attempt(enrolment=enrolment)
        submit(attempt.id, {"q-one": "2", "q-many": ["1", "2"]})

        text = sign_in(learner).page(f"/attempts/{attempt.id}/result").text

        for words in REVIEWED:
            assert words in text
        assert "A guess is no record." not in text  # a choice not made

    def test_it_links_to_the_lesson_and_to_the_report_of_a_mistake(
        self, sign_in, start, submit, learner, enrolment, quiz
    ):
        attempt = start(enrolment, quiz)
        submit(attempt.id)

        page = sign_in(learner).page(f"/attempts/{attempt.id}/result")

        links = [str(tag["href"]) for tag in page.find_all("section.question a")]
        assert "/courses/basics/start/first" in links
        assert "/report-a-mistake?course=basics&question=q-one&language=en" in links

    def test_a_matching_question_shows_its_pairs(self, sign_in, start, submit, learner, enrolment, quiz):
        attempt = start(enrolment, quiz)
        submit(attempt.id, {"q-match": {"1": "keeps the door", "2": "keeps the health"}})

        page = sign_in(learner).page(f"/attempts/{attempt.id}/result")

        cells = [[tag.get_text(strip=True) for tag in row.select("th, td")] for row in page.find_all("tbody tr")]
        assert cells == [
            ["guard", "keeps the door", "keeps the door"],
            ["clerk", "keeps the health", "keeps the file"],
            ["doctor", "–", "keeps the health"],
        ]
        assert "Partly right" in page.text

    def test_an_old_failure_says_that_it_was_passed_since(self, sign_in, make, submit, learner, enrolment):
        failed = make.attempt(enrolment=enrolment)
        submit(failed.id)
        submit(make.attempt(enrolment=enrolment, number=2).id, {"q-one": "1", "q-many": ["1", "2"]})

        page = sign_in(learner).page(f"/attempts/{failed.id}/result")

        assert "You have passed this quiz in another attempt." in page.text
        assert [tag.get_text(strip=True) for tag in page.find_all(".action .button")] == ["Go on with the course"]

    def test_an_open_attempt_has_no_result_yet(self, sign_in, make, learner, enrolment):
        attempt = make.attempt(enrolment=enrolment)

        assert sign_in(learner).page(f"/attempts/{attempt.id}/result").address == f"/attempts/{attempt.id}"


class TestEssay:
    def test_it_stands_beside_the_model_answer_and_can_be_deleted(
        self, sign_in, session, start, submit, learner, enrolment, quiz
    ):
        attempt = start(enrolment, quiz)
        score = submit(attempt.id, {"q-essay": "I will write <b>less</b>."}).score
        page = sign_in(learner).page(f"/attempts/{attempt.id}/result")
        assert "I will write <b>less</b>." in page.text
        assert "One small habit is enough." in page.text

        after = page.submit(form="form[action$=delete]")

        assert "Your text is deleted." in after.flashes
        assert "No text is stored." in after.text
        essay = next(it for it in rows(session, attempt.id).responses if it.question_key == "q-essay")
        assert essay.given is None
        assert rows(session, attempt.id).score == score

    def test_only_an_essay_can_be_deleted(self, sign_in, session, start, submit, learner, enrolment, quiz):
        attempt = start(enrolment, quiz)
        submit(attempt.id, {"q-one": "1", "q-essay": "x"})
        page = sign_in(learner).page(f"/attempts/{attempt.id}/result")

        answer = page.client.post(
            f"/attempts/{attempt.id}/responses/q-one/delete", data=page.filled(form="form[action$=delete]")
        )

        assert answer.status_code == 404
        assert [it.given for it in rows(session, attempt.id).responses if it.question_key == "q-one"] == ["1"]


class TestAfterAFinal:
    def test_not_passed_it_names_outcomes_and_lessons_and_gives_nothing_away(
        self, sign_in, submit, learner, final_attempt
    ):
        submit(final_attempt.id, all_of(final_attempt, "2"))

        page = sign_in(learner).page(f"/attempts/{final_attempt.id}/result")

        assert "see what is there" in page.find(".missed").get_text()
        assert "The first lesson" in page.find(".missed").get_text()
        assert FEEDBACK not in page.html
        assert "The right step" not in page.html
        assert "Right answer" not in page.html
        assert not page.find_all("section.question")

    def test_passed_it_shows_everything(self, sign_in, submit, learner, final_attempt):
        submit(final_attempt.id, all_of(final_attempt, "1"))

        page = sign_in(learner).page(f"/attempts/{final_attempt.id}/result")

        assert "You have passed" in page.text
        assert page.text.count("keeps the person safe.") == 4
        assert page.text.count("Right answer") == 4

    def test_the_rule_of_its_beginning_decides_not_that_of_today(self, start, submit, enrolment, final):
        generous = start(enrolment, with_rules(final, review="key"))

        ended = submit(generous.id, all_of(generous, "2"))

        assert make_review(stand(ended, NOW)).shows_key


class TestMissed:
    def test_an_outcome_is_missed_below_the_pass_mark(self, session, submit, final_attempt):
        given = {
            response.question_key: "2" if response.asked.outcome == "act" else "1"
            for response in final_attempt.responses
        }
        submit(final_attempt.id, given)

        missed = find_missed(rows(session, final_attempt.id).responses, 0.8)

        assert [it.key for it in missed] == ["act"]


class TestAfterAnEdit:
    @pytest.fixture
    def settings(self, timed_courses):
        """The installation's course was edited after the attempt began."""
        file = timed_courses / "basics" / "01-start" / "quiz.en.gift"
        text = file.read_text().replace("Time to speak.", "A new wording.").replace("=Time", "~Time")
        file.write_text(text.replace("[id:q-many]", "[id:q-later]"))
        return {"courses_dir": timed_courses, "base_url": "http://localhost", "registration": "open"}

    def test_the_attempt_ends_on_the_questions_it_began_with(self, sign_in, make, submit, learner, enrolment):
        attempt = make.attempt(enrolment=enrolment)
        page = sign_in(learner).page(f"/attempts/{attempt.id}")
        assert "Time to speak." in page.text

        result = page.submit("hand_in", **{"q-q-one": "1", "q-q-many": ["1", "2"]})

        assert "You have passed" in result.text
        assert "A new wording." not in result.text
