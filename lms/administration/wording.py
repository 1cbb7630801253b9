"""The audit log in words: the keys that entries hold for words."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.administration.values import find_reader
from lms.audit import Act

_WORDS = {
    "author": lazy_gettext("author"),
    "coordinator": lazy_gettext("coordinator"),
    "administrator": lazy_gettext("administrator"),
    "password": lazy_gettext("password"),
    "email": lazy_gettext("e-mail address"),
    "profession": lazy_gettext("profession"),
    "country": lazy_gettext("country"),
    "language": lazy_gettext("language"),
    "link": lazy_gettext("link"),
    "slip": lazy_gettext("slip"),
    "invitation": lazy_gettext("invitation"),
    "registration": lazy_gettext("registration"),
    "first-administrator": lazy_gettext("the first administrator's link"),
    "list": lazy_gettext("the list of a cohort"),
    "code": lazy_gettext("a code for joining"),
    "command": lazy_gettext("a command at the server"),
    "active": lazy_gettext("active"),
    "disabled": lazy_gettext("disabled"),
    "valid": lazy_gettext("valid"),
    "expired": lazy_gettext("expired"),
    "revoked": lazy_gettext("revoked"),
}
# What these acts hold are keys; what the others hold, names among them, is shown letter by letter.
_IN_KEYS = {
    Act.SIGNED_IN,
    Act.SIGN_IN_REFUSED,
    Act.PERSON_INVITED,
    Act.PERSON_CREATED,
    Act.PERSON_DISABLED,
    Act.PERSON_ENABLED,
    Act.SLIP_GIVEN,
    Act.ROLES_CHANGED,
    Act.CERTIFICATE_REVOKED,
    Act.CERTIFICATE_RESTORED,
}
_INVITATION = re.compile(r"invitation (\d+)")
_COHORT = re.compile(r"cohort (\d+)")
_NAME = "name: "  # before what a person was called, and is


def name_change(act: str, old: str, new: str) -> tuple[str, str]:
    """Give old and new value in words, as far as they are made of keys."""
    read = find_reader(act)
    if read:
        return read(old), read(new)
    if act == Act.PERSON_CHANGED and new.startswith(_NAME):
        return _name_name(old), _name_name(new)
    if act not in _IN_KEYS and act != Act.PERSON_CHANGED:
        return old, new
    no_role = _("learner")  # which everybody is
    if act == Act.ROLES_CHANGED:
        return _name_keys(old) or no_role, _name_keys(new) or no_role
    if act in (Act.PERSON_INVITED, Act.PERSON_CREATED):
        return "", _name_keys(new) or no_role
    return _name_keys(old), _name_keys(new)


def name_reason(act: str, reason: str) -> str:
    """Give a reason as it was typed; those of an account's making and of a slip for a member are keys."""
    if act == Act.SLIP_GIVEN:
        cohort = _COHORT.fullmatch(reason)
        return _("cohort %(number)s", number=cohort[1]) if cohort else reason
    if act != Act.PERSON_CREATED:
        return reason
    invitation = _INVITATION.fullmatch(reason)
    if invitation:
        return _("invitation %(number)s", number=invitation[1])
    return str(_WORDS.get(reason, reason))


def _name_keys(value: str) -> str:
    return ", ".join(str(_WORDS.get(key, key)) for key in value.split(", "))


def _name_name(value: str) -> str:
    return _("name: %(name)s", name=value.removeprefix(_NAME)) if value.startswith(_NAME) else value
