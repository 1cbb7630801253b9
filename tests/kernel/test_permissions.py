"""Who is let in, and what the others are told."""

import pytest

from lms.errors import NotFound
from lms.permissions import RULES, Permission, is_signed_in, may, requires
from tests.kernel.kernel import Person

LEARNER, OTHER = Person("Aigul"), Person("Bakyt")


def load_letter(_user: Person, number: int) -> str:
    if number == 2:
        raise NotFound
    return "Aigul"


@pytest.fixture
def letters(kernel, monkeypatch):
    """A page of a role, a person's own letters, and a page that is open to all."""
    monkeypatch.setitem(RULES, Permission.PEOPLE_MANAGE, (lambda user, _subject: user.name == "Admin",))
    monkeypatch.setitem(RULES, Permission.ATTEMPT_VIEW, (lambda user, letter: user.name == letter,))
    monkeypatch.setitem(RULES, Permission.LESSON_READ, (lambda _user, letter: letter == "Aigul",))
    kernel.add("/staff", requires(Permission.PEOPLE_MANAGE)(lambda: "staff"))
    kernel.add("/own/<int:number>", requires(Permission.ATTEMPT_VIEW, load=load_letter)(str), methods=["GET", "POST"])
    kernel.add("/open/<int:number>", requires(Permission.LESSON_READ, load=load_letter)(str))
    return kernel


class TestRequires:
    def test_a_view_is_given_what_its_loader_found(self, letters):
        letters.who = LEARNER

        assert letters.client.get("/own/1").text == "Aigul"

    def test_a_page_of_a_role_she_lacks_is_refused(self, letters):
        letters.who = LEARNER

        assert letters.client.get("/staff").status_code == 403

    def test_anothers_thing_reads_like_one_that_is_missing(self, letters):
        letters.who = OTHER

        others, missing = letters.client.get("/own/1"), letters.client.get("/own/2")

        assert others.status_code == missing.status_code == 404
        assert others.text == missing.text

    @pytest.mark.parametrize(
        ("address", "after"),
        [("/staff", "/staff"), ("/own/1?page=2", "/own/1?page%3D2"), ("/own/2", "/own/2")],
    )
    def test_without_an_account_one_signs_in_and_comes_back(self, letters, address, after):
        answer = letters.client.get(address)

        assert (answer.status_code, answer.headers["Location"]) == (302, f"/login?next={after}")

    def test_a_form_is_not_what_one_comes_back_to(self, letters):
        letters.app.config["WTF_CSRF_ENABLED"] = False

        assert letters.client.post("/own/1").headers["Location"] == "/login"

    def test_what_strangers_may_read_is_missing_when_it_is_missing(self, letters):
        assert letters.client.get("/open/1").text == "Aigul"
        assert letters.client.get("/open/2").status_code == 404

    def test_giant_numbers_are_answered_as_missing(self, letters):
        letters.who = LEARNER

        assert letters.client.get(f"/own/{2**31}").status_code == 404
        assert letters.client.get(f"/own/{10**30}").status_code == 404


class TestDefaultDeny:
    def test_a_view_that_does_not_say_who_may_use_it_is_refused(self, kernel):
        kernel.app.add_url_rule("/silent", "silent", lambda: "never seen")

        answer = kernel.client.get("/silent")

        assert answer.status_code == 403
        assert "never seen" not in answer.text

    def test_a_permission_without_a_rule_lets_nobody_in(self, monkeypatch):
        monkeypatch.delitem(RULES, Permission.ACCOUNT_OWN, raising=False)

        assert not may(LEARNER, Permission.ACCOUNT_OWN)

    def test_one_rule_of_several_is_enough(self, monkeypatch):
        monkeypatch.setitem(RULES, Permission.ACCOUNT_OWN, (lambda _user, _subject: False, is_signed_in))

        assert may(LEARNER, Permission.ACCOUNT_OWN)
        assert not may(Person(), Permission.ACCOUNT_OWN)
