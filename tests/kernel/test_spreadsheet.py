"""Files for spreadsheets: what people wrote stays text, and Excel in Russian reads the rest."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.spreadsheet import is_formula, show, write_csv

FORMULAS = {
    "equals": '=HYPERLINK("http://evil.example";"x")',
    "plus": "+7 (996) 123-45-67",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "tab": "\tx",
    "return": "\r=1",
    "line": "\n=1",
    "after spaces": "   =1+1",
    "after a wide space": "\u00a0\u2003=1",
    "after what shows nothing": "\u200b\ufeff=1",
    "full width": "＝1+1",
}


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))


class TestShow:
    @pytest.mark.parametrize("text", FORMULAS.values(), ids=list(FORMULAS))
    def test_what_a_spreadsheet_would_calculate_is_made_text(self, text):
        assert show(text) == "'" + text

    @pytest.mark.parametrize("text", ["", "Садыкова", "a=b", "О'Брайен", " spaces ", "100%", "1-2"])
    def test_other_texts_stay_as_they_are(self, text):
        assert show(text) == text

    def test_numbers_stay_numbers_and_dates_have_the_day_first(self):
        assert [show(value) for value in (-5, 0.5, None, date(2026, 3, 9))] == [-5, 0.5, "", "09.03.2026"]

    @given(st.text())
    def test_nothing_that_it_shows_is_a_formula(self, text):
        assert not is_formula(str(show(text)))


class TestWriteCsv:
    def test_it_is_what_excel_expects(self):
        written = write_csv(["Имя", "Number"], [["Ҳасан; Қодиров", 5], ['a "b"', None]])

        assert written == '\ufeffИмя;Number\r\n"Ҳасан; Қодиров";5\r\n"a ""b""";\r\n'.encode()

    @given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
    def test_what_was_written_is_read_again(self, rows):
        assert read(write_csv(["a", "b"], rows))[1:] == [[show(value) for value in row] for row in rows]
