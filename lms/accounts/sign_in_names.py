"""What a person types to say who she is: an e-mail address, or the sign-in name that was printed for her."""

import re
import unicodedata
from collections.abc import Collection, Iterable

import email_validator
from email_validator import EmailNotValidError, validate_email

MAX_EMAIL = 254
MAX_SIGN_IN_NAME = 64

# Ministries have mail inside their own network, at names such as mvd.local; sample accounts are at demo.test.
for _name in ("local", "test"):
    if _name in email_validator.SPECIAL_USE_DOMAIN_NAMES:
        email_validator.SPECIAL_USE_DOMAIN_NAMES.remove(_name)

# Russian and the letters that Kazakh, Kyrgyz, Tajik and Uzbek add to it, as people there write them in Latin.
_LATIN = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True))
    | {"ё": "yo", "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
    | {"ю": "yu", "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i"}
    | {"ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ў": "o", "ə": "a", "ı": "i", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"}
)


def transliterate(text: str) -> str:
    """Give `text` in small Latin letters without marks; what has no Latin form is left out."""
    latin = unicodedata.normalize("NFC", text.casefold()).translate(_LATIN)
    plain = unicodedata.normalize("NFKD", latin)
    return "".join(char for char in plain if char.isascii())


def suggest_sign_in_name(name: str) -> str:
    """Make a sign-in name of a person's name: Айгүл Садыкова becomes aigul.sadykova; never empty."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", transliterate(name)))
    return ".".join(words)[:48].strip(".") or "learner"


def next_free_names(names: Iterable[str], taken: Collection[str | None]) -> list[str]:
    """Give a sign-in name for each of these people: none that is taken, and none twice.

    :param taken: best as a set
    """
    given: dict[str, None] = {}  # in order
    numbers: dict[str, int] = {}  # the next to try: a thousand namesakes are not tried a thousand times
    for name in names:
        wanted = free = suggest_sign_in_name(name)
        number = numbers.get(wanted, 2)
        while free in taken or free in given:
            free, number = f"{wanted}{number}", number + 1
        numbers[wanted] = number
        given[free] = None
    return list(given)


def normalise_email(text: str) -> str:
    """Give an e-mail address in the one form in which it is stored: lower case, deliverable by any server.

    :raise ValueError: if it is no address
    """
    try:
        parsed = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, globally_deliverable=False
        )
    except EmailNotValidError as error:
        raise ValueError("no e-mail address") from error
    address = (parsed.ascii_email or parsed.normalized).casefold()
    if "." not in parsed.domain or len(address) > MAX_EMAIL:
        raise ValueError("no e-mail address")
    return address


def normalise_login(text: str) -> str:
    """Give what was typed at sign-in as it would be stored; what is no address is taken for a sign-in name."""
    typed = text.strip()
    try:
        return normalise_email(typed)
    except ValueError:
        return unicodedata.normalize("NFKC", typed).casefold()[:MAX_EMAIL]
