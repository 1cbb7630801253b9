"""What holds of any list: nothing breaks the reader, and what is written reads as the same people."""

from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.models import Profession
from lms.cohorts.lists.cells import Row
from lms.cohorts.lists.person import ListedPerson
from lms.cohorts.lists.reading import read_file, read_text
from lms.cohorts.lists.writing import write_rows
from lms.cohorts.models import Sex

LANGUAGES = ("en", "ru", "uz-Cyrl")
PIECES = st.sampled_from(
    ["Фамилия", "имя", "name", "e-mail", "роль", "пол", ";", ",", "\t", '"', '""', "\n", "\r", "sep=;", "?", "Асанов"]
    + ["Асан уулу", "a@x.kg", "b@x.kg", "ж", "KG", "=1", "'", "\u202e", "\ufffd", " ", "\u00a0", "Ð\u009d", "Б.", "-"]
)
LETTERS = st.text(st.sampled_from("абвЁёәўқABz"), min_size=1, max_size=6)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
ADDRESSES = st.sampled_from(["", "a@x.kg", "b@x.kg", "c@x.kg"])
NAMES = st.one_of(LETTERS, st.lists(LETTERS, max_size=2).map(" ".join), st.just('А"б;в'))
PEOPLE = st.builds(
    ListedPerson,
    surname=NAMES,
    given_name=LETTERS,
    patronymic=NAMES,
    surname_latin=NAMES,
    sex=st.sampled_from(Sex),
    agency=TEXTS,
    position=TEXTS,
    language=st.sampled_from(["", *LANGUAGES]),
    email=ADDRESSES,
    profession=st.sampled_from([None, *Profession]),
    country=st.sampled_from(["", "kg", "uz", "de", "ci", "hk"]),
)


class TestReading:
    @given(st.binary(max_size=300))
    def test_no_bytes_break_it(self, data):
        members = read_file(data, languages=LANGUAGES)

        assert members.rows or members.problems

    @given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["utf-8", "utf-16", "utf-16-be", "cp1251"]))
    def test_no_text_breaks_it_in_any_encoding(self, text, encoding):
        members = read_file(text.encode(encoding, "replace"), languages=LANGUAGES)

        assert members.rows or members.problems

    @given(st.lists(PIECES, max_size=40).map("".join))
    def test_each_line_is_a_person_an_error_or_a_repetition(self, text):
        members = read_text("name;e-mail;sex\n" + text, languages=LANGUAGES)

        numbers = [row.number for row in members.rows]
        assert numbers == sorted(set(numbers))
        for row in members.rows:
            assert [row.person is not None, bool(row.errors), row.same_as is not None].count(True) == 1
            assert row.same_as is None or row.same_as in numbers


class TestWriting:
    @given(st.lists(PEOPLE, min_size=1, max_size=6), st.sampled_from(["en", "ru", "ky"]))
    def test_what_was_read_reads_as_the_same_people(self, people, language):
        written = write_rows([Row(number, person) for number, person in enumerate(people)], language)
        first = read_text(written, languages=LANGUAGES)

        again = read_text(write_rows(first.rows, language), languages=LANGUAGES)

        assert again.people == first.people
        assert [row.errors for row in again.rows] == [()] * len(first.people)

    @given(PEOPLE, st.sampled_from(["en", "ru", "ky"]))
    def test_one_person_without_doubtful_letters_reads_as_herself(self, person, language):
        first = read_text(write_rows([Row(1, person)], language), languages=LANGUAGES)

        again = read_text(write_rows(first.rows, language), languages=LANGUAGES)

        assert again.people == first.people
        assert all(found.email == person.email and found.country == person.country for found in first.people)
        assert all(found.sex is person.sex and found.language == person.language for found in first.people)
