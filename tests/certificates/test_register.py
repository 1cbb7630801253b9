"""The register of issue for a board or a court, and the preview for whoever makes a design."""

import csv
import io
from datetime import timedelta
from io import BytesIO

import page as conformance
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lms.audit import Act, AuditEntry
from lms.certificates.models import Credential
from tests.certificates.paper import read_text

ADDRESS = "https://courses.example.org"


@pytest.fixture
def settings(settings):
    return {**settings, "base_url": ADDRESS, "issuer_name": "Academy of Justice of the Republic"}


@pytest.fixture
def issued(complete, make) -> list[Credential]:
    return [complete(make.learner(name=name)) for name in ("Айгүл Садыкова", "=cmd|' /C calc'!A0")]


@pytest.fixture
def run(app, tmp_path):
    """Run a command on certificates; `{folder}` is a folder of the test."""

    def _run(*words: str):
        named = [word.format(folder=tmp_path) for word in words]
        return app.test_cli_runner().invoke(args=["certificate", *named])

    return _run


def days_of(credential: Credential, after: int = 0) -> tuple[str, ...]:
    day = credential.issued_at.date()
    return "--from", str(day - timedelta(days=1)), "--to", str(day + timedelta(days=1 + after))


class TestRegister:
    def test_table_and_paper_hold_each_certificate_of_the_days(self, run, tmp_path, issued):
        told = run("register", *days_of(issued[0]), "{folder}")

        assert "2 certificates" in told.output
        table = next(tmp_path.glob("register-*.csv")).read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(table), delimiter=";"))
        assert [row[0] for row in rows[1:]] == [it.serial for it in issued]
        assert rows[1][1] == "Айгүл Садыкова"
        assert rows[1][4:] == [issued[0].code, issued[0].pdf_sha256, "valid"]
        text = read_text(next(tmp_path.glob("register-*.pdf")).read_bytes())
        for fact in ("Academy of Justice of the Republic", "Айгүл Садыкова", issued[0].code, "2 certificates"):
            assert fact in text

    def test_a_name_is_no_formula(self, run, tmp_path, issued):
        run("register", *days_of(issued[0]), "{folder}")

        assert "'=cmd" in next(tmp_path.glob("register-*.csv")).read_text(encoding="utf-8-sig")

    def test_the_paper_is_signed_lasting_and_has_the_table_in_it(self, run, tmp_path, issued):
        run("register", *days_of(issued[0]), "{folder}")

        pdf = next(tmp_path.glob("register-*.pdf")).read_bytes()
        for profile in (conformance.ValidationProfile.PDF_A_3A, conformance.ValidationProfile.PDF_UA_1):
            failures = conformance.validate_pdf_bytes(pdf, profile=profile).failures
            assert [it.rule_id for it in failures if it.rule_id != "STREAM-LENGTH"] == []
        reader = PdfReader(BytesIO(pdf))
        assert reader.attachments["register.csv"][0] == next(tmp_path.glob("register-*.csv")).read_bytes()
        assert b"/SubFilter /ETSI.CAdES.detached" in pdf

    def test_other_days_have_none_of_them(self, run, tmp_path, issued):
        told = run("register", "--from", "2020-01-01", "--to", "2020-12-31", "{folder}")

        assert "0 certificates" in told.output

    def test_it_says_what_each_is_worth_today(self, run, session, tmp_path, issued):
        issued[1].revoked_at = issued[1].issued_at
        session.commit()

        run("register", *days_of(issued[0]), "--language", "ru", "{folder}")

        table = next(tmp_path.glob("register-*.csv")).read_text(encoding="utf-8-sig")
        assert table.splitlines()[2].endswith(";отозван")

    def test_taking_it_out_is_in_the_log(self, run, session, issued):
        run("register", "--from", "2026-09-01", "--to", "2026-11-25", "{folder}")

        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (entry.act, entry.new) == (Act.EXPORTED, "register of certificates, from 2026-09-01, to 2026-11-25")

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--from", "2026-11-25", "--to", "2026-09-01"), "The last day is before the first."),
            (("--from", "2026-09-01", "--to", "2026-11-25", "--language", "xx"), "The site's languages are en, ru."),
        ],
    )
    def test_what_cannot_be_is_said(self, run, words, said):
        told = run("register", *words, "{folder}")

        assert told.exit_code == 1
        assert said in told.output


class TestPreview:
    def test_it_has_the_longest_names_and_every_letter(self, run, tmp_path):
        assert run("preview", "default", "{folder}/preview.pdf").exit_code == 0

        text = read_text((tmp_path / "preview.pdf").read_bytes())
        for words in ("Нурмухамедова-Абдыкадырова", "ҚқҒғҢң", "ŇňÖöŞş", "SPECIMEN", "Order No 128-K"):
            assert words in text

    def test_an_unknown_design_is_named_with_those_that_are_there(self, run):
        told = run("preview", "nothing", "{folder}/preview.pdf")

        assert told.exit_code == 1
        assert "There is no design nothing. There are: default" in told.output
