"""The page that shows the check-up: in which order, in which words, and to whom."""

import pytest

from lms.administration.checkup import sort_findings
from lms.operation.findings import Finding, Verdict, act, look, ok


def texts(page) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in page.find_all("main .counts li")]


class TestSortFindings:
    def test_what_must_be_acted_on_is_first_and_the_order_is_kept_otherwise(self):
        found = [ok("a", ""), look("b", ""), act("c", ""), ok("d", ""), act("e", "")]

        assert [finding.subject for finding in sort_findings(found)] == ["c", "e", "b", "a", "d"]

    @pytest.mark.parametrize("verdict", Verdict)
    def test_every_verdict_of_the_doctor_has_its_place(self, verdict):
        assert sort_findings([Finding(verdict, "a", "")])


class TestPage:
    @pytest.fixture
    def found(self, app, monkeypatch):
        """What the doctor is to have found."""
        findings: list[Finding] = []
        monkeypatch.setitem(app.extensions, "doctor", lambda *_at, **_in: findings)
        return findings

    def test_it_shows_what_the_command_says_of_this_installation(self, app, sign_in, admin):
        page = sign_in(admin).page("/admin/doctor")

        told = app.test_cli_runner().invoke(args=["doctor"]).output
        subjects = {line[5:].partition(":")[0] for line in told.splitlines()}
        assert {item.get_text() for item in page.find_all("main .counts strong")} == subjects

    def test_each_finding_has_its_verdict_in_words_and_is_marked_as_english(self, sign_in, admin, found):
        found += [ok("disk", "Roomy."), act("mails", "<b>2</b> wait: look."), look("backup", "None yet.")]

        page = sign_in(admin).page("/admin/doctor")

        assert texts(page) == [
            "To be done mails : <b>2</b> wait: look.",
            "Worth a look backup : None yet.",
            "In order disk : Roomy.",
        ]
        assert all(item.find(lang="en") for item in page.find_all("main .counts li"))

    @pytest.mark.parametrize(
        ("number", "sentence"),
        [(0, "No point of the check-up needs anything done."), (1, "1 point of the check-up needs something done.")],
    )
    def test_it_begins_with_how_much_is_to_be_done(self, sign_in, admin, found, number, sentence):
        found += [act("disk", "Full."), look("backup", "None yet.")][1 - number :]

        assert sentence in sign_in(admin).page("/admin/doctor").text

    def test_the_overview_leads_to_it_without_making_it(self, app, sign_in, admin, monkeypatch):
        monkeypatch.delitem(app.extensions, "doctor")

        assert "/admin/doctor" in sign_in(admin).page("/admin").html
