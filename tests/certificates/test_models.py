"""What a certificate is worth on a day, and what the table refuses."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from lms.certificates.models import Credential, Status
from tests.factories import START, Make
from tests.site.world import make_credential

LAST_DAY = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("fields", "day", "status"),
    [
        ({}, date(2099, 1, 1), Status.VALID),
        ({"expires_on": LAST_DAY}, LAST_DAY, Status.VALID),
        ({"expires_on": LAST_DAY}, date(2027, 2, 1), Status.EXPIRED),
        ({"superseded_by_id": 2}, LAST_DAY, Status.SUPERSEDED),
        ({"superseded_by_id": 2, "expires_on": LAST_DAY}, date(2027, 2, 1), Status.SUPERSEDED),
        ({"revoked_at": START, "superseded_by_id": 2, "expires_on": LAST_DAY}, date(2027, 2, 1), Status.REVOKED),
    ],
    ids=["no end", "its last day", "the day after", "superseded", "superseded, expired", "revoked before all"],
)
def test_a_certificate_is_worth_what_happened_to_it(fields, day, status):
    assert Credential(**fields).status_on(day) is status


class TestTheTable:
    @pytest.fixture
    def make(self, any_session):
        return Make(any_session)

    def test_bytes_without_their_hash_are_refused(self, make):
        enrolment = make.enrolment()
        user = make.learner()

        with pytest.raises(IntegrityError):
            make_credential(make, user, enrolment.id, pdf=b"%PDF")

    @pytest.mark.parametrize("field", ["code", "serial"])
    def test_no_two_have_the_same_number_or_code(self, make, field):
        user = make.learner()
        first = make_credential(make, user, make.enrolment().id)

        with pytest.raises(IntegrityError):
            make_credential(make, user, make.enrolment().id, **{field: getattr(first, field)})
