"""The PDF is made once by a job; what a failure leaves is made later; specimens become real."""

import pytest
from sqlalchemy import select

from lms import create_app, jobs
from lms.accounts.models import User
from lms.certificates import tasks
from lms.certificates.models import Credential
from lms.db import db
from lms.errors import LmsError
from tests.certificates.paper import read_codes, read_text
from tests.factories import COURSES
from tests.site.world import make_credential

ADDRESS = "https://learn.example.org"


@pytest.fixture
def unprinted(make):
    """Save a certificate whose PDF was not made."""
    return lambda **fields: make_credential(make, make.learner(), make.enrolment().id, **fields)


def pdf_of(session, credential):
    return session.scalar(select(Credential.pdf).where(Credential.id == credential.id))


class TestRender:
    def test_completing_a_course_is_followed_by_its_pdf(self, complete, session, make):
        credential = complete(make.learner(name="Айгүл Ңүрбекова"))

        text = read_text(pdf_of(session, credential))
        assert "Айгүл Ңүрбекова" in text
        assert credential.code in text
        assert credential.serial in text

    def test_the_square_mark_leads_to_its_public_page(self, complete, session, tmp_path):
        credential = complete()

        assert read_codes(pdf_of(session, credential), tmp_path) == [f"http://localhost/verify/{credential.code}"]

    def test_the_paper_of_a_russian_reader_is_russian(self, complete, session, make):
        credential = complete(make.learner(language="ru"))

        assert "Основы проверки" in read_text(pdf_of(session, credential))

    def test_bytes_that_exist_are_never_made_again(self, app, complete, session):
        credential = complete()
        before = (pdf_of(session, credential), credential.rendered_at)
        session.get_one(User, credential.user_id).name = "Another Name"
        session.commit()

        with app.app_context():
            tasks.render(credential.id)

        session.refresh(credential)
        assert (pdf_of(session, credential), credential.rendered_at) == before

    def test_names_are_those_of_the_day_of_issue(self, app, unprinted, session, make):
        credential = unprinted(name="Aigul Sadykova")
        session.get_one(User, credential.user_id).name = "Aigul Bekova"
        session.commit()

        with app.app_context():
            tasks.render(credential.id)

        text = read_text(pdf_of(session, credential))
        assert "Aigul Sadykova" in text
        assert "Bekova" not in text

    def test_a_certificate_that_is_gone_is_no_failure(self, app):
        with app.app_context():
            tasks.render(4711)


class TestWhatFails:
    def test_a_certificate_without_its_design_stays_issued(self, app, unprinted, session):
        credential = unprinted(design="no-such-design")

        with app.app_context(), pytest.raises(LmsError):
            tasks.render(credential.id)

        assert pdf_of(session, credential) is None
        assert session.get_one(Credential, credential.id).revoked_at is None

    def test_one_that_cannot_be_printed_keeps_no_other_waiting(self, app, unprinted, session):
        broken, well = unprinted(design="no-such-design"), unprinted()

        with app.app_context():
            tasks.render_left_over()

        assert pdf_of(session, broken) is None
        assert pdf_of(session, well).startswith(b"%PDF")

    def test_it_is_printed_when_the_cause_is_mended(self, app, unprinted, session):
        credential = unprinted(design="no-such-design")
        with app.app_context():
            tasks.render_left_over()
        credential.design = "default"
        session.commit()

        jobs.run_sweeps(app)

        assert pdf_of(session, credential).startswith(b"%PDF")


class TestReplaceSpecimens:
    @pytest.fixture
    def settings(self):
        return {"courses_dir": COURSES}

    @pytest.fixture
    def with_address(self, instance):
        """The same installation, started again with an address."""
        app = create_app(instance, testing=True, courses_dir=COURSES, base_url=ADDRESS)
        yield app
        with app.app_context():
            db.engine.dispose()

    def test_a_trial_prints_specimens_that_lead_nowhere(self, complete, session, tmp_path):
        specimen = complete()

        assert (specimen.is_specimen, specimen.verify_url) == (True, None)
        assert "SPECIMEN" in read_text(pdf_of(session, specimen))
        assert read_codes(pdf_of(session, specimen), tmp_path) == []

    def test_a_trial_replaces_nothing(self, app, complete, session):
        complete()

        jobs.run_sweeps(app)

        assert len(session.scalars(select(Credential)).all()) == 1

    def test_with_an_address_the_real_ones_are_issued_and_printed_once(self, complete, with_address, session):
        specimens = [complete(), complete()]
        kept = [pdf_of(session, it) for it in specimens]

        jobs.run_sweeps(with_address)
        jobs.run_sweeps(with_address)

        real = session.scalars(select(Credential).where(~Credential.is_specimen).order_by(Credential.id)).all()
        assert [it.completion_id for it in real] == [it.completion_id for it in specimens]
        assert [it.verify_url for it in real] == [f"{ADDRESS}/verify/{it.code}" for it in real]
        assert "SPECIMEN" not in read_text(pdf_of(session, real[0]))
        assert [pdf_of(session, it) for it in specimens] == kept

    def test_more_than_one_transactions_worth_is_replaced(self, unprinted, with_address, session, monkeypatch):
        monkeypatch.setattr(tasks, "BATCH", 2)
        for number in range(5):
            unprinted(is_specimen=True, serial=f"S2026-{number}", pdf=b"%PDF", pdf_sha256=str(number))

        with with_address.app_context():
            tasks.replace_specimens()

        replaced = session.scalars(select(Credential.superseded_by_id).where(Credential.is_specimen)).all()
        assert None not in replaced
        assert len(set(replaced)) == 5
