"""The audit log in words: what each act is called, and the keys that entries hold for words."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.administration.values import find_reader
from lms.audit import Act

ACTS = {
    Act.SIGNED_IN: lazy_gettext("signed in"),
    Act.SIGN_IN_REFUSED: lazy_gettext("sign-in failed"),
    Act.REFUSED: lazy_gettext("was refused a page"),
    Act.EXPORTED: lazy_gettext("exported"),
    Act.PERSON_VIEWED: lazy_gettext("looked at a person's record"),
    Act.PERSON_INVITED: lazy_gettext("invited a person"),
    Act.PERSON_CREATED: lazy_gettext("account made"),
    Act.PERSON_CHANGED: lazy_gettext("account changed"),
    Act.PERSON_DISABLED: lazy_gettext("disabled an account"),
    Act.PERSON_ENABLED: lazy_gettext("enabled an account"),
    Act.SLIP_GIVEN: lazy_gettext("gave a slip or link"),
    Act.SESSIONS_ENDED: lazy_gettext("signed a person out"),
    Act.ROLES_CHANGED: lazy_gettext("changed roles"),
    Act.EXTENSION_GRANTED: lazy_gettext("granted an extension"),
    Act.CERTIFICATE_ISSUED: lazy_gettext("certificate issued"),
    Act.CERTIFICATE_REPLACED: lazy_gettext("certificate replaced"),
    Act.COHORT_CREATED: lazy_gettext("made a cohort"),
    Act.COHORT_CHANGED: lazy_gettext("changed a cohort"),
    Act.COHORT_DELETED: lazy_gettext("deleted a cohort"),
    Act.COORDINATOR_ADDED: lazy_gettext("added a coordinator"),
    Act.COORDINATOR_REMOVED: lazy_gettext("removed a coordinator"),
    Act.CODE_MADE: lazy_gettext("made a code for joining"),
    Act.CODE_WITHDRAWN: lazy_gettext("withdrew a code for joining"),
    Act.MEMBERS_LISTED: lazy_gettext("put people on a cohort's list"),
    Act.MEMBER_JOINED: lazy_gettext("joined a cohort"),
    Act.MEMBER_CHANGED: lazy_gettext("changed a membership"),
    Act.MEMBER_REMOVED: lazy_gettext("removed a member"),
    Act.MAIL_VIEWED: lazy_gettext("opened a mail"),
    Act.BACKUP_MADE: lazy_gettext("made a backup"),
    Act.RESTORED: lazy_gettext("restored a backup"),
}

_BY_ONESELF = {
    Act.MEMBERS_LISTED: lazy_gettext("came onto a cohort's list"),
    Act.MEMBER_REMOVED: lazy_gettext("left a cohort"),
}

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
}
_INVITATION = re.compile(r"invitation (\d+)")


def name_act(act: str, *, by_oneself: bool = False) -> str:
    """Give an act in words; one that this version does not know as it is stored.

    :param by_oneself: who did it is whom it was done to
    """
    if act not in set(Act):
        return act
    known = Act(act)
    return str(_BY_ONESELF.get(known, ACTS[known]) if by_oneself else ACTS[known])


def name_change(act: str, old: str, new: str) -> tuple[str, str]:
    """Give old and new value in words, as far as they are made of keys."""
    read = find_reader(act)
    if read:
        return read(old), read(new)
    if act not in _IN_KEYS and (act != Act.PERSON_CHANGED or new.startswith("name: ")):
        return old, new
    no_role = _("learner")  # which everybody is
    if act == Act.ROLES_CHANGED:
        return _name_keys(old) or no_role, _name_keys(new) or no_role
    if act in (Act.PERSON_INVITED, Act.PERSON_CREATED):
        return "", _name_keys(new) or no_role
    return _name_keys(old), _name_keys(new)


def name_reason(act: str, reason: str) -> str:
    """Give a reason as it was typed; that of an account's making is a key."""
    if act != Act.PERSON_CREATED:
        return reason
    invitation = _INVITATION.fullmatch(reason)
    if invitation:
        return _("invitation %(number)s", number=invitation[1])
    return str(_WORDS.get(reason, reason))


def _name_keys(value: str) -> str:
    return ", ".join(str(_WORDS.get(key, key)) for key in value.split(", "))
