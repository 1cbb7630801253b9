"""Coming into a cohort by a code: typed or opened as a link, with or without an account, and only after reading."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import clock
from lms.accounts import credentials, guessing, passwords, signing_in
from lms.accounts.blueprint import NOTICE_VERSION
from lms.catalog import service as catalog
from lms.catalog.course import Course
from lms.cohorts import cohort_service, join_codes, membership_service
from lms.cohorts.blueprint import bp
from lms.cohorts.details import Details
from lms.cohorts.join_codes import NoSuchCode
from lms.cohorts.member_forms import JoinForm, MakeAccountForm, TypeCodeForm
from lms.cohorts.models import CameBy, Cohort, JoinCode
from lms.db import db, writing
from lms.errors import Invalid
from lms.limits import limiter
from lms.permissions import Permission, public, requires

WRONG_LINKS_PER_NETWORK = "60 per minute"
HIDDEN = {"X-Robots-Tag": "noindex, nofollow"}


def _is_wrong(response: Response) -> bool:
    return response.status_code == NoSuchCode.status


wrong_links = limiter.shared_limit(WRONG_LINKS_PER_NETWORK, scope="join", deduct_when=_is_wrong)


def served_courses(cohort: Cohort) -> list[Course]:
    """Give the courses of a cohort that can be read at present, in their order."""
    return [course for course in map(catalog.find_course, cohort.course_keys) if course]


@bp.route("/join", methods=["GET", "POST"])
@public
def type_code() -> ResponseReturnValue:
    """Type the code of a cohort. Wrong ones are counted for the network."""
    form, network, now = TypeCodeForm(), signing_in.visit().network, clock.utcnow()
    if form.submitted():
        guessing.check_code(db.session, "join", network, now=now)
        try:
            found = join_codes.get_code(db.session, form.code.data or "", now=now)
        except NoSuchCode as error:
            with writing() as saving:
                guessing.count_code(saving, "join", network, now=now)
            form.fail(form.code, error.message)
        else:
            return redirect(url_for("cohorts.join", join_code=join_codes.show_code(found)))
    return render_template("cohorts/type_code.html", form=form)


@bp.get("/join/<join_code>")
@public
@wrong_links
def join(join_code: str) -> ResponseReturnValue:
    """What a cohort is and what its coordinators will see; from here one joins, signs in or makes an account."""
    cohort = _cohort_of(join_codes.get_code(db.session, join_code, now=clock.utcnow()))
    if not current_user.is_authenticated:
        page = render_template(
            "cohorts/join_stranger.html", cohort=cohort, code=join_code, courses=served_courses(cohort)
        )
        return page, 200, HIDDEN
    mine = membership_service.find_membership(db.session, cohort.id, current_user.id)
    if mine is not None and mine.is_member:
        return redirect(url_for("cohorts.membership", membership_id=mine.id))
    page = render_template(
        "cohorts/join.html",
        cohort=cohort,
        courses=served_courses(cohort),
        coordinators=cohort_service.list_coordinators(db.session, cohort.id),
        form=JoinForm(read=cohort.shown),
        action=url_for("cohorts.join_now", join_code=join_code),
    )
    return page, 200, HIDDEN


@bp.post("/join/<join_code>")
@requires(Permission.MEMBERSHIP_OWN)
@wrong_links
def join_now(join_code: str) -> ResponseReturnValue:
    """Join, having read what is shown."""
    form, user_id, now = JoinForm(), current_user.id, clock.utcnow()
    read = form.what_was_read()
    if not form.submitted() or read is None:
        raise Invalid
    with writing(form.once.data) as saving:
        cohort = saving.get_one(Cohort, join_codes.get_code(saving, join_code, now=now).cohort_id)
        membership = membership_service.list_person(
            saving, cohort, user_id, Details(), CameBy.CODE, now=now, by=user_id
        )
        membership_service.join(saving, membership, now=now, read=read)
    flash(_("You are in this cohort now, and on its courses."), "success")
    return redirect(url_for("cohorts.membership", membership_id=membership.id))


@bp.route("/join/<join_code>/account", methods=["GET", "POST"])
@public
@wrong_links
def make_account(join_code: str) -> ResponseReturnValue:
    """Make an account with a sign-in name, for which the code is the invitation; joining is a step of its own."""
    now, network = clock.utcnow(), signing_in.visit().network
    cohort = _cohort_of(join_codes.get_code(db.session, join_code, now=now))
    if current_user.is_authenticated:
        return redirect(url_for("cohorts.join", join_code=join_code))
    form = MakeAccountForm()
    form.offer_choices()
    form.own_words = (*form.words_of_hers(), cohort.name)
    if not form.submitted():
        return render_template("cohorts/make_account.html", form=form, cohort=cohort), 200, HIDDEN
    guessing.check_code(db.session, "join-account", network, now=now)
    name = _save_account(form, join_code)
    flash(_("Your account is ready. Your sign-in name is %(name)s: write it down, you need it each time.", name=name))
    return redirect(url_for("cohorts.join", join_code=join_code))


def _save_account(form: MakeAccountForm, join_code: str) -> str:
    """Make the account, put it on the cohort's list and sign it in. Accounts are counted for the network as tries are.

    :return: the sign-in name
    """
    here, now, details = signing_in.visit(), clock.utcnow(), form.details()
    hashed = passwords.hash_in_turn(form.password.data or "")
    with writing(form.once.data) as saving:
        cohort = saving.get_one(Cohort, join_codes.get_code(saving, join_code, now=now).cohort_id)
        guessing.count_code(saving, "join-account", here.network, now=now)
        user = credentials.create_user_with_password(
            saving,
            form.person(),
            sign_in_name_of=f"{details.given_name} {details.surname}",
            password_hash=hashed,
            notice_version=NOTICE_VERSION,
            now=now,
        )
        membership_service.list_person(saving, cohort, user.id, details, CameBy.CODE, now=now, by=user.id)
        token = credentials.sign_in_new(saving, user, here, way="code", now=now)
    signing_in.enter(user, token)
    return user.sign_in_name or ""


def _cohort_of(code: JoinCode) -> Cohort:
    return db.session.get_one(Cohort, code.cohort_id)
