"""What a learner of the basics does, in words: reads a lesson, hands in a quiz."""

from datetime import UTC, datetime, timedelta
from itertools import count

from lms.assessment.models import Attempt
from lms.catalog.course import Course
from lms.progress import service
from tests.factories import START

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LESSONS = ("start/first", "start/second", "next/third")
QUIZ, FINAL = "basics/start/quiz", "basics/final"
EVERYTHING = (*LESSONS, QUIZ, FINAL)


class Learner:
    """Somebody with a place on the basics."""

    def __init__(self, session, enrolment, course: Course):
        self.session, self.enrolment, self.course = session, enrolment, course
        self._numbers = count(1)

    def reads(self, path, *, now=NOW):
        service.complete_lesson(
            self.session, self.enrolment, self.course.find_lesson(*path.split("/")), course=self.course, now=now
        )

    def scores(self, quiz_key, score, *, pass_mark=0.8, now=NOW):
        """Save an attempt as it is when it was handed in, and do what follows."""
        attempt = Attempt(
            enrolment_id=self.enrolment.id,
            quiz_key=quiz_key,
            number=next(self._numbers),
            course_version="1.0",
            language="en",
            pass_mark=pass_mark,
            started_at=START,
            submitted_at=START + timedelta(hours=1),
            points=score * 10,
            points_possible=10,
            score=score,
        )
        self.session.add(attempt)
        self.session.flush()
        service.complete_what_is_due(self.session, self.enrolment, course=self.course, now=now)
        return attempt

    def does(self, *things, now=NOW):
        """Read lessons and pass quizzes, in the order given."""
        for thing in things:
            if thing in LESSONS:
                self.reads(thing, now=now)
            else:
                self.scores(thing, 0.9, now=now)

    @property
    def progress(self):
        return service.get_progress(self.session, self.enrolment.id)
