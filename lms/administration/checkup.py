"""The check-up of the installation, as its page shows it."""

from collections.abc import Iterable
from typing import Protocol

URGENCY = ("act", "look", "ok")  # the verdicts, the most urgent first


class Finding(Protocol):
    """What the doctor found, by its shape: he is above this domain, which reaches him through the application."""

    @property
    def verdict(self) -> str:
        """Give one of `URGENCY`."""

    @property
    def subject(self) -> str:
        """Name in a word or two what was looked at."""

    @property
    def sentence(self) -> str:
        """Say how it is and, where it is not well, what to do."""


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Put what must be acted on first, then what deserves a look; otherwise as they were found."""
    return sorted(findings, key=lambda finding: URGENCY.index(finding.verdict))
