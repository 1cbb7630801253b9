"""What a coordinator reads about a list."""

import pytest

from lms import i18n
from lms.cohorts.lists.decoding import Encoding
from lms.cohorts.lists.person import Column
from lms.cohorts.lists.reading import read_file, read_text
from lms.cohorts.lists.remarks import Remark, RemarkKind
from lms.cohorts.lists.wording import COLUMNS, ENCODINGS, notices, placed_sentence, sentence


@pytest.fixture(autouse=True)
def speaking(app):
    with app.test_request_context(), i18n.speaking("en"):
        yield


def said(text: str) -> list[str]:
    """Give everything that is said of a list, doubts last."""
    members = read_text(text, languages=("en", "ru"))
    remarks = [*members.problems, *(r for row in members.rows for r in row.errors)]
    return [placed_sentence(r) for r in [*remarks, *(r for row in members.rows for r in row.warnings)]]


class TestSentence:
    @pytest.mark.parametrize("kind", RemarkKind)
    def test_every_remark_has_one_without_gaps(self, kind):
        remark = Remark(kind, 7, Column.SURNAME, "100 % <b>", limit=2048, found=3, other_line=5, others=("agency",))
        if kind is RemarkKind.UNKNOWN_LANGUAGE:
            remark = Remark(kind, 7, Column.LANGUAGE, "100 %", others=("en", "ru"))

        for text in (sentence(remark), placed_sentence(remark)):
            assert text.endswith(".") and "%(" not in text and "None" not in text

    def test_a_lost_letter_is_explained(self):
        (text,) = said("surname;name\nТ?рсунова;Нина")

        assert text.startswith("Line 2, Surname: “Т?рсунова” has a question mark where a letter was lost")
        assert "CSV UTF-8" in text and "Ў" in text

    def test_a_ragged_line_says_how_many_cells_there_are(self):
        (text,) = said("surname;name;sex\nАсанов")

        assert text.startswith("Line 2: The line has 1 cell, where the line with the names of the columns has 3.")

    def test_the_known_languages_are_named(self):
        assert "English, Русский" in said("name;language\nАсанов;tlh")[0]

    def test_the_same_person_is_said_to_be_taken_once(self):
        (text,) = said("name;agency\nАсанов Бакыт;А\nАсанов Бакыт;Б")

        assert text.startswith("Line 3, Name: The same person as in line 2: taken once")
        assert "(Agency)" in text

    def test_a_workbook_is_told_what_to_become(self):
        (remark,) = read_file(b"PK\x03\x04", languages=()).problems

        assert "CSV UTF-8" in placed_sentence(remark) and "copy the cells" in placed_sentence(remark)

    def test_a_missing_header_tells_the_names_and_the_line(self):
        (text,) = said("x;y\n1;2")

        assert text.startswith("Line 1, “x | y”, names no column") and "Surname, Given name" in text


class TestNotices:
    def test_columns_that_are_not_read_are_named(self):
        members = read_text("name;phone;role\nАсанов;1;admin", languages=())

        assert notices(members) == [
            "These columns are not known here and are left out: “phone”.",
            "These columns are never taken from a list, whatever they say: “role”.",
        ]

    def test_nothing_is_said_where_all_is_read(self):
        assert notices(read_text("name\nАсанов", languages=())) == []


def test_every_column_and_encoding_has_a_name():
    assert set(COLUMNS) == set(Column)
    assert set(ENCODINGS) == set(Encoding)
