"""Codes that people read from paper and type: hard to guess, hard to mistype. Pure."""

import secrets
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 signs, a prime number; no 0 O, 1 I L
RANDOM_SIGNS = 17  # of 31: 84 bits
GROUP = 6
LENGTH = RANDOM_SIGNS + 1


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Draw a code: 17 random signs and a check sign, in groups of six.

    :param choose: takes one sign of those given; nothing but sample data has another than the default
    """
    signs = "".join(choose(ALPHABET) for _ in range(RANDOM_SIGNS))
    return _grouped(signs + check_sign(signs))


def check_sign(signs: str) -> str:
    """Give the sign that makes the weighted sum of all a multiple of 31.

    Weights 1, 2, 3 … modulo a prime find every single wrong sign and every two neighbours exchanged.
    """
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=1))
    inverse = pow(len(signs) + 1, -1, len(ALPHABET))
    return ALPHABET[-total * inverse % len(ALPHABET)]


def read_code(typed: str) -> str | None:
    """Give the code that somebody typed, in its own form; None if it cannot be one.

    Small letters, spaces and missing hyphens are read; a wrong sign is found by the check sign.
    """
    signs = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in "-–—")
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return _grouped(signs) if check_sign(signs[:-1]) == signs[-1] else None


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
