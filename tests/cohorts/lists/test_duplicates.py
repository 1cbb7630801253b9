"""People who stand twice in a list."""

import pytest

from lms.cohorts.lists import reading
from lms.cohorts.lists.person import Column, ListedPerson
from lms.cohorts.lists.remarks import RemarkKind


def read(text: str) -> reading.MemberList:
    return reading.read_text(text, languages=("en", "ru"))


def names(members: reading.MemberList) -> list[str]:
    return [person.full_name for person in members.people]


def errors(members: reading.MemberList) -> list[tuple[int, RemarkKind, Column | None]]:
    return [(remark.line, remark.kind, remark.column) for row in members.rows for remark in row.errors]


def warnings(members: reading.MemberList) -> list[tuple[int, RemarkKind, Column | None]]:
    return [(remark.line, remark.kind, remark.column) for row in members.rows for remark in row.warnings]


class TestPeopleWhoStandTwice:
    def test_by_address_she_is_taken_once_and_what_is_missing_is_filled(self):
        members = read("surname;name;email;agency\nАсанова;Нина;A@x.kg;\n\nАсанова;Нина;a@x.kg;МВД")

        assert members.people == (ListedPerson("Асанова", "Нина", email="a@x.kg", agency="МВД"),)
        assert members.rows[1].same_as == 2
        assert warnings(members) == [(4, RemarkKind.SAME_PERSON, Column.NAME)]
        assert members.is_faultless

    @pytest.mark.parametrize("again", ["ЕЛКИНА;нина;", "Ёлкина;Нина;b@x.kg"])
    def test_by_name_too_where_no_two_addresses_speak_against_it(self, again):
        members = read(f"surname;name;email\nЁлкина;Нина;\n{again}")

        assert names(members) == ["Ёлкина Нина"]

    def test_what_the_two_say_differently_is_named(self):
        members = read("name;agency;province\nАсанов Бакыт;МВД;Ош\nАсанов Бакыт;ГКНБ;Ош")

        assert members.people[0].agency == "МВД"
        assert members.rows[1].warnings[0].others == ("agency",)

    def test_namesakes_with_two_addresses_are_two(self):
        members = read("name;email\nАсанов Бакыт;a@x.kg\nАсанов Бакыт;b@x.kg")

        assert len(members.people) == 2
        assert warnings(members) == [(3, RemarkKind.NAMESAKE, Column.NAME)]

    def test_one_address_with_clearly_different_names_is_an_error(self):
        members = read("name;email\nАсанов Бакыт;a@x.kg\nЁлкина Нина;a@x.kg\nУсенов Азат;c@x.kg")

        assert errors(members) == [(3, RemarkKind.SAME_EMAIL, Column.EMAIL)]
        assert members.rows[1].errors[0].other_line == 2
        assert names(members) == ["Асанов Бакыт", "Усенов Азат"]

    @pytest.mark.parametrize("again", ["Асанов Бакыт Усенович", "Асанов Б.", "Бакыт Асанов", "Asanov Bakyt"])
    def test_the_same_name_written_otherwise_is_not_different(self, again):
        assert len(read(f"name;email\nАсанов Бакыт;a@x.kg\n{again};a@x.kg").people) == 1

    def test_a_line_that_joins_two_leaves_one(self):
        members = read("name;email\nАсанов Бакыт;a@x.kg\nАсанов Бакыт Усенович;\nАсанов Бакыт Усенович;a@x.kg")

        assert members.people == (ListedPerson("Асанов", "Бакыт", "Усенович", email="a@x.kg"),)

    def test_no_part_of_a_name_comes_twice(self):
        members = read("surname;given name;email\nАсанов Бакыт;;a@x.kg\nАсанов;Бакыт;a@x.kg")

        assert names(members) == ["Асанов Бакыт"]

    def test_a_line_with_errors_is_nobody_yet(self):
        members = read("name;email\nАсанов Бакыт;a@\nАсанов Бакыт;a@x.kg")

        assert [row.person is None for row in members.rows] == [True, False]
