"""One's own account: what is stored in it, where it is signed in, and changing each of these."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts import credentials, guessing, passwords, service, sessions, signing_in
from lms.accounts.blueprint import bp
from lms.accounts.countries import country_name
from lms.accounts.forms import (
    PROFESSIONS,
    ChangeEmailForm,
    ChangePasswordForm,
    ChangePersonForm,
    own_words,
)
from lms.accounts.models import UserSession
from lms.db import db, writing
from lms.errors import NotFound
from lms.forms import ButtonForm
from lms.i18n import current_language
from lms.permissions import Permission, requires


def load_session(user: object, session_id: int) -> UserSession:
    """Load one of the user's own sessions; others' are as if there were none."""
    found = db.session.get(UserSession, session_id)
    if found is None or found.user_id != getattr(user, "id", None):
        raise NotFound
    return found


@bp.get("/account")
@requires(Permission.ACCOUNT_OWN)
def account() -> ResponseReturnValue:
    """What the account holds, and where it is signed in."""
    return render_template(
        "accounts/account.html",
        form=ButtonForm(),
        sessions=sessions.list_sessions(db.session, current_user.id, now=clock.utcnow()),
        profession=PROFESSIONS[current_user.profession],
        country=country_name(current_user.country, current_language()),
    )


@bp.route("/account/details", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def change_details() -> ResponseReturnValue:
    """Change name, profession, country and language."""
    form = ChangePersonForm(obj=current_user)
    form.offer_choices()
    if form.submitted():
        user_id = current_user.id
        with writing(form.once.data) as saving:
            service.change_person(saving, user_id, form.person(), now=clock.utcnow())
        return _changed()
    return render_template("accounts/change_details.html", form=form)


@bp.route("/account/email", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def change_email() -> ResponseReturnValue:
    """Ask for a change of address; it happens at the link that is mailed to the new one."""
    form = ChangeEmailForm()
    if form.submitted() and _is_my_password(form):
        user_id, email, network = current_user.id, form.email.data or "", signing_in.visit().network
        with writing(form.once.data) as saving:
            now = clock.utcnow()
            if guessing.ask_for_mail(saving, "email", email, network, now=now):
                credentials.ask_for_email_change(saving, user_id, email, now=now)
        return render_template("accounts/mail_sent.html", title=_("Look into the mail of your new address"))
    return render_template("accounts/change_email.html", form=form)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def change_password() -> ResponseReturnValue:
    """Change the password; every other browser is signed out."""
    form = ChangePasswordForm()
    form.own_words = own_words(current_user)
    if form.submitted() and _is_my_password(form):
        user_id, hashed = current_user.id, passwords.hash_in_turn(form.password.data or "")
        is_kept = _is_kept(current_user.session_id)
        with writing(form.once.data) as saving:
            here = signing_in.visit(is_kept=is_kept)
            token = credentials.set_password(saving, user_id, hashed, here, now=clock.utcnow())
            user = service.get_user(saving, user_id)
        signing_in.enter(user, token, is_kept=is_kept)
        flash(_("Your password is changed. Every other browser is signed out."), "success")
        return redirect(url_for("accounts.account"))
    return render_template("accounts/change_password.html", form=form)


@bp.post("/account/sessions/<int:session_id>/end")
@requires(Permission.ACCOUNT_OWN, load=load_session)
def end_session(ended: UserSession) -> ResponseReturnValue:
    """Sign one of one's browsers out."""
    form, session_id = ButtonForm(), ended.id
    if form.submitted():
        with writing(form.once.data) as saving:
            sessions.end_session(saving, session_id)
        flash(_("That browser is signed out."), "success")
    return redirect(url_for("accounts.account"))


@bp.post("/account/sessions/end-others")
@requires(Permission.ACCOUNT_OWN)
def end_other_sessions() -> ResponseReturnValue:
    """Sign every browser out but this one."""
    form, user_id, session_id = ButtonForm(), current_user.id, current_user.session_id
    if form.submitted():
        with writing(form.once.data) as saving:
            sessions.end_sessions(saving, user_id, but=session_id)
        flash(_("Every other browser is signed out."), "success")
    return redirect(url_for("accounts.account"))


def _is_my_password(form: ChangeEmailForm | ChangePasswordForm) -> bool:
    """Check the present password, slowed as at sign-in; say at its field if it is wrong."""
    login, stored = f"account {current_user.id}", current_user.password_hash
    here, now = signing_in.visit(), clock.utcnow()
    with passwords.turn():
        guessing.check_code(db.session, "password", here.network, login=login, now=now)
        if passwords.verify_password(stored, form.current.data or ""):
            return True
        with writing() as saving:
            guessing.count_code(saving, "password", here.network, login=login, now=now)
    form.fail(form.current, _("This is not your password."))
    return False


def _is_kept(session_id: int) -> bool:
    row = db.session.get(UserSession, session_id)
    return row is not None and row.is_kept


def _changed() -> ResponseReturnValue:
    flash(_("Saved."), "success")
    return redirect(url_for("accounts.account"))
