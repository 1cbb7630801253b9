"""What stands around the histories: certificates, join codes, the audit log, readers' reports, failed work."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.accounts.credentials import CODE_LETTERS
from lms.accounts.models import User
from lms.audit import Act, AuditEntry, Subject, cohort, person
from lms.authoring.models import MistakeReport
from lms.catalog.course import Course
from lms.certificates import service as certificates
from lms.certificates.codes import new_code
from lms.certificates.models import Credential, SerialCounter
from lms.certificates.service import Issuer, Numbers
from lms.cohorts.models import Enrolment, JoinCode
from lms.demo.groups import Group
from lms.demo.history import Completed
from lms.jobs import JobFailure
from lms.progress.models import CourseCompletion

JOIN_CODE_LENGTH = 8
NETWORK = "10.20.0.0"
SITE = Subject()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who completed a course, as a certificate names her."""

    user_id: int
    name: str
    language: str
    enrolled_at: datetime


@dataclass(frozen=True, slots=True)
class Staff:
    """The ids of the accounts that do things in the log."""

    admin: int
    coordinator: int
    other_coordinator: int
    learners: Sequence[int]

    def follows(self, group: Group) -> int:
        """Give who coordinates a cohort: the first two are the coordinator's, all others the other one's."""
        return self.coordinator if group.is_large or group.is_of_judges else self.other_coordinator


def add_certificates(
    session: Session, completed: Iterable[tuple[Completed, Holder]], *, issuer: Issuer, rng: random.Random
) -> None:
    """Issue the certificate of each completion, in the order of completing, with numbers without a gap."""
    last: Counter[str] = Counter()
    for it, holder in sorted(completed, key=lambda pair: (pair[0].at, pair[0].completion_id)):
        series = issuer.series(it.at)
        last[series] += 1
        numbers = Numbers(new_code(rng.choice), certificates.write_serial(series, last[series]))
        session.add(_certificate(it, holder, issuer, numbers))
    session.add_all(SerialCounter(series=series, last=number) for series, number in last.items())
    session.flush()


def add_codes(session: Session, groups: Sequence[Group], *, now: datetime, rng: random.Random) -> None:
    """Give each cohort that goes on a join code, and the first one an older code that was withdrawn."""
    for group in groups:
        starts_at = now - timedelta(days=(now.date() - group.starts_on).days + 7)
        ends_at = now + timedelta(days=(group.ends_on - now.date()).days)
        if group.is_large:
            withdrawn_at = starts_at + timedelta(days=2)
            session.add(_code(group, starts_at, ends_at, rng, withdrawn_at=withdrawn_at))
            starts_at = withdrawn_at
        if ends_at > now:
            session.add(_code(group, starts_at, ends_at, rng))
    session.flush()


def add_log(session: Session, groups: Sequence[Group], staff: Staff, *, now: datetime) -> None:
    """Write some entries of what people did, in the order of time."""
    entries = [entry for group in groups for entry in _log_of(group, staff, now)]
    people = (staff.admin, staff.coordinator, staff.other_coordinator, *staff.learners)
    for hours, user_id in enumerate(people * 3, start=2):
        at = now - timedelta(hours=hours * 7, minutes=user_id)
        entries.append(_entry(at, user_id, Act.SIGNED_IN, person(user_id), network=NETWORK))
    entries += [
        _entry(now - timedelta(days=2, hours=3), None, Act.SIGN_IN_REFUSED, network="10.31.4.0"),
        _entry(now - timedelta(days=2, hours=2), staff.learners[0], Act.REFUSED, Subject("page", "/admin/people")),
        _entry(now - timedelta(days=1, hours=6), staff.coordinator, Act.EXPORTED, cohort(1)),
        _entry(now - timedelta(days=1, hours=5), staff.admin, Act.PERSON_VIEWED, person(staff.learners[-1])),
    ]
    entries.sort(key=_when)
    session.add_all(entries)
    session.flush()


def add_reports(
    session: Session, courses: Sequence[Course], readers: Sequence[int], *, now: datetime, rng: random.Random
) -> None:
    """Add readers' reports of mistakes, one of them answered."""
    texts = (
        ("The second example names a district that was renamed last year.", "en"),
        ("В третьем абзаце пропущено слово «не», смысл меняется.", "ru"),
        ("The link at the end of the page opens another document than the one cited.", "en"),
        ("Два варианта ответа здесь подходят одинаково хорошо.", "ru"),
    )
    for days, (text, language) in zip((19, 11, 5, 2), texts, strict=True):
        course = rng.choice(courses)
        lesson = rng.choice(course.lessons)
        is_closed = days == 19
        report = MistakeReport(
            user_id=rng.choice(readers),
            course_key=course.key,
            course_version=course.version,
            lesson_path=lesson.path,
            language=language,
            text=text,
            created_at=now - timedelta(days=days),
            closed_at=now - timedelta(days=days - 3) if is_closed else None,
            answer="Corrected in the next version. Thank you." if is_closed else "",
        )
        session.add(report)
    session.flush()


def add_failures(session: Session, *, now: datetime) -> None:
    """Add background work that failed once, as when a mail server is away for a night."""
    at = now - timedelta(days=6, hours=5)
    session.add(JobFailure(task="lms.mail.deliver", error="ConnectionRefusedError", failed_at=at, retries_left=2))
    session.flush()


def _certificate(completed: Completed, holder: Holder, issuer: Issuer, numbers: Numbers) -> Credential:
    completion = CourseCompletion(
        id=completed.completion_id,
        enrolment_id=completed.enrolment_id,
        completed_at=completed.at,
        course_version=completed.course.version,
        rested_on=completed.rested_on,
    )
    enrolment = Enrolment(id=completed.enrolment_id, user_id=holder.user_id, enrolled_at=holder.enrolled_at)
    user = User(id=holder.user_id, name=holder.name, language=holder.language)
    return certificates.write_facts(
        completion, enrolment, user, course=completed.course, issuer=issuer, numbers=numbers, now=completed.at
    )


def _code(
    group: Group, at: datetime, ends_at: datetime, rng: random.Random, *, withdrawn_at: datetime | None = None
) -> JoinCode:
    code = "".join(rng.choice(CODE_LETTERS) for _place in range(JOIN_CODE_LENGTH))
    return JoinCode(
        cohort_id=group.number, code=code, created_at=at, expires_at=max(ends_at, at), withdrawn_at=withdrawn_at
    )


def _log_of(group: Group, staff: Staff, now: datetime) -> list[AuditEntry]:
    made_at = now - timedelta(days=(now.date() - group.starts_on).days + 10, minutes=group.number)
    by, about = staff.follows(group), cohort(group.number)
    coordinator = f"coordinator: account {by}"
    entries = [
        _entry(made_at, staff.admin, Act.COHORT_CREATED, about, new=group.name),
        _entry(made_at + timedelta(minutes=2), staff.admin, Act.COORDINATOR_ADDED, about, new=coordinator),
        _entry(made_at + timedelta(days=3), by, Act.MEMBERS_LISTED, about, new=f"slip: {group.size}"),
        _entry(made_at + timedelta(days=3, minutes=9), by, Act.CODE_MADE, about),
    ]
    if group.is_large:
        entries.append(_entry(made_at + timedelta(days=5), by, Act.CODE_WITHDRAWN, about))
        entries.append(_entry(made_at + timedelta(days=5, minutes=1), by, Act.CODE_MADE, about))
    return entries


def _when(entry: AuditEntry) -> tuple[datetime, str, str]:
    return entry.at, entry.act, entry.subject_id


def _entry(
    at: datetime, by: int | None, act: Act, about: Subject = SITE, *, new: str = "", network: str = ""
) -> AuditEntry:
    return AuditEntry(
        at=at, actor_id=by, act=act, subject_kind=about.kind, subject_id=about.id, new=new, network=network
    )
