"""The provinces of the five countries and their cities of republican rank, in two languages, and who works there."""

from dataclasses import dataclass

from lms.accounts.models import Profession


@dataclass(frozen=True, slots=True)
class Province:
    """A part of a country that a sample person works in."""

    english: str
    russian: str
    of_russian: str  # the Russian name after "Прокуратура …"


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody works, and as what; `{}` stands for the province."""

    agency: str
    agency_russian: str
    position: str
    position_russian: str


def _areas(text: str, russian: str, english: str) -> tuple[Province, ...]:
    """Read pairs of an English and a Russian name; the Russian one is an adjective in -ий or -ая."""
    found = []
    for pair in text.split(", "):
        name, adjective = pair.split("/")
        ending = "ой" if adjective.endswith("ая") else "ого"
        genitive = f"{adjective[:-2]}{ending} {russian[:-1] + 'и' if ending == 'ой' else russian + 'а'}"
        found.append(Province(f"{name} {english}", f"{adjective} {russian}", genitive))
    return tuple(found)


PROVINCES: dict[str, tuple[Province, ...]] = {
    "kz": (
        *_areas(
            "Akmola/Акмолинская, Aktobe/Актюбинская, Almaty/Алматинская, Atyrau/Атырауская, "
            "East Kazakhstan/Восточно-Казахстанская, Zhambyl/Жамбылская, Karaganda/Карагандинская, "
            "Kostanay/Костанайская, Kyzylorda/Кызылординская, Mangystau/Мангистауская, "
            "North Kazakhstan/Северо-Казахстанская, Pavlodar/Павлодарская, Turkistan/Туркестанская, "
            "West Kazakhstan/Западно-Казахстанская",
            "область",
            "oblast",
        ),
        Province("Abai oblast", "область Абай", "области Абай"),
        Province("Zhetisu oblast", "область Жетісу", "области Жетісу"),
        Province("Ulytau oblast", "область Ұлытау", "области Ұлытау"),
        Province("Astana city", "город Астана", "города Астаны"),
        Province("Almaty city", "город Алматы", "города Алматы"),
        Province("Shymkent city", "город Шымкент", "города Шымкента"),
    ),
    "kg": (
        *_areas(
            "Batken/Баткенская, Chuy/Чуйская, Issyk-Kul/Иссык-Кульская, Jalal-Abad/Джалал-Абадская, "
            "Naryn/Нарынская, Osh/Ошская, Talas/Таласская",
            "область",
            "oblast",
        ),
        Province("Bishkek city", "город Бишкек", "города Бишкек"),
        Province("Osh city", "город Ош", "города Ош"),
    ),
    "tj": (
        *_areas("Khatlon/Хатлонская, Sughd/Согдийская", "область", "oblast"),
        Province(
            "Gorno-Badakhshan autonomous oblast",
            "Горно-Бадахшанская автономная область",
            "Горно-Бадахшанской автономной области",
        ),
        Province(
            "Districts of republican subordination",
            "районы республиканского подчинения",
            "районов республиканского подчинения",
        ),
        Province("Dushanbe city", "город Душанбе", "города Душанбе"),
    ),
    "tm": (
        *_areas(
            "Ahal/Ахалский, Balkan/Балканский, Dashoguz/Дашогузский, Lebap/Лебапский, Mary/Марыйский",
            "велаят",
            "velayat",
        ),
        Province("Ashgabat city", "город Ашхабад", "города Ашхабада"),
        Province("Arkadag city", "город Аркадаг", "города Аркадага"),
    ),
    "uz": (
        *_areas(
            "Andijan/Андижанская, Bukhara/Бухарская, Fergana/Ферганская, Jizzakh/Джизакская, "
            "Kashkadarya/Кашкадарьинская, Khorezm/Хорезмская, Namangan/Наманганская, Navoiy/Навоийская, "
            "Samarkand/Самаркандская, Sirdarya/Сырдарьинская, Surkhandarya/Сурхандарьинская, Tashkent/Ташкентская",
            "область",
            "oblast",
        ),
        Province("Republic of Karakalpakstan", "Республика Каракалпакстан", "Республики Каракалпакстан"),
        Province("Tashkent city", "город Ташкент", "города Ташкента"),
    ),
}

_POLICE = ("Police investigation department, {}", "Следственный отдел полиции {}")
_AFFAIRS = ("Department of internal affairs, {}", "Управление внутренних дел {}")
_PROSECUTION = ("Prosecutor’s office of {}", "Прокуратура {}")
_COURT = ("Court of {}", "Суд {}")
_SHELTER = ("Victim assistance centre, {}", "Центр помощи пострадавшим {}")
_INSPECTION = ("Labour inspectorate, {}", "Инспекция труда {}")

POSTS: dict[Profession, tuple[Post, ...]] = {
    Profession.INVESTIGATOR: (
        Post(*_POLICE, "Investigator", "Следователь"),
        Post(*_POLICE, "Senior investigator", "Старший следователь"),
        Post(*_AFFAIRS, "Investigator for cases of special importance", "Следователь по особо важным делам"),
        Post(*_AFFAIRS, "Head of an investigation group", "Начальник следственной группы"),
        Post(*_AFFAIRS, "Operative officer", "Оперуполномоченный"),
    ),
    Profession.PROSECUTOR: (
        Post(*_PROSECUTION, "Prosecutor", "Прокурор"),
        Post(*_PROSECUTION, "Assistant prosecutor", "Помощник прокурора"),
        Post(*_PROSECUTION, "Senior prosecutor", "Старший прокурор"),
        Post(*_PROSECUTION, "Head of division", "Начальник отдела"),
    ),
    Profession.JUDGE: (
        Post(*_COURT, "Judge", "Судья"),
        Post(*_COURT, "Judge of the criminal chamber", "Судья коллегии по уголовным делам"),
        Post(*_COURT, "Deputy president of the court", "Заместитель председателя суда"),
    ),
    Profession.OTHER: (
        Post(*_SHELTER, "Social worker", "Социальный работник"),
        Post(*_SHELTER, "Psychologist", "Психолог"),
        Post(*_SHELTER, "Lawyer", "Юрист"),
        Post(*_INSPECTION, "Labour inspector", "Инспектор труда"),
    ),
}
