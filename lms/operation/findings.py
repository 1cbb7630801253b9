"""What looking the installation over brings to light."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a finding is meant."""

    OK = "ok"
    LOOK = "look"  # may be as it should be; somebody is to know
    ACT = "act"  # something does not work, or will not for long


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. The sentence says how it is and, where it is not well, what to do."""

    verdict: Verdict
    subject: str  # in a word or two
    sentence: str


def ok(subject: str, sentence: str) -> Finding:
    """Say that something is well."""
    return Finding(Verdict.OK, subject, sentence)


def look(subject: str, sentence: str) -> Finding:
    """Say that something deserves a look."""
    return Finding(Verdict.LOOK, subject, sentence)


def act(subject: str, sentence: str) -> Finding:
    """Say that something must be done."""
    return Finding(Verdict.ACT, subject, sentence)


def count(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def tell_size(size: int) -> str:
    """Give a number of bytes in the unit that tells it well."""
    return f"{size / 10**6:.1f} MB" if size >= 10**6 else f"{-(-size // 1000)} kB"
