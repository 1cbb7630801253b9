"""A learner's certificates, and the page on which anybody checks one."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.certificates.codes import ALPHABET
from lms.certificates.models import Credential
from tests.certificates.paper import read_text
from tests.factories import START
from tests.site.world import make_credential

CODE_FORM = "form[action='/verify']"


@pytest.fixture
def credential(make, learner):
    """Aigul's certificate, whose PDF is not made yet."""
    return make_credential(make, learner, make.enrolment(user=learner).id)


@pytest.fixture
def another(make, outsider):
    """Somebody else's certificate."""
    return make_credential(make, outsider, make.enrolment(user=outsider).id)


def print_it(session, credential, pdf=b"%PDF-1.7 the bytes"):
    credential.pdf, credential.pdf_sha256 = pdf, "0" * 64
    session.commit()


def wrong_by_one_sign(code):
    other = ALPHABET[(ALPHABET.index(code[0]) + 1) % len(ALPHABET)]
    return other + code[1:]


class TestMine:
    def test_it_lists_ones_own_certificates_alone(self, sign_in, learner, credential, another):
        page = sign_in(learner).page("/certificates")

        assert credential.code in page.text
        assert another.code not in page.text

    def test_without_one_it_says_how_to_get_one(self, sign_in, learner):
        page = sign_in(learner).page("/certificates")

        assert "You have no certificate yet" in page.text

    def test_until_the_pdf_is_made_it_says_so_and_offers_no_link(self, sign_in, session, learner, credential):
        visitor = sign_in(learner)
        assert "The PDF is being prepared" in visitor.page("/certificates").text

        print_it(session, credential)

        page = visitor.page("/certificates")
        assert page.find("a.button")["href"] == f"/certificates/{credential.code}.pdf"

    def test_it_says_what_each_is_worth_today(self, sign_in, make, session, learner, credential):
        credential.revoked_at = START
        session.commit()

        page = sign_in(learner).page("/certificates")

        assert page.find(".badge").get_text(strip=True) == "revoked"

    def test_a_stranger_is_asked_to_sign_in(self, visitor):
        assert visitor.page("/certificates").address == "/login"


class TestPdf:
    def test_the_file_is_given_byte_for_byte_and_kept_by_no_one_on_the_way(self, sign_in, session, learner, credential):
        print_it(session, credential)

        response = sign_in(learner).page(f"/certificates/{credential.code}.pdf").response

        assert response.data == b"%PDF-1.7 the bytes"
        assert response.mimetype == "application/pdf"
        assert response.headers["Content-Disposition"] == f'inline; filename="certificate-{credential.serial}.pdf"'
        assert "public" not in response.headers["Cache-Control"]

    def test_until_it_is_made_a_page_says_so_and_looking_makes_nothing(self, sign_in, session, learner, credential):
        page = sign_in(learner).page(f"/certificates/{credential.code}.pdf", status=202)

        session.refresh(credential)
        assert "being prepared" in page.text
        assert page.response.headers["Retry-After"] == "5"
        assert credential.pdf_sha256 is None

    def test_somebody_elses_reads_as_one_that_does_not_exist(self, sign_in, session, learner, another):
        print_it(session, another)
        visitor = sign_in(learner)

        theirs = visitor.page(f"/certificates/{another.code}.pdf", status=404)
        nobodys = visitor.page(f"/certificates/{wrong_by_one_sign(another.code)}.pdf", status=404)

        assert theirs.text == nobodys.text

    def test_an_administrator_does_not_get_it_either(self, sign_in, session, admin, credential):
        print_it(session, credential)

        sign_in(admin).page(f"/certificates/{credential.code}.pdf", status=404)

    def test_a_stranger_is_asked_to_sign_in(self, visitor, session, credential):
        print_it(session, credential)

        assert visitor.page(f"/certificates/{credential.code}.pdf").address == "/login"


class TestVerify:
    @pytest.mark.parametrize(
        "typed",
        [str, str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code.replace('-', ' ')} "],
        ids=["as printed", "small letters", "no hyphens", "spaces"],
    )
    def test_a_code_leads_to_its_page_however_it_is_typed(self, visitor, credential, typed):
        page = visitor.page("/verify").submit(form=CODE_FORM, code=typed(credential.code))

        assert page.address == f"/verify/{credential.code}"

    @pytest.mark.parametrize(
        "typed", [wrong_by_one_sign, lambda _code: "K7QM2A-9XWERT-H4BZPF", lambda _code: "?", lambda code: code[:-2]]
    )
    def test_a_code_that_was_never_given_out_is_refused_and_kept_in_the_field(self, visitor, credential, typed):
        page = visitor.page("/verify").submit(form=CODE_FORM, code=typed(credential.code))

        assert page.address == "/verify"
        assert "No certificate has this code" in page.errors[0]
        assert page.find("[name=code]")["value"] == typed(credential.code)

    def test_an_empty_field_is_asked_for_the_code(self, visitor):
        page = visitor.page("/verify").submit(form=CODE_FORM, code=" ")

        assert page.errors == ["Type the code that is printed on the certificate."]
        assert page.find("#error-summary-title").get_text(strip=True) == "Check what you typed"

    def test_what_is_too_long_for_a_code_is_refused(self, visitor):
        page = visitor.page("/verify")

        answer = page.send({**page.filled(form=CODE_FORM), "code": "A" * 5_000}, form=CODE_FORM)

        assert answer.address == "/verify"
        assert answer.errors


class TestShow:
    def test_a_stranger_sees_every_claim_of_the_paper_and_its_worth_today(self, visitor, credential):
        page = visitor.page(f"/verify/{credential.code}")

        assert "Valid today" in page.text
        for claim in ("Aigul Sadykova", "Basics of the test", "1.0", "80%", "see what is there", credential.serial):
            assert claim in page.text

    def test_it_shows_nothing_else_of_her(self, visitor, learner, credential):
        html = visitor.page(f"/verify/{credential.code}").html

        for private in (learner.email, "investigator", "Kyrgyzstan", "rested_on", f"/people/{learner.id}"):
            assert private not in html

    def test_it_is_in_no_index(self, visitor, credential):
        page = visitor.page(f"/verify/{credential.code}")

        assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.find("meta[name=robots]")["content"] == "noindex, nofollow"

    def test_a_code_in_small_letters_comes_to_the_same_page(self, visitor, credential):
        assert visitor.page(f"/verify/{credential.code.lower()}").address == f"/verify/{credential.code}"

    @pytest.mark.parametrize("code", ["K7QM2A-9XWERT-H4BZPF", "x", "Ж" * 18, "9" * 400])
    def test_a_code_that_was_never_given_out_is_not_found(self, visitor, code):
        page = visitor.page(f"/verify/{code}", status=404)

        assert "No certificate has this code" in page.text

    def test_a_revoked_one_says_so_and_why(self, visitor, session, credential):
        credential.revoked_at, credential.status_reason = START, "Issued in another person's name."
        session.commit()

        text = visitor.page(f"/verify/{credential.code}").text

        assert "Not valid today: revoked. Issued in another person's name." in text
        assert "Valid today," not in text

    def test_a_superseded_one_leads_to_the_one_that_replaced_it(self, visitor, session, credential, another):
        credential.superseded_by_id = another.id
        session.commit()

        page = visitor.page(f"/verify/{credential.code}")

        assert "Not valid today: replaced by a later certificate" in page.text
        assert page.follow(another.code).address == f"/verify/{another.code}"

    def test_its_last_day_is_a_valid_one_and_the_next_is_not(self, visitor, session, clock, credential):
        credential.expires_on = date(2026, 12, 31)
        session.commit()

        clock.set(2026, 12, 31, 12)
        assert "Valid today" in visitor.page(f"/verify/{credential.code}").text
        clock.set(2027, 1, 1, 12)

        assert "Not valid today: expired" in visitor.page(f"/verify/{credential.code}").text

    def test_a_specimen_certifies_nothing_and_leads_to_the_real_one(self, visitor, session, credential, another):
        credential.is_specimen, credential.superseded_by_id = True, another.id
        session.commit()

        page = visitor.page(f"/verify/{credential.code}")

        assert "certifies nothing" in page.text
        assert "Valid today" not in page.text
        assert page.follow(another.code).address == f"/verify/{another.code}"

    def test_a_course_without_a_final_is_not_said_to_have_been_passed(self, visitor, session, credential):
        credential.pass_mark = 0.0
        session.commit()

        text = visitor.page(f"/verify/{credential.code}").text

        assert "It has no final assessment" in text
        assert "passed" not in text


@pytest.mark.parametrize(
    "name",
    [
        '<script>alert(1)</script> "><img src=x onerror=alert(2)>',
        "{{ 7*7 }} {% raw %} ${8*8} %(name)s %s",
        "<img src='file:///etc/passwd'> &lt;b&gt; &amp;",
        "'; DROP TABLE credential; -- Ұлықбек",
        "Ab" * 100,
    ],
    ids=["markup", "templates", "files", "database", "200 letters"],
)
class TestHostileNames:
    def test_a_name_is_words_on_every_page_and_on_paper(self, sign_in, visitor, make, complete, session, name):
        user = make.learner(name=name)

        credential = complete(user)

        public = visitor.page(f"/verify/{credential.code}")
        sign_in(user).page("/certificates")
        pdf = session.scalar(select(Credential.pdf).where(Credential.id == credential.id))
        assert public.find("dl.facts dd").get_text() == name
        assert "49" not in public.find("dl.facts dd").get_text()
        assert "".join(name.split()) in "".join(read_text(pdf).split())
