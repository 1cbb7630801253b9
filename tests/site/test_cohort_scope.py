"""A coordinator's every page and file is about her own cohorts: of others it holds no name, whatever she asks for."""

import pytest

from lms.accounts.models import Role, UserRole
from tests.site.world import OTHERS, World, make_world, rules_of, words_of

HERS = ("Investigators of Osh", "Osh police", "Sadykova", "aigul@example.org", "ACDEFGH3", "ACDE-FGH3")
FIND = ("Judg", "zari", "Khak", "firu", "sug", "WXYW-XYW", "%", "_")  # parts: a page repeats what was searched


@pytest.fixture
def world(make) -> World:
    return make_world(make)


def addresses(app, world) -> set[str]:
    """Give an address of every route, for each cohort and membership there may be, and of searches.

    Pages that a code opens to anybody who has it are aside.
    """
    found = set()
    for rule in rules_of(app, "GET"):
        numbers = [name for name in rule.arguments if name in ("cohort_id", "membership_id", "coordinator_id")]
        values = [world.values, *({**world.values, **dict.fromkeys(numbers, it)} for it in range(1, 9) if numbers)]
        mixed = [{**world.values, "membership_id": it} for it in range(1, 9) if "membership_id" in numbers]
        found |= {World(**{**vars(world), "values": it}).address(rule) for it in [*values, *mixed]}
    searches = [f"{address}?find={find}" for address in list(found) if "cohorts" in address for find in FIND]
    return {it for it in (*found, *searches) if not it.startswith(("/join/", "/verify/"))}


def leaks(visitor, asked: set[str], names: tuple[str, ...]) -> set[tuple[str, str]]:
    """Give the pages that hold a name, and the name."""
    found = set()
    for address in sorted(asked):
        answer = visitor.client.get(address, follow_redirects=True)
        text = words_of(answer)
        found |= {(address, name) for name in names if name.casefold() in text.casefold()}
    return found


def test_a_coordinators_pages_name_nobody_of_another_cohort(app, sign_in, world):
    asked = addresses(app, world)

    assert leaks(sign_in(world.coordinator), asked, OTHERS) == set()
    assert leaks(sign_in(world.other_coordinator), asked, HERS) == set()


def test_the_search_itself_finds_what_there_is(app, sign_in, world):
    asked = addresses(app, world)

    assert {name for _address, name in leaks(sign_in(world.other_coordinator), asked, OTHERS)} >= set(OTHERS[:4])
    assert {name for _address, name in leaks(sign_in(world.coordinator), asked, HERS)} >= set(HERS[:3])


def test_without_the_role_a_coordinator_sees_nobody(app, sign_in, session, world):
    session.delete(session.get_one(UserRole, (world.coordinator.id, Role.COORDINATOR)))
    session.commit()
    visitor = sign_in(world.coordinator)
    asked = addresses(app, world)

    assert leaks(visitor, asked, (*OTHERS, *HERS[1:3])) == set()


@pytest.mark.parametrize("who", ["learner", "outsider", "author"])
def test_nobody_else_sees_names_of_a_cohort(app, sign_in, world, who):
    asked = addresses(app, world)

    assert leaks(sign_in(getattr(world, who)), asked, OTHERS) == set()
