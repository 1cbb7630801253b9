"""Draws the sample people: who they are, where they work, and how they came into their cohort."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lms.accounts.blueprint import NOTICE_VERSION
from lms.accounts.models import Profession, Role
from lms.accounts.sign_in_names import suggest_sign_in_name
from lms.cohorts.models import CameBy, Sex
from lms.demo.groups import Group
from lms.demo.names import PEOPLES, Word
from lms.demo.naming import FullName, draw_name
from lms.demo.plans import Manner
from lms.demo.provinces import POSTS, PROVINCES

DOMAIN = "demo.test"
OWN_NAME_END = ".demo"  # of the sign-in names of people without an address
_WITHOUT_ADDRESS = 0.1
_ABSENT, _GONE = 0.035, 0.02  # shares of a list that have not come in, and that have left
_BY_CODE = 0.2
_MOST_DAYS = 9  # between being listed and coming in


@dataclass(frozen=True, slots=True)
class Named:
    """An account that somebody may sign in to."""

    login: str
    name: str
    role: Role
    profession: Profession
    country: str
    does: str  # for the table that is printed
    manner: Manner | None = None  # of learners
    is_woman: bool = True
    cyrillic: str = ""  # her name as lists in Russian have it

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


STAFF = (
    Named("admin", "Gulnora Normatova", Role.ADMINISTRATOR, Profession.OTHER, "uz", "administers the site"),
    Named("coordinator", "Bermet Osmonova", Role.COORDINATOR, Profession.OTHER, "kg", "follows two cohorts"),
    Named("coordinator2", "Daler Safarov", Role.COORDINATOR, Profession.OTHER, "tj", "follows the other cohorts"),
)
LEARNERS = (
    Named(
        "investigator",
        "Azamat Beishenov",
        Role.LEARNER,
        Profession.INVESTIGATOR,
        "kg",
        "is half-way, with a quiz failed and then passed",
        Manner.FAILED_ONCE,
        is_woman=False,
        cyrillic="Азамат Бейшенов",
    ),
    Named(
        "prosecutor",
        "Dinara Omarova",
        Role.LEARNER,
        Profession.PROSECUTOR,
        "kz",
        "is half-way, with an attempt open",
        Manner.SITTING,
        cyrillic="Динара Омарова",
    ),
    Named(
        "judge",
        "Aiperi Sydykova",
        Role.LEARNER,
        Profession.JUDGE,
        "kg",
        "has completed a course and holds its certificate",
        Manner.FAST,
        cyrillic="Айпери Сыдыкова",
    ),
)
NAMED = (*STAFF, *LEARNERS)


@dataclass(frozen=True, slots=True)
class Works:
    """Where somebody works, and as what."""

    province: str
    agency: str
    position: str


@dataclass(frozen=True, slots=True)
class Person:
    """A sample learner on the list of a cohort."""

    name: str
    full_name: FullName
    is_woman: bool
    profession: Profession
    country: str
    language: str  # of pages
    works_in: str  # BCP 47 tag of the language she works in
    works: Works


@dataclass(frozen=True, slots=True)
class Coming:
    """How and when somebody came into a cohort, and went."""

    by: CameBy
    listed_at: datetime
    joined_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the list of a cohort, with the id of her account."""

    number: int
    person: Person
    coming: Coming


def draw_person(group: Group, languages: list[str], rng: random.Random) -> Person:
    """Draw somebody for a cohort, in the language in which its list was written."""
    country = rng.choice(group.countries)
    peoples = PEOPLES[country]
    people = rng.choices([it for it, _share in peoples], weights=[share for _people, share in peoples])[0]
    is_woman = rng.random() < 0.5
    is_latin = rng.random() < people.latin_share and country in ("uz", "tm")
    name = draw_name(people, is_woman=is_woman, is_latin=is_latin, rng=rng)
    profession = _draw_profession(group, rng)
    own = people.latin_language if is_latin else people.language
    return Person(
        name=name.whole,
        full_name=name,
        is_woman=is_woman,
        profession=profession,
        country=country,
        language="ru" if "ru" in languages and rng.random() < 0.85 else languages[0],
        works_in=own if rng.random() < 0.6 else "ru",
        works=draw_works(group, country, profession, rng),
    )


def named_person(named: Named, group: Group, language: str, rng: random.Random) -> Person:
    """Describe a named learner as the list of her cohort does."""
    given, surname = (Word(*pair) for pair in zip(named.cyrillic.split(), named.name.split(), strict=True))
    return Person(
        name=named.name,
        full_name=FullName(surname, given, Word("", ""), is_latin=not group.is_russian),
        is_woman=named.is_woman,
        profession=named.profession,
        country=named.country,
        language=language,
        works_in="ru",
        works=draw_works(group, named.country, named.profession, rng),
    )


def draw_works(group: Group, country: str, profession: Profession, rng: random.Random) -> Works:
    """Draw where somebody works, in the language in which the cohort's list was written."""
    province, post = rng.choice(PROVINCES[country]), rng.choice(POSTS[profession])
    if group.is_russian:
        return Works(province.russian, post.agency_russian.format(province.of_russian), post.position_russian)
    return Works(province.english, post.agency.format(province.english), post.position)


def draw_coming(group: Group, place: int, starts_at: datetime, today: datetime, rng: random.Random) -> Coming:
    """Draw how somebody came into a cohort; of each larger list one has not come in and one has left.

    :param place: on the list, from 0
    :param starts_at: the morning of the cohort's first day
    """
    listed_at = starts_at - timedelta(days=7, minutes=-place // 40)
    by = CameBy.CODE if rng.random() < _BY_CODE and place > 4 else CameBy.LIST
    joined_at = listed_at + timedelta(days=rng.uniform(0, _MOST_DAYS), hours=1)
    joined_at = joined_at.replace(microsecond=0)
    chance = rng.random()
    if place == 3 or chance < _ABSENT:
        return Coming(CameBy.LIST, listed_at, None, None)
    left_at = None
    if place == 4 or chance > 1 - _GONE:
        left_at = joined_at + (today - joined_at) * rng.uniform(0.3, 0.9)
        left_at = left_at.replace(microsecond=0)
    return Coming(by, joined_at if by is CameBy.CODE else listed_at, joined_at, left_at)


def account_of(member: Member, rng: random.Random) -> dict[str, Any]:
    """Give the columns of a sample person's account; nobody can sign in to it."""
    person, coming, number = member.person, member.coming, member.number
    plain = suggest_sign_in_name(f"{person.full_name.given.latin} {person.full_name.surname.latin}")
    has_address = rng.random() >= _WITHOUT_ADDRESS
    consented_at = coming.joined_at
    return {
        "id": number,
        "name": person.name,
        "email": f"{plain}{number}@{DOMAIN}" if has_address else None,
        "sign_in_name": None if has_address else f"{plain}{number}{OWN_NAME_END}",
        "password_hash": None,
        "profession": person.profession,
        "language": person.language,
        "country": person.country,
        "created_at": coming.listed_at,
        "disabled_at": coming.left_at if number % 2 else None,
        "notice_version": NOTICE_VERSION if consented_at else None,
        "consented_at": consented_at,
    }


def membership_of(member: Member, group: Group) -> dict[str, Any]:
    """Give the columns of somebody's place in a cohort."""
    person, coming, name = member.person, member.coming, member.person.full_name
    return {
        "cohort_id": group.number,
        "user_id": member.number,
        "surname": name.own(name.surname),
        "given_name": name.own(name.given),
        "patronymic": name.own(name.patronymic),
        "surname_latin": name.surname.latin,
        "given_name_latin": name.given.latin,
        "patronymic_latin": name.patronymic.latin,
        "sex": Sex.FEMALE if person.is_woman else Sex.MALE,
        "agency": person.works.agency,
        "province": person.works.province,
        "position": person.works.position,
        "language": person.works_in,
        "came_by": coming.by,
        "listed_at": coming.listed_at,
        "joined_at": coming.joined_at,
        "promised": group.shown if coming.joined_at else None,
        "left_at": coming.left_at,
    }


def _draw_profession(group: Group, rng: random.Random) -> Profession:
    if group.is_of_judges:
        return Profession.JUDGE
    if group.is_large:
        return rng.choices((Profession.INVESTIGATOR, Profession.PROSECUTOR), weights=(6, 4))[0]
    return group.audience if rng.random() < 0.8 else rng.choice((Profession.PROSECUTOR, Profession.OTHER))
