"""What people type about themselves, and the passwords they choose."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import DataRequired, EqualTo, Length, Optional, ValidationError

from lms.accounts import passwords
from lms.accounts.countries import list_countries
from lms.accounts.models import Profession, User
from lms.accounts.service import Person
from lms.accounts.sign_in_names import MAX_EMAIL, normalise_email
from lms.forms import CHECK_THIS, BaseForm, no_control_characters, one_line, text_field
from lms.i18n import current_language, language_name

PROFESSIONS = {
    Profession.INVESTIGATOR.value: lazy_gettext("Investigator"),
    Profession.PROSECUTOR.value: lazy_gettext("Prosecutor"),
    Profession.JUDGE.value: lazy_gettext("Judge"),
    Profession.OTHER.value: lazy_gettext("Other"),
}
PASSWORD_RULE = lazy_gettext(
    "At least 12 characters. Three or four words that have nothing to do with you are easy to remember. "
    "Any characters may be used, and you may paste it."
)


def as_choices(names: Iterable[tuple[str, Any]]) -> list[Any]:
    """Give keys and their names as WTForms wants choices."""
    return [SelectChoice(key, name) for key, name in names]


def is_email(_form: Any, field: Field) -> None:
    """Refuse what is no e-mail address, and keep the address in its one stored form."""
    try:
        field.data = normalise_email(field.data or "")
    except ValueError:
        raise ValidationError(_("Type an e-mail address, such as name@example.org.")) from None


def email_field(label: Any, **options: Any) -> StringField:
    """Make a field for an e-mail address."""
    needed = DataRequired(lazy_gettext("Type an e-mail address, such as name@example.org."))
    return text_field(label, max_length=MAX_EMAIL, validators=(needed, is_email), **options)


def name_field(label: Any, description: Any) -> StringField:
    """Make a field for a person's name, in any script."""
    too_long = lazy_gettext("Shorten this to %(max)d characters or fewer.")
    checks = [DataRequired(lazy_gettext("Type a name.")), Length(max=200, message=too_long), no_control_characters]
    return StringField(label, description=description, validators=checks, filters=[one_line])


def own_name_field() -> StringField:
    """Make the field for one's own name."""
    return name_field(lazy_gettext("Your name"), lazy_gettext("As it is to stand on certificates."))


def profession_field() -> SelectField:
    """Make the list of professions."""
    return SelectField(lazy_gettext("Profession"), choices=as_choices(PROFESSIONS.items()))


def country_field() -> SelectField:
    """Make the list of countries; `PersonMixin.offer_choices` fills it."""
    return SelectField(lazy_gettext("Country of work"), validators=[Optional()])


def language_field() -> SelectField:
    """Make the list of languages; `PersonMixin.offer_choices` fills it."""
    return SelectField(lazy_gettext("Language of pages and mails"))


def new_password_field() -> PasswordField:
    """Make the field for a password that is being chosen."""
    too_short = lazy_gettext("Choose a password of at least %(min)d characters.")
    too_long = lazy_gettext("Shorten the password to %(max)d characters.")
    checks = [Length(min=passwords.MIN_LENGTH, message=too_short), Length(max=passwords.MAX_LENGTH, message=too_long)]
    return PasswordField(lazy_gettext("New password"), description=PASSWORD_RULE, validators=checks)


def repeated_password_field() -> PasswordField:
    """Make the field for the same password again."""
    differs = lazy_gettext("The two passwords differ. Type the same one twice.")
    return PasswordField(lazy_gettext("The same password again"), validators=[EqualTo("password", differs)])


def present_password_field(label: Any) -> PasswordField:
    """Make the field for the password in use."""
    needed = DataRequired(lazy_gettext("Type your password."))
    return PasswordField(label, validators=[needed, Length(max=1000)])


def consent_field() -> BooleanField:
    """Make the box that says the notice was read and agreed to."""
    needed = DataRequired(lazy_gettext("Read the notice and tick the box to go on."))
    return BooleanField(lazy_gettext("I have read what this site stores about me, and agree"), validators=[needed])


class PersonMixin:
    """For forms in which a person says who she is."""

    name: Field
    profession: Field
    country: SelectField
    language: SelectField

    def offer_choices(self) -> None:
        """Fill the lists in the reader's language."""
        self.country.choices = as_choices((("", _("Not stated")), *list_countries(current_language())))
        self.country.data = self.country.data or ""
        self.offer_languages()

    def offer_languages(self) -> None:
        """Fill the list of languages; the reader's own is chosen to begin with."""
        languages = current_app.config["LANGUAGES"]
        self.language.choices = as_choices((language, language_name(language)) for language in languages)
        self.language.data = self.language.data or current_language()

    def person(self) -> Person:
        """Give what was typed."""
        return Person(
            name=self.name.data or "",
            language=self.language.data,
            profession=Profession(self.profession.data),
            country=self.country.data or None,
        )


class NewPasswordMixin:
    """For forms in which a password is chosen."""

    own_words: tuple[str, ...] = ()  # names that the password must not be made of

    def validate_password(self, field: Field) -> None:
        """Refuse what guessing programs try first, and what is made of names, unless it has no right length anyway."""
        if field.errors:
            return
        typed = [str(getattr(self, name).data or "") for name in ("name", "email") if hasattr(self, name)]
        if passwords.is_guessable(field.data or "", [*self.own_words, *typed, str(current_app.config["SITE_NAME"])]):
            raise ValidationError(_("This is easy to guess: common words, names, years or keys in a row."))


class SignInForm(BaseForm):
    """E-mail address or sign-in name, and password."""

    wrong = CHECK_THIS
    email = text_field(
        lazy_gettext("E-mail address or sign-in name"),
        max_length=MAX_EMAIL,
        validators=(DataRequired(lazy_gettext("Type your e-mail address or sign-in name.")),),
    )
    password = PasswordField(
        lazy_gettext("Password"),
        validators=[DataRequired(lazy_gettext("Type your password.")), Length(max=1000)],
    )
    keep = BooleanField(
        lazy_gettext("Keep me signed in"),
        description=lazy_gettext("Only on a device that nobody else uses."),
    )


class ChooseLanguageForm(BaseForm):
    """The language of the pages; each language is a button."""

    language = StringField(validators=[DataRequired()])
    next = HiddenField(validators=[Length(max=2000)])


class AskByEmailForm(BaseForm):
    """An e-mail address to which a link is to be mailed."""

    wrong = CHECK_THIS
    email = email_field(lazy_gettext("Your e-mail address"))


class ChoosePasswordForm(NewPasswordMixin, BaseForm):
    """A new password, chosen at a mailed link."""

    password = new_password_field()
    again = repeated_password_field()


class ChooseFirstPasswordForm(ChoosePasswordForm):
    """The first password of an account that others made, and consent."""

    consent = consent_field()


class AcceptInvitationForm(PersonMixin, NewPasswordMixin, BaseForm):
    """The account of somebody who was invited."""

    name = own_name_field()
    profession = profession_field()
    country = country_field()
    language = language_field()
    password = new_password_field()
    again = repeated_password_field()
    consent = consent_field()


class FirstAdministratorForm(PersonMixin, NewPasswordMixin, BaseForm):
    """The first account of an installation."""

    name = own_name_field()
    email = email_field(lazy_gettext("Your e-mail address"))
    profession = profession_field()
    country = country_field()
    language = language_field()
    password = new_password_field()
    again = repeated_password_field()
    consent = consent_field()


class UseSlipForm(NewPasswordMixin, BaseForm):
    """Sign-in name and one-time code of a printed slip, and the password to use from now on."""

    sign_in_name = text_field(
        lazy_gettext("Sign-in name"),
        max_length=64,
        validators=(DataRequired(lazy_gettext("Type the sign-in name from your slip.")),),
    )
    code = text_field(
        lazy_gettext("One-time code"),
        max_length=40,
        validators=(DataRequired(lazy_gettext("Type the code from your slip.")),),
        description=lazy_gettext("Twelve letters and figures. Capital or small letters, with or without hyphens."),
    )
    password = new_password_field()
    again = repeated_password_field()
    consent = consent_field()


class ChangePersonForm(PersonMixin, BaseForm):
    """What a person tells about herself, to be changed."""

    name = own_name_field()
    profession = profession_field()
    country = country_field()
    language = language_field()


class ChangeEmailForm(BaseForm):
    """A new e-mail address, confirmed by the password."""

    email = email_field(lazy_gettext("New e-mail address"))
    current = present_password_field(lazy_gettext("Your password"))


class ChangePasswordForm(NewPasswordMixin, BaseForm):
    """A new password, confirmed by the present one."""

    current = present_password_field(lazy_gettext("Present password"))
    password = new_password_field()
    again = repeated_password_field()


def own_words(user: User) -> tuple[str, ...]:
    """Give the words that a password of this account must not be made of."""
    email = (user.email or "").rpartition(".")[0]
    return tuple(word for word in (user.name, email, user.sign_in_name or "") if word)
