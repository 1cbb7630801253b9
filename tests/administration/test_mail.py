"""Mails, for administrators."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit import AuditEntry
from lms.mail import TRY_AGAIN_AFTER, Mail, deliver
from tests.factories import COURSES, START


@pytest.fixture
def staff(sign_in, admin):
    return sign_in(admin)


def subjects(page) -> list[str]:
    return [tag.get_text() for tag in page.find_all("tbody th")]


def acts(session) -> list[str]:
    session.rollback()
    return [str(it.act) for it in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


class TestList:
    @pytest.fixture(autouse=True)
    def mails(self, make):
        make.mail(subject="waits")
        make.mail(subject="was sent", body=None, sent_at=START)
        make.mail(subject="was given up", body=None)

    @pytest.mark.parametrize(
        ("query", "found"),
        [("", "waits"), ("?state=sent", "was sent"), ("?state=given-up", "was given up"), ("?state=odd", "waits")],
    )
    def test_each_state_has_its_list(self, staff, query, found):
        page = staff.page(f"/admin/mail{query}")

        assert subjects(page) == [found]
        assert [" ".join(link.get_text().split()) for link in page.find_all(".chips a")] == [
            "Waiting (1)", "Written to the outbox (1)", "Given up (1)",
        ]  # fmt: skip

    def test_fifty_stand_on_a_page(self, staff, make):
        for number in range(60):
            make.mail(subject=f"number {number}", body=None, sent_at=START)

        first = staff.page("/admin/mail?state=sent")
        second = first.follow("Next")

        assert (len(subjects(first)), len(subjects(second))) == (50, 11)
        assert "Page 2 of 2" in second.text
        assert subjects(first)[0] == "number 59"

    def test_the_list_holds_no_words_of_a_mail(self, staff, make):
        make.mail(body="Open https://localhost/reset-password/a-secret\n")

        assert "a-secret" not in staff.page("/admin/mail").html


class TestShow:
    def test_a_mail_of_the_outbox_can_be_passed_on_and_that_is_recorded(self, staff, session, outbox):
        staff.page("/admin/people/invite").submit(email="new@example.org")

        link = staff.page("/admin/mail?state=sent").find("tbody a")
        page = staff.page(str(link["href"]))

        assert outbox()[0].link in page.find("pre").get_text()
        assert acts(session)[-1] == "mail-viewed"

    def test_a_mail_whose_file_is_gone_says_so_and_nothing_is_recorded(self, staff, make, session):
        mail = make.mail(body=None, sent_at=START)

        page = staff.page(f"/admin/mail/{mail.id}")

        assert "What it said is gone" in page.text
        assert "mail-viewed" not in acts(session)

    def test_a_file_of_another_mail_under_its_number_is_not_shown(self, staff, make, session, instance, outbox):
        staff.page("/admin/people/invite").submit(email="new@example.org")
        session.rollback()
        mail = session.scalars(select(Mail)).one()
        mail.recipient = "other@example.org"
        session.commit()

        page = staff.page(f"/admin/mail/{mail.id}")

        assert "What it said is gone" in page.text
        assert outbox()[0].link not in page.html

    def test_an_address_in_other_letters_is_the_same_address(self, staff, make, session, app):
        make.mail(recipient="a@пример.example", subject="A mail")

        with app.app_context():
            deliver(1)

        assert staff.page("/admin/mail/1").find("pre").get_text().strip() == "Words."

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", "</pre><b>x</b>", "{{ 7919*7907 }}"])
    def test_what_a_mail_says_is_text(self, staff, make, text):
        mail = make.mail(subject=text, body=text)

        page = staff.page(f"/admin/mail/{mail.id}")

        assert page.find("pre").get_text().strip() == text
        assert page.find_all("main script, main b") == []


class TestWithServer:
    @pytest.fixture
    def settings(self):
        return {"courses_dir": COURSES, "base_url": "http://localhost", "mail_url": "smtp://127.0.0.1:1"}

    def test_what_a_server_brings_to_its_reader_is_not_shown(self, staff, make, session):
        mail = make.mail(body="Open https://localhost/reset-password/a-secret\n")

        page = staff.page(f"/admin/mail/{mail.id}")

        assert "a-secret" not in page.html
        assert "mail-viewed" not in acts(session)


class TestRetry:
    def retry(self, staff, mail_id: int, **options):
        form = f"form[action='/admin/mail/{mail_id}/retry']"
        return staff.page(f"/admin/mail/{mail_id}").submit(form=form, **options)

    def test_a_mail_that_is_due_is_sent_at_once(self, staff, make, outbox):
        mail = make.mail(subject="due")

        page = self.retry(staff, mail.id)

        assert "is being sent" in page.flashes
        assert [it.subject for it in outbox()] == ["due"]

    def test_pressed_twice_it_is_sent_once(self, staff, make, outbox, instance):
        mail = make.mail(subject="due")
        form = f"form[action='/admin/mail/{mail.id}/retry']"
        first, second = staff.page(f"/admin/mail/{mail.id}"), staff.page(f"/admin/mail/{mail.id}")
        first.submit(form=form)
        (instance / "outbox" / f"{mail.id:06d}.eml").unlink()

        second.submit(form=form, status=409)

        assert outbox() == []

    def test_one_that_may_be_on_its_way_is_left_alone(self, staff, make, clock, outbox):
        mail = make.mail(next_try_at=clock.now + TRY_AGAIN_AFTER)

        page = self.retry(staff, mail.id, status=409)

        assert "tried again by itself" in page.text
        assert outbox() == []
        clock.advance(minutes=TRY_AGAIN_AFTER / timedelta(minutes=1))
        self.retry(staff, mail.id)
        assert len(outbox()) == 1
