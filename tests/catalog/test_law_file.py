"""Files of national law: what is read, what replaces what, and that a broken one only takes itself away."""

from datetime import date
from pathlib import Path

import pytest

from lms.catalog.law import LawBook, LawKey, State
from lms.catalog.loader import load_library
from tests.catalog.package import Package

TODAY = date(2026, 11, 24)
SOURCE = "source: {body: law.example.org, address: 'https://law.example.org/'}"
ENTRY = f"{{text: {{en: Code of 2020}}, {SOURCE}, state: unconfirmed"
COURSES = Path(__file__).parents[2] / "courses"


def law(name: str, *more: str) -> str:
    """Give an entry of a law file with one provision."""
    return f"{name}:\n  - {', '.join([ENTRY, *more])}}}\n"


def texts(book: LawBook, country: str = "kg", key: str = "trafficking", day: date = TODAY) -> list[str]:
    return [provision.text("en").value for provision in book.find(country, key, day)]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    (folder / "laws").mkdir(parents=True)
    return folder


def own_book(package: Package, instance: Path, content: str) -> LawBook:
    (instance / "laws" / "kg.yaml").write_text(content)
    return load_library(package.folder, instance).laws


class TestReading:
    def test_a_provision_is_found_by_country_and_key(self, package: Package) -> None:
        package.write("../laws/kg.yaml", law("trafficking"))

        (found,) = package.load().laws.find("kg", "trafficking", TODAY)

        assert (found.texts, found.state, found.source.body) == (
            {"en": "Code of 2020"},
            State.UNCONFIRMED,
            "law.example.org",
        )
        assert texts(package.load().laws, "kz") == texts(package.load().laws, key="deposition") == []

    @pytest.mark.parametrize(
        ("day", "is_found"),
        [("2021-11-30", False), ("2021-12-01", True), ("2023-12-31", True), ("2024-01-01", False)],
    )
    def test_it_holds_from_its_first_day_to_its_last(self, package: Package, day: str, is_found: bool) -> None:
        package.write("../laws/kg.yaml", law("trafficking", "valid_from: 2021-12-01", "valid_to: 2023-12-31"))

        assert bool(texts(package.load().laws, day=date.fromisoformat(day))) == is_found

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (law("traffic"), "“traffic” is no key of law"),
            ("trafficking: Code", "Write a list here"),
            ("trafficking: [{text: {en: Code}}]", "Add “source”"),
            (law("trafficking").replace("https", "http"), "Write the official address"),
            (law("trafficking").replace("en:", "english:"), "is no language"),
            (law("trafficking").replace("unconfirmed", "sure"), "Write one of: unconfirmed, confirmed."),
            (law("trafficking").replace("unconfirmed", "confirmed"), "add confirmed_by and confirmed_on"),
            (law("trafficking", "valid_from: 2022-01-01", "valid_to: 2021-01-01"), "ends before it begins"),
            ("trafficking: [", "This cannot be read as YAML"),
        ],
    )
    def test_a_mistake_is_told_and_takes_no_course_away(self, package: Package, content: str, message: str) -> None:
        package.write("../laws/kg.yaml", law("protection") + content)

        (told,) = package.problems()

        assert told.startswith("laws/kg.yaml:") and message in told
        assert package.load().courses
        assert texts(package.load().laws) == []

    def test_a_file_of_no_country_is_told(self, package: Package) -> None:
        package.write("../laws/nowhere.yaml", law("trafficking"))

        assert package.problems() == [
            "laws/nowhere.yaml:1: Nothing reads this: a country's law is in a file called like kg.yaml, with the two "
            "letters of its code."
        ]

    def test_the_laws_that_come_with_the_courses_are_read_and_none_is_confirmed(self) -> None:
        countries = load_library(COURSES).laws.countries

        assert set(countries) == {"kz", "kg", "tj", "tm", "uz"}
        noted = [one for country in countries.values() for provisions in country.values() for one in provisions]
        assert {one.state for one in noted} == {State.UNCONFIRMED}
        assert all({"en", "ru"} <= set(one.texts) for one in noted)


class TestOwn:
    def test_it_replaces_ours_key_by_key(self, package: Package, instance: Path) -> None:
        package.write("../laws/kg.yaml", law("trafficking") + law("protection"))

        book = own_book(package, instance, law("trafficking").replace("2020", "2026"))

        assert texts(book) == ["Code of 2026"]
        assert texts(book, key="protection") == ["Code of 2020"]

    def test_an_empty_list_withdraws_ours(self, package: Package, instance: Path) -> None:
        package.write("../laws/kg.yaml", law("trafficking"))

        assert texts(own_book(package, instance, "trafficking: []\n")) == []

    @pytest.mark.parametrize("content", ["trafficking: wrong\n", "trafficking: [\n"], ids=["a key", "the file"])
    def test_where_it_cannot_be_read_ours_does_not_stand_in_its_place(
        self, package: Package, instance: Path, content: str
    ) -> None:
        package.write("../laws/kg.yaml", law("trafficking"))

        assert texts(own_book(package, instance, content)) == []
        told = load_library(package.folder, instance).problems
        assert [one.file for one in told] == ["instance/laws/kg.yaml"]

    def test_it_may_be_of_a_further_country(self, package: Package, instance: Path) -> None:
        (instance / "laws" / "az.yaml").write_text(law("trafficking"))

        assert texts(load_library(package.folder, instance).laws, "az") == ["Code of 2020"]

    def test_an_installation_without_any_has_ours(self, package: Package, tmp_path: Path) -> None:
        package.write("../laws/kg.yaml", law("trafficking"))

        assert texts(load_library(package.folder, tmp_path / "nowhere").laws) == ["Code of 2020"]


def test_every_key_is_in_the_guide() -> None:
    guide = (COURSES / "README.md").read_text(encoding="utf-8")

    assert {key for key in LawKey if f"`{key}`" not in guide} == set()
