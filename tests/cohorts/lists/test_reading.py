"""Lists of members as offices bring them: in every encoding and shape, with everything that goes wrong in them."""

import pytest

from lms.accounts.models import Profession
from lms.cohorts.lists import reading
from lms.cohorts.lists.cutting import MAX_CELL
from lms.cohorts.lists.decoding import MAX_BYTES, Encoding
from lms.cohorts.lists.person import Column, ListedPerson
from lms.cohorts.lists.remarks import RemarkKind
from lms.cohorts.models import Sex

LANGUAGES = ("en", "ru", "ky", "uz", "uz-Cyrl")
RUSSIAN = "Фамилия;Имя;Пол\r\nАсанов;Бакыт;м\r\nЁлкина;Нина;ж\r\n"


def read(text: str) -> reading.MemberList:
    return reading.read_text(text, languages=LANGUAGES)


def read_file(data: bytes) -> reading.MemberList:
    return reading.read_file(data, languages=LANGUAGES)


def names(members: reading.MemberList) -> list[str]:
    return [person.full_name for person in members.people]


def person(header: str, line: str) -> ListedPerson:
    """Read one line that has no errors."""
    (row,) = read(f"{header}\n{line}").rows
    assert row.errors == () and row.person is not None
    return row.person


def errors(members: reading.MemberList) -> list[tuple[int, RemarkKind, Column | None]]:
    return [(remark.line, remark.kind, remark.column) for row in members.rows for remark in row.errors]


def warnings(members: reading.MemberList) -> list[tuple[int, RemarkKind, Column | None]]:
    return [(remark.line, remark.kind, remark.column) for row in members.rows for remark in row.warnings]


def problem(members: reading.MemberList) -> RemarkKind:
    (remark,) = members.problems
    assert members.rows == () and not members.is_faultless
    return remark.kind


class TestEncodings:
    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            pytest.param(RUSSIAN.encode(), Encoding.UTF_8, id="utf-8"),
            pytest.param(RUSSIAN.encode("utf-8-sig"), Encoding.UTF_8, id="utf-8 with a mark"),
            pytest.param(b"\xff\xfe" + RUSSIAN.encode("utf-16-le"), Encoding.UTF_16_LE, id="utf-16 little"),
            pytest.param(b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), Encoding.UTF_16_BE, id="utf-16 big"),
            pytest.param(RUSSIAN.encode("utf-16-le"), Encoding.UTF_16_LE, id="utf-16 little without a mark"),
            pytest.param(RUSSIAN.encode("utf-16-be"), Encoding.UTF_16_BE, id="utf-16 big without a mark"),
            pytest.param(RUSSIAN.encode("cp1251"), Encoding.WINDOWS_1251, id="windows-1251"),
        ],
    )
    def test_a_file_is_read_in_its_own(self, data, encoding):
        members = read_file(data)

        assert members.encoding is encoding
        assert names(members) == ["Асанов Бакыт", "Ёлкина Нина"]
        assert members.is_faultless

    def test_plain_latin_in_utf_16_without_a_mark_is_no_utf_8(self):
        assert names(read_file("surname,given name\nAsanov,Bakyt\n".encode("utf-16-le"))) == ["Asanov Bakyt"]

    def test_letters_of_the_region_survive_in_utf_16(self):
        text = "Фамилия\tИмя\r\nҒаниев\tЎткир\r\nOʻrozov\tŇazar\r\n"

        assert names(read_file(text.encode("utf-16"))) == ["Ғаниев Ўткир", "Oʻrozov Ňazar"]

    def test_one_damaged_letter_leaves_the_rest_utf_8(self):
        data = ("фамилия;имя\n" + "Асанов;Бакыт\n" + "Турсунова;Айгүл\n").encode()

        members = read_file(data.replace("Т".encode(), b"\xd0", 1))

        assert members.encoding is Encoding.UTF_8
        assert errors(members) == [(3, RemarkKind.LOST_LETTERS, Column.SURNAME)]
        assert names(members) == ["Асанов Бакыт"]

    def test_a_byte_without_meaning_in_windows_1251_is_a_lost_letter(self):
        members = read_file("Фамилия;Имя\nАсанов;Бакыт".encode("cp1251") + b"\x98")

        assert errors(members) == [(2, RemarkKind.LOST_LETTERS, Column.GIVEN_NAME)]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_end_as_any_system_ends_them(self, end):
        assert names(read_file(RUSSIAN.replace("\r\n", end).encode())) == ["Асанов Бакыт", "Ёлкина Нина"]

    def test_the_end_mark_of_old_systems_is_no_line(self):
        assert len(read_file(RUSSIAN.encode("cp1251") + b"\x1a").rows) == 2

    def test_pasted_text_says_so(self):
        assert read(RUSSIAN).encoding is Encoding.PASTED

    def test_the_decoded_text_is_kept_for_correcting(self):
        assert read_file(RUSSIAN.encode("cp1251")).text == RUSSIAN.replace("\r\n", "\n")


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            pytest.param(b"PK\x03\x04\x14\x00\x06\x00", RemarkKind.SPREADSHEET, id="xlsx"),
            pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", RemarkKind.OLD_SPREADSHEET, id="xls"),
            pytest.param(b"%PDF-1.7\n", RemarkKind.PDF, id="pdf"),
            pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", RemarkKind.NO_TEXT, id="picture"),
            pytest.param(b"\xff\xd8\xff\xe0\x10JFIF\x01\x02", RemarkKind.NO_TEXT, id="picture without zeros"),
            pytest.param(b"{\\rtf1\\ansi Name}", RemarkKind.NO_TEXT, id="rtf"),
            pytest.param(b"\n<HTML><table><tr><td>Name", RemarkKind.NO_TEXT, id="html"),
            pytest.param(b"", RemarkKind.EMPTY, id="nothing"),
            pytest.param(b"\xef\xbb\xbf", RemarkKind.EMPTY, id="a mark alone"),
            pytest.param(b" \r\n;;;\r\n", RemarkKind.EMPTY, id="separators alone"),
            pytest.param(b"sep=;\r\n", RemarkKind.EMPTY, id="sep= alone"),
        ],
    )
    def test_each_is_named(self, data, kind):
        assert problem(read_file(data)) is kind

    def test_pasted_zeros_are_no_text(self):
        assert problem(read("name\nA\0B")) is RemarkKind.NO_TEXT


class TestSeparators:
    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_the_header_shows_it(self, separator):
        members = read("Фамилия;Имя;Ведомство\nАсанов;Бакыт;МВД".replace(";", separator))

        assert members.separator == separator
        assert members.people[0].agency == "МВД"

    def test_a_line_may_announce_it_and_is_counted(self):
        members = read("sep=|\nsurname|agency\nAsanov|A;B;C,D")

        assert members.people[0].agency == "A;B;C,D"
        assert members.rows[0].number == 3

    def test_the_marks_inside_quoted_headings_do_not_count(self):
        members = read('"Агентство, отдел, сектор";Фамилия;Имя\nА;Асанов;Бакыт')

        assert names(members) == ["Асанов Бакыт"]

    def test_quoted_cells_hold_separators_marks_and_line_ends(self):
        members = read('surname;agency\nAsanov;"ОсОО ""Адилет"";\nотдел 2"\nUsenov;МВД')

        assert [person.agency for person in members.people] == ['ОсОО "Адилет"; отдел 2', "МВД"]
        assert [row.number for row in members.rows] == [2, 4]

    @pytest.mark.parametrize("agency", ['"Адилет" агенттиги', '"Адилет', 'Адилет"', 'ОсОО "Адилет"'])
    def test_a_stray_mark_swallows_nothing(self, agency):
        members = read(f"agency;surname\n{agency};Asanov\nМВД;Usenov")

        assert names(members) == ["Asanov", "Usenov"]
        assert members.people[0].agency == agency

    def test_a_mark_far_away_does_not_close_a_cell(self):
        lines = [f"МВД;Name{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]

        members = read("agency;surname\n" + '"Адилет;Asanov\n' + "\n".join(lines) + '\nB";Usenov')

        assert len(members.people) == 302

    def test_empty_lines_are_left_out_and_counted(self):
        members = read("\n\nsurname;name\n\n ; \n;;;;\nAsanov;Bakyt\n\u00a0\n")

        assert [row.number for row in members.rows] == [7]

    @pytest.mark.parametrize("line", ["Asanov", "Asanov;Bakyt;МВД;x"])
    def test_a_line_of_another_width_is_an_error(self, line):
        members = read(f"surname;name;agency\nUsenov;Azat;МВД\n{line}\n")

        assert errors(members) == [(3, RemarkKind.RAGGED, None)]
        (remark,) = members.rows[1].errors
        assert (remark.limit, remark.found) == (3, line.count(";") + 1)

    def test_empty_cells_behind_the_header_are_nothing(self):
        assert read("surname;name;;\nAsanov;Bakyt;;;;\n").is_faultless

    def test_a_copied_block_may_lose_its_last_empty_cells(self):
        assert names(read("surname\tname\tagency\nAsanov\tBakyt")) == ["Asanov Bakyt"]

    def test_something_under_no_heading_is_an_error(self):
        assert errors(read("surname;name;\nAsanov;Bakyt;x")) == [(2, RemarkKind.RAGGED, None)]


class TestHeaders:
    @pytest.mark.parametrize(
        ("heading", "column"),
        [
            ("SURNAME", "surname"),
            ("Last name", "surname"),
            ("given_name", "given_name"),
            ("Given-Name", "given_name"),
            ("ОТЧЕСТВО", "patronymic"),
            ("Фамилия (лат.)", "surname_latin"),
            ("Имя латиницей", "given_name_latin"),
            ("patronymic_latin", "patronymic_latin"),
            ("Организация", "agency"),
            ("Орган", "agency"),
            ("Регион", "province"),
            ("Область / регион", "province"),
            ("Должность*", "position"),
            ("Тегі", "surname"),
            ("Әкесінің аты", "patronymic"),
            ("Атасынын аты", "patronymic"),
            ("Otasining ismi", "patronymic"),
            ("Номи падар", "patronymic"),
            ("Familiýasy", "surname"),
        ],
    )
    def test_a_text_column_is_known_by_many_names(self, heading, column):
        assert getattr(person(f"фамилия имя отчество;{heading}", "Х;Somebody"), column) == "Somebody"

    @pytest.mark.parametrize("heading", ["E-mail", "email", "Эл. почта", "Электронная почта", "ПОЧТА", "e mail"])
    def test_so_is_the_address(self, heading):
        assert person(f"name;{heading}", "Asanov;A@Example.ORG").email == "a@example.org"

    def test_unknown_columns_are_listed_once_and_left_out(self):
        members = read("№;Фамилия;Телефон;телефон;Телефон\n1;Асанов;+996;0;0")

        assert members.unknown_columns == ("№", "Телефон", "телефон")
        assert members.never_taken == ()
        assert members.people == (ListedPerson(surname="Асанов"),)

    def test_roles_passwords_and_scores_are_never_taken(self):
        members = read("name;Role;password;is_admin;score;Роль;Пароль\nАсанов;administrator;x;1;100;админ;y")

        assert members.never_taken == ("Role", "password", "is_admin", "score", "Роль", "Пароль")
        assert members.unknown_columns == ()
        assert members.people == (ListedPerson(surname="Асанов"),)

    @pytest.mark.parametrize("header", ["surname;name;Фамилия", "e-mail;surname;Почта", "ФИО;name;name"])
    def test_the_same_column_twice_is_a_problem(self, header):
        assert problem(read(f"{header}\na;b;c")) is RemarkKind.COLUMN_TWICE

    def test_no_column_for_names_is_a_problem(self):
        assert problem(read("agency;e-mail\nМВД;a@b.kg")) is RemarkKind.NO_NAME_COLUMN

    def test_a_header_without_people_is_a_problem_that_still_names_columns(self):
        members = read("surname;phone\n;;\n")

        assert problem(members) is RemarkKind.NO_ROWS
        assert members.unknown_columns == ("phone",)

    @pytest.mark.parametrize(
        ("header", "kind"),
        [
            ("Список", RemarkKind.NO_HEADER),
            ("Город;Улица", RemarkKind.NO_HEADER),
            ("a b;c d;e f", RemarkKind.NO_HEADER),
            ("???????;???", RemarkKind.LOST_LETTERS),
            ("Р¤Р°РјРёР»РёСЏ;РРјСЏ", RemarkKind.GARBLED),
            ("Ð¤Ð°Ð¼Ð¸Ð»Ð¸Ñ;Ð˜Ð¼Ñ", RemarkKind.GARBLED),
            ("Ôàìèëèÿ;Èìÿ", RemarkKind.GARBLED),
        ],
    )
    def test_a_first_line_that_is_not_understood_is_a_problem(self, header, kind):
        assert problem(read(f"{header}\nАсанов;Бакыт")) is kind


class TestListsWithoutAHeader:
    def test_names_one_a_line(self):
        members = read("Асанов Бакыт Усенович\nЁлкина Нина\n")

        assert names(members) == ["Асанов Бакыт Усенович", "Ёлкина Нина"]
        assert members.people[0].patronymic == "Усенович"
        assert members.rows[0].number == 1

    @pytest.mark.parametrize("line", ["Асанов Бакыт; b@x.kg", "Асанов Бакыт\tb@x.kg", "b@x.kg, Асанов Бакыт"])
    def test_names_with_addresses_in_either_order(self, line):
        assert read(f"{line}\n").people == (ListedPerson(surname="Асанов", given_name="Бакыт", email="b@x.kg"),)

    def test_an_address_may_be_missing(self):
        members = read("Асанов Бакыт\nУсенов Азат;a@x.kg\nЁлкина Нина;")

        assert [person.email for person in members.people] == ["", "a@x.kg", ""]

    def test_numbers_in_front_are_no_part_of_a_name(self):
        assert names(read("1. Асанов Бакыт\n2) Усенов Азат")) == ["Асанов Бакыт", "Усенов Азат"]

    def test_addresses_alone_need_names(self):
        assert errors(read("a@x.kg\nb@x.kg")) == [(1, RemarkKind.NO_NAME, None), (2, RemarkKind.NO_NAME, None)]


class TestNames:
    @pytest.mark.parametrize(
        ("whole", "parts"),
        [
            ("Асанов", ("Асанов", "", "")),
            ("Асанов Бакыт", ("Асанов", "Бакыт", "")),
            ("Алиев Вали Ғани ўғли", ("Алиев", "Вали", "Ғани ўғли")),
            ("Асан уулу Бакыт", ("Асан уулу", "Бакыт", "")),
            ("Асанова Айгүл Бакыт кызы", ("Асанова", "Айгүл", "Бакыт кызы")),
            ("Ким Ен Сук, Анна Петровна", ("Ким Ен Сук", "Анна", "Петровна")),
        ],
    )
    def test_a_whole_name_is_parted_surname_first(self, whole, parts):
        found = person("ФИО;Пол", f"{whole};ж")

        assert (found.surname, found.given_name, found.patronymic) == parts

    def test_a_whole_latin_name_too(self):
        found = person("ФИО\tФИО (лат.)", "Асанов Бакыт\tAsanov Bakyt")

        assert (found.surname_latin, found.given_name_latin) == ("Asanov", "Bakyt")

    def test_name_beside_surname_is_the_given_one(self):
        assert person("Surname;Name", "Asanov;Bakyt") == ListedPerson(surname="Asanov", given_name="Bakyt")

    def test_parts_of_its_own_go_before_the_whole(self):
        found = person("ФИО;Фамилия;Имя", "Кто То;Асанов;Бакыт")

        assert found == ListedPerson(surname="Асанов", given_name="Бакыт")

    def test_a_given_name_alone_is_enough(self):
        assert person("surname;given name", ";Айгүл").given_name == "Айгүл"

    def test_a_line_without_one_is_an_error(self):
        assert errors(read("surname;agency\n;МВД")) == [(2, RemarkKind.NO_NAME, None)]

    @pytest.mark.parametrize("mark", ["'", "`", "´", "\u2018", "\u2019", "\u02bb", "\u02bc"])
    def test_every_apostrophe_becomes_one_letter(self, mark):
        assert person("surname;name", f"O{mark}rozov;G{mark}ani").full_name == "O\u02bbrozov G\u02bbani"

    def test_spaces_are_collapsed_and_letters_composed(self):
        assert person("surname", " \u00a0Ки\u0306м \u3000 Ен\u200b\u00ad ").surname == "Кйм Ен"

    @pytest.mark.parametrize("name", ["=Асанов", "+996555123456", "@somebody", "-Асанов", "Асанов 2", "«Асанов»"])
    def test_one_that_hardly_is_one_is_kept_with_a_warning(self, name):
        members = read(f"surname\n{name}")

        assert members.people[0].surname == name
        assert warnings(members) == [(2, RemarkKind.UNUSUAL_NAME, Column.SURNAME)]

    @pytest.mark.parametrize(
        "name", ["Бек-Алиев", "O'rozov", "де ля Фуэнте", "Иванов-Петров Ё.", "АСАНОВ", "Güýç", "БЕРІСІ"]
    )
    def test_an_ordinary_one_gives_no_warning(self, name):
        members = read(f"surname\n{name}")

        assert members.is_faultless and warnings(members) == []

    def test_parts_that_are_too_long_together_are_an_error(self):
        members = read(f"surname;given name\n{'а' * 150};{'б' * 60}")

        assert errors(members) == [(2, RemarkKind.NAME_TOO_LONG, Column.NAME)]


class TestSpoiltLetters:
    @pytest.mark.parametrize("name", ["Т?рсунова", "?л?мбек", "К\ufffdшбаев"])
    def test_a_letter_lost_in_a_name_is_an_error_that_quotes_it(self, name):
        members = read(f"surname\n{name}")

        assert errors(members) == [(2, RemarkKind.LOST_LETTERS, Column.SURNAME)]
        assert members.rows[0].errors[0].value == name
        assert members.rows[0].person is None

    def test_elsewhere_it_is_a_warning(self):
        members = read("surname;province\nАсанов;Ош ?блусу")

        assert members.people[0].province == "Ош ?блусу"
        assert warnings(members) == [(2, RemarkKind.LOST_LETTERS, Column.PROVINCE)]

    @pytest.mark.parametrize("source", ["cp1251", "latin-1", "cp1252"])
    @pytest.mark.parametrize("name", ["Нина", "Турсунова", "Ғаниев", "Әлімбек", "ЎТКИР"])
    def test_utf_8_read_as_something_else_is_garbled(self, name, source):
        garbled = name.encode().decode(source, "replace").replace("\ufffd", "")

        (row,) = read(f"surname;agency\nАсанов;{garbled}\n").rows

        assert [remark.kind for remark in row.errors] == [RemarkKind.GARBLED]

    def test_windows_1251_read_as_latin_is_garbled(self):
        members = read("surname\n" + "Иванов".encode("cp1251").decode("latin-1"))

        assert errors(members) == [(2, RemarkKind.GARBLED, Column.SURNAME)]

    @pytest.mark.parametrize(
        "text", ["МВД РК «Адилет» №5", "СУ СК РТ", "Прокуратура — отдел", "O‘zbekiston IIV", "Çärjew"]
    )
    def test_an_ordinary_agency_is_not(self, text):
        assert person("surname;agency", f"Асанов;{text}").agency == text


class TestValues:
    @pytest.mark.parametrize(
        ("text", "sex"),
        [("f", Sex.FEMALE), ("Ж", Sex.FEMALE), ("женский", Sex.FEMALE), ("Female", Sex.FEMALE), ("M", Sex.MALE)]
        + [("м", Sex.MALE), ("Муж.", Sex.MALE), ("", Sex.NOT_STATED), (" ", Sex.NOT_STATED), ("—", Sex.NOT_STATED)],
    )
    def test_sex(self, text, sex):
        assert person("name;sex", f"Асанов;{text}").sex is sex

    @pytest.mark.parametrize(
        ("text", "language"),
        [("ru", "ru"), ("Русский", "ru"), ("Russian", "ru"), ("кыргызский", "ky"), ("киргизский", "ky")]
        + [("кыргызча", "ky"), ("UZ_cyrl", "uz-Cyrl"), ("Uzbek (Cyrillic)", "uz-Cyrl"), ("O'zbek", "uz"), ("", "")],
    )
    def test_language(self, text, language):
        assert person("name;language", f"Асанов;{text}").language == language

    @pytest.mark.parametrize(
        ("text", "profession"),
        [("Judge", Profession.JUDGE), ("судья", Profession.JUDGE), ("Прокурор", Profession.PROSECUTOR), ("", None)]
        + [("следователь", Profession.INVESTIGATOR), ("other", Profession.OTHER), ("Другое", Profession.OTHER)],
    )
    def test_profession(self, text, profession):
        assert person("name;profession", f"Асанов;{text}").profession is profession

    @pytest.mark.parametrize(
        ("text", "country"),
        [("KG", "kg"), ("Kyrgyzstan", "kg"), ("Кыргызстан", "kg"), ("Киргизия", "kg"), ("казахстан", "kz"), ("", "")]
        + [("Türkiye", "tr"), ("Германия", "de"), ("Республика Таджикистан", "tj")],
    )
    def test_country(self, text, country):
        assert person("name;country", f"Асанов;{text}").country == country

    @pytest.mark.parametrize(
        ("column", "text", "kind"),
        [
            ("sex", "да", RemarkKind.UNKNOWN_SEX),
            ("language", "kk", RemarkKind.UNKNOWN_LANGUAGE),
            ("profession", "космонавт", RemarkKind.UNKNOWN_PROFESSION),
            ("country", "Атлантида", RemarkKind.UNKNOWN_COUNTRY),
            ("email", "b@", RemarkKind.BAD_EMAIL),
            ("email", "b@x.kg, c@x.kg", RemarkKind.BAD_EMAIL),
            ("email", f"{'b' * 250}@x.kg", RemarkKind.TOO_LONG),
            ("agency", "а" * 201, RemarkKind.TOO_LONG),
            ("position", "а" * (MAX_CELL + 1), RemarkKind.TOO_LONG),
            ("surname", "а" * 201, RemarkKind.TOO_LONG),
            ("province", "Ош\x07", RemarkKind.INVISIBLE),
            ("surname", "Ас\u202eанов", RemarkKind.INVISIBLE),
            ("surname", "Ас\ud800анов", RemarkKind.INVISIBLE),
        ],
    )
    def test_what_is_not_understood_is_an_error_that_names_the_cell(self, column, text, kind):
        members = read(f"given name;{column}\nНина;\nБакыт;{text}")

        assert errors(members) == [(3, kind, Column(column))]
        assert names(members) == ["Нина"]

    def test_every_mistake_of_a_line_is_named(self):
        members = read("surname;sex;email\nТ?рсунова;x;y")

        assert [kind for _, kind, _ in errors(members)] == [
            RemarkKind.LOST_LETTERS,
            RemarkKind.UNKNOWN_SEX,
            RemarkKind.BAD_EMAIL,
        ]


class TestLimits:
    def test_bytes(self):
        assert problem(read_file(b"a" * (MAX_BYTES + 1))) is RemarkKind.TOO_LARGE
        assert problem(read("я" * (MAX_BYTES // 2 + 1))) is RemarkKind.TOO_LARGE

    def test_lines(self):
        line = "Асанов\n"

        assert len(read("surname\n" + line * reading.MAX_ROWS).rows) == reading.MAX_ROWS
        assert problem(read("surname\n" + line * (reading.MAX_ROWS + 1))) is RemarkKind.TOO_MANY_ROWS

    def test_columns(self):
        assert read("surname" + ";x" * 59 + "\nА" + ";" * 59).problems == ()
        assert problem(read("surname" + ";x" * 60 + "\nА" + ";" * 60)) is RemarkKind.TOO_MANY_COLUMNS

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("surname;agency\n" + ("а" * 40 + ";" + "б" * 60 + "\n") * 5_000, id="long cells"),
            pytest.param("surname;agency\n" + '"a;' * 300_000, id="marks that open"),
            pytest.param("surname;agency\n" + 'a;"' * 300_000, id="marks at the ends"),
            pytest.param("surname;agency\n" + '"' * 1_000_000, id="marks alone"),
            pytest.param("surname;agency\n" + '"\n' * 500_000, id="marks on lines of their own"),
            pytest.param("surname;agency\n" + ' "' * 500_000, id="marks and spaces"),
            pytest.param("surname" + " " * 1_000_000, id="spaces"),
            pytest.param("name;email\n" + "А Б;a@x.kg\n" * 4_900, id="one person"),
        ],
    )
    def test_nothing_takes_for_ever(self, text):
        members = read(text[:MAX_BYTES])

        assert members.rows or members.problems
