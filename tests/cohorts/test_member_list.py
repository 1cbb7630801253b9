"""The list of a cohort's people: sorted, searched, counted and paged by the database, on both databases."""

import pytest

from lms.cohorts import member_list
from lms.cohorts.member_list import MEMBERS_A_PAGE, Standing
from tests.factories import START, Make


@pytest.fixture
def make(any_session):
    return Make(any_session)


@pytest.fixture
def cohort(make):
    return make.cohort()


@pytest.fixture
def names(any_session, cohort):
    """Give the names on a page of the list."""

    def _names(find: str = "", page: int = 1) -> list[str]:
        rows, _has_more = member_list.list_members(any_session, cohort.id, find=find, page=page)
        return [row.name for row in rows]

    return _names


def test_capitals_count_for_nothing_in_the_order_and_who_has_no_name_comes_last(make, cohort, names):
    make.membership(cohort=cohort, joined_at=None)
    for surname in ("яковлева", "Юсупова", "эргешов", "Ёлкина"):
        make.membership(cohort=cohort, surname=surname)

    found = names()

    assert found[-1] == ""
    assert [name for name in found if name in {"яковлева", "Юсупова", "эргешов"}] == ["эргешов", "Юсупова", "яковлева"]


@pytest.mark.parametrize("find", ["юсуп", "ЮСУП", "юсупова айгүл", "ҒАФ", "прокур", "100%", "a_b"])
def test_letters_of_any_alphabet_are_found_in_any_case_and_signs_as_they_are(make, cohort, names, find):
    make.membership(
        cohort=cohort, surname="Юсупова", given_name="Айгүл", patronymic="Ғафуровна", agency="100% a_b ПРОКУРАТУРА"
    )
    make.membership(cohort=cohort, surname="Abdiev", agency="1000 axb")

    found = names(find)

    assert found == ["Юсупова Айгүл Ғафуровна"]


def test_an_account_is_found_by_its_name_once_she_has_joined(make, cohort, names):
    make.membership(cohort=cohort, user=make.learner(name="Hidden Name"), joined_at=None)
    make.membership(cohort=cohort, user=make.learner(name="Joined Name"))
    make.membership(cohort=cohort, user=make.learner(name="Account Name"), surname="Stated")

    assert names("name") == ["Joined Name"]


def test_a_page_says_whether_there_are_more(any_session, make, cohort):
    for number in range(MEMBERS_A_PAGE + 1):
        make.membership(cohort=cohort, surname=f"Member {number:02d}")

    pages = [member_list.list_members(any_session, cohort.id, find="", page=page) for page in (1, 2, 3)]

    assert [(len(rows), has_more) for rows, has_more in pages] == [(MEMBERS_A_PAGE, True), (1, False), (0, False)]


def test_everybody_is_counted_where_she_stands(any_session, make, cohort):
    make.membership(cohort=cohort)
    make.membership(cohort=cohort)
    make.membership(cohort=cohort, joined_at=None)
    make.membership(cohort=cohort, user=make.learner(password_hash=None), joined_at=None)
    make.membership(cohort=cohort, user=make.learner(disabled_at=START))
    make.membership(cohort=cohort, user=make.learner(disabled_at=START), left_at=START)
    make.membership(cohort=make.cohort())

    counts = member_list.count_standings(any_session, cohort.id)

    assert counts == {**dict.fromkeys(Standing, 1), Standing.MEMBER: 2}


@pytest.mark.parametrize(
    "parts", [("A", "B", "C"), ("A", "", "C"), ("", "B", "C"), ("", "", "C"), ("A", "B", ""), ("", "", "")]
)
def test_the_database_makes_the_name_that_we_make(make, cohort, names, parts):
    surname, given_name, patronymic = parts
    membership = make.membership(cohort=cohort, surname=surname, given_name=given_name, patronymic=patronymic)

    assert names() == [member_list.name_of(membership, membership.user)]
