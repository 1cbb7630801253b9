"""Each course that is served, taken by somebody in a browser from a cohort's code to the certificate."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms import config
from lms.accounts.models import Role
from lms.catalog.loader import load_library
from tests.certificates.paper import read_text
from tests.journeys.conftest import Server, installed
from tests.journeys.learner import complete, download_certificate, join_by_code, sign_in
from tests.journeys.staff import create_account, make_code, make_cohort

pytestmark = pytest.mark.browser

COURSES = config.ROOT / "courses"
CERTIFIED = sorted(path.parent.name for path in COURSES.glob("*/final.en.gift"))
COORDINATOR = "dilnoza@example.org"


@pytest.fixture(scope="module")
def courses_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with installed(tmp_path_factory.mktemp("courses"), COURSES) as server:
        create_account(server, COORDINATOR, name="Dilnoza Coordinator", role=Role.COORDINATOR)
        yield server


@pytest.fixture
def server(courses_server: Server) -> Server:
    return courses_server


@pytest.mark.parametrize("key", CERTIFIED)
def test_it_leads_to_a_certificate(new_page, key: str, tmp_path: Path):
    course = load_library(COURSES).courses[key]
    title = course.text("en").value.title
    coordinator, learner = new_page(), new_page()
    sign_in(coordinator, COORDINATOR)
    make_cohort(coordinator, f"Cohort of {key}", course=title)

    join_by_code(learner, *make_code(coordinator), surname="Раҳимов", given_name="Далер", agency="Додситонӣ")
    complete(learner, course)

    assert title in " ".join(read_text(download_certificate(learner)).split())
