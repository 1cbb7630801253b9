"""Coming in and going out: signing in, registering, links and slips, the language of the pages."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock, jobs
from lms.accounts import credentials, guessing, links, passwords, service, signing_in, tasks
from lms.accounts.blueprint import NOTICE_VERSION, bp
from lms.accounts.forms import (
    AcceptInvitationForm,
    AskByEmailForm,
    ChooseFirstPasswordForm,
    ChooseLanguageForm,
    ChoosePasswordForm,
    FirstAdministratorForm,
    SignInForm,
    UseSlipForm,
    own_words,
)
from lms.accounts.models import LinkKind, OneTimeLink, User
from lms.accounts.sign_in_names import normalise_login
from lms.db import db, writing
from lms.errors import Invalid
from lms.forms import ButtonForm
from lms.i18n import LANGUAGE_KEY, current_language
from lms.permissions import Permission, public, requires
from lms.security import is_local_path


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in with an e-mail address or a sign-in name."""
    if current_user.is_authenticated:
        return redirect(_target())
    form = SignInForm()
    if form.submitted():
        here = signing_in.visit(is_kept=form.keep.data)
        entered = signing_in.try_password(form.email.data or "", form.password.data or "", here)
        if entered:
            signing_in.enter(*entered, is_kept=form.keep.data)
            return redirect(_target())
        form.fail(form.password, _("This name and password do not belong together. Check both and try again."))
    return render_template("accounts/login.html", form=form, is_open=_is_open())


@bp.post("/logout")
@requires(Permission.ACCOUNT_OWN)
def logout() -> ResponseReturnValue:
    """Sign this browser out."""
    if ButtonForm().submitted():
        signing_in.leave()
    return signing_in.clear_browser(current_app.make_response(redirect(url_for("learning.home"))))


@bp.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Change the language: of the account, or of this browser while nobody is signed in."""
    form = ChooseLanguageForm()
    language, target = form.language.data or "", form.next.data or ""
    if not form.submitted() or language not in current_app.config["LANGUAGES"]:
        raise Invalid
    if current_user.is_authenticated:
        user_id = current_user.id
        with writing(form.once.data) as saving:
            service.change_language(saving, user_id, language)
    else:
        session[LANGUAGE_KEY] = language
    return redirect(target if is_local_path(target) else url_for("learning.home"))


@bp.get("/notice")
@public
def notice() -> ResponseReturnValue:
    """What is stored about a person, why, who sees it and for how long."""
    return render_template("accounts/notice.html", version=NOTICE_VERSION)


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Ask for a link by which an account can be made; without open registration say who invites."""
    if not _is_open():
        return render_template("accounts/register_invited.html")
    form = AskByEmailForm()
    if form.submitted():
        _ask_for_mail(form, "register", tasks.send_registration)
        return render_template("accounts/mail_sent.html", title=_("Look into your mail"))
    return render_template("accounts/register.html", form=form)


@bp.route("/forgot-password", methods=["GET", "POST"])
@public
def forgot_password() -> ResponseReturnValue:
    """Ask for a link by which a new password can be chosen; the answer is the same for every address."""
    form = AskByEmailForm()
    if form.submitted():
        _ask_for_mail(form, "password", tasks.send_password_link)
        return render_template("accounts/mail_sent.html", title=_("Look into your mail"))
    return render_template("accounts/forgot_password.html", form=form)


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password at a link; this signs in here and out everywhere else. Who never was asked consents."""
    link = _open_link(token, LinkKind.PASSWORD)
    user = service.get_user(db.session, link.user_id or 0)
    notice_version = None if user.consented_at else NOTICE_VERSION
    form = ChooseFirstPasswordForm() if notice_version else ChoosePasswordForm()
    form.own_words = own_words(user)
    if form.submitted():
        here, hashed = signing_in.visit(), passwords.hash_in_turn(form.password.data or "")
        with writing(form.once.data) as saving:
            now = clock.utcnow()
            entered = credentials.reset_password(saving, link.id, hashed, here, notice_version=notice_version, now=now)
        return _welcome(*entered, _("Your password is changed, and you are signed in."))
    return render_template("accounts/reset_password.html", form=form)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Make one's account at a mailed link, or complete the one that others made."""
    link = _open_link(token, LinkKind.INVITATION)
    form = AcceptInvitationForm(data=_told_before(link))
    form.offer_choices()
    form.own_words = (link.email or "",)
    if form.submitted():
        hashed = passwords.hash_in_turn(form.password.data or "")
        with writing(form.once.data) as saving:
            now = clock.utcnow()
            user = service.register(
                saving, link.id, form.person(), password_hash=hashed, notice_version=NOTICE_VERSION, now=now
            )
            entered = credentials.sign_in_new(saving, user, signing_in.visit(), now=now)
        return _welcome(user, entered, _("Your account is ready."))
    return render_template("accounts/invitation.html", form=form, email=link.email, is_waiting=link.user_id is not None)


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """Make the first administrator at the link that the first start printed."""
    link = _open_link(token, LinkKind.FIRST_ADMINISTRATOR)
    form = FirstAdministratorForm()
    form.offer_choices()
    if form.submitted():
        hashed = passwords.hash_in_turn(form.password.data or "")
        with writing(form.once.data) as saving:
            now = clock.utcnow()
            user = service.create_first_administrator(
                saving,
                link.id,
                form.person(),
                email=form.email.data or "",
                password_hash=hashed,
                notice_version=NOTICE_VERSION,
                now=now,
            )
            entered = credentials.sign_in_new(saving, user, signing_in.visit(), now=now)
        return _welcome(user, entered, _("You are the administrator of this site."))
    return render_template("accounts/welcome.html", form=form)


@bp.route("/slip", methods=["GET", "POST"])
@public
def slip() -> ResponseReturnValue:
    """Come in with sign-in name and code from a printed slip, and choose a password."""
    form = UseSlipForm()
    form.own_words = (form.sign_in_name.data or "",)
    if form.submitted():
        found = _try_code(form.sign_in_name.data or "", form.code.data or "")
        if found:
            here, hashed = signing_in.visit(), passwords.hash_in_turn(form.password.data or "")
            with writing(form.once.data) as saving:
                entered = credentials.reset_password(
                    saving, found.id, hashed, here, notice_version=NOTICE_VERSION, now=clock.utcnow()
                )
            return _welcome(*entered, _("Your password is set. The code on the slip is used up."))
        form.fail(form.code, _("Sign-in name and code do not belong together, or the slip was used or has run out."))
    return render_template("accounts/slip.html", form=form)


@bp.route("/confirm-email/<token>", methods=["GET", "POST"])
@public
def confirm_email(token: str) -> ResponseReturnValue:
    """Change the address of an account, at the link that was mailed to the new one."""
    link = _open_link(token, LinkKind.EMAIL)
    form = ButtonForm()
    if form.submitted():
        with writing(form.once.data) as saving:
            credentials.change_email(saving, link.id, now=clock.utcnow())
        flash(_("Your e-mail address is changed."), "success")
        return redirect(url_for("accounts.account"))
    return render_template("accounts/confirm_email.html", form=form, email=link.email)


def _is_open() -> bool:
    return bool(current_app.config["REGISTRATION"] == "open")


def _target() -> str:
    """Give where to go after coming in: the page that was asked for, if it is one of this site."""
    target = request.args.get("next", "")
    return target if is_local_path(target) else url_for("learning.home")


def _welcome(user: User, token: str, message: str) -> ResponseReturnValue:
    signing_in.enter(user, token)
    flash(message, "success")
    return redirect(_target())


def _told_before(link: OneTimeLink) -> dict[str, str | None]:
    """Give what others have said of a person for whom they made an account: she may correct all of it."""
    if link.user_id is None:
        return {}
    user = service.get_user(db.session, link.user_id)
    return {"name": user.name, "profession": user.profession, "country": user.country, "language": user.language}


def _ask_for_mail(form: AskByEmailForm, what: str, task: jobs.Task) -> None:
    """Count the wish for a mail and leave it to a job to find out whether there is such an account.

    So the answer takes as long, and says as much, for every address.
    """
    email, network, language = form.email.data or "", signing_in.visit().network, current_language()
    with writing(form.once.data) as saving:
        if guessing.ask_for_mail(saving, what, email, network, now=clock.utcnow()):
            jobs.enqueue_after_commit(saving, task, email, language)


def _open_link(token: str, kind: LinkKind) -> OneTimeLink:
    """Find the link that opens this page; wrong ones that are sent by a form are counted."""
    network, now = signing_in.visit().network, clock.utcnow()
    if request.method == "POST":
        guessing.check_code(db.session, "link", network, now=now)
    try:
        link = links.get_link(db.session, token, kind, now=now)
    except links.LinkEnded:
        if request.method == "POST":
            with writing() as saving:
                guessing.count_code(saving, "link", network, now=now)
        raise
    db.session.expunge(link)  # what is read of it stays readable when the writing transaction begins
    return link


def _try_code(sign_in_name: str, code: str) -> OneTimeLink | None:
    """Find the slip of an account by its code; unknown names take as long as wrong codes."""
    name, network, now = normalise_login(sign_in_name), signing_in.visit().network, clock.utcnow()
    with passwords.turn():
        guessing.check_code(db.session, "slip", network, login=name, now=now)
        user = service.find_user(db.session, name) if "@" not in name else None
        user_id = user.id if user else None
        found = links.find_slip(db.session, user.id, now=now) if user and user.is_active else None
        stored = found.token_hash if found else None
        if passwords.verify_password(stored, credentials.normalise_code(code)) and found:
            db.session.expunge(found)
            return found
        with writing() as saving:
            guessing.count_code(saving, "slip", network, login=name, now=now)
            guessing.record_refusal(saving, user_id, "slip", network, now=now)
    return None
