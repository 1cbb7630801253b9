"""People, for administrators: found, invited, given roles and ways in, disabled. Each change says why."""

from enum import StrEnum
from typing import TypeVar

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts import credentials, directory, invitations, looks, passwords, service, sessions
from lms.accounts.countries import country_name
from lms.accounts.directory import PEOPLE_A_PAGE, Search, State
from lms.accounts.forms import PROFESSIONS
from lms.accounts.models import Role, User
from lms.accounts.people_forms import (
    CreatePersonForm,
    EndSessionsForm,
    InvitePersonForm,
    OpenAccountForm,
    ReasonForm,
    SetRolesForm,
)
from lms.accounts.rules import is_administrator
from lms.administration import person_record
from lms.administration.blueprint import bp
from lms.administration.paging import Paging, asked_page
from lms.db import db, writing
from lms.errors import Conflict, NotFound
from lms.i18n import current_language
from lms.permissions import Permission, requires
from lms.security import site_url

E = TypeVar("E", bound=StrEnum)


def load_person(user: object, user_id: int) -> User:
    """Load an account for an administrator; for others there is none, so that nobody can count accounts."""
    if not is_administrator(user):
        raise NotFound
    return service.get_user(db.session, user_id)


@bp.get("/admin/people")
@requires(Permission.PEOPLE_MANAGE)
def people() -> ResponseReturnValue:
    """Everybody with an account, by name; or those who were searched for."""
    search = Search(" ".join(request.args.get("find", "").split())[:200], _asked("role", Role), _asked("state", State))
    page = asked_page()
    return render_template(
        "administration/people.html",
        people=directory.list_people(db.session, search, page=page),
        paging=Paging(page, directory.count_people(db.session, search), PEOPLE_A_PAGE),
        search=search,
        has_mail=current_app.config["MAIL_URL"] is not None,
    )


@bp.route("/admin/people/invite", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def invite() -> ResponseReturnValue:
    """Mail somebody an invitation."""
    form = InvitePersonForm()
    form.offer_languages()
    if form.submitted():
        email, by_id = form.email.data or "", current_user.id
        try:
            with writing(form.once.data) as saving:
                service.invite(
                    saving,
                    email,
                    roles=form.chosen_roles(),
                    language=form.language.data,
                    created_by_id=by_id,
                    now=clock.utcnow(),
                )
        except service.EmailTaken as error:
            form.fail(form.email, error.message)
        else:
            flash(_("An invitation is on its way to %(email)s.", email=email), "success")
            return redirect(url_for("administration.people"))
    return render_template("administration/invite.html", form=form)


@bp.route("/admin/people/new", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def create_person() -> ResponseReturnValue:
    """Make an account for somebody without e-mail; the answer is the slip to print, shown this once."""
    form = CreatePersonForm()
    form.offer_choices()
    if form.submitted():
        by_id, code = current_user.id, credentials.new_code()
        code_hash = passwords.hash_in_turn(code)
        with writing(form.once.data) as saving:
            now = clock.utcnow()
            user = credentials.create_user_with_slip(
                saving, form.person(), roles=form.chosen_roles(), by=by_id, now=now
            )
            slip = credentials.give_slip(saving, user.id, code, code_hash=code_hash, created_by_id=by_id, now=now)
        return _slip_page(slip, user.id)
    return render_template("administration/create_person.html", form=form)


@bp.get("/admin/people/<int:user_id>")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def person(user: User) -> ResponseReturnValue:
    """One account, and what can be done with it. That somebody looked is recorded before anything is shown."""
    user_id = user.id
    looks.record_look(user_id, by=current_user.id, now=clock.utcnow())
    return _person_page(user_id)


@bp.post("/admin/people/<int:user_id>/roles")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def set_roles(user: User) -> ResponseReturnValue:
    """Give an account its roles."""
    form, user_id, by_id = SetRolesForm(about="roles"), user.id, current_user.id
    if form.submitted():
        roles, reason = form.chosen_roles(), form.reason.data or ""
        try:
            with writing(form.once.data) as saving:
                service.set_roles(saving, user_id, roles, by_id=by_id, reason=reason, now=clock.utcnow())
        except Conflict as error:
            form.fail(form.roles, error.message)
        else:
            if user_id == by_id and Role.ADMINISTRATOR not in roles:
                flash(_("You are no administrator any more."), "success")
                return redirect(url_for("accounts.account"))
            return _done(user_id, _("The roles are changed."))
    return _person_page(user_id, roles=form)


@bp.post("/admin/people/<int:user_id>/disable")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def disable_person(user: User) -> ResponseReturnValue:
    """Close an account and sign it out everywhere."""
    form, user_id, by_id = ReasonForm(about="state"), user.id, current_user.id
    if not form.submitted():
        return _person_page(user_id, state=form)
    with writing(form.once.data) as saving:
        service.disable_user(saving, user_id, by=by_id, reason=form.reason.data or "", now=clock.utcnow())
    return _done(user_id, _("The account is disabled and signed out everywhere."))


@bp.post("/admin/people/<int:user_id>/enable")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def enable_person(user: User) -> ResponseReturnValue:
    """Open a disabled account again."""
    form, user_id, by_id = ReasonForm(about="state"), user.id, current_user.id
    if not form.submitted():
        return _person_page(user_id, state=form)
    with writing(form.once.data) as saving:
        service.enable_user(saving, user_id, by=by_id, reason=form.reason.data or "", now=clock.utcnow())
    return _done(user_id, _("The account can be used again."))


@bp.post("/admin/people/<int:user_id>/end-sessions")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def end_person_sessions(user: User) -> ResponseReturnValue:
    """Sign somebody out: everywhere, or in the one browser whose button was pressed."""
    form, user_id, by_id = EndSessionsForm(about="sessions"), user.id, current_user.id
    if not form.submitted():
        return _person_page(user_id, ending=form)
    chosen, reason = form.chosen_session(), form.reason.data or ""
    with writing(form.once.data) as saving:
        service.end_sessions(saving, user_id, chosen, by=by_id, reason=reason, now=clock.utcnow())
    everywhere = _("The account is signed out everywhere.")
    return _done(user_id, everywhere if chosen is None else _("That browser is signed out."))


@bp.post("/admin/people/<int:user_id>/slip")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def give_slip(user: User) -> ResponseReturnValue:
    """Make a new slip or link, to be handed over; it is shown this once and replaces those before."""
    form, user_id, by_id = OpenAccountForm(about="entrance"), user.id, current_user.id
    if not form.submitted():
        return _person_page(user_id, entrance=form)
    if not user.is_active:
        raise Conflict(_("The account is disabled. Enable it first."))
    if form.way.data == "link":
        return _give_link(form, user_id, by_id)
    code = credentials.new_code()
    code_hash, reason = passwords.hash_in_turn(code), form.reason.data or ""
    with writing(form.once.data) as saving:
        slip = credentials.give_slip(
            saving, user_id, code, code_hash=code_hash, created_by_id=by_id, reason=reason, now=clock.utcnow()
        )
    return _slip_page(slip, user_id)


@bp.post("/admin/people/<int:user_id>/invitation")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def send_invitation(user: User) -> ResponseReturnValue:
    """Mail the owner of an account that waits for her the invitation again; it replaces the one before."""
    form, user_id, by_id = ReasonForm(about="invitation"), user.id, current_user.id
    if not form.submitted():
        return _person_page(user_id, invitation=form)
    with writing(form.once.data) as saving:
        invited, reason = service.get_user(saving, user_id), form.reason.data or ""
        invitations.send_invitation(saving, invited, created_by_id=by_id, reason=reason, now=clock.utcnow())
    return _done(user_id, _("An invitation is on its way to %(email)s.", email=invited.email))


def _give_link(form: OpenAccountForm, user_id: int, by_id: int) -> ResponseReturnValue:
    reason = form.reason.data or ""
    with writing(form.once.data) as saving:
        link, ends_at = credentials.give_link(saving, user_id, created_by_id=by_id, reason=reason, now=clock.utcnow())
        name = service.get_user(saving, user_id).name
    return render_template("administration/link.html", link=link, name=name, ends_at=ends_at, user_id=user_id)


def _slip_page(slip: credentials.Slip, user_id: int) -> ResponseReturnValue:
    address = site_url(url_for("accounts.slip"))
    return render_template("administration/slip.html", slip=slip, user_id=user_id, address=address)


def _person_page(user_id: int, **sent: ReasonForm) -> ResponseReturnValue:
    """Show the page of a person, with the form that was sent and holds a mistake, if any."""
    user = service.get_user(db.session, user_id)
    forms: dict[str, ReasonForm] = {
        "roles": SetRolesForm(about="roles", formdata=None, roles=[held.role for held in user.roles]),
        "ending": EndSessionsForm(about="sessions", formdata=None),
        "entrance": OpenAccountForm(about="entrance", formdata=None),
        "state": ReasonForm(about="state", formdata=None),
        "invitation": ReasonForm(about="invitation", formdata=None),
    }
    return render_template(
        "administration/person.html",
        person=user,
        forms={**forms, **sent},
        sent=next(iter(sent.values()), None),
        sessions=sessions.list_sessions(db.session, user_id, now=clock.utcnow()),
        record=person_record.get_record(db.session, user_id),
        is_waiting=invitations.is_waiting(user),
        zone=current_app.config["BABEL_DEFAULT_TIMEZONE"],
        profession=PROFESSIONS[user.profession],
        country=country_name(user.country, current_language()),
    )


def _asked(name: str, kind: type[E]) -> E | None:
    """Read one of a closed set of values from the address; None for anything else."""
    asked = request.args.get(name, "")
    return kind(asked) if asked in set(kind) else None


def _done(user_id: int, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("administration.person", user_id=user_id))
