"""People, for administrators: found, invited, given roles and slips, disabled."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts import credentials, invitations, passwords, service, sessions
from lms.accounts.blueprint import bp
from lms.accounts.countries import country_name
from lms.accounts.forms import PROFESSIONS
from lms.accounts.models import Role, User
from lms.accounts.people_forms import CreatePersonForm, InvitePersonForm, SetRolesForm
from lms.accounts.rules import is_administrator
from lms.db import db, writing
from lms.errors import Conflict, NotFound
from lms.forms import ButtonForm, asked_number
from lms.i18n import current_language
from lms.permissions import Permission, requires
from lms.security import site_url

MAX_PAGE = 100_000


def load_person(user: object, user_id: int) -> User:
    """Load an account for an administrator; for others there is none, so that nobody can count accounts."""
    if not is_administrator(user):
        raise NotFound
    return service.get_user(db.session, user_id)


@bp.get("/admin/people")
@requires(Permission.PEOPLE_MANAGE)
def people() -> ResponseReturnValue:
    """Everybody with an account, by name; or those who were searched for."""
    find = " ".join(request.args.get("find", "").split())[:200]
    page = asked_number("page", largest=MAX_PAGE) or 1
    found = service.list_users(db.session, find=find, page=page)
    return render_template(
        "admin/people.html",
        people=found[: service.PEOPLE_A_PAGE],
        has_more=len(found) > service.PEOPLE_A_PAGE,
        page=page,
        find=find,
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
            return redirect(url_for("accounts.people"))
    return render_template("admin/people_invite.html", form=form)


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
            user = credentials.create_user_with_slip(saving, form.person(), roles=form.chosen_roles(), now=now)
            slip = credentials.give_slip(saving, user.id, code, code_hash=code_hash, created_by_id=by_id, now=now)
        return _slip_page(slip, user.id)
    return render_template("admin/people_new.html", form=form)


@bp.get("/admin/people/<int:user_id>")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def person(user: User) -> ResponseReturnValue:
    """One account, and what can be done with it."""
    form = SetRolesForm(formdata=None, roles=[held.role for held in user.roles])
    return _person_page(user, form)


@bp.post("/admin/people/<int:user_id>/roles")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def set_roles(user: User) -> ResponseReturnValue:
    """Give an account its roles."""
    form, user_id, by_id = SetRolesForm(), user.id, current_user.id
    if form.submitted():
        try:
            with writing(form.once.data) as saving:
                service.set_roles(saving, user_id, form.chosen_roles(), by_id=by_id)
        except Conflict as error:
            form.fail(form.roles, error.message)
        else:
            if user_id == by_id and Role.ADMINISTRATOR not in form.chosen_roles():
                flash(_("You are no administrator any more."), "success")
                return redirect(url_for("accounts.account"))
            return _done(user_id, _("The roles are changed."))
    return _person_page(user, form)


@bp.post("/admin/people/<int:user_id>/disable")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def disable_person(user: User) -> ResponseReturnValue:
    """Close an account and sign it out everywhere."""
    form, user_id = ButtonForm(), user.id
    if form.submitted():
        with writing(form.once.data) as saving:
            service.disable_user(saving, user_id, now=clock.utcnow())
    return _done(user_id, _("The account is disabled and signed out everywhere."))


@bp.post("/admin/people/<int:user_id>/enable")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def enable_person(user: User) -> ResponseReturnValue:
    """Open a disabled account again."""
    form, user_id = ButtonForm(), user.id
    if form.submitted():
        with writing(form.once.data) as saving:
            service.enable_user(saving, user_id)
    return _done(user_id, _("The account can be used again."))


@bp.post("/admin/people/<int:user_id>/end-sessions")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def end_person_sessions(user: User) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    form, user_id = ButtonForm(), user.id
    if form.submitted():
        with writing(form.once.data) as saving:
            sessions.end_sessions(saving, user_id)
    return _done(user_id, _("The account is signed out everywhere."))


@bp.post("/admin/people/<int:user_id>/slip")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def give_slip(user: User) -> ResponseReturnValue:
    """Make a new slip, to be printed; it is shown this once and replaces the one before and a mailed link."""
    form, user_id, by_id = ButtonForm(), user.id, current_user.id
    if not form.submitted():
        return redirect(url_for("accounts.person", user_id=user_id))
    if not user.is_active:
        raise Conflict(_("The account is disabled. Enable it first."))
    code = credentials.new_code()
    code_hash = passwords.hash_in_turn(code)
    with writing(form.once.data) as saving:
        slip = credentials.give_slip(
            saving, user_id, code, code_hash=code_hash, created_by_id=by_id, now=clock.utcnow()
        )
    return _slip_page(slip, user_id)


@bp.post("/admin/people/<int:user_id>/invitation")
@requires(Permission.PEOPLE_MANAGE, load=load_person)
def send_invitation(user: User) -> ResponseReturnValue:
    """Mail the owner of an account that waits for her the invitation again; it replaces the one before."""
    form, user_id, by_id = ButtonForm(), user.id, current_user.id
    if not form.submitted():
        return redirect(url_for("accounts.person", user_id=user_id))
    with writing(form.once.data) as saving:
        invited = service.get_user(saving, user_id)
        invitations.send_invitation(saving, invited, created_by_id=by_id, now=clock.utcnow())
    return _done(user_id, _("An invitation is on its way to %(email)s.", email=invited.email))


def _slip_page(slip: credentials.Slip, user_id: int) -> ResponseReturnValue:
    address = site_url(url_for("accounts.slip"))
    return render_template("admin/people_slip.html", slip=slip, user_id=user_id, address=address)


def _person_page(user: User, form: SetRolesForm) -> ResponseReturnValue:
    return render_template(
        "admin/people_person.html",
        person=user,
        form=form,
        button_form=ButtonForm(formdata=None),
        sessions=sessions.list_sessions(db.session, user.id, now=clock.utcnow()),
        profession=PROFESSIONS[user.profession],
        country=country_name(user.country, current_language()),
        is_waiting=invitations.is_waiting(user),
    )


def _done(user_id: int, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("accounts.person", user_id=user_id))
