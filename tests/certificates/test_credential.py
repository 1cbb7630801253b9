"""The certificate as data, its signature, and the look at a file, judged by other people's tools."""

import json
import subprocess
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import page as conformance
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lms.accounts.models import User
from lms.certificates import tasks
from lms.certificates.credential import describe_issuer, did_of
from lms.certificates.models import Credential
from lms.notary import desk
from lms.notary.keys import list_credential_keys
from tests.site.world import make_credential

ADDRESS = "https://courses.example.org"
# page-validation misreads a stream that ends in a carriage return, about one certificate in 16.
MISREAD = "STREAM-LENGTH"
FILE_FORM = "form[action='/verify/file']"


@pytest.fixture
def settings(settings):
    return {**settings, "base_url": ADDRESS}


@pytest.fixture
def issued(complete, make, session) -> Credential:
    return complete(make.learner(name="Айгүл Ңүрбекова"))


@pytest.fixture
def pdf(issued, session) -> bytes:
    return session.scalar(select(Credential.pdf).where(Credential.id == issued.id))


@pytest.fixture
def document(issued, session) -> dict[str, Any]:
    return json.loads(session.scalar(select(Credential.document).where(Credential.id == issued.id)))


@pytest.fixture
def find_key(app):
    """Give the keys that the site publishes."""
    methods = app.test_client().get("/.well-known/did.json", base_url=ADDRESS).json["verificationMethod"]
    keys = {key.multibase: key.public for key in list_credential_keys(Path(app.instance_path))}
    return lambda method: next((keys[it["publicKeyMultibase"]] for it in methods if it["id"] == method), None)


def failures(pdf: bytes, profile: str) -> list[str]:
    report = conformance.validate_pdf_bytes(pdf, profile=getattr(conformance.ValidationProfile, profile))
    return [f"{it.rule_id}: {it.message}" for it in report.failures if MISREAD not in it.rule_id]


class TestDocument:
    def test_it_says_what_the_paper_says(self, issued, document):
        subject = document["credentialSubject"]

        assert subject["identifier"][0]["identityHash"] == "Айгүл Ңүрбекова"
        assert subject["achievement"]["name"] == issued.course_title
        assert subject["achievement"]["version"] == issued.course_version
        assert subject["licenseNumber"] == issued.serial
        assert document["id"] == f"{ADDRESS}/verify/{issued.code}"
        assert "pass mark" in subject["achievement"]["criteria"]["narrative"]
        assert "not a state document" in subject["achievement"]["criteria"]["narrative"]

    def test_its_proofs_hold_by_the_keys_that_the_site_publishes(self, document, find_key):
        assert document["issuer"]["id"] == "did:web:courses.example.org"
        assert desk.is_proved(document, find_key)

    def test_a_score_and_an_end_are_in_it_where_there_are_any(self, app, make, session):
        end = date(2029, 11, 24)
        fields = {"score": 0.857, "expires_on": end, "verify_url": f"{ADDRESS}/verify/x"}
        credential = make_credential(make, make.learner(), make.enrolment().id, **fields)
        with app.app_context():
            tasks.render(credential.id)

        written = json.loads(session.scalar(select(Credential.document).where(Credential.id == credential.id)))
        assert written["credentialSubject"]["result"][0]["value"] == "85.7"
        assert written["validUntil"].startswith(str(end))

    def test_anybody_gets_it_at_the_certificates_address(self, visitor, issued, document):
        answer = visitor.client.get(f"/verify/{issued.code}.json")

        assert answer.mimetype == "application/vc"
        assert json.loads(answer.data) == document
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_a_code_that_was_not_given_out_has_none(self, visitor):
        assert visitor.client.get("/verify/AAAAAA-AAAAAA-AAAAAA.json").status_code == 404

    def test_its_owner_finds_it_beside_her_pdf(self, sign_in, session, issued):
        page = sign_in(session.get_one(User, issued.user_id)).page("/certificates")

        assert page.find(f"main a[href='/verify/{issued.code}.json']")


class TestIssuer:
    def test_every_key_is_published_the_old_ones_too(self, app, tmp_path):
        keys = list_credential_keys(Path(app.instance_path))

        told = describe_issuer(ADDRESS, keys)

        assert told["id"] == "did:web:courses.example.org"
        assert told["verificationMethod"][0]["publicKeyMultibase"] == keys[0].multibase
        assert told["assertionMethod"] == ["did:web:courses.example.org#key-1"]

    @pytest.mark.parametrize(
        ("site", "did"),
        [
            (ADDRESS, "did:web:courses.example.org"),
            ("https://courses.example.org:8443", "did:web:courses.example.org%3A8443"),
            ("http://10.0.0.5:8000", None),
            (None, None),
        ],
    )
    def test_a_site_without_https_has_no_name_to_look_up(self, site, did):
        assert did_of(site) == did


class TestWithoutHttps:
    @pytest.fixture
    def settings(self, settings):
        return {**settings, "base_url": "http://10.0.0.5:8000"}

    def test_the_key_itself_is_the_issuers_name(self, app, document):
        key = list_credential_keys(Path(app.instance_path))[0]

        assert document["issuer"]["id"] == f"did:key:{key.multibase}"
        assert desk.is_proved(document, {f"did:key:{key.multibase}#{key.multibase}": key.public}.get)
        assert app.test_client().get("/.well-known/did.json").status_code == 404


class TestPdf:
    @pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
    def test_it_keeps_both_standards_with_its_signature(self, pdf, profile):
        assert failures(pdf, profile) == []

    def test_the_credential_is_inside_it(self, pdf, document):
        attached = PdfReader(BytesIO(pdf)).attachments

        assert json.loads(attached["credential.json"][0]) == document

    def test_the_signature_covers_the_whole_file(self, pdf, tmp_path):
        told = self.signature_of(pdf, tmp_path)

        assert "Signature is Valid." in told
        assert "Total document signed" in told
        assert "ETSI.CAdES.detached" in told

    def test_a_changed_byte_breaks_it(self, pdf, tmp_path):
        changed = bytearray(pdf)
        changed[len(pdf) // 3] ^= 1

        assert "Digest Mismatch." in self.signature_of(bytes(changed), tmp_path)

    @staticmethod
    def signature_of(pdf: bytes, folder: Path) -> str:
        """Say what poppler's pdfsig finds."""
        (folder / "certificate.pdf").write_bytes(pdf)
        command = ["pdfsig", "-nocert", str(folder / "certificate.pdf")]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout


class TestFile:
    @pytest.fixture
    def check(self, visitor):
        """Hand a file to the page."""

        def _check(data: bytes):
            form = visitor.page("/verify")
            sent = {**form.filled(form=FILE_FORM), "file": (BytesIO(data), "certificate.pdf")}
            return form.send(sent, form=FILE_FORM)

        return _check

    def test_the_file_that_was_issued_is_known(self, check, issued, pdf):
        page = check(pdf)

        assert page.find("h1").get_text() == "This file was issued here and is unchanged"
        assert "Valid today" in page.text
        assert page.find("a.button")["href"] == f"/verify/{issued.code}"

    def test_so_is_the_file_with_the_credential(self, check, document):
        assert "unchanged" in check(json.dumps(document).encode()).find("h1").get_text()

    def test_a_revoked_one_is_said_to_be_revoked(self, check, session, issued, pdf):
        issued.revoked_at = issued.issued_at + timedelta(days=1)
        session.commit()

        assert "Not valid today: revoked." in check(pdf).text

    def test_a_pdf_with_one_byte_more_was_changed(self, check, issued, pdf):
        page = check(pdf + b"\n")

        assert "was changed after it was issued" in page.find("h1").get_text()
        assert "The facts inside it are those that were issued" in page.text
        assert page.find("a.button")["href"] == f"/verify/{issued.code}"

    def test_what_a_changed_credential_says_otherwise_is_named(self, check, document):
        document["credentialSubject"]["identifier"][0]["identityHash"] = "Another <b>Name</b>"

        page = check(json.dumps(document).encode())

        cells = [cell.get_text() for cell in page.find_all("tbody tr > *")]
        assert cells == ["Name", "Another <b>Name</b>", "Айгүл Ңүрбекова"]

    @pytest.mark.parametrize(
        "data", [b"", b"%PDF-1.7", b"\xff\xfe\x00", b"[" * 100_000, b'{"id": 5}', b'{"id": "x/AAAAAA-AAAAAA-AAAAAA"}']
    )
    def test_what_is_no_certificate_is_said_to_be_none(self, check, issued, data):
        assert "No such file was issued here" in check(data).text or "Choose the PDF" in check(data).text

    def test_without_a_file_it_asks_for_one(self, visitor):
        page = visitor.page("/verify").submit(form=FILE_FORM)

        assert "Choose the PDF" in page.errors[0]
