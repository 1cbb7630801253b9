"""What a learner sees: home, catalogue, courses, lessons, aids, practice. It reads everything and owns no tables."""

from flask import Flask

from lms.assessment.scoring import field_name
from lms.learning import aid_views, glossary_views, lesson_views, rules, views
from lms.learning.practice import right_sides, shown_choices
from lms.learning.quick_exit import leave_address


def init_app(app: Flask) -> None:
    """Register the pages and their rules."""
    rules.register()
    app.jinja_env.globals.update(
        field_name=field_name, leave_address=leave_address, right_sides=right_sides, shown_choices=shown_choices
    )
    app.register_blueprint(views.bp)
    app.register_blueprint(lesson_views.bp)
    app.register_blueprint(aid_views.bp)
    app.register_blueprint(glossary_views.bp)
