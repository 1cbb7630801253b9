import pytest

from lms.accounts.models import Profession
from lms.demo.provinces import POSTS, PROVINCES


@pytest.mark.parametrize(
    ("country", "provinces", "cities"),
    [("kz", 17, 3), ("kg", 7, 2), ("tj", 4, 1), ("tm", 5, 2), ("uz", 13, 1)],
)
def test_every_province_and_city_of_republican_rank_is_there(country, provinces, cities):
    names = [province.english for province in PROVINCES[country]]

    assert len(set(names)) == len(names) == provinces + cities
    assert sum(name.endswith(" city") for name in names) == cities


@pytest.mark.parametrize(
    ("english", "genitive"),
    [
        ("Osh oblast", "Ошской области"),
        ("Osh city", "города Ош"),
        ("East Kazakhstan oblast", "Восточно-Казахстанской области"),
        ("Abai oblast", "области Абай"),
        ("Mary velayat", "Марыйского велаята"),
        ("Republic of Karakalpakstan", "Республики Каракалпакстан"),
        ("Gorno-Badakhshan autonomous oblast", "Горно-Бадахшанской автономной области"),
    ],
)
def test_an_agency_is_named_after_its_province_in_good_russian(english, genitive):
    (province,) = [it for provinces in PROVINCES.values() for it in provinces if it.english == english]

    assert province.of_russian == genitive


@pytest.mark.parametrize("profession", Profession)
def test_everybody_works_somewhere(profession):
    for post in POSTS[profession]:
        assert post.agency.count("{}") == post.agency_russian.count("{}") == 1
        assert post.position and post.position_russian
