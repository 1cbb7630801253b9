"""What each act of the audit log is called."""

from flask_babel import lazy_gettext

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
    Act.CERTIFICATE_REVOKED: lazy_gettext("certificate revoked"),
    Act.CERTIFICATE_RESTORED: lazy_gettext("certificate restored"),
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


def name_act(act: str, *, by_oneself: bool = False) -> str:
    """Give an act in words; one that this version does not know as it is stored.

    :param by_oneself: who did it is whom it was done to
    """
    if act not in set(Act):
        return act
    known = Act(act)
    return str(_BY_ONESELF.get(known, ACTS[known]) if by_oneself else ACTS[known])
