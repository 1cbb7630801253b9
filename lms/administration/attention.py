"""What an administrator should look at, judged from the state of each part."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms import jobs
from lms.accounts import directory
from lms.accounts.directory import State
from lms.administration import mails
from lms.administration.mails import MailFigures, MailState
from lms.catalog.library import Library
from lms.certificates.models import Credential
from lms.jobs import JobFailure

MISSED_AFTER = timedelta(minutes=5)  # without a heartbeat: it beats each minute
MAIL_LATE_AFTER = timedelta(minutes=15)
FAILURES_OF = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """The state of each part of the installation."""

    people: dict[State, int]
    mail: MailFigures
    last_beat: datetime | None
    failures: int  # of the last seven days
    courses: int
    mistakes: int  # in course files
    certificates: int
    without_pdf: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at, and the page where that is done."""

    text: str
    endpoint: str


def read_figures(session: Session, library: Library, *, now: datetime) -> Figures:
    """Read the state of each part."""
    failures = select(func.count()).select_from(JobFailure).where(JobFailure.failed_at > now - FAILURES_OF)
    unprinted = func.count().filter(Credential.pdf_sha256.is_(None))
    certificates, without_pdf = session.execute(select(func.count(), unprinted).select_from(Credential)).one()
    return Figures(
        people=directory.count_states(session),
        mail=mails.get_figures(session),
        last_beat=jobs.last_beat(session),
        failures=session.scalar(failures) or 0,
        courses=len(library.courses),
        mistakes=len(library.problems),
        certificates=certificates,
        without_pdf=without_pdf,
    )


def is_at_work(last_beat: datetime | None, *, now: datetime) -> bool:
    """Tell whether background work is alive."""
    return last_beat is not None and now - last_beat <= MISSED_AFTER


def list_remarks(figures: Figures, *, base_url: str | None, has_mail_server: bool, now: datetime) -> list[Remark]:
    """Give what needs attention, the gravest first."""
    remarks = [*_about_settings(base_url), *_about_work(figures, now)]
    if figures.mistakes:
        text = ngettext(
            "%(num)d mistake in the course files.", "%(num)d mistakes in the course files.", figures.mistakes
        )
        remarks.append(Remark(text, "authoring.courses"))
    if not has_mail_server:
        remarks.append(Remark(_("No mail server is set: nobody is sent a mail."), "administration.mail"))
    since = figures.mail.waiting_since
    if since is not None and now - since > MAIL_LATE_AFTER:
        remarks.append(Remark(_("Mails wait for longer than they should."), "administration.mail"))
    given_up = figures.mail.counts[MailState.GIVEN_UP]
    if given_up:
        text = ngettext("%(num)d mail was given up.", "%(num)d mails were given up.", given_up)
        remarks.append(Remark(text, "administration.mail"))
    return remarks


def _about_settings(base_url: str | None) -> list[Remark]:
    if base_url is None:
        trial = _("No site address is set: this installation is a trial, and its certificates are specimens.")
        return [Remark(trial, "administration.settings")]
    if not base_url.startswith("https://"):
        plain = _("The site's address is http: cookies cannot be Secure, and whoever is on the line reads passwords.")
        return [Remark(plain, "administration.settings")]
    return []


def _about_work(figures: Figures, now: datetime) -> list[Remark]:
    remarks = []
    if not is_at_work(figures.last_beat, now=now):
        remarks.append(Remark(_("Background work is not running: no mail is sent, no certificate made."), _WORK))
    if figures.failures:
        text = ngettext(
            "%(num)d failure of background work in seven days.",
            "%(num)d failures of background work in seven days.",
            figures.failures,
        )
        remarks.append(Remark(text, _WORK))
    if figures.without_pdf:
        text = ngettext(
            "%(num)d certificate waits for its PDF.", "%(num)d certificates wait for their PDF.", figures.without_pdf
        )
        remarks.append(Remark(text, _WORK))
    return remarks


_WORK = "administration.work"
