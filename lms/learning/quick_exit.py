"""The link 'Leave this page', on each page of a course that asks for it and of a lesson that may weigh on people."""

from flask import current_app, request

from lms.catalog import service as catalog
from lms.catalog.course import Course


def leave_address() -> str:
    """Give where the link on the page that is being shown leads; "" where the page has none.

    The page's own address decides, so that errors on it and pages added later have the link as well.
    """
    keys = {name: str(key) for name, key in (request.view_args or {}).items()}
    course = catalog.find_course(keys.get("course_key", ""))
    if course is None or not (course.quick_exit or _may_weigh(course, keys)):
        return ""
    return str(current_app.config["LEAVE_TO"])


def _may_weigh(course: Course, keys: dict[str, str]) -> bool:
    lesson = course.find_lesson(keys.get("module_key", ""), keys.get("lesson_key", ""))
    return bool(lesson and lesson.content_notes)
