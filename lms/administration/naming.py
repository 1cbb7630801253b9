"""Whom and what an entry of the audit log names, in words."""

from flask_babel import gettext as _

from lms.administration.log import Account, Line


def name_actor(line: Line) -> str:
    """Give who acted."""
    if line.actor is not None:
        return name_account(line.actor)
    return _("somebody not signed in") if line.is_stranger else _("the site itself")


def name_subject(line: Line) -> str:
    """Give what an entry is about."""
    if line.kind == "person" and line.about is not None:
        return name_account(line.about)
    named = {
        "site": "",
        "certificate": _("certificate %(key)s", key=line.key),
        "cohort": _("cohort %(key)s", key=line.cohort or line.key),
        "quiz": _("quiz %(key)s", key=line.key),
        "course": _("course %(key)s", key=line.key),
        "mail": _("mail %(key)s", key=line.key),
        "page": _("page %(key)s", key=line.key),
        "invitation": _("invitation %(number)s", number=line.key),
    }.get(line.kind, f"{line.kind} {line.key}")
    return f"{named}, {name_account(line.about)}" if line.about is not None else named


def name_account(account: Account) -> str:
    """Give an account's name of today and its number; of one that is gone the number alone."""
    if account.name is None:
        return _("account %(number)d, which is not there", number=account.id)
    return f"{account.name} ({account.id})"
