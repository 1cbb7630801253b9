"""What administrators type about other people."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.form import BaseForm as AnyForm
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lms.accounts.forms import (
    PersonMixin,
    as_choices,
    country_field,
    email_field,
    language_field,
    name_field,
    profession_field,
)
from lms.accounts.models import Role
from lms.audit import MAX_REASON
from lms.forms import MAX_DIGITS, BaseForm, text_field

ROLES = {
    Role.AUTHOR.value: lazy_gettext("Author: writes courses"),
    Role.COORDINATOR.value: lazy_gettext("Coordinator: follows cohorts"),
    Role.ADMINISTRATOR.value: lazy_gettext("Administrator: manages people and the site"),
}


class CheckboxesField(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: AnyForm) -> None:
        """Refuse what is not offered, in the reader's language: WTForms has its own sentence in few."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(lazy_gettext("Choose only from what is offered here.")) from None


def roles_field() -> CheckboxesField:
    """Make the boxes of the roles."""
    return CheckboxesField(
        lazy_gettext("Roles"),
        description=lazy_gettext("Everybody is a learner; tick what comes on top."),
        choices=as_choices(ROLES.items()),
    )


def reason_field() -> StringField:
    """Make the field for why something is done to another person's account."""
    return text_field(
        lazy_gettext("Reason"),
        max_length=MAX_REASON,
        validators=(DataRequired(lazy_gettext("Say why, in a few words: it is kept in the audit log.")),),
        description=lazy_gettext("It is kept in the audit log for good. Write no results, and nothing from a case."),
    )


class RolesMixin:
    """For forms in which roles are given."""

    roles: CheckboxesField

    def chosen_roles(self) -> frozenset[Role]:
        """Give the roles that are ticked."""
        return frozenset(Role(role) for role in self.roles.data or [])


class InvitePersonForm(PersonMixin, RolesMixin, BaseForm):
    """An address to which an invitation is to be mailed."""

    email = email_field(lazy_gettext("E-mail address"))
    language = language_field()
    roles = roles_field()


class CreatePersonForm(PersonMixin, RolesMixin, BaseForm):
    """An account for somebody without e-mail."""

    name = name_field(lazy_gettext("Name"), lazy_gettext("As it is to stand on certificates."))
    profession = profession_field()
    country = country_field()
    language = language_field()
    roles = roles_field()


class ReasonForm(BaseForm):
    """Something that is done to an account, and why. Several such forms stand on one page."""

    reason = reason_field()

    def __init__(self, *, about: str, **options: Any) -> None:
        super().__init__(**options)
        self.reason.id = f"{about}-reason"


class SetRolesForm(RolesMixin, ReasonForm):
    """The roles of an account, and why they change."""

    roles = roles_field()


class EndSessionsForm(ReasonForm):
    """Signing somebody out: in one browser, or everywhere."""

    session_id = StringField()  # the button that was pressed; empty: everywhere

    def chosen_session(self) -> int | None:
        """Give the number of the browser's session; 0, which is none, for what is no number."""
        text = self.session_id.data or ""
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0


class OpenAccountForm(ReasonForm):
    """A way into an account for its owner, to be handed over: a slip with a code, or a link."""

    way = StringField()  # the button that was pressed: slip or link
