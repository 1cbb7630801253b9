"""What is stated of a person in a cohort, by herself or by a coordinator, and how she comes in by a code."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length, Optional

from lms.accounts.forms import (
    NewPasswordMixin,
    PersonMixin,
    as_choices,
    consent_field,
    country_field,
    language_field,
    new_password_field,
    profession_field,
    repeated_password_field,
)
from lms.accounts.models import Profession
from lms.accounts.service import Person
from lms.cohorts.details import Details
from lms.cohorts.forms import ListedField
from lms.cohorts.models import Sex, Shown
from lms.cohorts.working_languages import language_choices
from lms.forms import CHECK_THIS, BaseForm, text_field

SEXES = {
    Sex.NOT_STATED.value: lazy_gettext("Not stated"),
    Sex.FEMALE.value: lazy_gettext("Female"),
    Sex.MALE.value: lazy_gettext("Male"),
}
MAX_NAME = 60  # three of them make a name of an account


def sex_field() -> ListedField:
    """Make the list of sexes."""
    hint = lazy_gettext("Only for figures that compare groups. It may stay not stated.")
    return ListedField(lazy_gettext("Sex"), choices=as_choices(SEXES.items()), description=hint)


class DetailsMixin:
    """For forms in which a membership's details are stated."""

    def details(self) -> Details:
        """Give what was typed; what the form does not ask is not stated."""
        stated: dict[str, Any] = {
            name: getattr(self, name).data or "" for name in Details.__dataclass_fields__ if hasattr(self, name)
        }
        return replace(Details(), **{**stated, "sex": Sex(stated["sex"] or Sex.NOT_STATED)})


class ChangeDetailsForm(DetailsMixin, BaseForm):
    """What is stated of somebody in a cohort; all of it may be left out."""

    surname = text_field(lazy_gettext("Surname"))
    given_name = text_field(lazy_gettext("Given name"))
    patronymic = text_field(lazy_gettext("Patronymic"))
    surname_latin = text_field(lazy_gettext("Surname in Latin letters"))
    given_name_latin = text_field(lazy_gettext("Given name in Latin letters"))
    patronymic_latin = text_field(lazy_gettext("Patronymic in Latin letters"))
    agency = text_field(lazy_gettext("Agency"))
    province = text_field(lazy_gettext("Province"))
    position = text_field(lazy_gettext("Position"))
    language = ListedField(lazy_gettext("Working language"), validators=[Optional()])
    sex = sex_field()

    def offer_choices(self) -> None:
        """Fill the list of languages; one that is stated already may stay, whatever it is."""
        offered = [("", _("Not stated")), *language_choices()]
        if self.language.data and self.language.data not in dict(offered):
            offered.append((self.language.data, self.language.data))
        self.language.choices = as_choices(offered)
        self.language.data = self.language.data or ""


class TypeCodeForm(BaseForm):
    """A join code from paper."""

    wrong = CHECK_THIS
    code = text_field(
        lazy_gettext("Code of the cohort"),
        max_length=40,
        validators=(DataRequired(lazy_gettext("Type the code that you were given.")),),
        description=lazy_gettext("Eight letters and figures. Capital or small letters, with or without hyphen."),
    )


class JoinForm(BaseForm):
    """The button by which a person joins, and what she read above it."""

    read = HiddenField(validators=[Length(max=20)])

    def what_was_read(self) -> Shown | None:
        """Give what the page said that coordinators see; None if it was no page of ours."""
        return Shown(self.read.data) if self.read.data in list(Shown) else None


class MakeAccountForm(DetailsMixin, PersonMixin, NewPasswordMixin, BaseForm):
    """The account of somebody who came by a join code."""

    surname = text_field(
        lazy_gettext("Surname"),
        max_length=MAX_NAME,
        validators=(DataRequired(lazy_gettext("Type your surname.")),),
        description=lazy_gettext("Your name as it is to stand on certificates."),
    )
    given_name = text_field(
        lazy_gettext("Given name"),
        max_length=MAX_NAME,
        validators=(DataRequired(lazy_gettext("Type your given name.")),),
    )
    patronymic = text_field(
        lazy_gettext("Patronymic"), max_length=MAX_NAME, description=lazy_gettext("It may be left empty.")
    )
    profession = profession_field()
    country = country_field()
    language = language_field()
    agency = text_field(lazy_gettext("Agency"), description=lazy_gettext("It may be left empty."))
    position = text_field(lazy_gettext("Position"), description=lazy_gettext("It may be left empty."))
    province = text_field(lazy_gettext("Province"), description=lazy_gettext("It may be left empty."))
    sex = sex_field()
    password = new_password_field()
    again = repeated_password_field()
    consent = consent_field()

    def person(self) -> Person:
        """Give who she says she is."""
        return Person(
            name=self.details().own_name,
            language=self.language.data,
            profession=Profession(self.profession.data),
            country=self.country.data or None,
        )

    def words_of_hers(self) -> tuple[str, ...]:
        """Give the words that her password must not be made of."""
        return tuple(getattr(self, name).data or "" for name in ("surname", "given_name", "patronymic", "agency"))
