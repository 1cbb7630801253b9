"""The forms of quizzes. The fields of the questions are drawn, and read, by what was asked: see sheet.py."""

from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, Length

from lms.forms import BaseForm

SAVE = "save"
HAND_IN = "hand_in"
MAX_SHOWN = 4000  # characters: the marks of as many responses as a form may have fields


class AnswerQuestionsForm(BaseForm):
    """A page of questions."""

    shown = HiddenField(validators=[Length(max=MAX_SHOWN)])  # what was stored as the page was made, see sheet.marks_of
    act = StringField(validators=[AnyOf([SAVE, HAND_IN])], default=SAVE)  # the button
