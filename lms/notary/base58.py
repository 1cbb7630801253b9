"""Bytes in base 58, as Bitcoin writes them: digits and letters without those that look alike. Pure."""

DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def encode(data: bytes) -> str:
    """Write bytes; each zero byte in front is a 1."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        digits = DIGITS[rest] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def decode(text: str) -> bytes:
    """Read what `encode` wrote. :raise ValueError: if a sign is none of its own"""
    number = 0
    for sign in text:
        number = number * 58 + DIGITS.index(sign)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
