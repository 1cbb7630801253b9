"""People added to a cohort's list, many or one: all of them or nobody, with accounts and invitations."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import audit, mail
from lms.accounts import invitations, waiting_accounts
from lms.accounts.links import LIFETIMES
from lms.accounts.models import LinkKind, Profession, User
from lms.accounts.service import EmailTaken, Person
from lms.audit import Act, Change
from lms.cohorts.cohort_service import get_cohort
from lms.cohorts.details import NAMES, Details
from lms.cohorts.listing_plan import ADDED, NEW, Note, Outcome, Plan, PlannedLine, make_plan
from lms.cohorts.lists.cells import Row
from lms.cohorts.lists.person import ListedPerson
from lms.cohorts.membership_service import list_people
from lms.cohorts.models import CameBy, Cohort, Membership
from lms.cohorts.working_languages import page_language
from lms.errors import Conflict, Invalid
from lms.security import site_url

MAILS_AT_ONCE = 20  # of more, all are left to the sweep


class ListChanged(Conflict):
    """What would be done now is not what was shown; nothing was done."""


class Namesake(Conflict):
    """Somebody in the cohort has this name; nobody was added."""


class NotAdded(Invalid):
    """One person cannot be added; the message says why."""


def add_list(
    session: Session, cohort_id: int, rows: Sequence[Row], *, shown: str, language: str, by: int, now: datetime
) -> Plan:
    """Do what was shown with a list, all of it.

    :param shown: the digest of the plan that was read
    :param language: of the accounts of people for whom the list states none that the site has
    :raise ListChanged: if a line is wrong, or anything else would be done now than what was read
    """
    cohort = get_cohort(session, cohort_id, for_change=True)
    plan = make_plan(session, cohort_id, rows)
    if not plan.is_faultless or not plan.added or plan.digest != shown:
        raise ListChanged(_("Nobody was added: what would be done is no longer what was shown. Read it again, please."))
    try:
        _carry_out(session, cohort, plan, language=language, by=by, now=now)
    except (EmailTaken, IntegrityError):
        raise ListChanged(
            _("Nobody was added: somebody else added one of these people at the same moment. Read it again, please.")
        ) from None
    return plan


def add_person(
    session: Session,
    cohort_id: int,
    person: ListedPerson,
    *,
    is_another: bool,
    language: str,
    by: int,
    now: datetime,
) -> Outcome:
    """Put one person on a cohort's list.

    :param is_another: also where somebody in the cohort has her name
    :raise Namesake: if somebody has, and that was not said
    :raise NotAdded: if she is there already, or her address is another's or of a disabled account
    """
    cohort = get_cohort(session, cohort_id, for_change=True)
    plan = make_plan(session, cohort_id, [Row(1, person)], by_name=not is_another)
    line = plan.lines[0]
    if line.note in (Note.SAME_NAME, Note.SAME_NAME_WITHOUT_EMAIL):
        raise Namesake(_("Somebody of this name is, or was, in this cohort or on its list."))
    if line.outcome not in ADDED:
        raise NotAdded(_why_not(line))
    try:
        _carry_out(session, cohort, plan, language=language, by=by, now=now)
    except (EmailTaken, IntegrityError):
        raise NotAdded(_("Somebody else added a person at the same moment. Please send the form again.")) from None
    return line.outcome


def details_of(person: ListedPerson) -> Details:
    """Give what a list says of a person as a membership keeps it."""
    return Details(**{name: getattr(person, name) for name in NAMES})


def _why_not(line: PlannedLine) -> str:
    if line.note == Note.DISABLED:
        return _("The account with this e-mail address is disabled. An administrator can say why.")
    if line.note == Note.OTHER_NAME:
        return _("This e-mail address is that of somebody else in this cohort or on its list.")
    return _("This person is in this cohort or on its list already.")


def _carry_out(session: Session, cohort: Cohort, plan: Plan, *, language: str, by: int, now: datetime) -> None:
    added = [line for line in plan.lines if line.outcome in ADDED]
    people = [(line, line.row.person) for line in added if line.row.person is not None]
    new = [_account_of(person, cohort, language) for line, person in people if line.outcome in NEW]
    made = iter(waiting_accounts.create_waiting_accounts(session, new, by=by, now=now))
    users = {line.row.number: line.user or next(made) for line, _person in people}
    stated = {users[line.row.number].id: details_of(person) for line, person in people}
    memberships = list_people(session, cohort, stated, CameBy.LIST, now=now, by=by)
    _send_mails(session, cohort, [(user, memberships[user.id]) for user in users.values()], by=by, now=now)
    counted = ", ".join(f"{outcome.value}: {plan.counts[outcome]}" for outcome in Outcome if plan.counts[outcome])
    audit.record(session, Act.MEMBERS_LISTED, audit.cohort(cohort.id), by=by, now=now, change=Change(new=counted))


def _account_of(person: ListedPerson, cohort: Cohort, language: str) -> tuple[Person, str | None]:
    """Give the account that is made for somebody on a list: she corrects it when she opens it. No role is in it."""
    who = Person(
        name=person.own_name,
        language=page_language(person.language, language),
        profession=person.profession or Profession(cohort.audience),
        country=person.country or None,
    )
    return who, person.email or None


def _send_mails(
    session: Session, cohort: Cohort, people: Sequence[tuple[User, Membership]], *, by: int, now: datetime
) -> None:
    """Tell those with an address that they are on the list, and how they come in."""
    told = [(user, membership) for user, membership in people if user.email]
    waiting = [user for user, _membership in told if invitations.is_waiting(user)]
    invited = invitations.create_invitation_links(session, waiting, created_by_id=by, now=now)
    for user, membership in told:
        page = f"/memberships/{membership.id}"
        mail.send(
            session,
            user.email or "",
            "listed_waiting" if user.id in invited else "listed",
            language=user.language,
            at_once=len(told) <= MAILS_AT_ONCE,
            name=user.name,
            cohort=cohort.name,
            link=f"{invited[user.id]}?next={page}" if user.id in invited else site_url(page),
            days=LIFETIMES[LinkKind.INVITATION].days,
        )
    session.flush()
