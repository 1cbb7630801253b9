"""The yardstick: a bare Flask application that does as much as a page needs, and nothing of what makes it ours.

It signs in by flask-login, which reads the account; it reads one row more by an ORM, writes with the same durability,
and draws a page of 19 KB from one plain template: paragraphs in a loop. It has no layout, no links, no protection
against forgery, no languages, no compression, no rights, no progress, no headers of its own.
"""

import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response

PARAGRAPHS = [f"Paragraph {it}. " + "Ask what was done, how, and what for; write it down. " * 7 for it in range(47)]
READS = 7


class Base(DeclarativeBase):
    """Base of the tables."""


class Person(Base, UserMixin):
    """An account."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Note(Base):
    """A small row that a page reads."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class Attempt(Base):
    """One sitting of a quiz."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]


class Response_(Base):
    """What was given for one question."""

    __tablename__ = "response"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question_key: Mapped[str]
    given: Mapped[str]


db = SQLAlchemy()


def create_app() -> Flask:
    """Make the application; the environment names its database."""
    app = Flask("benchmarks.yardstick", template_folder=os.path.join(os.path.dirname(__file__), "templates"))
    app.config["SECRET_KEY"] = "of a server that only this machine reaches"  # noqa: S105
    app.config["SQLALCHEMY_ENGINES"] = {"default": os.environ["YARDSTICK_DATABASE"]}
    db.init_app(app)
    with app.app_context():
        _prepare(db.engine)
    login = LoginManager(app)
    login.user_loader(lambda key: db.session.get(Person, int(key)))
    _add_pages(app)
    return app


def _prepare(engine: Any) -> None:
    """Open the database as durable as ours, with somebody and something in it."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(Person.__table__.insert(), [{"id": 1, "name": "Aigul Sadykova"}])
        connection.execute(Note.__table__.insert(), [{"id": it, "text": f"Note {it}"} for it in range(1, 21)])


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def home() -> str:
        return "ok"

    @app.get("/enter")
    def enter() -> Response:
        login_user(db.session.get_one(Person, 1))
        return redirect("/page")

    @app.get("/page")
    @login_required
    def page() -> str:
        return _show(reads=1)

    @app.get("/home")
    @login_required
    def much() -> str:
        return _show(reads=1 + READS)

    @app.post("/quiz")
    @login_required
    def quiz() -> Response:
        attempt = Attempt(person_id=current_user.id, submitted_at=datetime.now(UTC))
        db.session.add(attempt)
        db.session.flush()
        given = [Response_(attempt_id=attempt.id, question_key=key, given=it) for key, it in request.form.items()]
        db.session.add_all(given)
        db.session.commit()
        return redirect("/page")


def _show(reads: int) -> str:
    notes = [db.session.scalars(select(Note).where(Note.id == number)).one() for number in range(1, reads + 1)]
    return render_template("page.html", person=current_user, notes=notes, paragraphs=PARAGRAPHS)
