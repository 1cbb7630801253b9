import re
import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import User
from lms.accounts.passwords import is_guessable, verify_password
from lms.accounts.service import find_user
from lms.audit import AuditEntry
from lms.cohorts.models import Cohort, Membership
from lms.db import alembic, db
from lms.demo.people import NAMED
from tests.factories import PASSWORD
from tests.page import open_page

OTHER_PASSWORD = "walnut-terrace-over-snow"
FEW = ("--learners", "30", "--cohorts", "3")


@pytest.fixture
def run(app: Flask, clock):
    def run(*arguments: str, env: dict[str, str] | None = None):
        return app.test_cli_runner().invoke(args=["demo", *arguments], env=env)

    return run


def password_of(output: str) -> str:
    (found,) = re.findall(r"^Their password: (.+)$", output, re.MULTILINE)
    return found


class TestFilling:
    def test_it_says_who_can_sign_in_and_how(self, run, app, session):
        told = run(*FEW)

        password = password_of(told.output)
        assert told.exit_code == 0
        assert all(named.email in told.output for named in NAMED)
        assert not is_guessable(password)
        assert session.scalar(select(func.count(Membership.id))) == 30
        assert session.scalar(select(func.count(Cohort.id))) == 3
        for named in NAMED:
            assert verify_password(find_user(session, named.email).password_hash, password)

    @pytest.mark.parametrize("how", ["option", "environment"])
    def test_the_password_may_be_given(self, run, session, how):
        told = run(*FEW, *(("--password", PASSWORD) if how == "option" else ()), env={"DEMO_PASSWORD": PASSWORD})

        assert password_of(told.output) == PASSWORD
        assert verify_password(find_user(session, "judge@demo.test").password_hash, PASSWORD)

    @pytest.mark.parametrize(
        ("password", "sentence"),
        [("short", "A password has 12 to 128 characters."), ("password12345", "This password is easy to guess")],
    )
    def test_a_password_has_to_keep_to_the_rules(self, run, session, password, sentence):
        told = run(*FEW, "--password", password)

        assert told.exit_code == 1
        assert sentence in told.output
        assert session.scalar(select(func.count(User.id))) == 0

    def test_the_password_is_kept_for_this_account_alone(self, run, app):
        told = run(*FEW)

        file = Path(app.instance_path) / "demo-password"
        assert file.read_text() == password_of(told.output) + "\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_a_database_without_tables_gets_them(self, run, app, session):
        with app.app_context():
            alembic.downgrade("base")

        assert run(*FEW).exit_code == 0
        assert session.scalar(select(func.count(Membership.id))) == 30

    def test_too_many_cohorts_are_refused(self, run, session):
        told = run("--learners", "20", "--cohorts", "10")

        assert told.exit_code == 1
        assert "at least three for each" in told.output
        assert session.scalar(select(func.count(User.id))) == 0

    def test_many_learners_are_in_more_cohorts_and_none_is_huge(self, run, session):
        assert "1500 learners in 6 cohorts." in run("--learners", "1500").output

        sizes = session.scalars(select(func.count(Membership.id)).group_by(Membership.cohort_id)).all()
        assert len(sizes) == 6 and max(sizes) < 500

    def test_the_disk_is_waited_for_again_afterwards(self, run, app):
        run(*FEW)

        with app.app_context(), db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


class TestAccountsOfPeople:
    def test_among_them_nothing_is_filled_in(self, run, session, learner):
        told = run(*FEW)

        assert told.exit_code == 1
        assert "This database holds accounts of people" in told.output
        assert session.scalar(select(func.count(User.id))) == 1

    def test_nor_is_anything_emptied(self, run, session, make):
        run(*FEW)
        make.learner(name="Aigul Sadykova", email="aigul@example.org")

        told = run(*FEW, "--again")

        assert told.exit_code == 1
        assert session.scalar(select(func.count(User.id))) == 34

    def test_somebody_with_a_sign_in_name_alone_is_one_of_them(self, run, make):
        make.learner(email=None, sign_in_name="aigul.sadykova")

        assert run(*FEW).exit_code == 1


class TestSecondTime:
    def test_the_data_stays_and_the_accounts_are_told_again(self, run, session):
        first = run(*FEW)
        before = state(session)

        second = run("--learners", "50", "--seed", "9")

        assert second.exit_code == 0
        assert "stays as it is" in second.output
        assert password_of(second.output) == password_of(first.output)
        assert state(session) == before

    def test_a_password_that_is_given_opens_the_accounts_from_then_on(self, run, session):
        run(*FEW, "--password", PASSWORD)

        told = run("--password", OTHER_PASSWORD)

        assert password_of(told.output) == OTHER_PASSWORD == password_of(run().output)
        assert all(verify_password(find_user(session, named.email).password_hash, OTHER_PASSWORD) for named in NAMED)
        assert session.scalar(select(func.count()).where(User.password_hash.is_not(None))) == len(NAMED)

    def test_the_same_password_changes_nothing(self, run, session):
        run(*FEW, "--password", PASSWORD)
        before = state(session)

        run("--password", PASSWORD)

        assert state(session) == before

    def test_where_the_password_is_not_known_the_output_says_so(self, run, app):
        run(*FEW)
        (Path(app.instance_path) / "demo-password").unlink()

        assert "--password sets another" in run().output

    def test_again_makes_it_anew_with_the_log(self, run, session):
        run(*FEW)
        session.commit()

        told = run("--learners", "40", "--cohorts", "3", "--again")

        assert told.exit_code == 0
        assert session.scalar(select(func.count(Membership.id))) == 40
        assert session.scalar(select(func.min(AuditEntry.id))) == 1


def state(session) -> list[object]:
    session.commit()
    return [
        session.execute(select(User.id, User.name, User.password_hash).order_by(User.id)).all(),
        session.scalar(select(func.count(Membership.id))),
        session.scalar(select(func.count(AuditEntry.id))),
    ]


class TestSigningIn:
    @pytest.mark.parametrize("named", NAMED, ids=[named.login for named in NAMED])
    def test_each_named_account_opens_its_pages(self, run, app, session, named):
        run(*FEW, "--password", PASSWORD)
        client = app.test_client()
        open_page(client, "/login").submit(form="main form", email=named.email, password=PASSWORD)

        for address in ("/", "/courses", "/courses/basics", "/certificates", "/account"):
            open_page(client, address)
        assert find_user(session, named.email).name in open_page(client, "/account").text

    def test_nobody_of_the_crowd_can(self, run, app, session):
        run(*FEW, "--password", PASSWORD)
        one = session.scalars(select(User).where(User.password_hash.is_(None), User.email.is_not(None))).first()
        client = app.test_client()

        answer = open_page(client, "/login").submit(form="main form", email=one.email, password=PASSWORD)

        assert "do not belong together" in answer.text
