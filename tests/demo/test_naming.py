import random

import pytest

from lms.accounts.countries import REGION
from lms.demo import names
from lms.demo.names import PEOPLES, Patronymic, People, Word
from lms.demo.naming import draw_name, patronymic, takes_russian_form

PEOPLE = {key: value for key, value in vars(names).items() if isinstance(value, People)}

# Given name and surname, the latter as men bear it, as the lists would spell them in Latin letters: presidents, heads
# of government and of parliament, ministers, prosecutors general, and others whom everybody knows.
WELL_KNOWN = (
    ("Kassym-Jomart", "Tokayev"), ("Nursultan", "Nazarbayev"), ("Bolat", "Nazarbayev"), ("Serik", "Akhmetov"),
    ("Daniyal", "Akhmetov"), ("Timur", "Suleimenov"), ("Askar", "Mamin"), ("Alikhan", "Smailov"), ("Berik", "Asylov"),
    ("Marat", "Akhmetzhanov"), ("Yerzhan", "Sadenov"), ("Bakytzhan", "Sagintayev"), ("Karim", "Massimov"),
    ("Murat", "Nurtleu"), ("Yerlan", "Karin"), ("Askar", "Omarov"), ("Olzhas", "Suleimenov"), ("Talgat", "Musabayev"),
    ("Sadyr", "Japarov"), ("Almazbek", "Atambaev"), ("Kurmanbek", "Bakiev"), ("Askar", "Akaev"),
    ("Sooronbay", "Jeenbekov"), ("Talant", "Mamytov"), ("Kubanychbek", "Turdubaev"), ("Kubanych", "Turdubaev"),
    ("Ulan", "Niyazbekov"), ("Kamchybek", "Tashiev"), ("Akylbek", "Japarov"), ("Ismail", "Isakov"),
    ("Emomali", "Rahmon"), ("Rustam", "Emomali"), ("Farhod", "Rahimi"), ("Ramazon", "Rahimzoda"),
    ("Kokhir", "Rasulzoda"), ("Talbak", "Nazarov"), ("Safarali", "Yusufzoda"), ("Sirojiddin", "Muhriddin"),
    ("Serdar", "Berdimuhamedow"), ("Gurbanguly", "Berdimuhamedow"), ("Saparmyrat", "Nyýazow"), ("Raşid", "Meredow"),
    ("Batyr", "Amanow"), ("Rejep", "Saparow"), ("Batyr", "Atdaýew"), ("Maksat", "Babaýew"),
    ("Islom", "Karimov"), ("Shavkat", "Mirziyoyev"), ("Abdulla", "Aripov"), ("Rustam", "Azimov"),
    ("Oybek", "Tursunov"), ("Botir", "Tursunov"), ("Baxtiyor", "Saidov"), ("Ulugʻbek", "Qodirov"),
    ("Nigmatilla", "Yoʻldoshev"), ("Rustam", "Xolmatov"), ("Otabek", "Umarov"), ("Alisher", "Usmonov"),
    ("Andrey", "Kravchenko"), ("Gulnora", "Karimov"), ("Roza", "Otunbaev"), ("Dariga", "Nazarbayev"),
)  # fmt: skip


class TestNobodyInPublicLifeIsNamed:
    @pytest.mark.parametrize("people", PEOPLE.values(), ids=PEOPLE)
    def test_no_combination_is_a_well_known_name(self, people):
        given = {word.latin for word in (*people.men, *people.women)}
        surnames = {word.latin for word in people.surnames}

        meeting = {(name, surname) for name, surname in WELL_KNOWN if name in given and surname in surnames}

        assert meeting == set()


class TestLists:
    @pytest.mark.parametrize("people", PEOPLE.values(), ids=PEOPLE)
    def test_each_name_stands_once_and_in_both_scripts(self, people):
        for words in (people.women, people.men, people.surnames):
            assert len({word.latin for word in words}) == len({word.cyrillic for word in words}) == len(words)
            assert all(is_cyrillic(word.cyrillic) and not is_cyrillic(word.latin) for word in words)

    def test_uzbek_letters_are_written_with_their_own_sign(self):
        latin = " ".join(word.latin for word in (*names.UZBEK.women, *names.UZBEK.men, *names.UZBEK.surnames))

        assert "\u02bb" in latin
        assert not set("'`‘’") & set(latin)

    def test_every_country_has_its_peoples(self):
        assert tuple(PEOPLES) == REGION


class TestPatronymic:
    @pytest.mark.parametrize(
        ("kind", "father", "son", "daughter"),
        [
            (Patronymic.RUSSIAN, Word("Марат", "Marat"), "Маратович Maratovich", "Маратовна Maratovna"),
            (Patronymic.RUSSIAN, Word("Сергей", "Sergey"), "Сергеевич Sergeyevich", "Сергеевна Sergeyevna"),
            (Patronymic.RUSSIAN, Word("Игорь", "Igor"), "Игоревич Igorevich", "Игоревна Igorevna"),
            (Patronymic.KAZAKH, Word("Серік", "Serik"), "Серікұлы Serikuly", "Серікқызы Serikkyzy"),
            (Patronymic.KYRGYZ, Word("Бакыт", "Bakyt"), "Бакыт уулу Bakyt uulu", "Бакыт кызы Bakyt kyzy"),
            (Patronymic.UZBEK, Word("Анвар", "Anvar"), "Анвар ўғли Anvar oʻgʻli", "Анвар қизи Anvar qizi"),
            (Patronymic.TURKMEN, Word("Мырат", "Myrat"), "Мыратович Myratowiç", "Мыратовна Myratowna"),
            (Patronymic.TURKMEN, Word("Чары", "Çary"), "Чарыевич Çaryýewiç", "Чарыевна Çaryýewna"),
            (Patronymic.NONE, Word("Фирӯз", "Firuz"), " ", " "),
        ],
    )
    def test_its_ending_goes_with_the_people_and_the_child(self, kind, father, son, daughter):
        assert both(patronymic(kind, father, is_woman=False)) == son
        assert both(patronymic(kind, father, is_woman=True)) == daughter

    @pytest.mark.parametrize(("father", "can"), [("Марат", True), ("Серік", False), ("Фирӯз", False), ("Чары", False)])
    def test_the_russian_form_is_for_names_in_russian_letters_that_end_in_a_consonant(self, father, can):
        assert takes_russian_form(Word(father, "")) is can


class TestDrawName:
    @pytest.mark.parametrize("people", PEOPLE.values(), ids=PEOPLE)
    def test_women_bear_womens_forms_in_both_scripts(self, people):
        rng = random.Random(1)
        women = [draw_name(people, is_woman=True, is_latin=False, rng=rng) for _ in range(200)]
        men = [draw_name(people, is_woman=False, is_latin=False, rng=rng) for _ in range(200)]

        for name in women:
            assert name.given in people.women
            assert not name.surname.cyrillic.endswith(("ов", "ев", "ин", "ский", "цкий"))
            assert not name.surname.latin.endswith(("ov", "ev", "ow", "ew", "in", "skiy"))
            assert not name.patronymic.cyrillic.endswith(("ич", "ұлы", "уулу", "ўғли"))
        for name in men:
            assert name.given in people.men
            assert name.surname in people.surnames
            assert not name.patronymic.cyrillic.endswith(("вна", "қызы", "кызы", "қизи"))

    def test_surnames_that_have_one_form_keep_it(self):
        rng = random.Random(1)
        surnames = {draw_name(names.TAJIK, is_woman=True, is_latin=False, rng=rng).surname.cyrillic for _ in range(300)}

        assert {"Каримзода", "Ҳакимӣ", "Назарова"} <= surnames

    def test_the_whole_is_in_the_script_that_is_her_own(self):
        name = draw_name(names.UZBEK, is_woman=True, is_latin=True, rng=random.Random(2))

        assert name.whole == f"{name.surname.latin} {name.given.latin} {name.patronymic.latin}"


def both(word: Word) -> str:
    return f"{word.cyrillic} {word.latin}"


def is_cyrillic(text: str) -> bool:
    return all("\u0400" <= char <= "\u04ff" for char in text if char not in " -")
