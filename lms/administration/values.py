"""Old and new values of audit entries, which are stored as keys and numbers, in the reader's words.

Entries are never changed, so those of an earlier version stay as they are: what is not understood is shown as stored.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from lms.accounts.forms import PROFESSIONS
from lms.administration.acts import ACTS
from lms.audit import Act
from lms.cohorts.forms import SHOWN
from lms.cohorts.member_forms import SEXES
from lms.cohorts.working_languages import name_working_language
from lms.i18n import day, moment

_LABELS = {
    "name": lazy_gettext("Name of the cohort"),
    "description": lazy_gettext("Description"),
    "audience": lazy_gettext("Profession of most members"),
    "shown": lazy_gettext("What its coordinators see of a named member"),
    "starts_on": lazy_gettext("First day"),
    "ends_on": lazy_gettext("Last day"),
    "courses": lazy_gettext("Courses"),
    "surname": lazy_gettext("Surname"),
    "given_name": lazy_gettext("Given name"),
    "patronymic": lazy_gettext("Patronymic"),
    "surname_latin": lazy_gettext("Surname in Latin letters"),
    "given_name_latin": lazy_gettext("Given name in Latin letters"),
    "patronymic_latin": lazy_gettext("Patronymic in Latin letters"),
    "sex": lazy_gettext("Sex"),
    "agency": lazy_gettext("Agency"),
    "province": lazy_gettext("Province"),
    "position": lazy_gettext("Position"),
    "language": lazy_gettext("Working language"),
}
_DAYS = {"starts_on", "ends_on"}
_KEYS = {
    "audience": PROFESSIONS,
    "shown": SHOWN,
    "sex": SEXES,
}  # facts whose values are keys; others are shown as typed
_PARTS = {
    "invited": lazy_gettext("invited by e-mail"),
    "slip": lazy_gettext("to receive a slip"),
    "asked": lazy_gettext("asked to join"),
    "again": lazy_gettext("on the list again"),
    "there": lazy_gettext("there already"),
    "same": lazy_gettext("named twice"),
    "audit log": lazy_gettext("the audit log"),
    "register of certificates": lazy_gettext("the register of certificates"),
    **{act.value: name for act, name in ACTS.items()},  # of which a file of the log was taken out
}
_SENTENCES = {
    r"cohort (?P<number>\d+)": lazy_gettext("cohort %(number)s"),
    r"cohort (?P<number>\d+) by list": lazy_gettext("cohort %(number)s, by a list"),
    r"cohort (?P<number>\d+) by code": lazy_gettext("cohort %(number)s, by its code"),
    r"cohort (?P<number>\d+), shown: scores": lazy_gettext("cohort %(number)s, whose coordinators see scores"),
    r"cohort (?P<number>\d+), shown: completion": lazy_gettext(
        "cohort %(number)s, whose coordinators see completion only"
    ),
    r"progress in cohort (?P<number>\d+)": lazy_gettext("progress in cohort %(number)s"),
    r"coordinator: account (?P<number>\d+)": lazy_gettext("account %(number)s"),
    r"until (?P<moment>[-\d]+ [:\d]+) UTC": lazy_gettext("until %(moment)s"),
    r"the backup of (?P<moment>[-\d]+ [:\d]+) UTC": lazy_gettext("the backup of %(moment)s"),
    r"person (?P<number>\d+)": lazy_gettext("account %(number)s"),
    r"from (?P<day>[-\d]+)": lazy_gettext("from %(day)s"),
    r"to (?P<day>[-\d]+)": lazy_gettext("to %(day)s"),
    r"encrypted": lazy_gettext("encrypted"),
    r"not encrypted": lazy_gettext("not encrypted"),
    r"progress.csv, show [a-z-]+, rows (?P<number>\d+)": lazy_gettext("progress.csv, rows: %(number)s"),
    r"(?P<quiz>\S+): (?P<attempts>\d+) attempts, (?P<minutes>\d+) minutes": lazy_gettext(
        "%(quiz)s: further attempts %(attempts)s, further minutes %(minutes)s"
    ),
}
_IN_FACTS = {Act.COHORT_CREATED, Act.COHORT_CHANGED, Act.COHORT_DELETED, Act.MEMBER_CHANGED}
_IN_SENTENCES = {
    Act.EXPORTED,
    Act.PERSON_VIEWED,
    Act.EXTENSION_GRANTED,
    Act.COORDINATOR_ADDED,
    Act.COORDINATOR_REMOVED,
    Act.CODE_MADE,
    Act.MEMBERS_LISTED,
    Act.MEMBER_JOINED,
    Act.MEMBER_REMOVED,
    Act.BACKUP_MADE,
    Act.RESTORED,
}


def find_reader(act: str) -> Callable[[str], str] | None:
    """Give the function that puts the values of such an act into words; None if they are no such values."""
    if act in _IN_FACTS:
        return _read_facts
    return _read_sentence if act in _IN_SENTENCES else None


def _read_facts(value: str) -> str:
    try:
        facts = json.loads(value)
    except ValueError:
        return value
    if not isinstance(facts, dict):
        return value
    return "; ".join(f"{_LABELS.get(name, name)}: {_read_fact(name, str(fact))}" for name, fact in facts.items())


def _read_fact(name: str, fact: str) -> str:
    if name in _DAYS:
        return _read_day(fact)
    if name == "language" and fact:
        return name_working_language(fact)
    return str(_KEYS[name].get(fact, fact)) if name in _KEYS else fact or "–"


def _read_day(fact: str) -> str:
    try:
        return day(date.fromisoformat(fact))
    except ValueError:
        return fact or "–"


def _read_sentence(value: str) -> str:
    return _read_known(value) or ", ".join(_read_known(part) or _read_count(part) for part in value.split(", "))


def _read_known(value: str) -> str | None:
    for pattern, sentence in _SENTENCES.items():
        found = re.fullmatch(pattern, value)
        if found:
            return str(sentence) % {name: _read_part(name, part) for name, part in found.groupdict().items()}
    return None


def _read_count(counted: str) -> str:
    outcome, colon, number = counted.partition(": ")
    return f"{_PARTS.get(outcome, outcome)}{colon}{number}"


def _read_part(name: str, part: str) -> str:
    if name == "day":
        return _read_day(part)
    if name != "moment":
        return part
    try:
        return moment(datetime.strptime(part, "%Y-%m-%d %H:%M").replace(tzinfo=UTC))
    except ValueError:
        return _("%(moment)s UTC", moment=part)
