"""What authors and administrators see of broken courses, while the others are served."""

import pytest

QUIZ = "basics/01-start/quiz.en.gift"


def problems(page) -> list[list[str]]:
    table = page.find("table")
    return [[cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr")]


class TestCourses:
    def test_without_a_mistake_it_says_so(self, sign_in, author):
        page = sign_in(author).page("/admin/courses")

        assert "All course files can be read." in page.text
        row = page.find("main tbody tr")
        assert "Basics of the test basics 1.0" in " ".join(row.get_text(" ").split())
        assert "English: complete" in " ".join(row.get_text("").split())

    @pytest.mark.parametrize("who", ["author", "admin"])
    def test_each_mistake_is_listed_with_file_line_and_what_to_do(self, sign_in, request, courses, who):
        courses.edit(QUIZ, "// [id:q-one] [tag:see]\n", "")
        courses.edit("basics/01-start/module.en.md", "title: The start\n", "")

        page = sign_in(request.getfixturevalue(who)).page("/admin/courses")

        rows = problems(page)
        assert ["basics/01-start/module.en.md", "2", "Add “title”: it may not be left out."] in rows
        assert [QUIZ, "1"] in [row[:2] for row in rows]
        assert "Left out until they are mended: basics" in page.text

    def test_a_broken_course_is_left_out_and_the_rest_is_served(self, visitor, courses):
        courses.copy("sound", title="A sound course")
        courses.write("basics/course.yaml", "version: [")

        assert [it.get_text() for it in visitor.page("/courses").find_all(".card h3")] == ["A sound course"]
        visitor.page("/courses/basics", status=404)
        visitor.page("/courses/basics/start/first", status=404)
        visitor.page("/courses/sound/start/first")

    def test_home_stays_open_to_those_who_are_on_a_broken_course(self, sign_in, make, learner, courses):
        make.enrolment(user=learner)
        visitor = sign_in(learner)
        courses.write("basics/course.yaml", "version: [")

        assert "You are on no course yet." in visitor.page("/").text
        assert visitor.page("/certificates").status == 200

    def test_a_mended_course_is_back_with_its_places(self, sign_in, make, learner, courses):
        make.enrolment(user=learner)
        visitor = sign_in(learner)
        sound = (courses.folder / "basics/course.yaml").read_text()
        courses.write("basics/course.yaml", "version: [")

        courses.write("basics/course.yaml", sound)

        assert "Next: The first lesson" in visitor.page("/").text

    def test_mistakes_beside_the_courses_are_listed_too(self, sign_in, author, courses):
        courses.write("sources.yaml", "un-example-treaty-2000: [")

        page = sign_in(author).page("/admin/courses")

        assert problems(page)[0][0] == "sources.yaml"

    def test_hostile_files_are_named_as_text(self, sign_in, author, courses):
        courses.write("basics/<b onclick=x>.md", "text")
        courses.write("basics/01-start/quiz.en.gift", "// [id:q] <script>alert(1)</script> [tag:<i>]\n{")

        page = sign_in(author).page("/admin/courses")

        assert "<b onclick=x>.md" in page.text
        assert page.find_all("main script, main b, main i") == []

    def test_the_site_says_on_which_of_its_pages_an_administrator_is(self, sign_in, admin):
        visitor = sign_in(admin)

        here = {
            address: [link.get_text() for link in visitor.page(address).find_all("nav [aria-current]")]
            for address in ("/admin", "/admin/courses", "/admin/people", "/admin/people/invite")
        }

        assert here == {
            "/admin": ["Administration", "Overview"],
            "/admin/courses": ["Administration", "Courses"],
            "/admin/people": ["Administration", "People"],
            "/admin/people/invite": ["Administration", "People"],
        }

    def test_an_author_finds_the_courses_and_nothing_of_administration(self, sign_in, author):
        page = sign_in(author).page("/admin/courses")

        assert [link.get_text() for link in page.find_all("nav [aria-current]")] == ["Authoring"]
        assert page.find_all(".section-nav") == []
