"""What is said of adding a list to a cohort: of each line, and of all of them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from lms.cohorts.listing_plan import NEW, Note, Outcome, Plan, PlannedLine

_OUTCOMES = {
    Outcome.INVITED: lazy_gettext("Gets an account, and an invitation by e-mail."),
    Outcome.SLIP: lazy_gettext("Gets an account, to be opened with a printed slip."),
    Outcome.ASKED: lazy_gettext("Has an account. Is asked by e-mail to join."),
    Outcome.AGAIN: lazy_gettext("Was here and left. Is put on the list again, and asked to join."),
    Outcome.THERE: lazy_gettext("Is in the cohort or on its list. Nothing changes."),
    Outcome.WRONG: lazy_gettext("Must be corrected"),
}
_NOTES = {
    Note.DISABLED: lazy_gettext(
        "The account with this e-mail address or name is disabled. Take the line out; an administrator can say why."
    ),
    Note.OTHER_NAME: lazy_gettext(
        "This e-mail address is that of somebody else in this cohort or on its list. Correct the address or the name; "
        "if it is the same person, take the line out."
    ),
    Note.SAME_NAME: lazy_gettext(
        "Taken for the person of this name who is, or was, here. Is it somebody else? Then give an e-mail address, or "
        "add this person alone, on the page for one person."
    ),
    Note.SAME_NAME_WITHOUT_EMAIL: lazy_gettext(
        "Taken for the person of this name who is, or was, here without an e-mail address. Is it somebody else? Then "
        "add this person alone, on the page for one person."
    ),
    Note.NEAR_NAME: lazy_gettext(
        "Somebody in this cohort or on its list has the same surname and given name. Taken as another person: check."
    ),
}


def outcome_sentence(line: PlannedLine) -> str:
    """Say what becomes of a line."""
    if line.outcome == Outcome.SAME:
        return _("The same person as in line %(line)d.", line=line.same_as)
    return str(_OUTCOMES[line.outcome])


def note_sentence(note: Note) -> str:
    """Say why it becomes of it, and what to do."""
    return str(_NOTES[note])


def summary(plan: Plan) -> str:
    """Say in one sentence or more how many lines become what."""
    counts = plan.counts
    said = [ngettext("%(num)d person can be added", "%(num)d people can be added", plan.added)]
    if counts[Outcome.WRONG]:
        said.append(
            ngettext("%(num)d line must be corrected", "%(num)d lines must be corrected", counts[Outcome.WRONG])
        )
    if counts[Outcome.SAME]:
        said.append(
            ngettext("%(num)d line names a person again", "%(num)d lines name a person again", counts[Outcome.SAME])
        )
    if counts[Outcome.THERE]:
        there = counts[Outcome.THERE]
        said.append(ngettext("%(num)d person is here already", "%(num)d people are here already", there))
    return ", ".join(said) + "."


def added_sentence(plan: Plan) -> str:
    """Say what was done."""
    done = [ngettext("%(num)d person is on the list now.", "%(num)d people are on the list now.", plan.added)]
    mailed = plan.counts[Outcome.INVITED] + plan.counts[Outcome.ASKED]
    if mailed:
        done.append(ngettext("%(num)d mail is on its way.", "%(num)d mails are on their way.", mailed))
    slips = plan.counts[Outcome.SLIP]
    if slips:
        done.append(ngettext("%(num)d needs a printed slip.", "%(num)d need a printed slip.", slips))
    return " ".join(done)


def added_person_sentence(outcome: Outcome) -> str:
    """Say what was done with one person."""
    if outcome == Outcome.SLIP:
        return _("This person is on the list now. There is no e-mail address: print a slip.")
    return (
        _("This person is on the list now. A mail says what to do.")
        if outcome in NEW
        else _("This person is on the list now.")
    )
