"""Tables for spreadsheets."""

import csv

import pytest

from lms.spreadsheet import csv_bytes


def read(table: bytes) -> list[list[str]]:
    return list(csv.reader(table.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))


class TestCsvBytes:
    def test_excel_reads_its_letters_and_columns(self):
        table = csv_bytes([["Имя", "Role"], ["Айгүл; «judge»", 'a "b"']])

        assert table == '\ufeffИмя;Role\r\n"Айгүл; «judge»";"a ""b"""\r\n'.encode()

    @pytest.mark.parametrize(
        "cell",
        [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "\u00a0=1",
            "  \t1",
            "\n=1",
            "＝1",
            "＠x",
            "=cmd|' /C calc'!A0",
        ],
    )
    def test_what_a_spreadsheet_would_compute_is_text(self, cell):
        assert read(csv_bytes([[cell, "x"]]))[0][0] == f"'{cell}"

    @pytest.mark.parametrize("cell", ["", " ", "a=1", "1-2", "Sadykova", "'x", "a\tb"])
    def test_anything_else_is_left_as_it_is(self, cell):
        assert read(csv_bytes([[cell, "x"]]))[0][0] == cell

    def test_a_cell_of_several_lines_stays_one_cell(self):
        assert read(csv_bytes([["a\nb", "c"]])) == [["a\nb", "c"]]
