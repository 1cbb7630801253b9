"""An attempt's whole page as the browser sent it: what changed on it, and what could not be read."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from lms.assessment.given import Form, field_name, normalize
from lms.assessment.models import Response
from lms.catalog.question import Given, Kind, Question
from lms.errors import Invalid

MARK = 8  # characters of a mark


@dataclass(slots=True)
class Sheet:
    """What a page of questions brought."""

    changed: dict[str, Given] = field(default_factory=dict)  # question key -> what was given
    errors: dict[str, str] = field(default_factory=dict)  # question key -> a sentence
    typed: dict[str, str] = field(default_factory=dict)  # question key -> what could not be read, to be shown again


def marks_of(responses: Sequence[Response]) -> str:
    """Give short marks of what is stored: a page carries them, so that it is known what was changed on it."""
    return "".join(_mark(response.given) for response in responses)


def read_sheet(responses: Sequence[Response], form: Form, shown: str) -> Sheet:
    """Read what was changed on a page of questions.

    What the page sends as it was shown is left alone: a page that was open for long in a second tab does not undo what
    was saved in the first.

    :param shown: the marks that the page carried; where they are not of its responses, everything counts as changed
    """
    sheet = Sheet()
    marks = [shown[at : at + MARK] for at in range(0, len(shown), MARK)]
    if len(marks) != len(responses):
        marks = [""] * len(responses)
    for response, mark in zip(responses, marks, strict=True):
        if response.asked.question.kind is not Kind.DESCRIPTION:
            _read(sheet, response.asked.question, form, mark)
    return sheet


def _read(sheet: Sheet, question: Question, form: Form, mark: str) -> None:
    try:
        given = normalize(question, form)
    except Invalid as error:
        sheet.errors[question.key] = str(error.message) or _("This answer could not be read. Give it again.")
        sheet.typed[question.key] = "".join(form.getlist(field_name(question))[:1])
        return
    if _mark(given) != mark:
        sheet.changed[question.key] = given


def _mark(given: Given | Mapping[str, Any] | None) -> str:
    written = json.dumps(given or None, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:MARK]
