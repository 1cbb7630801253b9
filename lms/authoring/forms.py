"""What readers and authors say about mistakes."""

from flask_babel import lazy_gettext
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.forms import BaseForm, no_control_characters, strip

MAX_REPORT = 2000
MAX_ANSWER = 1000


class ReportMistakeForm(BaseForm):
    """A reader's words about a mistake; `heading` offers the headings of the lesson, and is left out without one."""

    heading = SelectField(lazy_gettext("Where in the lesson?"), validate_choice=True)
    text = TextAreaField(
        lazy_gettext("What is wrong?"),
        description=lazy_gettext("Write no names, no case numbers, and nothing from an open case."),
        filters=[strip],
        validators=[
            DataRequired(lazy_gettext("Say in a few words what is wrong.")),
            Length(max=MAX_REPORT, message=lazy_gettext("Shorten this to %(max)d characters or fewer.")),
            no_control_characters,
        ],
    )


class CloseReportForm(BaseForm):
    """What the authors did about a report."""

    answer = TextAreaField(
        lazy_gettext("What was done"),
        description=lazy_gettext("For the other authors: corrected in which version, or why it stays."),
        filters=[strip],
        validators=[
            DataRequired(lazy_gettext("Say what was done, or why nothing is to be done.")),
            Length(max=MAX_ANSWER, message=lazy_gettext("Shorten this to %(max)d characters or fewer.")),
            no_control_characters,
        ],
    )
