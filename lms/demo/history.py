"""Plays what a sample learner did on a course: each act at its time, and what it completed by the rules for all."""

import random
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lms.assessment.results import Result
from lms.assessment.schedule import may_start
from lms.catalog.course import Course, Lesson, Quiz
from lms.demo.plans import Act, Manner, Wanted, Window, pauses, plan, span
from lms.demo.sitting import Desk, Sitting, sit
from lms.demo.worktime import WorkTime, fit_into_day
from lms.progress.completion import Done, Pass, is_course_completed, is_module_completed, rested_on
from lms.progress.summary import summarise

READING_PACE = (0.5, 1.4)  # of the minutes that a lesson states
QUESTION_SECONDS = (35, 100)
LIMIT_SHARE = 0.9  # of a time limit, at most


@dataclass(frozen=True, slots=True)
class Place:
    """A learner's place on a course, as far as a history needs it."""

    enrolment_id: int
    language: str  # of the pages
    window: Window
    shift: timedelta  # by which she comes to work later than others; earlier if negative


@dataclass(frozen=True, slots=True)
class Completed:
    """A course that was completed, from which a certificate follows."""

    completion_id: int
    enrolment_id: int
    course: Course
    at: datetime
    rested_on: dict[str, Any]


class History:
    """One learner on one course. `play` lets her act; `close` writes the summary of it all."""

    def __init__(self, place: Place, desk: Desk, work: WorkTime, rng: random.Random) -> None:
        self._place, self._desk, self._work, self._rng = place, desk, work, rng
        self._course = desk.course
        self._lessons: set[str] = set()
        self._passes: dict[str, Pass] = {}
        self._modules: dict[str, str] = {}
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._handed: dict[str, list[Result]] = defaultdict(list)
        self._skill = rng.uniform(0.86, 0.97)
        self._last_act_at: datetime | None = None
        self.completed: Completed | None = None

    def play(self, manner: Manner) -> int:
        """Let her act in a manner until her time is over, and give the position at which she stops."""
        acts = plan(manner, self._course, self._rng)
        position, end = span(manner, self._place.window, self._rng)
        lengths = [self._seconds(act) for act in acts]
        spare = max(0, end - position - sum(lengths))
        for act, seconds, pause in zip(acts, lengths, pauses(manner, len(acts), self._rng), strict=True):
            position = self._do(act, position + int(spare * pause), seconds)
            if position >= self._place.window.last:
                break
        return position

    def close(self) -> None:
        """Write the figures by which the learner is shown in tables."""
        done = Done(self._lessons, self._passes, self._modules)
        results = [result for handed in self._handed.values() for result in handed]
        results.sort(key=lambda result: result.submitted_at)
        summary = summarise(self._course, done, results, [self._last_act_at] if self._last_act_at else [])
        values = {"enrolment_id": self._place.enrolment_id, "course_digest": self._course.digest, **asdict(summary)}
        self._desk.rows.add("progress_summary", values)

    def _do(self, act: Act, position: int, seconds: int) -> int:
        """Do one thing from a position on, and give the position afterwards; nothing is done after the end."""
        if act.quiz:
            if not self._may_start(act.quiz):
                return position
            position = fit_into_day(max(position, self._earliest(act.quiz)), seconds)
        position += seconds
        if position < self._place.window.last:
            if act.quiz:
                self._sit(act.quiz, act.wanted, self._moment(position - seconds), self._moment(position))
            elif act.lesson:
                self._complete_lesson(act.lesson, self._moment(position))
        return position

    def _moment(self, position: int) -> datetime:
        return self._work.moment(position) + self._place.shift

    def _seconds(self, act: Act) -> int:
        """Give how long something takes: reading as the lesson states, an attempt by its questions."""
        if act.lesson:
            minutes = act.lesson.text(self._place.language).value.minutes
            return 20 + int(minutes * 60 * self._rng.uniform(*READING_PACE))
        if act.quiz is None:
            return 0
        pool = len(act.quiz.pool(self._place.language).value)
        seconds = min(act.quiz.rules.questions or pool, pool) * self._rng.randint(*QUESTION_SECONDS)
        limit = act.quiz.rules.time_limit
        return min(seconds, int(limit.total_seconds() * LIMIT_SHARE)) if limit else seconds

    def _may_start(self, quiz: Quiz) -> bool:
        """Ask the rule of all attempts, but for the waiting time: `_earliest` sees to that."""
        handed = [it.submitted_at for it in self._handed[quiz.key]]
        start = may_start(
            replace(quiz.rules, wait=timedelta()),
            submitted=handed,
            passed=quiz.key in self._passes,
            extra_attempts=0,
            now=max(handed, default=self._moment(0)),
            is_final=quiz.is_final,
        )
        return bool(start)

    def _earliest(self, quiz: Quiz) -> int:
        """Give the first position at which the waiting time after the attempt before is over."""
        handed = [it.submitted_at for it in self._handed[quiz.key]]
        return self._work.after(handed[-1] + quiz.rules.wait - self._place.shift) if handed else 0

    def _complete_lesson(self, lesson: Lesson, at: datetime) -> None:
        named = {"enrolment_id": self._place.enrolment_id, "lesson_path": lesson.path}
        self._desk.rows.add("lesson_completion", {**named, "completed_at": at})
        self._desk.rows.add("reading_position", {**named, "heading": "", "seen_at": at})
        self._lessons.add(lesson.path)
        self._last_act_at = at
        self._complete_what_is_due(at)

    def _sit(self, quiz: Quiz, wanted: Wanted, started_at: datetime, ended_at: datetime) -> None:
        """Sit an attempt; one with a time limit is not left open, since it would not stay so."""
        if wanted is Wanted.OPEN and quiz.rules.time_limit:
            return
        sitting = Sitting(
            enrolment_id=self._place.enrolment_id,
            quiz=quiz,
            number=len(self._handed[quiz.key]) + 1,
            language=self._place.language,
            wanted=wanted,
            skill=self._skill,
            started_at=started_at,
            ended_at=ended_at,
            seen=self._seen[quiz.key],
        )
        sat = sit(sitting, self._desk, self._rng)
        self._seen[quiz.key].update(sat.question_keys)
        self._last_act_at = sat.last_at
        if sat.submitted_at:
            mark = quiz.rules.pass_mark
            self._hand_in(Result(sat.attempt_id, quiz.key, sitting.number, sat.score, mark, sat.submitted_at))

    def _hand_in(self, result: Result) -> None:
        self._handed[result.quiz_key].append(result)
        best = self._passes.get(result.quiz_key)
        if result.has_passed and (best is None or result.score > best.score):
            self._passes[result.quiz_key] = Pass(result.attempt_id, result.score, result.pass_mark)
        self._complete_what_is_due(result.submitted_at)

    def _complete_what_is_due(self, at: datetime) -> None:
        """Record what an act completed: modules, and then the course."""
        done = Done(self._lessons, self._passes, self._modules)
        for module in self._course.modules:
            if module.key not in self._modules and is_module_completed(self._course, module, done):
                self._modules[module.key] = self._course.version
                values = {"module_key": module.key, "course_version": self._course.version, "completed_at": at}
                self._desk.rows.add("module_completion", {"enrolment_id": self._place.enrolment_id, **values})
        if self.completed is None and is_course_completed(self._course, done):
            proof = rested_on(self._course, done)
            values = {"completed_at": at, "course_version": self._course.version, "rested_on": proof}
            number = self._desk.rows.add_with_id(
                "course_completion", {"enrolment_id": self._place.enrolment_id, **values}
            )
            self.completed = Completed(number, self._place.enrolment_id, self._course, at, proof)
