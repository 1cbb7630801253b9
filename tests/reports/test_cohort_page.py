"""A cohort's table as a page and as a file: who may open it, what it says and hides, and that both say the same."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from lms.audit import Act, AuditEntry
from lms.cohorts.models import Cohort, Shown
from lms.reports import grid
from tests.conftest import Visitor
from tests.kernel.test_spreadsheet import FORMULAS
from tests.reports.crowd import LONG_AGO, NOW, QUIZ, RECENT, fill, join, stand
from tests.site.test_hostile import CORPUS
from tests.site.test_queries import counting

STUCK = "stuck at Quiz: The start since 22.11.2026"
RESULTS = re.compile(r"best score|stuck|55|85|Quiz:", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _now(clock):
    clock.now = NOW


@pytest.fixture
def cohort(make, coordinator) -> Cohort:
    cohort = make.cohort(name="Spring course", coordinators=[coordinator])
    fill(make, cohort)
    return cohort


@pytest.fixture
def follower(sign_in, coordinator) -> Visitor:
    return sign_in(coordinator)


def row_of(page, name):
    """Give what a reader sees in the row of that name, cell by cell."""
    rows = [tag for tag in page.find_all("table.grid tbody tr") if name in tag.get_text()]
    assert len(rows) == 1, [tag.get_text(" ", strip=True) for tag in rows]
    return [" ".join(cell.get_text(" ").split()) for cell in rows[0].select("th, td")]


def read_file(answer) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


class TestWho:
    @pytest.mark.parametrize("end", ["", "/progress.csv"])
    def test_whoever_does_not_follow_the_cohort_finds_nothing(self, make, sign_in, learner, cohort, end):
        others = [learner, make.coordinator(), make.author()]

        for user in others:
            sign_in(user).page(f"/cohorts/{cohort.id}{end}", status=404)

    def test_a_stranger_signs_in_first(self, visitor, cohort):
        assert visitor.client.get(f"/cohorts/{cohort.id}").headers["Location"].startswith("/login")

    def test_a_coordinator_who_is_none_any_more_finds_nothing(self, session, coordinator, follower, cohort):
        session.delete(coordinator.roles[0])
        session.commit()

        follower.page(f"/cohorts/{cohort.id}", status=404)

    def test_pages_and_files_of_one_cohort_name_nobody_of_another(self, make, follower, cohort):
        join(make, make.cohort(name="Another"), "Чужая Тайна", last_act_at=NOW)

        answers = [
            follower.client.get(f"/cohorts/{cohort.id}{end}").text for end in ("", "?find=Чужая", "/progress.csv")
        ]

        assert all("Тайна" not in text for text in answers)


class TestStates:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Чинара", f"2 of 5 parts best score 55% last activity 22.11.2026 {STUCK}"),
            ("Бек", "1 of 5 parts stopped since 04.11.2026"),
            ("Дана", "completed on 22.11.2026 best score 85% last activity 22.11.2026"),
            ("Азиз", "1 of 5 parts last activity 22.11.2026"),
            ("Жанна", "not started"),
            ("Ғайрат", "left the course last activity 04.11.2026"),
        ],
    )
    def test_each_state_is_said_in_words(self, follower, cohort, name, words):
        assert row_of(follower.page(f"/cohorts/{cohort.id}"), name)[2:] == [words]

    def test_of_somebody_on_the_list_only_the_list_is_shown(self, follower, cohort):
        page = follower.page(f"/cohorts/{cohort.id}")

        assert row_of(page, "Listed Only") == ["Listed Only on the list, has not joined yet", "", "– nothing is shown"]
        assert "Own Name" not in page.html
        assert "Who Has Left" not in page.html

    def test_a_course_that_is_no_longer_served_keeps_its_column(self, make, coordinator, follower):
        cohort = make.cohort(courses=("gone",), coordinators=[coordinator])
        stand(make, make.membership(cohort=cohort).user, "gone", parts_done=3, last_act_at=RECENT)

        page = follower.page(f"/cohorts/{cohort.id}")

        assert "gone" in page.find("table.grid thead").get_text()
        assert "parts done: 3" in page.text

    def test_each_cell_is_tied_to_its_heads(self, follower, cohort):
        page = follower.page(f"/cohorts/{cohort.id}")

        assert {tag["scope"] for tag in page.find_all("table.grid thead th")} == {"col"}
        assert all(row.find("th")["scope"] == "row" for row in page.find_all("table.grid tbody tr"))

    def test_choices_are_links_that_keep_each_other(self, follower, cohort):
        page = follower.page(f"/cohorts/{cohort.id}?find=а").follow("By name").follow("Stopped")

        assert page.response.request.args.to_dict() == {"order": "name", "show": "stopped", "find": "а"}
        assert [tag.get_text() for tag in page.find_all(".grid-choice [aria-current]")] == ["Stopped", "By name"]

    def test_where_nobody_fits_it_says_so(self, follower, cohort):
        assert "Nobody was found." in follower.page(f"/cohorts/{cohort.id}?find=zzz").text


class TestCompletionOnly:
    @pytest.fixture
    def hiding(self, make, coordinator) -> Cohort:
        cohort = make.cohort(name="Judges", shown=Shown.COMPLETION, coordinators=[coordinator])
        fill(make, cohort)
        return cohort

    @pytest.mark.parametrize("who", ["coordinator", "admin"])
    @pytest.mark.parametrize("end", ["", "?show=stuck", "/progress.csv", "/progress.csv?show=stuck"])
    def test_no_result_is_in_the_page_or_the_file(self, sign_in, request, hiding, who, end):
        answer = sign_in(request.getfixturevalue(who)).client.get(f"/cohorts/{hiding.id}{end}")

        assert "Чинара" in answer.text
        head, _, rest = answer.text.partition("table")
        assert not re.search(r"55|85|since 22|Quiz", answer.text if end.startswith("/progress") else rest)
        assert "How many have completed" in head or end.startswith("/progress")

    def test_completion_parts_activity_and_a_stop_are_shown(self, follower, hiding):
        page = follower.page(f"/cohorts/{hiding.id}")

        assert row_of(page, "Чинара")[2:] == ["2 of 5 parts last activity 22.11.2026"]
        assert row_of(page, "Дана")[2:] == ["completed on 22.11.2026 last activity 22.11.2026"]
        assert row_of(page, "Бек")[2:] == ["1 of 5 parts stopped since 04.11.2026"]

    @pytest.mark.parametrize("name", ["Чинара", "Судья"])
    def test_a_promise_holds_when_the_cohort_shows_more_later(self, make, follower, cohort, name):
        join(
            make, cohort, "Судья", promised=Shown.COMPLETION,
            last_act_at=RECENT, best_score=0.55, stuck_quiz_key=QUIZ, stuck_since=RECENT,
        )  # fmt: skip

        shown = RESULTS.search(row_of(follower.page(f"/cohorts/{cohort.id}"), name)[2])

        assert bool(shown) is (name == "Чинара")

    def test_who_read_that_scores_are_shown_has_them_hidden_where_the_cohort_hides_them(self, make, follower, hiding):
        figures = {"last_act_at": LONG_AGO, "best_score": 0.55, "stuck_quiz_key": QUIZ, "stuck_since": RECENT}
        join(make, hiding, "Ольга", promised=Shown.SCORES, **figures)

        assert not RESULTS.search(row_of(follower.page(f"/cohorts/{hiding.id}"), "Ольга")[2])


class TestTotals:
    def test_counts_are_sentences(self, follower, cohort):
        totals = " ".join(follower.page(f"/cohorts/{cohort.id}").find(".totals").get_text(" ").split())

        assert "6 members, 1 more person on the list who has not joined yet ." in totals.replace("yet.", "yet .")
        assert "1 is stuck" in totals and "1 has stopped" in totals
        assert "1 of 6 have completed it." in totals

    def test_of_fewer_than_five_members_no_result_is_counted(self, make, coordinator, follower):
        cohort = make.cohort(coordinators=[coordinator])
        for number in range(4):
            join(make, cohort, f"N{number}", last_act_at=LONG_AGO, completed_at=LONG_AGO)

        page = follower.page(f"/cohorts/{cohort.id}")

        assert "4 members." in page.text and "is not counted for fewer than five members" in page.text
        assert not re.search(r"have completed it|stuck:|stopped:", page.text)

    def test_who_is_stuck_is_not_counted_where_fewer_than_five_show_scores(self, make, coordinator, follower):
        cohort = make.cohort(coordinators=[coordinator])
        for number in range(8):
            promised = Shown.SCORES if number < 4 else Shown.COMPLETION
            join(make, cohort, f"N{number}", promised=promised, last_act_at=RECENT)

        text = follower.page(f"/cohorts/{cohort.id}").text

        assert "stopped:" in text and "stuck:" not in text


class TestFile:
    @pytest.mark.parametrize("query", ["", "order=name", "order=activity", "show=stopped", "find=а&order=name"])
    @pytest.mark.parametrize("shown", list(Shown))
    def test_it_says_what_all_pages_of_the_table_say_cell_by_cell(
        self, make, coordinator, follower, query, shown, monkeypatch
    ):
        monkeypatch.setattr(grid, "ROWS_A_PAGE", 3)
        cohort = make.cohort(courses=("basics", "gone"), shown=shown, coordinators=[coordinator])
        fill(make, cohort)

        rows = read_file(follower.client.get(f"/cohorts/{cohort.id}/progress.csv?{query}"))

        width = 4 if shown == Shown.SCORES else 3
        assert [words_of(row[:3], row[3:], width) for row in rows[1:]] == rows_of_pages(follower, cohort.id, query)

    def test_it_is_what_excel_in_russian_reads(self, follower, cohort):
        answer = follower.client.get(f"/cohorts/{cohort.id}/progress.csv")

        head, chinara = read_file(answer)[:2]
        assert answer.data.startswith(b"\xef\xbb\xbf") and answer.data.endswith(b"\r\n")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert head[3:] == [
            "Basics of the test: state", "Basics of the test: best score, per cent",
            "Basics of the test: last activity", "Basics of the test: stuck or stopped",
        ]  # fmt: skip
        assert chinara[3:] == ["2 of 5 parts", "55", "22.11.2026", STUCK]

    @pytest.mark.parametrize(
        ("name", "file"),
        [("Spring course", "cohort-1-spring-course-2026-11-24.csv"), ("Весна", "cohort-1-2026-11-24.csv"),
         ('a"; b\r\nX: y/../z', "cohort-1-a-b-x-y-..-z-2026-11-24.csv")],
    )  # fmt: skip
    def test_its_name_says_cohort_and_date_in_plain_letters(self, make, coordinator, follower, name, file):
        cohort = make.cohort(name=name, coordinators=[coordinator])

        answer = follower.client.get(f"/cohorts/{cohort.id}/progress.csv")

        assert answer.headers["Content-Disposition"] == f"attachment; filename={file}"

    def test_taking_it_away_is_noted(self, session, coordinator, follower, cohort):
        follower.client.get(f"/cohorts/{cohort.id}")
        assert session.scalars(select(AuditEntry).where(AuditEntry.act == Act.EXPORTED)).all() == []

        follower.client.get(f"/cohorts/{cohort.id}/progress.csv?show=stopped")

        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.EXPORTED)).one()
        assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (coordinator.id, "cohort", str(cohort.id))
        assert entry.new == "progress.csv, show stopped, rows 1"

    @pytest.mark.parametrize("text", [*CORPUS.values(), *FORMULAS.values()], ids=[*CORPUS, *FORMULAS])
    def test_names_and_agencies_are_text_in_page_and_file(self, make, coordinator, follower, text):
        cohort = make.cohort(name=text[:200], coordinators=[coordinator])
        text = text[:150]
        make.membership(cohort=cohort, user=make.learner(name="x"), surname=text, agency=text)

        page = follower.page(f"/cohorts/{cohort.id}")
        row = read_file(follower.client.get(f"/cohorts/{cohort.id}/progress.csv"))[1]

        assert page.find_all("main img, main script, main svg") == []
        assert page.find("table.grid tbody td").get_text().replace("\r\n", "\n") == text.replace("\r\n", "\n")
        assert all(cell.lstrip()[:1] not in tuple("=+-@") for cell in row if cell.strip())


class TestQueries:
    @pytest.mark.parametrize("query", ["", "?order=name&find=n", "?show=stopped"])
    def test_they_are_ten_at_most_and_no_more_for_many(self, app, make, coordinator, follower, query):
        few, many = (make.cohort(coordinators=[coordinator], courses=("basics", "gone")) for _ in range(2))
        for cohort, number in ((few, 5), (many, 60)):
            for index in range(number):
                join(make, cohort, f"N{index}", last_act_at=LONG_AGO, parts_done=1)
        follower.page(f"/cohorts/{few.id}{query}")

        sent = []
        for cohort in (few, many):
            with counting(app) as statements:
                follower.page(f"/cohorts/{cohort.id}{query}")
            sent.append([statement for statement in statements if not statement.startswith("BEGIN")])

        assert 0 < len(sent[0]) == len(sent[1]) <= 10, sent[1]


def rows_of_pages(follower, cohort_id, query):
    """Give the rows of all pages of the table, as `words_of` gives those of the file."""
    rows, page_number = [], 1
    while True:
        page = follower.page(f"/cohorts/{cohort_id}?page={page_number}&{query}")
        rows += [read_row(tag) for tag in page.find_all("table.grid tbody tr")]
        if not any(tag.get_text() == "Next" for tag in page.find_all(".pager a")):
            return rows
        page_number += 1


def read_row(tag):
    """Read a row of the page: name, agency, whether she is a member, then the words of each course."""
    place = tag.select_one("th .grid-place")
    name = tag.select_one("th a").get_text() if place is None else tag.th.get_text(" ").replace(place.get_text(), "")
    cells = [" ".join(cell.get_text(" ").split()) for cell in tag.select("td")]
    courses = [None if "nothing is shown" in words else words for words in cells[1:]]
    return [name.strip(), cells[0], place.get_text() if place else "member", *courses]


def words_of(first, values, width):
    """Say a row of the file as the page would: the columns of a course together are its cell."""
    cells = []
    for at in range(0, len(values), width):
        state, *score, last, marks = values[at : at + width]
        words = [state, *(f"best score {it}%" for it in score if it)]
        words += [f"last activity {last}"] if last and "stopped" not in marks else []
        assert "stopped" not in marks or f"stopped since {last}" in marks
        cells.append(" ".join([*words, *filter(None, marks.split("; "))]) if state else None)
    return [*first, *cells]
