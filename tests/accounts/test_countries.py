"""Countries of work."""

from lms.accounts.countries import country_name, list_countries


def test_the_region_comes_first_and_all_others_by_name():
    countries = list_countries("en")

    assert [code for code, _name in countries[:5]] == ["kz", "kg", "tj", "tm", "uz"]
    names = [name for _code, name in countries[5:]]
    assert names == sorted(names, key=str.casefold)
    assert len(countries) > 200


def test_each_country_is_listed_once_in_the_readers_language():
    codes = [code for code, _name in list_countries("ru")]

    assert len(codes) == len(set(codes))
    assert country_name("kg", "ru") == "Кыргызстан"
    assert country_name("uz", "uz-Cyrl") == "Ўзбекистон"


def test_no_country_has_no_name():
    assert country_name(None, "en") == ""
    assert country_name("xx", "en") == ""
