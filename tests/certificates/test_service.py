"""Certificates as rows: issued with the completion they prove, once, and frozen; on both databases."""

import hashlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations

import pytest
from sqlalchemy import func, select

from lms.accounts.models import User
from lms.audit import AuditEntry
from lms.certificates import service
from lms.certificates.models import Credential, SerialCounter
from lms.certificates.service import Files
from lms.errors import NotFound
from lms.progress.completion import is_course_completed
from lms.progress.models import CourseCompletion
from tests.factories import START, Make
from tests.progress.learner import EVERYTHING, FINAL, NOW, Learner
from tests.together import together

ADDRESS = "https://learn.example.org"


@pytest.fixture
def make(any_session):
    return Make(any_session)


@pytest.fixture
def specimens(any_app):
    """The issuer of an installation without an address."""
    return any_app.extensions["issuer"]


@pytest.fixture
def issuer(specimens):
    return replace(specimens, base_url=ADDRESS)


@pytest.fixture
def completion(make):
    """Save that somebody completed the basics, without what follows from it."""

    def _completion(*, user=None, completed_at=NOW):
        proof = {"quizzes": {FINAL: {"attempt": 1, "score": 0.925, "pass_mark": 0.8}}}
        enrolment = make.enrolment(user=user)
        return make.save(
            CourseCompletion(
                enrolment_id=enrolment.id, completed_at=completed_at, course_version="1.0", rested_on=proof
            )
        )

    return _completion


@pytest.fixture
def issue(any_session, completion, course, issuer):
    """Issue the certificate of somebody, by default of a real installation."""

    def _issue(*, course=course, issuer=issuer, now=NOW, **fields):
        return service.issue(any_session, completion(**fields), course=course, issuer=issuer, now=now)

    return _issue


def how_many(session):
    return session.scalar(select(func.count()).select_from(Credential))


class TestTheCompletingTransaction:
    def test_a_certificate_exists_if_and_only_if_the_course_is_completed(self, any_app, any_session, make, course):
        rng = random.Random(2)
        subsets = chain.from_iterable(combinations(EVERYTHING, size) for size in range(len(EVERYTHING) + 1))

        for things in subsets:
            learner = Learner(any_session, make.enrolment(), course)
            with any_app.app_context():
                learner.does(*rng.sample(things, k=len(things)))
            query = select(func.count()).where(Credential.user_id == learner.enrolment.user_id)
            assert any_session.scalar(query) == is_course_completed(course, learner.progress.done)

        assert how_many(any_session) == 1

    def test_it_is_undone_with_the_completion(self, any_app, any_session, make, course):
        enrolment = make.enrolment()
        with any_app.app_context():
            Learner(any_session, enrolment, course).does(*EVERYTHING)
        assert how_many(any_session) == 1

        any_session.rollback()

        assert how_many(any_session) == 0
        assert any_session.scalars(select(SerialCounter)).all() == []

    def test_whatever_is_repeated_it_is_issued_once(self, any_app, any_session, make, course):
        learner = Learner(any_session, make.enrolment(), course)

        with any_app.app_context():
            learner.does(*EVERYTHING, *EVERYTHING)

        assert how_many(any_session) == 1

    def test_hands_that_complete_the_course_at_once_get_one(self, any_app, any_session, make, course):
        enrolment = make.enrolment()
        with any_app.app_context():
            Learner(any_session, enrolment, course).does(*EVERYTHING[1:])
        any_session.commit()

        together(any_app, lambda session, _n: Learner(session, enrolment, course).reads(EVERYTHING[0]))

        assert how_many(any_session) == 1


class TestIssue:
    def test_it_says_what_was_completed_when_and_by_whom(self, issue, make):
        user = make.learner(name="Айгүл Ңүрбекова")

        credential = issue(user=user, completed_at=START)

        assert (credential.name, credential.user_id) == ("Айгүл Ңүрбекова", user.id)
        assert (credential.course_title, credential.course_version) == ("Basics of the test", "1.0")
        assert credential.outcomes == ["see what is there", "act on what is seen"]
        assert (credential.started_on, credential.completed_on) == (START.date(), START.date())
        assert credential.pass_mark == 0.8
        assert credential.score is None
        assert credential.verify_url == f"{ADDRESS}/verify/{credential.code}"

    def test_dates_are_those_of_the_place_and_not_of_greenwich(self, issue, issuer):
        late = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)

        credential = issue(completed_at=late)

        assert issuer.timezone.key != "UTC"
        assert credential.completed_on == date(2026, 11, 24)

    def test_the_score_is_kept_where_the_course_shows_it(self, issue, course):
        showing = replace(course, certificate=replace(course.certificate, show_score=True))

        assert issue(course=showing).score == 0.925

    def test_a_course_without_a_final_has_neither_pass_mark_nor_score(self, issue, course):
        shown = replace(course.certificate, show_score=True)

        credential = issue(course=replace(course, final=None, certificate=shown))

        assert (credential.pass_mark, credential.score) == (0.0, None)

    def test_who_reads_russian_gets_it_in_russian(self, issue, make):
        credential = issue(user=make.learner(language="ru"))

        assert credential.language == "ru"
        assert credential.course_title == "Основы проверки"
        assert credential.outcomes == ["видеть, что есть", "действовать по увиденному"]

    def test_a_language_that_the_course_lacks_gives_the_one_it_was_read_in(self, issue, make):
        credential = issue(user=make.learner(language="ky"))

        assert (credential.language, credential.course_title) == ("en", "Basics of the test")

    def test_it_expires_so_many_months_after_completion(self, issue, course):
        expiring = replace(course, certificate=replace(course.certificate, expires_months=3))

        credential = issue(course=expiring, completed_at=datetime(2026, 11, 30, 5, 0, tzinfo=UTC))

        assert credential.expires_on == date(2027, 2, 28)

    def test_later_changes_of_account_and_course_change_nothing(self, any_session, issue, make, course):
        user = make.learner(name="Aigul Sadykova")
        credential = issue(user=user)
        texts = {"en": replace(course.texts["en"], title="Another title")}

        any_session.get_one(User, user.id).name = "Aigul Bekova"
        any_session.get_one(User, user.id).language = "ru"
        later = issue(course=replace(course, texts=texts))
        any_session.commit()
        any_session.refresh(credential)

        assert later.course_title == "Another title"
        assert (credential.name, credential.language) == ("Aigul Sadykova", "en")
        assert credential.course_title == "Basics of the test"

    def test_codes_are_never_alike(self, issue):
        assert len({issue().code for _ in range(20)}) == 20


class TestSerialNumbers:
    def test_they_count_from_one_in_each_year_of_the_place(self, issue):
        last_hours = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)

        serials = [issue(now=last_hours + timedelta(hours=hours)).serial for hours in (0, 1, 12)]

        assert serials == ["2026-000001", "2026-000002", "2027-000001"]

    def test_specimens_count_for_themselves(self, issue, specimens):
        assert issue(issuer=specimens).serial == "S2026-000001"
        assert issue().serial == "2026-000001"

    def test_no_number_is_lost_or_doubled_when_some_of_many_at_once_are_undone(
        self, any_app, any_session, completion, course, issuer
    ):
        ids = [completion().id for _ in range(8)]

        def act(session, number):
            proved = session.get_one(CourseCompletion, ids[number])
            service.issue(session, proved, course=course, issuer=issuer, now=NOW)
            if number % 2:
                raise InterruptedError

        together(any_app, act, hands=8, expected=InterruptedError)

        serials = any_session.scalars(select(Credential.serial).order_by(Credential.serial)).all()
        assert serials == ["2026-000001", "2026-000002", "2026-000003", "2026-000004"]


class TestReplaceSpecimen:
    def test_the_real_one_says_the_same_and_the_specimen_points_to_it(self, any_session, issue, issuer, specimens):
        specimen = issue(issuer=specimens, completed_at=START)

        real = service.replace_specimen(any_session, specimen, issuer=issuer, now=NOW)

        assert specimen.superseded_by_id == real.id
        assert (real.is_specimen, real.serial, real.issued_at) == (False, "2026-000001", NOW)
        assert real.verify_url == f"{ADDRESS}/verify/{real.code}"
        assert real.code != specimen.code
        same = ("name", "course_title", "completed_on", "outcomes", "rested_on", "completion_id", "language")
        assert [getattr(real, key) for key in same] == [getattr(specimen, key) for key in same]

    def test_several_hands_at_once_replace_each_specimen_once(self, any_app, any_session, issue, issuer, specimens):
        for _ in range(6):
            issue(issuer=specimens)
        any_session.commit()

        def act(session, _number):
            for specimen in service.take_specimens_to_replace(session, limit=100):
                service.replace_specimen(session, specimen, issuer=issuer, now=NOW)

        together(any_app, act)

        real = any_session.scalars(select(Credential).where(Credential.is_specimen.is_(False))).all()
        assert len({it.completion_id for it in real}) == len(real) == 6
        assert not service.has_specimens_to_replace(any_session)


class TestAuditLog:
    def test_issuing_and_replacing_are_entries_of_the_same_transaction(self, any_session, issue, issuer, specimens):
        specimen = issue(issuer=specimens)
        service.replace_specimen(any_session, specimen, issuer=issuer, now=NOW)

        entries = any_session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [(it.act, it.actor_id, it.subject_kind, it.subject_id, it.old, it.new) for it in entries] == [
            ("certificate-issued", specimen.user_id, "certificate", "S2026-000001", "", "basics 1.0"),
            ("certificate-replaced", None, "certificate", "2026-000001", "S2026-000001", "2026-000001"),
        ]
        any_session.rollback()
        assert any_session.scalars(select(AuditEntry)).all() == []


class TestFinding:
    @pytest.mark.parametrize(
        "typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code.replace('-', '')} "]
    )
    def test_a_code_is_found_however_it_is_typed(self, any_session, issue, typed):
        credential = issue()

        assert service.find_by_code(any_session, typed(credential.code)) is credential

    def test_ones_own_certificate_is_given_and_no_other(self, any_session, issue):
        credential = issue()

        assert service.get_own(any_session, credential.user_id, credential.code) is credential
        with pytest.raises(NotFound):
            service.get_own(any_session, credential.user_id + 1, credential.code)

    def test_ones_own_are_listed_latest_first_without_replaced_specimens(
        self, any_session, make, issue, issuer, specimens
    ):
        user = make.learner()
        specimen = issue(user=user, issuer=specimens, now=START)
        issue()

        assert service.list_own(any_session, user.id) == [specimen]
        real = service.replace_specimen(any_session, specimen, issuer=issuer, now=NOW)

        assert service.list_own(any_session, user.id) == [real]


class TestStorePdf:
    def test_the_first_bytes_stay(self, any_session, issue):
        credential = issue()

        first = service.store_files(any_session, credential.id, Files(b"%PDF first"), now=START)
        second = service.store_files(any_session, credential.id, Files(b"%PDF second"), now=NOW)

        any_session.refresh(credential)
        assert (first, second) == (True, False)
        assert (credential.pdf, credential.rendered_at) == (b"%PDF first", START)
        assert credential.pdf_sha256 == hashlib.sha256(b"%PDF first").hexdigest()

    def test_a_file_is_found_by_its_bytes_alone(self, any_session, issue):
        credential, unprinted = issue(), issue()
        service.store_files(any_session, credential.id, Files(b"%PDF"), now=NOW)

        assert service.find_by_pdf(any_session, b"%PDF") is credential
        assert service.find_by_pdf(any_session, b"%PDF ") is None
        assert service.find_by_pdf(any_session, b"") is None
        assert service.list_without_pdf(any_session) == [unprinted.id]


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 15), 36, date(2029, 3, 15)),
        (date(2026, 3, 15), None, None),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_months_last(day, months, result):
    assert service.add_months(day, months) == result
