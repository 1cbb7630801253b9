"""The mails that were sent, and what is typed again and again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

NEW_PASSWORD = "eleven poplars by Naryn"


@dataclass(frozen=True)
class Mail:
    """A mail as it lies in the outbox."""

    recipient: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The first address in the mail."""
        found = re.search(r"https?://\S+", self.text)
        assert found, f"no link in {self.text!r}"
        return found[0]

    @property
    def path(self) -> str:
        """The path of the first address in the mail."""
        return self.link.removeprefix("http://localhost")


@pytest.fixture
def outbox(instance: Path) -> Callable[[], list[Mail]]:
    """Read the mails that were sent so far, in order."""

    def read() -> list[Mail]:
        files = sorted((instance / "outbox").glob("*.eml"))
        return [_mail(message_from_bytes(file.read_bytes(), policy=policy.default)) for file in files]

    return read


def _mail(message: EmailMessage) -> Mail:
    return Mail(str(message["To"]), str(message["Subject"]), message.get_content())


@pytest.fixture
def new_password() -> dict[str, str]:
    """A good password, typed twice."""
    return {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
