"""Lists added by the service on both databases: planned, done whole or not at all, by several hands at once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from lms.accounts.models import LinkKind, OneTimeLink, User
from lms.cohorts import listing
from lms.cohorts.listing_plan import Note, Outcome, Plan, make_plan
from lms.cohorts.lists.person import ListedPerson
from lms.cohorts.lists.reading import read_text
from lms.cohorts.models import Membership
from lms.mail import Mail
from tests.factories import START, Make
from tests.together import together

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LIST = "Фамилия;Имя;Эл. почта\nСадыкова;Айгүл;aigul@example.com\nАсанов;Бакыт;\n"
AIGUL = ListedPerson(surname="Садыкова", given_name="Айгүл")


@pytest.fixture
def make(any_session):
    return Make(any_session)


@pytest.fixture(autouse=True)
def inside(any_app):
    with any_app.test_request_context():
        yield


def rows_of(text: str):
    return read_text(text, languages=("en", "ru")).rows


def plan_of(session, cohort, *lines: str) -> Plan:
    """Plan lines of surname, given name and address; a fourth cell is the patronymic."""
    padded = [line + ";" * (3 - line.count(";")) for line in lines]
    return make_plan(session, cohort.id, rows_of("\n".join(("Фамилия;Имя;Эл. почта;Отчество", *padded))))


def outcomes(plan: Plan) -> list[tuple[Outcome, Note | None]]:
    return [(line.outcome, line.note) for line in plan.lines]


def add(session, cohort_id: int, shown: str, text: str = LIST) -> Plan:
    return listing.add_list(session, cohort_id, rows_of(text), shown=shown, language="ru", by=1, now=NOW)


def add_one(session, cohort, person: ListedPerson, *, is_another: bool = False) -> Outcome:
    return listing.add_person(session, cohort.id, person, is_another=is_another, language="ru", by=1, now=NOW)


def count(session, model) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


class TestPlan:
    def test_who_is_new_has_an_account_or_is_there(self, any_session, make):
        cohort = make.cohort()
        make.membership(cohort=cohort, user=make.user(email="there@example.com"), surname="Жапаров", given_name="Эрлан")
        make.membership(cohort=cohort, user=make.user(email="other@example.com"), surname="Ли", given_name="Юрий")
        make.user(email="has@example.com")
        make.user(email="off@example.com", disabled_at=START)

        plan = plan_of(
            any_session, cohort, "Каримова;Дилноза;new@example.com", "Иванов;Иван;", "Петров;Пётр;has@example.com",
            "Жапаров;Эрлан;there@example.com", "Ким;Анна;off@example.com", "Садыкова;Айгүл;other@example.com",
        )  # fmt: skip

        assert outcomes(plan) == [
            (Outcome.INVITED, None), (Outcome.SLIP, None), (Outcome.ASKED, None), (Outcome.THERE, None),
            (Outcome.WRONG, Note.DISABLED), (Outcome.WRONG, Note.OTHER_NAME),
        ]  # fmt: skip
        assert (plan.added, plan.is_faultless) == (3, False)

    @pytest.mark.parametrize(
        ("hers", "line", "expected"),
        [
            ("one@example.com", "Садыкова;Айгүл;", (Outcome.THERE, Note.SAME_NAME)),
            ("one@example.com", "садыкова;АЙГҮЛ;", (Outcome.THERE, Note.SAME_NAME)),
            ("one@example.com", "Садыкова;Айгүл;two@example.com", (Outcome.INVITED, None)),
            (None, "Садыкова;Айгүл;", (Outcome.THERE, Note.SAME_NAME)),
            (None, "Садыкова;Айгүл;two@example.com", (Outcome.THERE, Note.SAME_NAME_WITHOUT_EMAIL)),
            (None, "Садыкова;Айжан;", (Outcome.SLIP, None)),
            (None, "Садыкова;Айгүл;;Маратовна", (Outcome.SLIP, Note.NEAR_NAME)),
        ],
        ids=["name", "other-case", "two-addresses", "no-addresses", "address-is-new", "other-name", "patronymic"],
    )
    def test_a_name_is_the_same_person_unless_addresses_differ(self, any_session, make, hers, line, expected):
        cohort = make.cohort()
        user = make.user(email=hers, sign_in_name=None if hers else "aigul")
        make.membership(cohort=cohort, user=user, surname="Садыкова", given_name="Айгүл", joined_at=None)

        assert outcomes(plan_of(any_session, cohort, line)) == [expected]

    def test_a_member_who_states_no_name_is_found_by_that_of_her_account(self, any_session, make):
        cohort = make.cohort()
        make.membership(cohort=cohort, user=make.user(name="Айгүл Садыкова"))
        make.membership(cohort=cohort, user=make.user(name="Бакыт Асанов"), joined_at=None)

        plan = plan_of(any_session, cohort, "Садыкова;Айгүл;", "Асанов;Бакыт;")

        assert [outcome for outcome, _note in outcomes(plan)] == [Outcome.THERE, Outcome.SLIP]

    def test_who_has_left_is_put_on_the_list_again(self, any_session, make):
        cohort = make.cohort()
        make.membership(cohort=cohort, user=make.user(email="a@example.com"), surname="Садыкова", left_at=START)
        make.membership(cohort=cohort, surname="Асанов", left_at=START)
        make.membership(cohort=cohort, surname="Ким", left_at=START, user=make.user(disabled_at=START))

        plan = plan_of(any_session, cohort, "Садыкова;;a@example.com", "Асанов;;", "Ким;;")

        assert outcomes(plan) == [
            (Outcome.AGAIN, None), (Outcome.AGAIN, Note.SAME_NAME), (Outcome.WRONG, Note.DISABLED)
        ]  # fmt: skip

    def test_two_lines_that_are_one_member_are_taken_once(self, any_session, make):
        cohort = make.cohort()
        make.membership(cohort=cohort, user=make.user(email="a@example.com"), surname="Садыкова", given_name="Айгүл")

        plan = plan_of(any_session, cohort, "Садыкова;А.;a@example.com", "Садыкова;Айгүл;")

        assert [(line.outcome, line.same_as) for line in plan.lines] == [(Outcome.THERE, None), (Outcome.SAME, 2)]

    def test_other_cohorts_are_nobodys_business(self, any_session, make):
        make.membership(surname="Садыкова", given_name="Айгүл")

        assert outcomes(plan_of(any_session, make.cohort(), "Садыкова;Айгүл;")) == [(Outcome.SLIP, None)]


class TestAddList:
    def test_what_was_shown_is_done(self, any_session, make):
        cohort = make.cohort()
        shown = make_plan(any_session, cohort.id, rows_of(LIST)).digest

        add(any_session, cohort.id, shown)
        any_session.commit()

        users = any_session.scalars(select(User).order_by(User.id)).all()
        assert [(user.name, user.email, user.sign_in_name, user.language) for user in users] == [
            ("Айгүл Садыкова", "aigul@example.com", None, "ru"),
            ("Бакыт Асанов", None, "bakyt.asanov", "ru"),
        ]
        assert count(any_session, Membership) == 2

    def test_who_works_in_a_language_that_the_site_lacks_gets_its_pages_in_the_coordinators(self, any_session, make):
        add_one(any_session, make.cohort(), replace(AIGUL, language="ky"))

        membership = any_session.scalars(select(Membership)).one()
        assert (membership.language, membership.user.language) == ("ky", "ru")

    @pytest.mark.parametrize("shown", ["", "0" * 64])
    def test_what_was_not_shown_is_not_done(self, any_session, make, shown):
        cohort = make.cohort()

        with pytest.raises(listing.ListChanged):
            add(any_session, cohort.id, shown)

        assert count(any_session, User) == 0

    def test_namesakes_get_sign_in_names_of_their_own(self, any_session, make):
        cohort = make.cohort()
        make.user(sign_in_name="aigul.sadykova")
        text = "Фамилия;Имя;Отчество\nСадыкова;Айгүл;\nСадыкова;Айгул;\n"
        shown = make_plan(any_session, cohort.id, rows_of(text)).digest

        add(any_session, cohort.id, shown, text)
        any_session.commit()

        names = any_session.scalars(select(User.sign_in_name).order_by(User.id)).all()
        assert names == ["aigul.sadykova", "aigul.sadykova2", "aigul.sadykova3"]

    def test_two_who_add_the_same_list_at_once_add_each_person_once(self, any_app, any_session, make):
        cohort_id = make.cohort().id
        shown = make_plan(any_session, cohort_id, rows_of(LIST)).digest
        any_session.rollback()

        done = together(any_app, lambda session, _n: add(session, cohort_id, shown), expected=listing.ListChanged)

        assert sum(isinstance(it, Plan) for it in done) == 1
        assert (count(any_session, Membership), count(any_session, User)) == (2, 2)
        assert (count(any_session, Mail), count(any_session, OneTimeLink)) == (1, 1)

    def test_two_cohorts_that_invite_the_same_address_at_once_make_one_account(self, any_app, any_session, make):
        cohorts = [make.cohort(), make.cohort()]
        text = "Фамилия;Эл. почта\nСадыкова;aigul@example.com\n"
        shown = [make_plan(any_session, cohort.id, rows_of(text)).digest for cohort in cohorts]
        ids = [cohort.id for cohort in cohorts]
        any_session.rollback()

        done = together(
            any_app, lambda session, n: add(session, ids[n], shown[n], text), hands=2, expected=listing.ListChanged
        )

        assert sum(isinstance(it, Plan) for it in done) == 1
        assert (count(any_session, User), count(any_session, Membership)) == (1, 1)

    def test_an_account_that_waits_is_invited_anew_by_the_next_cohort(self, any_session, make):
        waiting = make.user(email="aigul@example.com", password_hash=None, consented_at=None)
        before = make.link(waiting, LinkKind.INVITATION)
        cohort = make.cohort()
        text = "Фамилия;Эл. почта\nСадыкова;aigul@example.com\n"

        add(any_session, cohort.id, make_plan(any_session, cohort.id, rows_of(text)).digest, text)

        letter = any_session.scalars(select(Mail)).one()
        assert letter.body and "/invitation/" in letter.body and "?next=/memberships/" in letter.body
        assert before not in letter.body
        assert len(any_session.scalars(select(OneTimeLink)).all()) == 1


class TestAddPerson:
    def test_one_person_is_added_as_a_list_of_one_would_be(self, any_session, make):
        cohort = make.cohort()

        assert add_one(any_session, cohort, AIGUL) == Outcome.SLIP

        assert any_session.scalars(select(Membership)).one().surname == "Садыкова"

    def test_of_a_namesake_it_must_be_said_that_she_is_another(self, any_session, make):
        cohort = make.cohort()
        make.membership(cohort=cohort, surname="Садыкова", given_name="Айгүл")

        with pytest.raises(listing.Namesake):
            add_one(any_session, cohort, AIGUL)

        assert add_one(any_session, cohort, AIGUL, is_another=True) == Outcome.SLIP

    @pytest.mark.parametrize(
        ("surname", "disabled_at", "sentence"),
        [
            ("", START, "is disabled"),
            ("Ким", None, "somebody else in this cohort"),
            ("Садыкова", None, "already"),
        ],
        ids=["disabled", "other", "there"],
    )
    def test_who_cannot_be_added_is_refused_with_a_sentence(self, any_session, make, surname, disabled_at, sentence):
        cohort = make.cohort()
        user = make.user(email="a@example.com", disabled_at=disabled_at)
        if surname:
            make.membership(cohort=cohort, user=user, surname=surname)

        with pytest.raises(listing.NotAdded, match=sentence):
            add_one(any_session, cohort, ListedPerson(surname="Садыкова", email="a@example.com"), is_another=True)
