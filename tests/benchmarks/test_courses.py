from benchmarks.courses import LESSONS, MODULES, QUIZ_QUESTIONS, write_courses
from lms.catalog.checker import check_courses
from lms.catalog.loader import load_library


class TestWriteCourses:
    def test_the_check_finds_nothing_wrong_with_them(self, tmp_path):
        write_courses(tmp_path, 2)

        assert check_courses(tmp_path) == (2, ())

    def test_they_are_as_large_as_they_say(self, tmp_path):
        write_courses(tmp_path, 1)

        course = load_library(tmp_path).courses["course-1"]
        assert (len(course.modules), len(course.lessons)) == (MODULES, MODULES * LESSONS)
        assert {len(module.quiz.pool("en").value) for module in course.modules} == {QUIZ_QUESTIONS}

    def test_they_are_the_same_each_time(self, tmp_path):
        folders = tmp_path / "one", tmp_path / "two"
        for folder in folders:
            write_courses(folder, 1)

        one, two = (load_library(folder).courses["course-1"].digest for folder in folders)
        assert one == two
