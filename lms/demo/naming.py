"""Puts a person's name together: surname, given name and patronymic, with the right endings, in both scripts. Pure."""

import random
from dataclasses import dataclass

from lms.demo.names import Patronymic, People, Word

_RUSSIAN_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_OWN_KAZAKH_SHARE = 0.6  # of Kazakhs whose patronymic is not in the Russian form
_OWN_KYRGYZ_SHARE = 0.15
_NO_PATRONYMIC = Word("", "")


@dataclass(frozen=True, slots=True)
class FullName:
    """A name in the two scripts, and in which of them its bearer writes it."""

    surname: Word
    given: Word
    patronymic: Word
    is_latin: bool

    def own(self, word: Word) -> str:
        """Give a part of it in the script in which she writes herself."""
        return word.latin if self.is_latin else word.cyrillic

    @property
    def whole(self) -> str:
        """The name as she writes it: surname, given name, patronymic."""
        return " ".join(filter(None, (self.own(self.surname), self.own(self.given), self.own(self.patronymic))))


def draw_name(people: People, *, is_woman: bool, is_latin: bool, rng: random.Random) -> FullName:
    """Draw a name that a woman or man of this people may bear."""
    given = rng.choice(people.women if is_woman else people.men)
    father = rng.choice([name for name in people.men if name != given])
    surname = rng.choice(people.surnames)
    if is_woman:
        surname = Word(_of_woman(surname.cyrillic), _of_woman(surname.latin))
    return FullName(surname, given, _draw_patronymic(people, father, is_woman, rng), is_latin)


def patronymic(kind: Patronymic, father: Word, *, is_woman: bool) -> Word:
    """Give the name after the father in the manner of a people."""
    cyrillic, latin = father.cyrillic, father.latin
    if kind is Patronymic.NONE:
        return _NO_PATRONYMIC
    if kind is Patronymic.KAZAKH:
        endings = ("қызы", "kyzy") if is_woman else ("ұлы", "uly")
        return Word(cyrillic + endings[0], latin + endings[1])
    if kind in (Patronymic.KYRGYZ, Patronymic.UZBEK):
        son = ("уулу", "uulu") if kind is Patronymic.KYRGYZ else ("ўғли", "oʻgʻli")
        daughter = ("кызы", "kyzy") if kind is Patronymic.KYRGYZ else ("қизи", "qizi")
        endings = daughter if is_woman else son
        return Word(f"{cyrillic} {endings[0]}", f"{latin} {endings[1]}")
    if kind is Patronymic.TURKMEN:
        return _turkmen(father, is_woman)
    soft = cyrillic[-1] in "йь"
    stem = cyrillic[:-1] if soft else cyrillic
    cyrillic_end, latin_end = ("евна", "evna") if is_woman else ("евич", "evich")
    if soft:
        return Word(stem + cyrillic_end, latin + latin_end)
    return Word(stem + "о" + cyrillic_end[1:], latin + "o" + latin_end[1:])


def takes_russian_form(father: Word) -> bool:
    """Tell whether a father's name can carry -ович: in Russian letters, and not ending in a vowel."""
    letters = father.cyrillic.casefold()
    return set(letters) <= _RUSSIAN_LETTERS and letters[-1] not in "аеёиоуыэюя"


def _turkmen(father: Word, is_woman: bool) -> Word:
    ending, latin_ending = ("вна", "wna") if is_woman else ("вич", "wiç")
    if father.latin[-1] in "aeiouyäöü":
        return Word(f"{father.cyrillic}е{ending}", f"{father.latin}ýe{latin_ending}")
    return Word(f"{father.cyrillic}о{ending}", f"{father.latin}o{latin_ending}")


def _draw_patronymic(people: People, father: Word, is_woman: bool, rng: random.Random) -> Word:
    kind = people.patronymic
    chance = rng.random()
    own_share = {Patronymic.KAZAKH: _OWN_KAZAKH_SHARE, Patronymic.KYRGYZ: _OWN_KYRGYZ_SHARE}.get(kind)
    if own_share is not None and chance >= own_share and takes_russian_form(father):
        kind = Patronymic.RUSSIAN
    if kind is Patronymic.RUSSIAN and not takes_russian_form(father):
        kind = Patronymic.NONE
    return patronymic(kind, father, is_woman=is_woman)


def _of_woman(surname: str) -> str:
    """Give the form of a surname that women bear; many have one form alone."""
    for man, woman in (("ский", "ская"), ("цкий", "цкая"), ("skiy", "skaya")):
        if surname.endswith(man):
            return surname.removesuffix(man) + woman
    return surname + "а" if surname.endswith(("ов", "ев", "ин")) else _of_woman_in_latin(surname)


def _of_woman_in_latin(surname: str) -> str:
    return surname + "a" if surname.endswith(("ov", "ev", "in", "ow", "ew")) else surname
