"""What every form of the site shares: its token against forgery, its token against sending twice, its manners."""

import secrets
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import request
from flask_babel import get_locale, lazy_gettext
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from wtforms import Field, HiddenField, StringField
from wtforms.i18n import messages_path
from wtforms.validators import Length, ValidationError

CHECK_THIS = lazy_gettext("Check what you typed")  # of forms that look something up and save nothing
MAX_TEXT = 5000
MAX_DIGITS = 9
MAX_PAGE = 100_000  # of a list
_UNTYPED = frozenset({"Cc", "Cs"})  # Unicode's categories of control characters and halves of characters
_LINE_ENDS = "\t\r\n"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # make a text read other than it is


def strip(value: str | None) -> str | None:
    """Take away spaces around what was typed; used as a field's filter."""
    return value.strip() if isinstance(value, str) else value


def one_line(value: str | None) -> str | None:
    """Make a single space of every run of spaces and line ends; used as a field's filter."""
    return " ".join(value.split()) if isinstance(value, str) else value


def no_control_characters(_form: FlaskForm, field: Field) -> None:
    """Refuse characters that no keyboard types into a text, NUL among them, or that turn its direction."""
    text = field.data
    if not isinstance(text, str) or all(map(_is_text, text)):
        return
    field.data = "".join(filter(_is_text, text))
    raise ValidationError(_("This contains characters that cannot be stored. They were removed: check and send again."))


def _is_text(char: str) -> bool:
    return char in _LINE_ENDS or (unicodedata.category(char) not in _UNTYPED and char not in _TURNING)


@lru_cache(maxsize=64)
def _messages(locale: str) -> NullTranslations:
    """Give WTForms' own messages in a language. Flask-WTF reads their file again for each request with a form."""
    return Translations.load(messages_path(), [locale], domain="wtforms")


def new_once() -> str:
    """Give the token of a form that is shown for the first time."""
    return secrets.token_urlsafe(16)


class BaseForm(FlaskForm):
    """Every POST of the site is one of these, even a lone button."""

    class Meta(FlaskForm.Meta):
        """How a form of the site works."""

        def get_translations(self, form: Any) -> Any:
            return _messages(str(get_locale()))

    once = HiddenField(validators=[Length(max=64)], default=new_once)
    wrong = lazy_gettext("Nothing was saved yet")  # heads the list of what is to be corrected

    def submitted(self) -> bool:
        """Tell whether the form was sent and everything in it can be used."""
        return bool(self.validate_on_submit())

    def fail(self, field: Field, message: str) -> None:
        """Put `message` at `field`, as its validators would."""
        field.errors = [*field.errors, message]


class ButtonForm(BaseForm):
    """A form without fields: one button."""


@dataclass(frozen=True, slots=True)
class HiddenValue:
    """A hidden field as `macros/forms.html` draws it."""

    name: str
    value: str
    type: str = "HiddenField"

    def _value(self) -> str:
        return self.value


def blank_button() -> tuple[HiddenValue, ...]:
    """Give what a `ButtonForm` that nobody has sent yet draws; making the form takes ten times as long."""
    return (HiddenValue("once", new_once()), HiddenValue("csrf_token", generate_csrf()))


def text_field(label: Any, *, max_length: int = 200, validators: tuple[Any, ...] = (), **options: Any) -> StringField:
    """Make a text that is one line, bounded and free of control characters."""
    too_long = lazy_gettext("Shorten this to %(max)d characters or fewer.")
    checks = [*validators, Length(max=max_length, message=too_long), no_control_characters]
    return StringField(label, validators=checks, filters=[one_line], **options)


def asked_number(name: str, *, largest: int) -> int | None:
    """Read a number from the address, such as ?page=2; None if it is missing, below 1, above `largest` or no number.

    Its length is looked at first: Python refuses to read thousands of digits.
    """
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
        return None
    return int(text) if 0 < int(text) <= largest else None
