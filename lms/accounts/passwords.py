"""Passwords: how they are kept, and which are too easy to guess."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lms.accounts.sign_in_names import transliterate

MIN_LENGTH = 12
MAX_LENGTH = 128
ENOUGH = 7  # what must remain when everything that guessing programs try first counts as one character

# RFC 9106 gives larger profiles; this is OWASP's smallest for Argon2id, fit for a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(2)  # each hash takes 19 MiB: many at once would take the machine's memory

_ROWS = (
    "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "1234567890-=", "abcdefghijklmnopqrstuvwxyz",
    "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmikolp", "!@#$%^&*()_+",
)  # fmt: skip
_WALKS = tuple(row[::step] for row in _ROWS for step in (1, -1))
_LEET = str.maketrans("013457@$!", "oleastasi")
_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)
_TO_LATIN = str.maketrans(_CYRILLIC_KEYS, _LATIN_KEYS)
_LONGEST_PIECE = 24


def hash_password(password: str) -> str:
    """Give the Argon2id hash of a password; two ways of typing one letter give the same password."""
    return _hasher.hash(_normalise(password))


def hash_in_turn(password: str) -> str:
    """Give the hash of a password, waiting where two others are being hashed."""
    with turn():
        return hash_password(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Tell whether `password` is the one whose hash is `stored`; takes as long when nothing is stored."""
    try:
        return _hasher.verify(stored or _dummy_hash(), _normalise(password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to hash. A try that is counted inside is counted before the next one is heard."""
    with _turns:
        yield


def prepare() -> None:
    """Make, once in a process, what the first try for an unknown account would else wait for."""
    _dummy_hash()
    _common_words()


def is_guessable(password: str, own_words: Iterable[str] = ()) -> bool:
    """Tell whether little remains of a password without what guessing programs try first.

    Common passwords, keyboard rows, years, repeats and `own_words` (the person's and the platform's names) count as
    one character each, also in leet spelling, in transliteration, and typed in the other keyboard layout.
    """
    text = _normalise(password).casefold()
    words = _common_words() | split_words(own_words)
    return any(_weigh(_take_repeats_out(variant), words) < ENOUGH for variant in _variants(text))


def split_words(texts: Iterable[str]) -> frozenset[str]:
    """Give the words of three letters and more in `texts`, in their own letters and in Latin ones."""
    found = [word for text in texts for word in re.findall(r"[^\W_]{3,}", text.casefold())]
    return frozenset([*found, *(transliterate(word) for word in found)]) - {""}


def _variants(text: str) -> set[str]:
    return {text, text.translate(_LEET), text.translate(_TO_CYRILLIC), text.translate(_TO_LATIN)}


def _take_repeats_out(text: str) -> str:
    """Give abcabcabc as abc: what is typed again adds nothing."""
    whole = re.fullmatch(r"(.+?)\1+", text, re.DOTALL)
    return whole[1] if whole else text


def _weigh(text: str, words: frozenset[str]) -> float:
    """Give the least number of characters and pieces that `text` is made of; digits count half."""
    best = [0.0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        own = 0.5 if text[end - 1].isdigit() else 1.0
        best[end] = best[end - 1] + own
        for start in range(max(0, end - _LONGEST_PIECE), end - 2):
            if best[start] + 1 < best[end] and _is_common(text[start:end], words):
                best[end] = best[start] + 1
    return best[-1]


def _is_common(piece: str, words: frozenset[str]) -> bool:
    if piece in words or any(piece in walk for walk in _WALKS) or piece == piece[0] * len(piece):
        return True
    return bool(re.fullmatch(r"(19|20)\d\d|[0-3]\d[./-]?[01]\d[./-]?(19|20)?\d\d", piece))


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    lines = Path(__file__).with_name("common-passwords.txt").read_text(encoding="utf-8").splitlines()
    return split_words(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    return _hasher.hash("the password of nobody")


def _normalise(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
