"""contacts.yaml: every mistake is told, what is right is kept, and nothing in it raises."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from lms.catalog.contacts_file import CONTACTS_YAML, ContactsFile, read_contacts

ENTRY = """\
kg:
  - name: A crisis centre
    phone: "+996 (312) 00-00-00"
    confirmed_on: 2026-11-01
    confirmed_by: A. Operator
"""


def written(folder: Path, content: str | bytes) -> ContactsFile:
    (folder / CONTACTS_YAML).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_contacts(folder)


def told(folder: Path, content: str | bytes) -> list[str]:
    return [str(problem) for problem in written(folder, content).problems]


def test_a_contact_is_read_whole(tmp_path: Path) -> None:
    more = """\
    address: {en: 1 Example Street, ru: "ул. Примерная, 1"}
    hours: day and night
    languages: [ky, ru]
    for_whom: anyone
"""
    (contact,) = written(tmp_path, ENTRY + more).countries["kg"]

    assert (contact.name, contact.phone) == ({"": "A crisis centre"}, ("+996 (312) 00-00-00",))
    assert contact.address == {"en": "1 Example Street", "ru": "ул. Примерная, 1"}
    assert (contact.languages, contact.for_whom) == (("ky", "ru"), {"": "anyone"})


def test_several_numbers(tmp_path: Path) -> None:
    (contact,) = written(tmp_path, ENTRY.replace('"+996 (312) 00-00-00"', '["112", "+996 312 000000"]')).countries["kg"]

    assert contact.phone == ("112", "+996 312 000000")


@pytest.mark.parametrize(
    ("line", "old", "new", "message"),
    [
        (2, "name: A crisis centre", "name: {}", "Write a text here"),
        (2, "name: A crisis centre", "name: {english: A centre}", "no language tag"),
        (3, '"+996 (312) 00-00-00"', "+996312000000", "Write a number in quotes"),
        (3, '"+996 (312) 00-00-00"', '"ask at the desk"', "Write a number in quotes"),
        (3, '"+996 (312) 00-00-00"', "[]", "Name at least one"),
        (2, 'phone: "+996 (312) 00-00-00"', "hours: day and night", "Add a phone or an address"),
        (4, "2026-11-01", "last week", "Write a date"),
        (2, "    confirmed_by: A. Operator\n", "", "Add “confirmed_by”"),
        (5, "confirmed_by", "confirmed", "Nothing is called “confirmed” here"),
        (1, "kg:", "kyrgyzstan:", "is no country"),
        (1, "kg:\n  - name", "kg:\n    name", "each after a dash"),
        (2, "kg:", "kg: [", "cannot be read as YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, line: int, old: str, new: str, message: str) -> None:
    content = ENTRY.replace(old, new, 1)

    assert content != ENTRY
    assert any(one.startswith(f"{CONTACTS_YAML}:{line}: ") and message in one for one in told(tmp_path, content))
    assert read_contacts(tmp_path).countries == {}


def test_an_entry_with_a_mistake_takes_no_other_with_it(tmp_path: Path) -> None:
    found = written(tmp_path, ENTRY + ENTRY.replace("kg:\n", "").replace("2026-11-01", "soon"))

    assert (len(found.countries["kg"]), len(found.problems)) == (1, 1)


@pytest.mark.parametrize("content", ["", "- a\n", "x", b"\xff\xfe", b"\xcf\xf0\xe8", "kg: {a: 1}", "a: " + "[" * 99])
def test_what_is_no_list_of_contacts_raises_nothing(tmp_path: Path, content: str | bytes) -> None:
    assert written(tmp_path, content).countries == {}


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / CONTACTS_YAML).mkdir()

    assert "no file" in str(read_contacts(tmp_path).problems[0])


def test_where_there_is_no_file_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert read_contacts(tmp_path) == ContactsFile({})


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    written(tmp_path, ENTRY)

    assert set(written(tmp_path, ENTRY.replace("kg:", "uz:", 1) + "# changed\n").countries) == {"uz"}


@pytest.mark.parametrize(("days", "holds"), [(0, True), (180, True), (181, False), (-1, True), (-2, False)])
def test_a_contact_holds_for_half_a_year(tmp_path: Path, days: int, holds: bool) -> None:
    (contact,) = written(tmp_path, ENTRY).countries["kg"]

    assert contact.holds_on(date(2026, 11, 1) + timedelta(days=days)) is holds
