from benchmarks.figures import Comparison, Sample
from benchmarks.table import HEAD, Line, compare, limit, markdown

COMPARISON = Comparison([Sample(10, 0.031, 0.1)], [Sample(10, 0.02, 0.05)])


class TestLines:
    def test_a_comparison_says_time_speed_ratio_and_whether_it_is_within_its_budget(self):
        line = compare("a page", COMPARISON, most=1.5)

        assert line == Line("a page", "3.1 ms, 100/s", "2.0 ms, 200/s", "1.55 ×", "≤ 1.5 ×", met=False)
        assert compare("a page", COMPARISON, most=1.6).met

    def test_a_limit_is_met_when_it_is_just_reached(self):
        assert limit("memory", 250, most=250, unit=" MB") == Line("memory", "250 MB", "–", "–", "≤ 250 MB", met=True)
        assert not limit("start", 3.01, most=3, unit=" s", digits=1).met


class TestMarkdown:
    LINES = (limit("memory", 210, most=250, unit=" MB"), limit("start", 3.5, most=3, unit=" s", digits=1))

    def test_it_is_a_table_whose_columns_stand_below_each_other(self):
        table = markdown(self.LINES).splitlines()

        assert [cell.strip() for cell in table[0].strip("|").split("|")] == list(HEAD)
        assert set(table[1]) == {"|", "-", " "}
        assert len({len(row) for row in table}) == 1
        assert [row.strip("| ").split()[-1] for row in table[2:]] == ["yes", "**no**"]

    def test_for_a_page_it_takes_no_more_room_than_it_needs(self):
        row = markdown(self.LINES[:1], aligned=False).splitlines()[2]

        assert row == "| memory | 210 MB | – | – | ≤ 250 MB | yes |"
