"""Fills an empty database with sample people, cohorts and histories, the same ones for the same seed and day."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from lms.accounts.blueprint import NOTICE_VERSION
from lms.accounts.models import Role
from lms.catalog.course import Course
from lms.certificates.service import Issuer
from lms.cohorts.models import CameBy, Cohort, CohortCoordinator, CohortCourse
from lms.demo import groups as grouping
from lms.demo import people, records
from lms.demo.groups import Group
from lms.demo.history import Completed, History, Place
from lms.demo.papers import Papers
from lms.demo.people import LEARNERS, NAMED, STAFF, Coming, Member, Named
from lms.demo.plans import FINISHERS, Manner, Window, draw_manner
from lms.demo.records import Holder, Staff
from lms.demo.rows import Rows, count_on
from lms.demo.sitting import Desk
from lms.demo.worktime import WorkTime

LONGEST_AGO = timedelta(days=100)
PEOPLE_AT_ONCE = 250
MOST_SHIFT_SECONDS = 3000  # between a person's working day and nine to six
GOES_ON = 0.5  # share of those who take the next course of their cohort after completing one
NEXT_MANNERS = (Manner.STOPPED, Manner.READING, Manner.STEADY, Manner.FAST)


@dataclass(frozen=True, slots=True)
class Sample:
    """How much is wanted, and from which seed."""

    learners: int
    cohorts: int
    seed: int

    def rng(self, *names: object) -> random.Random:
        """Give the source of chance for one part, which stays the same whatever the other parts draw."""
        return random.Random("/".join(map(str, (self.seed, *names))))  # noqa: S311 - the same each time is what is wanted


@dataclass(frozen=True, slots=True)
class Site:
    """What of the installation shows in the data."""

    courses: Sequence[Course]
    issuer: Issuer
    languages: list[str]
    password_hash: str  # of the named accounts
    now: datetime

    @property
    def today(self) -> date:
        return self.issuer.day(self.now)

    @property
    def midnight(self) -> datetime:
        """The moment from which nothing happens any more: so that a whole day gives the same data."""
        return self.at(self.today, time())

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.issuer.timezone)


@dataclass(slots=True)
class _Filling:
    sample: Sample
    site: Site
    rows: Rows
    work: WorkTime
    desks: Mapping[str, Desk]
    completed: list[tuple[Completed, Holder]] = field(default_factory=list)


def fill(connection: Connection, sample: Sample, site: Site) -> None:
    """Fill the database that `connection` has a transaction on; it has tables and no accounts."""
    rows = Rows(connection)
    work = WorkTime(site.today - LONGEST_AGO, site.today, site.issuer.timezone)
    desks = {course.key: Desk(course, Papers(course), rows) for course in site.courses}
    filling = _Filling(sample, site, rows, work, desks)
    groups = grouping.plan_groups(
        learners=sample.learners,
        cohorts=sample.cohorts,
        courses=site.courses,
        today=site.today,
        rng=sample.rng("cohorts"),
    )
    for number, named in enumerate(NAMED, start=1):
        _add_named(filling, number, named)
    rows.flush()
    with Session(connection, expire_on_commit=False) as session:
        staff = Staff(1, 2, 3, range(len(STAFF) + 1, len(NAMED) + 1))
        _add_cohorts(session, groups, staff, site)
        _add_learners(filling, groups)
        records.add_certificates(session, filling.completed, issuer=site.issuer, rng=sample.rng("certificates"))
        records.add_codes(session, groups, now=site.midnight, rng=sample.rng("codes"))
        records.add_log(session, groups, staff, now=site.midnight)
        records.add_reports(session, site.courses, staff.learners, now=site.midnight, rng=sample.rng("reports"))
        records.add_failures(session, now=site.midnight)
    count_on(connection)


def _add_named(filling: _Filling, number: int, named: Named) -> None:
    created_at = filling.site.midnight - LONGEST_AGO + timedelta(days=10, minutes=number)
    account = {
        "id": number,
        "name": named.name,
        "email": named.email,
        "sign_in_name": None,
        "password_hash": filling.site.password_hash,
        "profession": named.profession,
        "language": filling.site.languages[0],
        "country": named.country,
        "created_at": created_at,
        "disabled_at": None,
        "notice_version": NOTICE_VERSION,
        "consented_at": created_at,
    }
    filling.rows.add("user_account", account)
    if named.role is not Role.LEARNER:
        filling.rows.add("user_role", {"user_id": number, "role": named.role})


def _add_cohorts(session: Session, groups: Sequence[Group], staff: Staff, site: Site) -> None:
    for group in groups:
        created_at = site.at(group.starts_on - timedelta(days=10), time(10))
        courses = [CohortCourse(course_key=it.key, position=place) for place, it in enumerate(group.courses, start=1)]
        cohort = Cohort(
            id=group.number,
            name=group.name,
            description=group.description,
            audience=group.audience,
            shown=group.shown,
            starts_on=group.starts_on,
            ends_on=group.ends_on,
            created_at=created_at,
            courses=courses,
        )
        session.add(cohort)
        session.flush()
        session.add(CohortCoordinator(cohort_id=group.number, user_id=staff.follows(group), added_at=created_at))
    session.flush()


def _add_learners(filling: _Filling, groups: Sequence[Group]) -> None:
    number = len(NAMED)
    for group in groups:
        starts_at = filling.site.at(group.starts_on, time(9))
        named = _named_of(group)
        for place in range(group.size):
            if place < len(named):
                _add_named_member(filling, group, starts_at, named[place])
                continue
            number += 1
            _add_member(filling, group, starts_at, place, number)
            if number % PEOPLE_AT_ONCE == 0:
                filling.rows.flush()
    filling.rows.flush()


def _named_of(group: Group) -> list[tuple[int, Named]]:
    """Give the named learners of a cohort, with the ids of their accounts."""
    known = enumerate(LEARNERS, start=len(STAFF) + 1)
    return [
        (number, named)
        for number, named in known
        if (group.is_of_judges and named.login == "judge") or (group.is_large and named.login != "judge")
    ]


def _add_named_member(filling: _Filling, group: Group, starts_at: datetime, who: tuple[int, Named]) -> None:
    number, named = who
    person = people.named_person(named, group, filling.site.languages[0], filling.sample.rng("named", number))
    coming = Coming(CameBy.LIST, starts_at - timedelta(days=7), starts_at - timedelta(days=6), None)
    member = Member(number, person, coming)
    filling.rows.add_with_id("membership", people.membership_of(member, group))
    _learn(filling, group, member, named.manner or Manner.STEADY)


def _add_member(filling: _Filling, group: Group, starts_at: datetime, place: int, number: int) -> None:
    rng = filling.sample.rng("person", number)
    person = people.draw_person(group, filling.site.languages, rng)
    coming = people.draw_coming(group, place, starts_at, filling.site.midnight, rng)
    member = Member(number, person, coming)
    filling.rows.add("user_account", people.account_of(member, rng))
    filling.rows.add_with_id("membership", people.membership_of(member, group))
    _learn(filling, group, member, draw_manner(rng))


def _learn(filling: _Filling, group: Group, member: Member, first: Manner) -> None:
    """Give a member her places on the cohort's courses, and let her act on them one after the other."""
    joined_at = member.coming.joined_at
    if joined_at is None:
        return
    rng = filling.sample.rng("history", member.number)
    window = _window(filling, group, member.coming)
    shift = timedelta(seconds=rng.randint(-MOST_SHIFT_SECONDS, MOST_SHIFT_SECONDS))
    for course, manner in _manners(group, first, rng):
        place = Place(_enrol(filling, member.number, course, joined_at), member.person.language, window, shift)
        history = History(place, filling.desks[course.key], filling.work, rng)
        stopped_at = history.play(manner)
        history.close()
        window = Window(min(max(window.opens, stopped_at), window.last - 1), window.closes, window.last)
        if history.completed:
            holder = Holder(member.number, member.person.name, member.person.language, joined_at)
            filling.completed.append((history.completed, holder))


def _manners(group: Group, first: Manner, rng: random.Random) -> Iterator[tuple[Course, Manner]]:
    """Give how somebody goes about each course of a cohort: the next only after the one before is completed."""
    manner = first
    for course in group.courses:
        yield course, manner
        goes_on = manner in FINISHERS and rng.random() < GOES_ON
        manner = rng.choice(NEXT_MANNERS) if goes_on else Manner.NOT_BEGUN


def _window(filling: _Filling, group: Group, coming: Coming) -> Window:
    work, joined_at = filling.work, coming.joined_at or filling.site.midnight
    shift = timedelta(seconds=MOST_SHIFT_SECONDS)
    opens = max(work.after(joined_at + shift), work.opening(group.starts_on))
    last = work.after(coming.left_at - shift) if coming.left_at else work.end
    closes = min(work.opening(group.ends_on + timedelta(days=1)), work.end)
    return Window(min(opens, last - 1), min(max(closes, opens + 1), last), last)


def _enrol(filling: _Filling, user_id: int, course: Course, at: datetime) -> int:
    values = {"user_id": user_id, "course_key": course.key, "enrolled_at": at, "withdrawn_at": None}
    return filling.rows.add_with_id("enrolment", values)
