"""Reading a whole page of questions: what changed on it, and what could not be read."""

import pytest
from werkzeug.datastructures import MultiDict

from lms.assessment.models import Response
from lms.assessment.sheet import marks_of, read_sheet
from lms.assessment.snapshot import snapshot


@pytest.fixture
def responses(quiz):
    return [Response(question_key=it.key, asked=snapshot(it)) for it in quiz.pool("en").value]


def form(**fields):
    return MultiDict([(f"q-{name.replace('_', '-')}", it) for name, values in fields.items() for it in values])


class TestReadSheet:
    def test_what_was_given_is_what_changed(self, responses):
        sent = form(q_one=["1"], q_many=["3", "2"], q_match_2=["keeps the file"], q_essay=["Less.\r\nMore."])

        sheet = read_sheet(responses, sent, marks_of(responses))

        assert sheet.changed == {
            "q-one": "1",
            "q-many": ["2", "3"],
            "q-match": {"2": "keeps the file"},
            "q-essay": "Less.\nMore.",
        }

    def test_what_is_sent_as_it_was_shown_is_left_alone(self, responses):
        responses[0].given, responses[2].given = "2", {"1": "keeps the door", "2": "keeps the file"}
        shown = marks_of(responses)

        sent = form(q_one=["2"], q_match_1=["keeps the door"], q_match_2=["keeps the file"])

        assert read_sheet(responses, sent, shown).changed == {}

    def test_what_was_saved_elsewhere_since_is_not_undone(self, responses):
        shown = marks_of(responses)
        responses[0].given = "2"

        assert read_sheet(responses, form(), shown).changed == {}

    def test_without_the_marks_everything_counts(self, responses):
        assert len(read_sheet(responses, form(q_one=["1"]), "nonsense").changed) == 4

    def test_what_cannot_be_read_is_named_and_kept_and_the_rest_is_read(self, responses):
        sent = form(q_one=["99"], q_many=["1"], q_essay=["a" * 20_001])

        sheet = read_sheet(responses, sent, marks_of(responses))

        assert sheet.changed == {"q-many": ["1"]}
        assert set(sheet.errors) == {"q-one", "q-essay"}
        assert sheet.typed["q-essay"] == "a" * 20_001
