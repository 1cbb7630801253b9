"""Accounts, roles and sessions as both databases keep them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from lms.accounts import directory, service, sessions
from lms.accounts.models import Profession, Role, User
from lms.accounts.service import Person
from lms.accounts.sessions import Visit
from lms.errors import Conflict

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
HERE = Visit("Firefox, Linux", "203.0.113.0/24")
BOSS = frozenset({Role.ADMINISTRATOR})
WHY = {"reason": "a new office", "now": NOW}


@pytest.fixture
def create(any_app, any_session):
    """Make an account; gives the function that does."""

    def create(name: str = "Айгүл Садыкова", **fields: object) -> User:
        values = {"email": f"{abs(hash(name))}@example.org", "password_hash": "x", **fields}
        return service.create_user(any_session, Person(name, "ru", Profession.JUDGE, "kg"), now=NOW, **values)

    with any_app.test_request_context():
        yield create


class TestCreateUser:
    def test_an_account_has_what_was_told(self, create, any_session):
        user = create(roles=frozenset({Role.AUTHOR, Role.LEARNER}), notice_version="1")
        any_session.commit()

        found = service.find_user(any_session, user.email.upper())
        assert found is user
        assert [held.role for held in user.roles] == [Role.AUTHOR]
        assert (user.created_at, user.consented_at) == (NOW, NOW)

    def test_an_address_or_sign_in_name_belongs_to_one_account(self, create, any_session):
        create("One", email="a@example.org", sign_in_name="a")
        any_session.commit()

        with pytest.raises(service.EmailTaken):
            create("Two", email="a@example.org")
        any_session.rollback()
        with pytest.raises(service.EmailTaken):
            create("Three", email=None, sign_in_name="a")

    def test_an_account_that_nobody_could_name_is_refused(self, create):
        with pytest.raises(ValueError, match="an account needs"):
            create(email=None)

    def test_rows_that_are_written_in_bulk_are_found_too(self, create, any_session):
        row = {"email": "b@example.org", "profession": "other", "language": "en", "created_at": NOW}
        any_session.execute(insert(User), [{**row, "name": "БЕКЗАТ"}, {**row, "name": "Ё", "email": "c@example.org"}])

        assert [user.name for user in directory.list_people(any_session, directory.Search("бекз"))] == ["БЕКЗАТ"]


class TestRoles:
    def test_two_administrators_cannot_remove_each_other(self, create, any_session):
        first, second = create("First", roles=BOSS), create("Second", roles=BOSS)

        service.set_roles(any_session, second.id, frozenset(), by_id=first.id, **WHY)

        with pytest.raises(service.LastAdministrator):
            service.set_roles(any_session, first.id, frozenset(), by_id=second.id, **WHY)
        with pytest.raises(service.LastAdministrator):
            service.disable_user(any_session, first.id, by=second.id, **WHY)

    def test_nobody_raises_his_own_role(self, create, any_session):
        user = create(roles=frozenset({Role.COORDINATOR}))

        with pytest.raises(Conflict):
            service.set_roles(any_session, user.id, BOSS, by_id=user.id, **WHY)

    def test_the_first_administrators_link_ends_when_there_is_one(self, create, any_session):
        assert service.create_first_administrator_link(any_session, now=NOW)

        create(roles=BOSS)

        assert service.create_first_administrator_link(any_session, now=NOW) is None


class TestSessions:
    def test_a_token_opens_its_session_with_user_and_roles(self, create, any_session):
        user = create(roles=frozenset({Role.AUTHOR, Role.COORDINATOR}))
        token = sessions.open_session(any_session, user.id, HERE, now=NOW)
        any_session.commit()
        any_session.expunge_all()

        found = sessions.find_session(any_session, token, now=NOW)

        assert found is not None and found.user.id == user.id
        assert {held.role for held in found.user.roles} == {Role.AUTHOR, Role.COORDINATOR}

    def test_the_sessions_that_are_listed_are_those_that_open(self, create, any_session):
        user = create()
        old = sessions.open_session(any_session, user.id, HERE, now=NOW)
        new = sessions.open_session(any_session, user.id, HERE, now=NOW + timedelta(hours=11))
        later = NOW + timedelta(hours=13)

        listed = sessions.list_sessions(any_session, user.id, now=later)

        assert sessions.find_session(any_session, old, now=later) is None
        assert [row.id for row in listed] == [sessions.find_session(any_session, new, now=later).id]

    def test_a_network_is_known_after_the_first_sign_in(self, create, any_session):
        user = create()
        assert not sessions.is_known_network(any_session, user.id, HERE.network)

        for _time in range(2):
            sessions.open_session(any_session, user.id, HERE, now=NOW)

        assert sessions.is_known_network(any_session, user.id, HERE.network)
