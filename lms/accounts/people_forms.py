"""What administrators type about other people."""

from flask_babel import lazy_gettext
from wtforms import SelectMultipleField, ValidationError
from wtforms.form import BaseForm as AnyForm
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
from lms.forms import BaseForm

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


class SetRolesForm(RolesMixin, BaseForm):
    """The roles of an account."""

    roles = roles_field()
