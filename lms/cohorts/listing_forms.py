"""What coordinators send to put people on a cohort's list: a list, or one person."""

from contextlib import closing
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from lms.accounts.countries import list_countries
from lms.accounts.forms import PROFESSIONS, as_choices, is_email
from lms.accounts.models import Profession
from lms.accounts.sign_in_names import MAX_EMAIL
from lms.cohorts.lists.person import MAX_NAME, MAX_TEXT, ListedPerson
from lms.cohorts.lists.reading import MemberList, read_file, read_text
from lms.cohorts.member_forms import SEXES
from lms.cohorts.models import Sex
from lms.cohorts.working_languages import language_choices, list_working_languages
from lms.forms import BaseForm, text_field
from lms.i18n import current_language

ADD = "add"
CHECK = "check"


class AddListForm(BaseForm):
    """A pasted list or a file, first to be looked at, then to be added."""

    text = TextAreaField(
        lazy_gettext("Paste the list"),
        description=lazy_gettext("Copied from a table with the names of the columns on top, or one name on each line."),
    )
    file = FileField(
        lazy_gettext("Or choose a file"),
        description=lazy_gettext("A table saved as CSV or as text. From Excel: “Save as”, then “CSV UTF-8”."),
    )
    shown = HiddenField(validators=[Length(max=64)])  # the digest of what was read

    def read(self) -> MemberList | None:
        """Read the list that was sent; None, with a sentence at the field, if it was none or two."""
        languages = list_working_languages()
        text, file = self.text.data or "", self.file.data
        if file and text.strip():
            self.fail(self.file, _("Choose one of the two: paste the list, or send a file."))
            return None
        if not file and not text.strip():
            self.fail(self.text, _("Paste a list, or choose a file."))
            return None
        if not file:
            return read_text(text, languages=languages)
        with closing(file):
            return read_file(file.read(), languages=languages)


def _name(label: Any, **options: Any) -> StringField:
    return text_field(label, max_length=MAX_NAME, **options)


class AddPersonForm(BaseForm):
    """One person, with everything that a list may state of her."""

    surname = _name(lazy_gettext("Surname"))
    given_name = _name(lazy_gettext("Given name"))
    patronymic = _name(lazy_gettext("Patronymic"))
    another = BooleanField(lazy_gettext("This is another person than the one of the same name"))
    email = text_field(
        lazy_gettext("E-mail address"),
        max_length=MAX_EMAIL,
        validators=(Optional(), is_email),
        description=lazy_gettext("An invitation goes to this address. Without an address, print a slip."),
    )
    language = SelectField(lazy_gettext("Language"), validators=[Optional()])
    profession = SelectField(lazy_gettext("Profession"), validators=[Optional()])
    agency = text_field(lazy_gettext("Agency"), max_length=MAX_TEXT)
    position = text_field(lazy_gettext("Position"), max_length=MAX_TEXT)
    province = text_field(lazy_gettext("Province"), max_length=MAX_TEXT)
    country = SelectField(lazy_gettext("Country of work"), validators=[Optional()])
    sex = SelectField(lazy_gettext("Sex"), choices=as_choices(SEXES.items()), validators=[Optional()])
    surname_latin = _name(lazy_gettext("Surname in Latin letters"))
    given_name_latin = _name(lazy_gettext("Given name in Latin letters"))
    patronymic_latin = _name(lazy_gettext("Patronymic in Latin letters"))

    def offer_choices(self, audience: Profession) -> None:
        """Fill the lists in the reader's language; what is usual here is chosen to begin with."""
        self.language.choices = as_choices(language_choices())
        self.language.data = self.language.data or current_language()
        self.profession.choices = as_choices(PROFESSIONS.items())
        self.profession.data = self.profession.data or audience
        self.country.choices = as_choices((("", _("Not stated")), *list_countries(current_language())))
        self.country.data = self.country.data or ""
        self.sex.data = self.sex.data or Sex.NOT_STATED.value

    def validate(self, extra_validators: Any = None) -> bool:
        """Check also what the fields say together."""
        is_valid = super().validate(extra_validators)
        person = self.person() if is_valid else ListedPerson(surname="?")
        if not (person.surname or person.given_name):
            self.fail(self.surname, _("Type a surname or a given name."))
            return False
        if max(len(person.full_name), len(person.full_name_latin)) > MAX_NAME:
            self.fail(self.surname, _("Shorten the name to %(max)d characters.", max=MAX_NAME))
            return False
        return is_valid

    def person(self) -> ListedPerson:
        """Give what was typed as a list would have stated it."""
        texts = {
            name: getattr(self, name).data or ""
            for name in ListedPerson.__dataclass_fields__
            if name not in ("sex", "profession")
        }
        return ListedPerson(**texts, sex=Sex(self.sex.data), profession=Profession(self.profession.data))
