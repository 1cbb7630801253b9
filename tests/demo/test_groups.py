import random
from datetime import date

import pytest

from lms.catalog.loader import load_library
from lms.demo.groups import plan_groups, share_out
from tests.factories import COURSES

TODAY = date(2026, 11, 25)


class TestShareOut:
    @pytest.mark.parametrize(("learners", "cohorts"), [(12, 3), (60, 20), (260, 3), (420, 5), (10_000, 25), (900, 300)])
    def test_everybody_is_in_one_cohort_and_none_is_empty(self, learners, cohorts):
        sizes = share_out(learners, cohorts)

        assert len(sizes) == cohorts
        assert sum(sizes) == learners
        assert min(sizes) > 0

    @pytest.mark.parametrize(("learners", "cohorts"), [(260, 3), (420, 5), (10_000, 25), (10_000, 40)])
    def test_the_first_is_large_where_there_are_enough(self, learners, cohorts):
        assert share_out(learners, cohorts)[0] >= 225


class TestPlanGroups:
    def test_their_names_tell_them_apart_and_the_third_has_ended(self):
        courses = list(load_library(COURSES).courses.values())

        groups = plan_groups(learners=900, cohorts=40, courses=courses, today=TODAY, rng=random.Random(1))

        assert len({group.name for group in groups}) == 40
        assert [group.number for group in groups] == list(range(1, 41))
        assert groups[2].ends_on < TODAY <= groups[0].ends_on
        assert all(group.starts_on < TODAY and group.courses for group in groups)
