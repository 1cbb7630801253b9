"""One person put on a cohort's list, through the page."""

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.cohorts.models import Membership, Sex


@pytest.fixture
def cohort(make, coordinator):
    return make.cohort(coordinators=[coordinator], audience="prosecutor")


@pytest.fixture
def add(sign_in, coordinator, cohort):
    visitor = sign_in(coordinator)
    return lambda: visitor.page(f"/cohorts/{cohort.id}/members/add-one")


class TestAddPerson:
    def test_everything_that_a_list_may_state_can_be_stated(self, add, session):
        done = add().submit(
            surname=" Садыкова ", given_name="Айгүл", patronymic="Маратовна", email="Aigul@Example.com", sex="female",
            language="ru", country="kg", agency="Прокуратура", position="Следователь", province="Ош",
            surname_latin="Sadykova",
        )  # fmt: skip

        assert "This person is on the list now. A mail says what to do." in done.flashes
        hers = session.scalars(select(Membership)).one()
        assert (hers.surname, hers.patronymic, hers.surname_latin) == ("Садыкова", "Маратовна", "Sadykova")
        assert (hers.sex, hers.agency, hers.position, hers.province) == (Sex.FEMALE, "Прокуратура", "Следователь", "Ош")
        user = session.get_one(User, hers.user_id)
        assert (user.email, user.language, user.country) == ("aigul@example.com", "ru", "kg")
        assert (user.profession, user.roles) == ("prosecutor", [])

    def test_without_an_address_a_slip_is_needed(self, add):
        assert "print a slip" in add().submit(surname="Асанов").flashes

    def test_another_person_of_a_name_is_asked_about_and_then_added(self, add, session):
        add().submit(surname="Асанов", given_name="Бакыт")
        page = add()
        assert not page.find_all("#another")

        asked = page.submit(surname="Асанов", given_name="Бакыт", agency="МВД")

        assert asked.errors == ["Somebody of this name is, or was, in this cohort or on its list."]
        assert asked.find("#agency")["value"] == "МВД"
        asked.submit(another="y")
        session.rollback()
        assert len(session.scalars(select(Membership)).all()) == 2

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "Type a surname or a given name."),
            ({"surname": "x" * 201}, "Shorten this to 200 characters or fewer."),
            ({"surname": "x" * 120, "given_name": "y" * 120}, "Shorten the name to 200 characters"),
            ({"surname": "Асанов", "email": "bakyt(at)example.org"}, "Type an e-mail address"),
            ({"surname": "Асанов", "agency": "a\u202eb"}, "characters that cannot be stored"),
        ],
        ids=["nameless", "long", "long-together", "no-address", "turned"],
    )
    def test_what_is_wrong_is_said_and_nobody_is_added(self, add, session, fields, sentence):
        page = add().submit(**fields)

        assert any(sentence in error for error in page.errors)
        assert session.scalars(select(Membership)).all() == []

    def test_what_is_not_offered_is_refused(self, add, session):
        page = add()

        refused = page.send({**page.filled(surname="Асанов"), "profession": "king", "role": "administrator"})

        assert refused.errors
        assert session.scalars(select(Membership)).all() == []
