"""Courses are found by key, and read again when they should be."""

import pytest
from flask import Flask

from lms.catalog import service
from lms.errors import NotFound
from tests.catalog.package import Package


class TestFinding:
    def test_courses_lessons_and_quizzes_are_found_by_key(self, serve: Flask) -> None:
        with serve.app_context():
            course = service.get_course("basics")

            assert service.list_courses() == [course]
            assert service.get_lesson(course, "start", "first").key == "first"
            assert service.get_quiz(course, "basics/final").is_final
            assert set(service.sources()) == {"some-treaty-2000", "some-guide-2010"}

    def test_what_does_not_exist_is_not_found(self, serve: Flask) -> None:
        with serve.app_context():
            course = service.get_course("basics")

            assert service.find_course("nothing") is None
            for find in (
                lambda: service.get_course("nothing"),
                lambda: service.get_lesson(course, "start", "nothing"),
                lambda: service.get_quiz(course, "other/final"),
            ):
                with pytest.raises(NotFound):
                    find()


class TestReading:
    def title(self, app: Flask) -> str:
        with app.app_context():
            return service.get_course("basics").text("en").value.title

    def rename(self, package: Package) -> None:
        page = package.path("course.en.md")
        page.write_text(page.read_text().replace("A course", "Another title"))

    def look_now(self, app: Flask) -> None:
        app.extensions["catalog_watch"].next_look = 0.0

    def test_in_service_a_changed_file_waits_for_the_reload(self, package: Package, serve: Flask) -> None:
        self.rename(package)
        self.look_now(serve)
        before = self.title(serve)
        serve.test_cli_runner().invoke(args=["course", "reload"])
        self.look_now(serve)

        assert (before, self.title(serve)) == ("A course", "Another title")

    def test_between_two_looks_a_process_goes_on_with_what_it_has(self, package: Package, serve: Flask) -> None:
        serve.extensions["catalog_watch"].next_look = float("inf")
        self.rename(package)
        serve.test_cli_runner().invoke(args=["course", "reload"])

        assert self.title(serve) == "A course"

    def test_in_development_a_changed_file_shows_at_once(self, package: Package, serve: Flask) -> None:
        serve.config["DEVELOPMENT"] = True

        self.rename(package)

        assert self.title(serve) == "Another title"

    def test_a_course_that_breaks_is_left_out_at_the_reload(self, package: Package, serve: Flask) -> None:
        package.write("course.yaml", "version: 1")
        serve.test_cli_runner().invoke(args=["course", "reload"])
        self.look_now(serve)

        with serve.app_context():
            assert service.list_courses() == []
            assert service.library().problems

    def test_a_process_that_is_reading_gives_others_what_was_there(self, package: Package, serve: Flask) -> None:
        self.rename(package)
        serve.test_cli_runner().invoke(args=["course", "reload"])
        self.look_now(serve)

        with serve.extensions["catalog_watch"].lock:
            during = self.title(serve)

        assert during == "A course"
