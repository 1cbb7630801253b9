"""`flask certificate verify FILE`: is this the file that was issued here?"""

import pytest
from sqlalchemy import select

from lms.certificates.models import Credential


@pytest.fixture
def verify(app, tmp_path):
    """Hand a file with these bytes to the command."""

    def _verify(data: bytes):
        file = tmp_path / "certificate.pdf"
        file.write_bytes(data)
        return app.test_cli_runner().invoke(args=["certificate", "verify", str(file)])

    return _verify


@pytest.fixture
def issued(complete, session):
    """A certificate with its PDF."""
    credential = complete()
    return credential, session.scalar(select(Credential.pdf).where(Credential.id == credential.id))


def test_the_issued_file_is_recognised_with_what_it_is_worth_today(verify, issued):
    credential, pdf = issued

    result = verify(pdf)

    assert result.exit_code == 0
    for fact in ("issued here, unchanged", credential.serial, credential.code, "today valid"):
        assert fact in result.output


def test_a_revoked_one_is_recognised_and_said_to_be_revoked(verify, issued, session):
    credential, pdf = issued
    credential.revoked_at = credential.issued_at
    session.commit()

    result = verify(pdf)

    assert "today revoked" in result.output


@pytest.mark.parametrize(
    "change",
    [lambda pdf: pdf + b"\n", lambda pdf: pdf[:-1], lambda pdf: pdf.replace(b"%PDF-1", b"%PDF-2", 1)],
    ids=["one byte more", "one byte less", "one byte changed"],
)
def test_a_changed_file_is_said_to_be_changed(verify, issued, change):
    result = verify(change(issued[1]))

    assert result.exit_code == 1
    assert f"certificate.pdf: changed after it was issued as certificate {issued[0].serial}" in result.output


@pytest.mark.parametrize("cut", [0, 2_000])
def test_what_is_left_of_a_file_is_none(verify, issued, cut):
    result = verify(issued[1][:cut])

    assert result.exit_code == 1
    assert "certificate.pdf: this is no file that was issued here" in result.output


def test_what_a_changed_credential_says_otherwise_is_named(verify, issued, session):
    document = session.scalar(select(Credential.document).where(Credential.id == issued[0].id))

    result = verify(document.replace(issued[0].name, "Somebody Else").encode())

    assert result.exit_code == 1
    assert f"identityHash: 'Somebody Else' in the file, '{issued[0].name}' as issued" in result.output


def test_a_file_from_elsewhere_is_not(verify):
    result = verify(b"%PDF-1.7 from elsewhere")

    assert result.exit_code == 1


def test_a_file_that_does_not_exist_is_said_to_be_missing(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["certificate", "verify", str(tmp_path / "none.pdf")])

    assert result.exit_code == 2
    assert "does not exist" in result.output
