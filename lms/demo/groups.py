"""The sample cohorts: how many people, from where, on which courses, and when."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from lms.accounts.countries import REGION
from lms.accounts.models import Profession
from lms.catalog.course import Course
from lms.cohorts.models import Shown

FEWEST_COHORTS = 3  # the coordinator's two, and one of the other coordinator
FEWEST_LEARNERS = 12
MOST_COURSES = 3
FIRST_COURSE = "trafficking-foundations"  # what everybody named begins with, where it is served
_LARGE = 225  # so many that 200 are members when some have not come and some have left
_JUDGES = (6, 18)
_COUNTRIES = {
    "kz": ("Kazakhstan", "Казахстан"),
    "kg": ("Kyrgyzstan", "Кыргызстан"),
    "tj": ("Tajikistan", "Таджикистан"),
    "tm": ("Turkmenistan", "Туркменистан"),
    "uz": ("Uzbekistan", "Узбекистан"),
}
_AUDIENCES = {
    Profession.INVESTIGATOR: ("investigators", "следователи"),
    Profession.PROSECUTOR: ("prosecutors", "прокуроры"),
    Profession.OTHER: ("victim assistance and labour inspection", "помощь пострадавшим и инспекция труда"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort to be made. The first is the large one, the second the judges'."""

    number: int  # from 1; its id too
    name: str
    description: str
    audience: Profession
    shown: Shown
    countries: tuple[str, ...]
    is_russian: bool  # the language in which its list was written
    starts_on: date
    ends_on: date
    courses: tuple[Course, ...]
    size: int  # people on its list

    @property
    def is_large(self) -> bool:
        return self.number == 1

    @property
    def is_of_judges(self) -> bool:
        return self.number == 2


def plan_groups(
    *, learners: int, cohorts: int, courses: Sequence[Course], today: date, rng: random.Random
) -> list[Group]:
    """Give the cohorts, the sizes adding up to `learners`."""
    sizes = share_out(learners, cohorts)
    groups = [_large(courses, sizes[0], today), _of_judges(courses, sizes[1], today)]
    for number in range(3, cohorts + 1):
        groups.append(_other(number, sizes[number - 1], courses, today, rng))
    return groups


def share_out(learners: int, cohorts: int) -> list[int]:
    """Give how many people each cohort has: few judges, at least 200 members in the first when there are so many."""
    judges = min(max(_JUDGES[0], learners // 25), _JUDGES[1], learners // 2)
    rest = learners - judges
    others = cohorts - 2
    large = min(max(_LARGE, rest // (cohorts - 1)), max(rest - others, rest // 2))
    share, left = divmod(rest - large, others)
    return [large, judges, *(share + (place < left) for place in range(others))]


def _large(courses: Sequence[Course], size: int, today: date) -> Group:
    starts_on = today - timedelta(days=49)
    return Group(
        number=1,
        name=f"Central Asia: investigators and prosecutors, {_month(starts_on, 'en')}",
        description="Joint course of the five countries’ services, with a meeting at the end.",
        audience=Profession.INVESTIGATOR,
        shown=Shown.SCORES,
        countries=REGION,
        is_russian=False,
        starts_on=starts_on,
        ends_on=today + timedelta(days=35),
        courses=_first_courses(courses)[:2],
        size=size,
    )


def _of_judges(courses: Sequence[Course], size: int, today: date) -> Group:
    starts_on = today - timedelta(days=70)
    return Group(
        number=2,
        name=f"Судьи Кыргызстана, {_month(starts_on, 'ru')}",
        description="Судьи по уголовным делам. Координатору видно только, пройден ли курс.",
        audience=Profession.JUDGE,
        shown=Shown.COMPLETION,
        countries=("kg",),
        is_russian=True,
        starts_on=starts_on,
        ends_on=today + timedelta(days=21),
        courses=_first_courses(courses)[:1],
        size=size,
    )


def _other(number: int, size: int, courses: Sequence[Course], today: date, rng: random.Random) -> Group:
    country = REGION[(number - 3) % len(REGION)]
    audience = rng.choices(list(_AUDIENCES), weights=(5, 4, 2))[0]
    is_russian = rng.random() < 0.5
    starts_on = today - timedelta(days=60 if number == 3 else rng.randint(18, 62))
    lasts = 50 if number == 3 else rng.randint(40, 90)  # the third has ended
    language = "ru" if is_russian else "en"
    title = f"{_COUNTRIES[country][is_russian]}: {_AUDIENCES[audience][is_russian]}"
    wanted = rng.randint(1, min(MOST_COURSES, len(courses)))
    chosen = sorted(rng.sample(range(len(courses)), wanted))
    return Group(
        number=number,
        name=f"{title}, {_month(starts_on, language)}" + (f" ({number})" if number > len(REGION) + 2 else ""),
        description="",
        audience=audience,
        shown=Shown.SCORES,
        countries=(country,),
        is_russian=is_russian,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=lasts),
        courses=tuple(courses[place] for place in chosen),
        size=size,
    )


def _first_courses(courses: Sequence[Course]) -> tuple[Course, ...]:
    return tuple(sorted(courses, key=lambda course: (course.key != FIRST_COURSE, course.key)))


def _month(day: date, language: str) -> str:
    return str(format_date(day, "LLLL y", locale=language))
