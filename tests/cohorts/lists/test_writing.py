"""The template, and people written as a list."""

import pytest

from lms.accounts.models import Profession
from lms.cohorts.lists.cells import Row
from lms.cohorts.lists.person import STORED, ListedPerson
from lms.cohorts.lists.reading import read_file, read_text
from lms.cohorts.lists.remarks import RemarkKind
from lms.cohorts.lists.writing import headings, template_csv, write_rows
from lms.cohorts.models import Sex

LANGUAGES = ("en", "ru", "uz-Cyrl")
PERSON = ListedPerson(
    "Oʻrozov", "Бакыт", "Усен уулу", "Orozov", "Bakyt", "Usen uulu", Sex.MALE, 'ОсОО "А"; Б', "Ош", "Судья, старший",
    "uz-Cyrl", "b@x.kg", Profession.JUDGE, "kg",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
class TestTemplate:
    def test_every_column_is_understood(self, language):
        members = read_file(template_csv(language), languages=LANGUAGES)

        assert [remark.kind for remark in members.problems] == [RemarkKind.NO_ROWS]
        assert members.unknown_columns == members.never_taken == ()

    def test_a_person_filled_in_is_read_whole(self, language):
        line = 'Oʻrozov;Бакыт;Усен уулу;Orozov;Bakyt;Usen uulu;м;"ОсОО ""А""; Б";Ош;Судья, старший;'

        members = read_file(template_csv(language) + f"{line}uz-Cyrl;b@x.kg;judge;KG\r\n".encode(), languages=LANGUAGES)

        assert members.people == (PERSON,)

    def test_it_is_written_for_excel(self, language):
        data = template_csv(language)

        assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
        assert data.decode().count(";") == len(STORED) - 1
        assert data.count(b"\n") == 1


class TestWriteRows:
    @pytest.mark.parametrize("language", ["en", "ru", "ky"])
    def test_every_value_comes_back(self, language):
        written = write_rows([Row(2, PERSON)], language)

        assert read_text(written, languages=LANGUAGES).people == (PERSON,)

    def test_columns_that_nobody_fills_are_left_out(self):
        assert write_rows([Row(2, ListedPerson(surname="Асанов", country="kg"))], "ru") == (
            "Фамилия;Имя;Страна\nАсанов;;Кыргызстан\n"
        )

    def test_lines_without_a_person_are_left_out(self):
        assert write_rows([Row(2, None)], "en") == "Surname;Given name\n"

    def test_headings_of_other_languages_are_english(self):
        assert headings("tg") == headings("en")
