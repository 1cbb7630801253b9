"""Text that an encoding has spoilt: letters lost as question marks, or read as those of another encoding."""

import re


def _read_as(encoding: str) -> str:
    """Give what the bytes 0x80 to 0xBF, a letter's second byte in UTF-8, become in another encoding or in none."""
    alone = [bytes([byte]) for byte in range(0x80, 0xC0)]
    return "".join(byte.decode(encoding, "ignore") + byte.decode("latin-1") for byte in alone)


def _any_of(characters: str, *, but: str = "") -> str:
    return "[" + "".join(re.escape(char) for char in sorted(set(characters) - set(but))) + "]"


_LOST = re.compile("[?\ufffd]")

# A letter of Cyrillic in UTF-8, read as Windows-1251: Ж becomes Р–. Two such pairs are seldom chance, save where their
# second halves are letters of the region (РІСІ).
_SECOND = _read_as("cp1251")
_AS_1251 = re.compile(f"(?=(?:[РСТУ]{_any_of(_SECOND)}){{2}})[РСТУ].?.?{_any_of(_SECOND, but='ЁёЎўІі')}")

# The same read as Latin-1 or Windows-1252, letters of Latin and typographic signs included: Ð–, Ã¶, Ê».
_AS_LATIN = re.compile(f"[ÂÃÄÅÆÇÈÉÊÐÑÒÓâ]{_any_of(_read_as('cp1252'), but='ŽžŠš‘’´')}|[ÐÑ]{{2}}")

_1251_AS_LATIN = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4}")  # Èâàíîâ for Иванов
_NO_NAME_HAS = re.compile("[\x80-\x9f¡-©¬®-³µ-¹¼-¿ƒˆ†-…‰€№™]")


def is_lossy(text: str) -> bool:
    """Tell whether letters may have been lost: a question mark or U+FFFD stands in it."""
    return _LOST.search(text) is not None


def is_garbled(text: str) -> bool:
    """Tell whether text was read in a wrong encoding: ÐÐ¸Ð½Ð° or РќРёРЅР° for Нина."""
    return any(pattern.search(text) for pattern in (_AS_1251, _AS_LATIN, _1251_AS_LATIN))


def is_garbled_name(name: str) -> bool:
    """Tell the same of a name, in which even one sign such as ‡ or © shows it."""
    return is_garbled(name) or _NO_NAME_HAS.search(name) is not None
