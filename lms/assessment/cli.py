"""Commands on quizzes."""

import click
from flask.cli import AppGroup

from lms import clock
from lms.accounts import service as accounts
from lms.accounts.models import User
from lms.assessment import service
from lms.catalog import service as catalog
from lms.cohorts import service as cohorts
from lms.cohorts.models import Enrolment
from lms.db import db, writing

assessment_cli = AppGroup("assessment", help="Quizzes and final assessments.")

MAX_ATTEMPTS = 100
MAX_MINUTES = 24 * 60


@assessment_cli.command("extend")
@click.option("--learner", required=True, metavar="EMAIL_OR_NAME", help="Her e-mail address or sign-in name.")
@click.option("--quiz", "quiz_key", required=True, metavar="KEY", help="<course>/<module>/quiz or <course>/final.")
@click.option("--attempts", default=0, type=click.IntRange(0, MAX_ATTEMPTS), help="Attempts beyond the rules' number.")
@click.option("--minutes", default=0, type=click.IntRange(0, MAX_MINUTES), help="Minutes beyond the time limit.")
@click.option("--reason", required=True, help="Why; it is kept with the extension.")
def extend(learner: str, quiz_key: str, attempts: int, minutes: int, reason: str) -> None:
    """Give one learner more attempts or more time at one quiz. Extensions add up; an open attempt gets the minutes."""
    if not attempts and not minutes:
        raise click.UsageError("Say how many --attempts or --minutes to give.")
    if not reason.strip() or len(reason) > service.MAX_REASON:
        raise click.BadParameter(f"Give a reason of at most {service.MAX_REASON} characters.", param_hint="--reason")
    user, enrolment = _find(learner, quiz_key)
    with writing() as session:
        service.grant_extension(
            session,
            enrolment=enrolment,
            quiz_key=quiz_key,
            extra_attempts=attempts,
            extra_minutes=minutes,
            reason=reason.strip(),
            now=clock.utcnow(),
        )
        total = service.get_extra(session, enrolment.id, quiz_key)
    click.echo(f"{user.name}, {quiz_key}: {total.attempts} more attempts and {total.minutes} more minutes in all.")


def _find(learner: str, quiz_key: str) -> tuple[User, Enrolment]:
    user = accounts.find_user(db.session, learner)
    if user is None:
        raise click.ClickException(f"There is no account {learner}.")
    course = catalog.find_course(quiz_key.partition("/")[0])
    if course is None or course.find_quiz(quiz_key) is None:
        raise click.ClickException(f"There is no quiz {quiz_key}.")
    enrolment = cohorts.find_enrolment(db.session, user.id, course.key)
    if enrolment is None:
        raise click.ClickException(f"{learner} is not on the course {course.key}.")
    return user, enrolment
