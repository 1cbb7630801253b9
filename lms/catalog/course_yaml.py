"""course.yaml: what is the same in every language of a course."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from lms.catalog.course import (
    Access,
    Author,
    CertificateRules,
    CourseSettings,
    QuizRules,
    Review,
    ReviewRecord,
)
from lms.catalog.folder import IS_KEY, Report
from lms.catalog.yaml_file import (
    Fields,
    Mistake,
    Reader,
    Value,
    any_text,
    boolean,
    day,
    fraction,
    integer,
    list_of,
    mapping_of,
    one_of,
    or_null,
    parse_yaml,
    text,
)
from lms.config import ROOT

DESIGNS = ROOT / "certificates"

COURSE_YAML = "course.yaml"
DURATION = re.compile(r"(\d{1,4}) (day|hour|minute)s?")
COUNT = integer(1, 1000)


class Audience(StrEnum):
    """Whom a course can be for: professions, or anyone at all."""

    INVESTIGATOR = "investigator"
    PROSECUTOR = "prosecutor"
    JUDGE = "judge"
    OTHER = "other"
    ANYONE = "anyone"


class Reviewed(StrEnum):
    """What somebody can stand behind in a course."""

    LAW = "law"
    PRACTICE = "practice"
    VICTIM_CARE = "victim-care"


def key(value: Value) -> str:
    """Read a key: small Latin letters, digits and single dashes."""
    if isinstance(value.data, str) and IS_KEY.fullmatch(value.data):
        return value.data
    raise Mistake(value.line, "Write a key here: small Latin letters, digits and dashes, such as courtroom-measures.")


def design(value: Value) -> str:
    """Read the name of a design of certificates, which must be there: without it no PDF could be made."""
    name = key(value)
    if (DESIGNS / name / "certificate.html").is_file():
        return name
    raise Mistake(value.line, f"Name a folder of certificates/ here: there is no design {name}.")


def version(value: Value) -> str:
    """Read a version, which YAML takes for a number when it has no quotes."""
    if isinstance(value.data, str) and re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,19}", value.data):
        return value.data
    raise Mistake(value.line, 'Write the version in quotes, such as "1.0".')


def country(value: Value) -> str:
    """Read a country by its two letters."""
    if isinstance(value.data, str) and re.fullmatch(r"[a-z]{2}", value.data):
        return value.data
    raise Mistake(value.line, "Write the country in two small letters, such as kg.")


def duration(value: Value) -> timedelta:
    """Read "20 minutes", "3 hours" or "1 day"."""
    match = DURATION.fullmatch(value.data) if isinstance(value.data, str) else None
    if match and int(match[1]):
        return timedelta(**{match[2] + "s": int(match[1])})
    raise Mistake(value.line, "Write a time such as 20 minutes, 3 hours or 1 day.")


def wait(value: Value) -> timedelta:
    """Read a time that may be 0."""
    return timedelta() if value.data == 0 and not isinstance(value.data, bool) else duration(value)


def questions(value: Value) -> int | None:
    """Read how many questions are drawn; all of them is None."""
    return None if value.data == "all" else int(COUNT(value))


def blueprint(value: Value) -> Mapping[str, int] | None:
    """Read how many questions each outcome gets; spread evenly is None."""
    if value.data == "even":
        return None
    if isinstance(value.data, dict) and value.data:
        return mapping_of(COUNT)(value)
    raise Mistake(
        value.line, "Write even, or how many questions each outcome gets: {victims-rights: 8, credibility: 4}."
    )


QUIZ_FIELDS: Mapping[str, Reader] = {
    "pass_mark": fraction,
    "attempts": or_null(COUNT),
    "wait": wait,
    "questions": questions,
    "blueprint": blueprint,
    "time_limit": or_null(duration),
    "shuffle": boolean,
    "review": one_of(Review),
}
DEFAULT_RULES = QuizRules(
    pass_mark=0.8,
    attempts=None,
    wait=timedelta(),
    questions=None,
    blueprint=None,
    time_limit=None,
    shuffle=True,
    review=Review.KEY,
)
DEFAULT_FINAL_RULES = QuizRules(
    pass_mark=0.8,
    attempts=3,
    wait=timedelta(days=1),
    questions=20,
    blueprint=None,
    time_limit=None,
    shuffle=True,
    review=Review.OUTCOMES,
)
DEFAULT_CERTIFICATE = CertificateRules(design="default", expires_months=None, show_score=False)

COURSE_FIELDS: Mapping[str, Reader] = {
    "version": version,
    "version_date": day,
    "audience": list_of(one_of(Audience), empty=False),
    "outcomes": list_of(key, empty=False),
    "authors": list_of(lambda value: value, empty=False),
    "access": one_of(Access),
    "topics": list_of(key),
    "next_review": or_null(day),
    "reviewed": list_of(lambda value: value),
    "quiz": lambda value: value,
    "final": lambda value: value,
    "certificate": lambda value: value,
    "requires_again": boolean,
    "minutes": or_null(integer(1, 6000)),
    "rulings": boolean,
    "markings": boolean,
    "quick_exit": boolean,
}
REQUIRED = ("version", "version_date", "audience", "outcomes", "authors")


def parse_course_yaml(source: str, *, file: str, report: Report) -> CourseSettings | None:
    """Read course.yaml. Every mistake goes into `report`; None if there was one."""
    before = len(report.problems)
    try:
        root = parse_yaml(source)
    except Mistake as mistake:
        report.add_mistake(file, mistake)
        return None
    fields = Fields(COURSE_FIELDS, REQUIRED).read(root, lambda mistake: report.add_mistake(file, mistake))
    settings = _Builder(file, report, fields).build()
    return settings if len(report.problems) == before else None


class _Builder:
    """Reads the fields that have fields of their own."""

    def __init__(self, file: str, report: Report, fields: dict[str, Any]) -> None:
        self.file, self.report, self.fields = file, report, fields
        self.outcomes: tuple[str, ...] = fields.get("outcomes", ())

    def build(self) -> CourseSettings:
        fields = self.fields
        return CourseSettings(
            version=fields.get("version", ""),
            version_date=fields.get("version_date", date.min),
            audience=tuple(str(one) for one in fields.get("audience", ())),
            outcomes=self._unlike(self.outcomes),
            authors=tuple(self._author(value) for value in fields.get("authors", ())),
            access=fields.get("access", Access.LEARNERS),
            topics=fields.get("topics", ()),
            next_review=fields.get("next_review"),
            reviewed=tuple(self._review(value) for value in fields.get("reviewed", ())),
            quiz=self._rules("quiz", DEFAULT_RULES),
            final=self._rules("final", DEFAULT_FINAL_RULES),
            certificate=self._certificate(),
            requires_again=fields.get("requires_again", False),
            minutes=fields.get("minutes"),
            rulings=fields.get("rulings", False),
            markings=fields.get("markings", False),
            quick_exit=fields.get("quick_exit", False),
        )

    def _read(self, name: str, readers: Mapping[str, Reader]) -> dict[str, Any]:
        return self._read_value(self.fields[name], Fields(readers)) if name in self.fields else {}

    def _read_value(self, value: Value, fields: Fields) -> dict[str, Any]:
        return fields.read(value, lambda mistake: self.report.add_mistake(self.file, mistake))

    def _unlike(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(keys)) < len(keys):
            self.report.add(self.file, 1, "An outcome is named twice: keep one of the two.")
        return keys

    def _author(self, value: Value) -> Author:
        return Author(**{"name": "", **self._read_value(value, Fields({"name": text, "office": any_text}, ("name",)))})

    def _review(self, value: Value) -> ReviewRecord:
        readers: dict[str, Reader] = {"what": one_of(Reviewed), "by": text, "office": any_text}
        readers |= {"on": day, "version": version, "country": country}
        required = ("what", "by", "office", "on", "version")
        read = self._read_value(value, Fields(readers, required))
        if (read.get("what") == Reviewed.LAW) != ("country" in read):
            self.report.add(self.file, value.line, "Name the country of a review of law, and of no other review.")
        empty: dict[str, Any] = {"what": "", "by": "", "office": "", "on": date.min, "version": ""}
        return ReviewRecord(**{**empty, **read})

    def _certificate(self) -> CertificateRules | None:
        if "certificate" in self.fields and self.fields["certificate"].data is None:
            return None
        readers = {"design": design, "expires_months": or_null(integer(1, 600)), "show_score": boolean}
        return CertificateRules(**{**_as_dict(DEFAULT_CERTIFICATE), **self._read("certificate", readers)})

    def _rules(self, name: str, default: QuizRules) -> QuizRules:
        read = self._read(name, QUIZ_FIELDS)
        if read.get("blueprint"):
            read.setdefault("questions", sum(read["blueprint"].values()))
        rules = QuizRules(**{**_as_dict(default), **read})
        if rules.blueprint is not None:
            self._check_blueprint(self.fields[name].line, rules, rules.blueprint)
        return rules

    def _check_blueprint(self, line: int, rules: QuizRules, wanted: Mapping[str, int]) -> None:
        for outcome in wanted:
            if outcome not in self.outcomes:
                self.report.add(self.file, line, f"The blueprint names “{outcome}”, which is no outcome of the course.")
        total = sum(wanted.values())
        if rules.questions is not None and total != rules.questions:
            message = (
                f"The blueprint adds up to {total} questions, but questions says {rules.questions}: make them equal."
            )
            self.report.add(self.file, line, message)


def _as_dict(values: QuizRules | CertificateRules) -> dict[str, Any]:
    return {name: getattr(values, name) for name in values.__dataclass_fields__}
