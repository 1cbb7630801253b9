"""How often one network may ask."""

import pytest


class TestCheckingCertificates:
    @pytest.fixture
    def check(self, visitor):
        """Ask for a code that was never issued, from an address."""

        def check(address: str = "203.0.113.7"):
            return visitor.client.get("/verify/AAAA-BBBB-CCCC-DDDD", environ_base={"REMOTE_ADDR": address})

        return check

    def test_the_sixty_first_code_in_a_minute_waits(self, check):
        answers = [check() for _ in range(61)]

        assert 429 not in {answer.status_code for answer in answers[:60]}
        assert answers[60].status_code == 429
        assert "too many tries" in answers[60].text
        assert int(answers[60].headers["Retry-After"]) > 0

    def test_neighbours_count_as_one_and_others_do_not_wait(self, check):
        for number in range(60):
            check(f"203.0.113.{number}")

        assert check("203.0.113.200").status_code == 429
        assert check("198.51.100.1").status_code != 429
