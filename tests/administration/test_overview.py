"""What needs attention."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.accounts.directory import State
from lms.administration.attention import Figures, list_remarks
from lms.administration.mails import MailFigures, MailState
from lms.jobs import Heartbeat, JobFailure
from tests.factories import COURSES
from tests.site.world import make_credential

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def figures(**changes: object) -> Figures:
    """The state of an installation in which all is well."""
    counts = {MailState.WAITING: 0, MailState.SENT: 9, MailState.GIVEN_UP: changes.pop("given_up", 0)}
    values = {
        "people": dict.fromkeys(State, 1),
        "mail": MailFigures(counts, changes.pop("waiting_since", None)),
        "last_beat": NOW,
        "failures": 0,
        "courses": 1,
        "mistakes": 0,
        "certificates": 3,
        "without_pdf": 0,
    }
    return Figures(**{**values, **changes})


class TestRemarks:
    @pytest.fixture
    def remarks(self, app):
        def found(state: Figures, *, base_url="https://courses.example.org", has_mail_server=True) -> list[str]:
            with app.test_request_context():
                listed = list_remarks(state, base_url=base_url, has_mail_server=has_mail_server, now=NOW)
                return [it.text for it in listed]

        return found

    def test_where_all_is_well_there_is_nothing_to_say(self, remarks):
        assert remarks(figures()) == []

    @pytest.mark.parametrize(
        ("changes", "word"),
        [
            ({"last_beat": None}, "is not running"),
            ({"last_beat": NOW - timedelta(minutes=5, seconds=1)}, "is not running"),
            ({"failures": 2}, "2 failures"),
            ({"without_pdf": 1}, "1 certificate waits"),
            ({"mistakes": 3}, "3 mistakes"),
            ({"given_up": 1}, "1 mail was given up"),
            ({"waiting_since": NOW - timedelta(minutes=16)}, "wait for longer"),
        ],
    )
    def test_each_thing_that_is_amiss_is_said_alone(self, remarks, changes, word):
        said = remarks(figures(**changes))

        assert len(said) == 1
        assert word in said[0]

    def test_a_mail_that_waits_for_a_moment_is_nothing_amiss(self, remarks):
        assert remarks(figures(waiting_since=NOW - timedelta(minutes=14))) == []

    @pytest.mark.parametrize(("address", "word"), [(None, "a trial"), ("http://localhost", "cannot be Secure")])
    def test_an_address_that_is_missing_or_plain_is_said(self, remarks, address, word):
        assert word in remarks(figures(), base_url=address)[0]

    def test_a_missing_mail_server_is_said(self, remarks):
        assert remarks(figures(), has_mail_server=False) == ["No mail server is set: nobody is sent a mail."]


class TestPage:
    @pytest.fixture
    def settings(self):
        return {"courses_dir": COURSES}

    def test_it_counts_what_there_is_and_leads_to_each_part(self, sign_in, admin, make, clock):
        learner = make.learner()
        make.learner(password_hash=None)
        make.learner(disabled_at=NOW)
        make.mail()
        make.save(JobFailure(task="t", error="OSError", failed_at=clock.now, retries_left=0))
        make.save(Heartbeat(name="background work", beat_at=clock.now))
        make_credential(make, learner, make.enrolment(user=learner).id)

        page = sign_in(admin).page("/admin")

        for words in (
            "2 active , 1 has not come in yet , 1 disabled", "1 issued, 1 without its PDF", "1 waiting, 0 given up",
            "last seen at work 24 November 2026, 10:00 , 1 failure in seven days",
        ):  # fmt: skip
            assert words.replace(" ,", ",") in page.text.replace(" ,", ","), page.text
        assert {page.client.get(str(link["href"])).status_code for link in page.find_all("main a")} == {200}
        assert page.find(".remarks a").get_text().startswith("No site address is set")
