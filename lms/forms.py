"""What every form of the site shares: its token against forgery, its token against sending twice, its manners."""

import secrets
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import Length

MAX_TEXT = 5000


def strip(value: str | None) -> str | None:
    """Take away spaces around what was typed; used as a field's filter."""
    return value.strip() if isinstance(value, str) else value


def no_control_characters(_form: FlaskForm, field: Field) -> None:
    """Refuse characters that no keyboard types into a text, NUL among them."""
    text = field.data or ""
    if isinstance(text, str) and any(ord(char) < 32 and char not in "\t\r\n" for char in text):
        field.data = "".join(char for char in text if ord(char) >= 32 or char in "\t\r\n")
        raise ValueError(lazy_gettext("This contains characters that cannot be stored. They were removed: check and send again."))


class BaseForm(FlaskForm):
    """Every POST of the site is one of these, even a lone button."""

    once = HiddenField(validators=[Length(max=64)], default=lambda: secrets.token_urlsafe(16))

    def submitted(self) -> bool:
        """Tell whether the form was sent and everything in it can be used."""
        return bool(self.validate_on_submit())

    def fail(self, field: Field, message: str) -> None:
        """Put `message` at `field`, as its validators would."""
        field.errors = [*field.errors, message]


class ButtonForm(BaseForm):
    """A form without fields: one button."""


def text_field(label: Any, *, max_length: int = 200, validators: tuple[Any, ...] = (), **options: Any) -> StringField:
    """Make a line of text that is trimmed, bounded and free of control characters."""
    too_long = lazy_gettext("Shorten this to %(max)d characters or fewer.")
    checks = [*validators, Length(max=max_length, message=too_long), no_control_characters]
    return StringField(label, validators=checks, filters=[strip], **options)
