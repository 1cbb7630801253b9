"""The page of questions: who may see it, saving, handing in, several tabs."""

import pytest

from tests.assessment.conftest import RIGHT, rows


@pytest.fixture
def attempt(make, learner):
    return make.attempt(enrolment=make.enrolment(user=learner))


@pytest.fixture
def address(attempt):
    return f"/attempts/{attempt.id}"


def answers(**given):
    """Give the form's fields for responses by question key, dashes written as underscores."""
    return {f"q-{key.replace('_', '-')}": value for key, value in given.items()}


class TestTake:
    def test_handing_in_scores_the_attempt(self, sign_in, session, learner, attempt, address):
        page = sign_in(learner).page(address).submit("hand_in", **answers(q_one="1", q_many=["1", "2"]))

        assert "You have passed" in page.text
        assert rows(session, attempt.id).score == 1.0

    def test_saving_keeps_the_attempt_open_and_shows_what_was_given(self, sign_in, session, learner, attempt, address):
        page = sign_in(learner).page(address).submit("save", **answers(q_one="2", q_many=["3"]))

        assert "Your answers are saved." in page.flashes
        assert {str(tag["value"]) for tag in page.find_all("input[checked]")} == {"2", "3"}
        assert [it.given for it in rows(session, attempt.id).responses] == ["2", ["3"]]
        assert rows(session, attempt.id).submitted_at is None

    def test_the_enter_key_saves_and_does_not_hand_in(self, sign_in, session, learner, attempt, address):
        sign_in(learner).page(address).submit(**answers(q_one="2"))

        assert rows(session, attempt.id).submitted_at is None

    def test_what_is_missing_is_said_before_handing_in(self, sign_in, session, learner, attempt, address):
        page = sign_in(learner).page(address).submit("hand_in", **answers(q_one="1"))

        assert "1 question has no answer yet" in page.text
        assert rows(session, attempt.id).submitted_at is None

        result = page.submit("Hand in as it is")

        assert "Not passed this time" in result.text
        assert rows(session, attempt.id).score == 0.5

    def test_an_old_tab_does_not_undo_what_was_saved_in_another(self, sign_in, session, learner, attempt, address):
        visitor = sign_in(learner)
        old_tab, new_tab = visitor.page(address), visitor.page(address)
        new_tab.submit("save", **answers(q_one="1"))

        old_tab.submit("save", **answers(q_many=["1", "2"]))

        assert {it.question_key: it.given for it in rows(session, attempt.id).responses} == RIGHT

    def test_a_choice_taken_back_is_saved_as_taken_back(self, sign_in, session, learner, attempt, address):
        page = sign_in(learner).page(address).submit("save", **answers(q_many=["1"]))

        page.submit("save", **answers(q_many=[]))

        assert [it.given for it in rows(session, attempt.id).responses] == [None, None]

    def test_a_second_press_of_hand_in_counts_nothing_twice(self, sign_in, session, learner, attempt, address):
        page = sign_in(learner).page(address)
        filled = page.filled("hand_in", **answers(q_one="1", q_many=["1", "2"]))
        page.send(filled)

        again = page.send({**filled, "q-q-one": "2"})

        assert "already handed in" in again.flashes
        assert "You have passed" in again.text
        assert [it.given for it in rows(session, attempt.id).responses] == ["1", ["1", "2"]]

    def test_an_edited_form_is_refused_at_its_place_and_the_rest_is_saved(
        self, sign_in, session, learner, attempt, address
    ):
        page = sign_in(learner).page(address)

        after = page.send(
            {**page.filled("hand_in"), "q-q-one": "99", "q-q-many": ["1", "2"], "shown": "x", "score": "1"}
        )

        assert len(after.errors) == 1
        assert "Question 1" in after.errors[0]
        stored = rows(session, attempt.id)
        assert (stored.submitted_at, stored.score) == (None, None)
        assert [it.given for it in stored.responses] == [None, ["1", "2"]]

    def test_an_attempt_handed_in_leads_to_its_result(self, sign_in, submit, learner, attempt, address):
        submit(attempt.id, RIGHT)

        page = sign_in(learner).page(address)

        assert page.address == f"{address}/result"

    @pytest.mark.parametrize("path", ["", "/result", "/hand-in"])
    def test_anothers_attempt_reads_as_a_missing_one(self, sign_in, outsider, attempt, address, path):
        visitor = sign_in(outsider)

        others = visitor.page(address + path, status=404)
        missing = visitor.page("/attempts/999999" + path, status=404)

        assert others.text == missing.text

    @pytest.mark.parametrize("number", ["0", "99999999999999999999999999"])
    def test_an_odd_number_is_no_attempt(self, sign_in, learner, number):
        sign_in(learner).page(f"/attempts/{number}", status=404)

    def test_nobody_hands_in_anothers_attempt(self, sign_in, session, outsider, make, attempt, address):
        own = make.attempt(enrolment=make.enrolment(user=outsider))
        page = sign_in(outsider).page(f"/attempts/{own.id}")

        answer = page.client.post(address, data=page.filled("hand_in"))

        assert answer.status_code == 404
        assert rows(session, attempt.id).submitted_at is None

    def test_a_question_in_another_language_says_so(self, sign_in, make):
        reader = make.learner(language="ru")
        attempt = make.attempt(enrolment=make.enrolment(user=reader))

        page = sign_in(reader).page(f"/attempts/{attempt.id}")

        assert page.find("section.question")["lang"] == "en"
        assert "English" in page.text


class TestHandIn:
    def test_a_second_press_leads_to_the_same_result(self, sign_in, session, learner, attempt, address):
        page = sign_in(learner).page(f"{address}/hand-in")
        page.submit("Hand in as it is")

        again = page.submit("Hand in as it is")

        assert "already handed in" in again.flashes
        assert rows(session, attempt.id).score == 0.0

    def test_it_links_to_each_open_question(self, sign_in, learner, address):
        page = sign_in(learner).page(f"{address}/hand-in").follow("Question 2")

        assert page.find("#question-2")
