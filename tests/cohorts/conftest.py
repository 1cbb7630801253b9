"""Two cohorts of two coordinators."""

import pytest

from lms.accounts.models import User
from lms.cohorts.models import Cohort
from tests.factories import Make


@pytest.fixture
def cohort(make: Make, coordinator: User) -> Cohort:
    """The cohort of `coordinator`."""
    return make.cohort(name="Investigators of Osh", coordinators=[coordinator])


@pytest.fixture
def other_coordinator(make: Make) -> User:
    return make.coordinator(name="Kanat Elsewhere", email="kanat@example.org")


@pytest.fixture
def other_cohort(make: Make, other_coordinator: User) -> Cohort:
    return make.cohort(name="Judges of Khujand", coordinators=[other_coordinator])
