"""What coordinators type about cohorts and their people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, Field, RadioField, SelectField, TextAreaField
from wtforms.form import BaseForm as AnyForm
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError

from lms.accounts.forms import as_choices, profession_field
from lms.accounts.models import Profession
from lms.accounts.people_forms import CheckboxesField
from lms.accounts.sign_in_names import MAX_EMAIL
from lms.audit import MAX_REASON
from lms.cohorts.cohort_service import Description
from lms.cohorts.member_list import name_of
from lms.cohorts.models import Cohort, Membership, Shown
from lms.cohorts.slips import SLIPS_AT_ONCE
from lms.forms import MAX_TEXT, BaseForm, no_control_characters, strip, text_field

MAX_COURSES = 8
FIRST_YEAR, LAST_YEAR = 2000, 2100
USUAL = "usual"
SHOWN = {
    Shown.SCORES.value: lazy_gettext("Scores: what was completed, the best scores, and the last activity"),
    Shown.COMPLETION.value: lazy_gettext("Completion only: what was completed, and the last activity"),
}


class DayField(DateField):
    """A day. Browsers that have a calendar show it; others take 2026-12-20."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day, and say in the reader's language what is wrong with it."""
        if not any(valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Type a day as year, month and day: 2026-12-20.")) from None
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(_("Type a day as year, month and day: 2026-12-20."))

    def pre_validate(self, form: AnyForm) -> None:
        """Leave it at that: what could not be read is not also missing."""
        if self.process_errors:
            raise StopValidation


class ChoiceField(RadioField):
    """One choice of several."""

    def pre_validate(self, form: AnyForm) -> None:
        """Refuse what is not offered, in the reader's language."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_("Choose one of what is offered here.")) from None


class ListedField(SelectField):
    """One choice of a list."""

    def pre_validate(self, form: AnyForm) -> None:
        """Refuse what is not offered, in the reader's language."""
        try:
            super().pre_validate(form)
        except ValueError:
            raise ValidationError(_("Choose one of what is offered here.")) from None


def day_field(label: Any, missing: Any, **options: Any) -> DayField:
    """Make a field for a day; `missing` asks for it, beside those of other days."""
    return DayField(label, validators=[DataRequired(missing)], **options)


def reason_field() -> Field:
    """Make the field for why something is done to a person, as the log keeps it."""
    needed = DataRequired(lazy_gettext("Say why, in a few words."))
    hint = lazy_gettext("It is kept in the audit log. Write nothing about this person's health, family or cases.")
    return text_field(lazy_gettext("Reason"), max_length=MAX_REASON, validators=(needed,), description=hint)


class CohortForm(BaseForm):
    """A cohort: what it is called, who is in it, from when to when, on which courses."""

    name = text_field(
        lazy_gettext("Name of the cohort"), validators=(DataRequired(lazy_gettext("Type a name for the cohort.")),)
    )
    description = TextAreaField(
        lazy_gettext("Description"),
        description=lazy_gettext("Members read it. It may be left empty."),
        validators=[
            Length(max=MAX_TEXT, message=lazy_gettext("Shorten this to %(max)d characters or fewer.")),
            no_control_characters,
        ],
        filters=[strip],
    )
    audience = profession_field()
    shown = ChoiceField(
        lazy_gettext("What its coordinators see of a named member"),
        description=lazy_gettext(
            "Members read this before they join. Once somebody has joined, scores that are hidden stay hidden."
        ),
    )
    starts_on = day_field(lazy_gettext("First day"), lazy_gettext("Choose the first day."))
    ends_on = day_field(lazy_gettext("Last day"), lazy_gettext("Choose the last day."))

    @property
    def courses(self) -> list[SelectField]:
        """Give the fields of its courses, in order."""
        return [self[name] for name in _COURSE_NAMES if name in self]

    def offer(self, courses: Iterable[tuple[str, str]], cohort: Cohort | None = None) -> None:
        """Fill the lists, and the fields from `cohort` while nothing was sent.

        :param courses: keys and titles; what `cohort` takes that is served no more is offered under its key
        """
        titles = dict(courses)
        kept = cohort.course_keys if cohort else []
        titles |= {key: _("%(key)s (not served at present)", key=key) for key in kept if key not in titles}
        for name in _COURSE_NAMES[max(1, min(len(titles), MAX_COURSES)) :]:
            del self[name]
        for place, field in enumerate(self.courses):
            field.choices = as_choices((("", _("None")), *titles.items()))
            if not self.is_submitted():
                field.data = kept[place] if place < len(kept) else ""
        usual = (
            () if cohort else ((USUAL, _("As is usual for these members: completion only for judges, else scores")),)
        )
        self.shown.choices = as_choices((*usual, *SHOWN.items()))
        if not self.is_submitted():
            self.shown.data = cohort.shown if cohort else USUAL
        self.audience.label.text = _("Profession of most members")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check also what the fields say together."""
        is_valid = super().validate(extra_validators)
        if self.starts_on.data and self.ends_on.data and self.ends_on.data < self.starts_on.data:
            self.fail(self.ends_on, _("The last day is before the first."))
            is_valid = False
        keys = self._chosen()
        for field in self.courses:
            if field.data and keys.count(field.data) > 1 and field.data in keys[: self.courses.index(field)]:
                self.fail(field, _("This course is chosen already."))
                is_valid = False
        if not keys:
            self.fail(self.courses[0], _("Choose a course."))
            is_valid = False
        return is_valid

    def described(self) -> Description:
        """Give what was typed."""
        return Description(
            name=self.name.data or "",
            description=self.description.data or "",
            audience=Profession(self.audience.data),
            shown=None if self.shown.data == USUAL else Shown(self.shown.data),
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or date.min,
            course_keys=tuple(self._chosen()),
        )

    def _chosen(self) -> list[str]:
        return [field.data for field in self.courses if field.data]


_COURSE_NAMES = [f"course_{number}" for number in range(1, MAX_COURSES + 1)]
for _number, _name in enumerate(_COURSE_NAMES, start=1):
    _label = lazy_gettext("Course %(number)d", number=_number)
    setattr(CohortForm, _name, ListedField(_label, validate_choice=True))


class AddCoordinatorForm(BaseForm):
    """Who is to coordinate a cohort too."""

    login = text_field(
        lazy_gettext("E-mail address or sign-in name"),
        max_length=MAX_EMAIL,
        validators=(DataRequired(lazy_gettext("Type an e-mail address or a sign-in name.")),),
        description=lazy_gettext("Of an account that has the role of coordinator."),
    )


class RemoveForm(BaseForm):
    """Taking somebody out, and why."""

    reason = reason_field()


class MakeCodeForm(BaseForm):
    """Until when a join code is in force."""

    expires_on = day_field(
        lazy_gettext("Last day of the code"),
        lazy_gettext("Choose the last day of the code."),
        description=lazy_gettext("Afterwards nobody comes in by it."),
    )


class ChooseSlipsForm(BaseForm):
    """For whom slips are to be made."""

    people = CheckboxesField(
        lazy_gettext("For whom"),
        coerce=int,
        validate_choice=False,  # who came in meanwhile gets none, and no error
        validators=[DataRequired(lazy_gettext("Tick at least one person.")), Length(max=SLIPS_AT_ONCE)],
    )

    def offer(self, awaited: Iterable[tuple[Membership, bool]]) -> None:
        """Offer people; ticked to begin with are those who have neither a slip in force nor an e-mail address."""
        awaited = list(awaited)
        self.people.choices = as_choices((str(it.id), self._label(it, has_slip)) for it, has_slip in awaited)
        if not self.is_submitted():
            self.people.data = [it.id for it, has_slip in awaited if not (has_slip or it.user.email)]

    def chosen(self, awaited: Iterable[int]) -> list[int]:
        """Give the ticked ones of those for whom slips may be made."""
        ticked = self.people.data or []
        return [membership_id for membership_id in awaited if membership_id in ticked]

    @staticmethod
    def _label(membership: Membership, has_slip: bool) -> str:
        parts = [name_of(membership, membership.user) or _("Name not stated"), membership.agency]
        text = ", ".join(part for part in parts if part)
        if has_slip:
            return _("%(who)s (has a slip; a new one replaces it)", who=text)
        return _("%(who)s (is invited by mail; a slip ends that link)", who=text) if membership.user.email else text
