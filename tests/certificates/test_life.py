"""What becomes of a certificate: revoked, restored, replaced; and the list by which others see it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.audit import Act, AuditEntry
from lms.certificates import life, status_list, tasks
from lms.certificates.models import Credential, Status
from lms.certificates.status_list import SIZE, StatusList, draw_place, read_place
from lms.db import writing
from lms.errors import Conflict
from lms.notary import desk
from lms.notary.keys import list_credential_keys
from tests.certificates.paper import read_text
from tests.factories import START

ADDRESS = "https://courses.example.org"
NOW = START + timedelta(days=30)
TODAY = NOW.date()


@pytest.fixture
def settings(settings):
    return {**settings, "base_url": ADDRESS}


@pytest.fixture
def issued(complete, make) -> Credential:
    return complete(make.learner(name="Aigul Sadykova"))


@pytest.fixture
def do(app):
    """Do something to a certificate as an administrator's page does."""

    def _do(act, serial, *rest, **more):
        with app.app_context(), writing() as session:
            return act(session, serial, *rest, reason="Because of the test.", by=7, now=NOW, **more).serial

    return _do


@pytest.fixture
def published(app, session):
    """Publish what is due and give the entry of a certificate in its list."""

    def _published(credential: Credential) -> bool:
        with app.app_context():
            tasks.publish_statuses()
        session.expire_all()
        place = credential.status_place
        document = json.loads(session.get_one(StatusList, place // SIZE + 1).document)
        return read_place(document["credentialSubject"]["encodedList"], place % SIZE)

    return _published


def last_entry(session) -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


class TestRevoking:
    def test_it_counts_no_longer_and_says_why(self, do, session, issued, visitor):
        do(life.revoke, issued.serial, today=TODAY)

        session.refresh(issued)
        assert issued.status_on(TODAY) is Status.REVOKED
        page = visitor.page(f"/verify/{issued.code}")
        assert "Not valid today: revoked. Because of the test." in page.text

    def test_it_is_in_the_log_with_both_values_and_the_reason(self, do, session, issued):
        do(life.revoke, issued.serial, today=TODAY)

        entry = last_entry(session)
        assert (entry.act, entry.subject_id) == (Act.CERTIFICATE_REVOKED, issued.serial)
        assert (entry.old, entry.new, entry.reason, entry.actor_id) == ("valid", "revoked", "Because of the test.", 7)

    def test_restored_it_counts_again(self, do, session, issued):
        do(life.revoke, issued.serial, today=TODAY)
        do(life.restore, issued.serial, today=TODAY)

        session.refresh(issued)
        assert (issued.status_on(TODAY), issued.status_reason) == (Status.VALID, "")
        assert last_entry(session).act == Act.CERTIFICATE_RESTORED

    def test_neither_is_done_twice(self, do, issued):
        with pytest.raises(Conflict):
            do(life.restore, issued.serial, today=TODAY)
        do(life.revoke, issued.serial, today=TODAY)
        with pytest.raises(Conflict):
            do(life.revoke, issued.serial, today=TODAY)

    def test_of_a_specimen_there_is_nothing_to_revoke(self, do, session, issued):
        issued.is_specimen = True
        session.commit()

        with pytest.raises(Conflict):
            do(life.revoke, issued.serial, today=TODAY)


class TestReplacing:
    @pytest.fixture
    def issuer(self, app):
        return app.extensions["issuer"]

    def test_another_with_the_right_name_and_the_same_facts_takes_its_place(self, app, do, session, issued, issuer):
        serial = do(life.replace_name, issued.serial, "Aigul Sadykova-Bekova", issuer=issuer)
        right = session.scalars(select(Credential).where(Credential.serial == serial)).one()
        with app.app_context():
            tasks.render(right.id)

        session.expire_all()
        assert (issued.status_on(TODAY), issued.superseded_by_id) == (Status.SUPERSEDED, right.id)
        assert (right.name, right.status_on(TODAY)) == ("Aigul Sadykova-Bekova", Status.VALID)
        facts = ("completion_id", "course_title", "minutes", "outcomes", "completed_on", "rested_on")
        assert [getattr(right, it) for it in facts] == [getattr(issued, it) for it in facts]
        assert right.code != issued.code
        assert "Aigul Sadykova-Bekova" in read_text(right.pdf)

    def test_the_first_keeps_its_bytes_and_says_what_replaced_it(self, do, session, issued, issuer, visitor):
        before = issued.pdf
        serial = do(life.replace_name, issued.serial, "Aigul Bekova", issuer=issuer)

        session.expire_all()
        assert issued.pdf == before
        code = session.scalars(select(Credential.code).where(Credential.serial == serial)).one()
        page = visitor.page(f"/verify/{issued.code}")
        assert "Not valid today: replaced by a later certificate. Because of the test." in page.text
        assert page.find(f"main a[href='/verify/{code}']")

    def test_what_was_replaced_or_revoked_is_not_replaced(self, do, issued, issuer):
        do(life.replace_name, issued.serial, "Aigul Bekova", issuer=issuer)

        with pytest.raises(Conflict):
            do(life.replace_name, issued.serial, "Another", issuer=issuer)
        with pytest.raises(Conflict):
            do(life.revoke, issued.serial, today=TODAY)


class TestList:
    def test_a_credential_names_its_place(self, session, issued):
        document = json.loads(issued.document)

        entry = document["credentialStatus"]
        assert entry["statusListCredential"] == f"{ADDRESS}/credentials/status/1"
        assert entry["statusListIndex"] == str(issued.status_place)

    def test_it_is_set_when_the_certificate_counts_no_longer(self, do, app, published, issued):
        assert not published(issued)

        do(life.revoke, issued.serial, today=TODAY)
        assert published(issued)

        do(life.restore, issued.serial, today=TODAY)
        assert not published(issued)

    def test_so_it_is_when_it_was_replaced(self, do, app, published, issued):
        do(life.replace_name, issued.serial, "Aigul Bekova", issuer=app.extensions["issuer"])

        assert published(issued)

    def test_anybody_gets_it_and_its_proofs_hold(self, app, published, issued, visitor):
        published(issued)

        document = visitor.client.get("/credentials/status/1").get_json(force=True)

        key = list_credential_keys(Path(app.instance_path))[0].public
        assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
        assert desk.is_proved(document, {"did:web:courses.example.org#key-1": key}.get)

    def test_a_list_that_is_not_there_is_not_found(self, visitor):
        assert visitor.client.get("/credentials/status/9").status_code == 404

    def test_it_is_published_once_a_day_and_when_it_changes_and_not_else(self, session, published, issued):
        published(issued)
        made_at = session.get_one(StatusList, 1).made_at

        assert status_list.list_due(session, now=made_at + timedelta(hours=1)) == []
        assert [it.number for it in status_list.list_due(session, now=made_at + timedelta(days=1))] == [1]

    def test_half_a_list_is_given_out_before_the_next(self, session, issued, monkeypatch):
        monkeypatch.setattr(status_list, "GIVEN_OUT", 1)

        assert draw_place(session) // SIZE == 1

    def test_a_place_is_given_out_once(self, session, issued, monkeypatch):
        drawn = iter([issued.status_place, issued.status_place, 5])
        monkeypatch.setattr(status_list.secrets, "randbelow", lambda _size: next(drawn))

        assert draw_place(session) == 5


class TestPages:
    @pytest.fixture
    def page(self, sign_in, admin, issued):
        return sign_in(admin).page(f"/admin/certificates/{issued.serial}")

    @pytest.mark.parametrize("find", ["sadykova", "САД", "2026-", "code"])
    def test_it_is_found_by_name_number_and_code(self, sign_in, admin, session, issued, find):
        asked = {"2026-": issued.serial, "code": issued.code.lower()}.get(find, find)
        if find == "САД":
            issued.name = "Айгүл Садыкова"
            session.commit()

        page = sign_in(admin).page(f"/admin/certificates?find={asked}")

        assert page.find("tbody th a")["href"] == f"/admin/certificates/{issued.serial}"

    def test_what_is_not_there_is_said_not_to_be(self, sign_in, admin, issued):
        assert "No certificate was found." in sign_in(admin).page("/admin/certificates?find=%25").text

    def test_an_administrator_revokes_and_restores_it(self, page, session, issued):
        form = f"form[action='/admin/certificates/{issued.serial}/revoke']"
        after = page.submit(form=form, reason="Issued in another person's name.")

        assert "The certificate is revoked." in after.flashes
        session.refresh(issued)
        assert issued.status_reason == "Issued in another person's name."
        form = f"form[action='/admin/certificates/{issued.serial}/restore']"
        assert "The certificate counts again." in after.submit(form=form, reason="It was hers.").flashes

    def test_without_a_reason_nothing_is_done(self, page, session, issued):
        after = page.submit(form=f"form[action='/admin/certificates/{issued.serial}/revoke']", reason=" ")

        assert "Say why" in after.errors[0]
        session.refresh(issued)
        assert issued.revoked_at is None

    def test_a_wrong_name_is_put_right(self, page, session, issued):
        form = f"form[action='/admin/certificates/{issued.serial}/replace']"

        after = page.submit(form=form, name="Айгүл Садыкова", reason="The name was written in Latin letters.")

        assert f"This certificate takes the place of {issued.serial}." in after.flashes
        right = session.scalars(select(Credential).where(Credential.name == "Айгүл Садыкова")).one()
        assert right.pdf is not None
        assert after.address == f"/admin/certificates/{right.serial}"
