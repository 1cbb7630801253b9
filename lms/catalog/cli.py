"""Commands for authors and operators: course check, figures, sheet, mark, seal and reload."""

from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import AppGroup

from lms.catalog.checker import check_courses
from lms.catalog.course import Course
from lms.catalog.course_yaml import COURSE_YAML
from lms.catalog.figures_table import figures_of, guesses_of
from lms.catalog.folder import Report
from lms.catalog.library import Library
from lms.catalog.loader import load_library
from lms.catalog.try_out import mark_answers, sheet_of
from lms.catalog.versions import LOCK, Sealed, read_lock, write_lock

course_cli = AppGroup("course", help="Check, count, try out, seal and reload the courses.")


@course_cli.command()
@click.argument("path", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(path: Path | None) -> None:
    """Print every mistake in the courses as file:line: message. PATH is a folder of courses, or one course."""
    folder = (path or _courses_folder()).resolve()
    only = folder.name if (folder / COURSE_YAML).exists() else ""
    instance = Path(current_app.instance_path)
    root = folder.parent if only else folder
    number, problems = check_courses(root, only, instance=instance, paper=True, strictly=True)
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{_count(number, 'course')}, {_count(len(problems), 'problem')}")
    raise SystemExit(1 if problems else 0)


@course_cli.command()
@click.argument("course_key", metavar="[COURSE]", required=False)
def figures(course_key: str | None) -> None:
    """Print what can be counted over the questions of a course, or of all, as tables for REVIEW.md."""
    library = load_library(_courses_folder())
    _demand(course_key, library)
    for course in library.courses.values():
        if course_key in (None, course.key):
            click.echo(f"## {course.key}\n\n{figures_of(course)}\n\n{guesses_of(course, library)}\n")


@course_cli.command()
@click.argument("course_key", metavar="COURSE")
@click.option("--language", default="en", show_default=True)
@click.option("--choices-only", is_flag=True, help="Leave out what is asked: what do the choices alone give away?")
def sheet(course_key: str, language: str, choices_only: bool) -> None:
    """Print the questions of a course without their keys, for people who try them out."""
    click.echo(sheet_of(_find(course_key), language, choices_only=choices_only))


@course_cli.command()
@click.argument("course_key", metavar="COURSE")
@click.argument("answers", type=click.File(encoding="utf-8"))
@click.option("--language", default="en", show_default=True)
def mark(course_key: str, answers: TextIO, language: str) -> None:
    """Compare ANSWERS, a file with lines such as  first-hour: B, with the keys."""
    for pool in mark_answers(_find(course_key), language, answers.read()):
        if pool.answered:
            share, chance = pool.as_key / pool.answered, pool.by_chance / pool.answered
            click.echo(
                f"{pool.name}: {pool.as_key} of {pool.answered} as the key ({share:.0%}; by chance {chance:.0%})"
            )
        for other in pool.others:
            click.echo(f"  {other}")


@course_cli.command()
@click.argument("course_key", metavar="[COURSE]", required=False)
@click.option("--again", is_flag=True, help="Seal a version anew that nobody has been taught yet.")
def seal(course_key: str | None, again: bool) -> None:
    """Note the content of a course, or of all, under its version; a later change then asks for a new version."""
    folder = _courses_folder()
    library = load_library(folder)
    report = Report()
    sealed = read_lock(folder, report)
    if report.problems:
        raise click.ClickException(str(report.problems[0]))
    _demand(course_key, library)
    for course in library.courses.values():
        if course_key in (None, course.key):
            _seal(course, sealed, again=again)
    write_lock(folder, sealed)


@course_cli.command()
def reload() -> None:
    """Make running processes read the courses again within a second."""
    current_app.extensions["catalog_watch"].reload_file.touch()
    click.echo("The courses are read again.")


def _find(course_key: str) -> Course:
    library = load_library(_courses_folder())
    _demand(course_key, library)
    return library.courses[course_key]


def _demand(course_key: str | None, library: Library) -> None:
    if course_key and course_key not in library.courses:
        raise click.ClickException(f"There is no course {course_key} without mistakes: run course check.")


def _seal(course: Course, sealed: Sealed, *, again: bool) -> None:
    name = (course.key, course.version)
    if sealed.get(name, course.digest) != course.digest and not again:
        message = (
            f"{course.key} {course.version} is sealed with other content in {LOCK}: raise its version, or use --again."
        )
        raise click.ClickException(message)
    sealed[name] = course.digest
    click.echo(f"{course.key} {course.version} is sealed.")


def _courses_folder() -> Path:
    return Path(current_app.config["COURSES_DIR"])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
