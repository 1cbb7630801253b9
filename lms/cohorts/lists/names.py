"""Names as lists write them: their apostrophes, their parts, and when two are the same."""

import re

from lms.accounts.sign_in_names import transliterate
from lms.cohorts.lists.person import ListedPerson

# Oʻ and Gʻ of Uzbek, and the stop in Maʼruf, are typed in a dozen ways. All become one letter, so that a name is found
# and compared however it was typed; U+02BB is what the Uzbek alphabet has in Oʻ and Gʻ, by far the most frequent.
APOSTROPHE = "\u02bb"
_APOSTROPHES = str.maketrans(dict.fromkeys("'`\u00b4\u2018\u2019\u201b\u02bc\u02b9\u02bd\u2032\uff07", APOSTROPHE))

_SON_OR_DAUGHTER = frozenset({"уулу", "кызы", "uulu", "kyzy"})  # second word of a Kyrgyz surname: Асан уулу Бакыт
_NUMBER_IN_LIST = re.compile(r"\A\d{1,4}[.)]\s*(?=\D)")
_INITIAL = 2  # Latin letters: Ю is written Yu
_UNUSUAL = re.compile(r"\A[=+\-@]|[\d@;:/\\|_<>{}\[\]\"«»“”„]")


def unify_apostrophes(name: str) -> str:
    """Write every apostrophe of a name as U+02BB."""
    return name.translate(_APOSTROPHES)


def is_unusual(name: str) -> bool:
    """Tell whether something stands in a name that hardly belongs there: digits, brackets, the begin of a formula."""
    return _UNUSUAL.search(name) is not None


def without_number(name: str) -> str:
    """Take off the number that a list without columns has in front: 12. Асанов Бакыт."""
    return _NUMBER_IN_LIST.sub("", name)


def split_name(name: str) -> tuple[str, str, str]:
    """Part a whole name into surname, given name and patronymic, in this order as lists of the region have it.

    A comma ends the surname. What is more than three words belongs to the patronymic (Ғани ўғли), unless the second
    says son or daughter: then the first two are the surname.
    """
    surname, comma, rest = name.partition(",")
    words = rest.split() if comma else name.split()
    if not comma:
        length = 2 if len(words) > 2 and words[1].casefold() in _SON_OR_DAUGHTER else 1
        surname, words = " ".join(words[:length]), words[length:]
    return surname.strip(), " ".join(words[:1]), " ".join(words[1:])


def name_key(person: ListedPerson) -> str:
    """Give what two writings of the same name have in common."""
    return person.full_name.casefold().replace("ё", "е")


def may_be_one(one: ListedPerson, other: ListedPerson) -> bool:
    """Tell whether two names can be one person's: in either script, parts left out, or an initial for a part."""
    if name_key(one) == name_key(other):
        return True
    return any(_agree(a, b) for a in _writings(one) for b in _writings(other))


def _writings(person: ListedPerson) -> list[list[str]]:
    texts = (person.full_name, person.full_name_latin)
    plain = [re.sub(r"[`'\u02bb]", "", transliterate(text)) for text in texts if text]
    return [re.findall(r"[a-z0-9]+", text) for text in plain]


def _agree(one: list[str], other: list[str]) -> bool:
    """Tell whether each word of the shorter name is, or is the initial of, a word of the longer.

    A script that has no Latin form here leaves no words, and then nothing speaks against it.
    """
    shorter, longer = sorted((one, other), key=len)
    return all(any(_is_same_word(a, b) for b in longer) for a in shorter)


def _is_same_word(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) <= _INITIAL and longer.startswith(shorter))
