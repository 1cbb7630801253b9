"""The state of the installation, for administrators: what needs attention, settings, background work."""

from pathlib import Path

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from lms import clock, jobs
from lms.administration import attention, settings_list
from lms.administration.blueprint import bp
from lms.administration.checkup import sort_findings
from lms.administration.paging import Paging, asked_page
from lms.catalog import service as catalog
from lms.certificates import service as certificates
from lms.db import db
from lms.forms import ButtonForm
from lms.jobs import JobFailure
from lms.permissions import Permission, requires

FAILURES_A_PAGE = 50


@bp.get("/admin")
@requires(Permission.SITE_ADMINISTER)
def overview() -> ResponseReturnValue:
    """What needs attention, and how much of everything there is."""
    now, config = clock.utcnow(), current_app.config
    figures = attention.read_figures(db.session, catalog.library(), now=now)
    remarks = attention.list_remarks(
        figures, base_url=config["BASE_URL"], has_mail_server=config["MAIL_URL"] is not None, now=now
    )
    return render_template("administration/overview.html", figures=figures, remarks=remarks)


@bp.get("/admin/doctor")
@requires(Permission.SITE_ADMINISTER)
def doctor() -> ResponseReturnValue:
    """The check-up: the whole installation looked over now."""
    examine = current_app.extensions["doctor"]
    found = examine(Path(current_app.instance_path), now=clock.utcnow(), settings=current_app.config["SETTINGS"])
    findings = sort_findings(found)
    to_do = sum(finding.verdict == "act" for finding in findings)
    return render_template("administration/doctor.html", findings=findings, to_do=to_do)


@bp.get("/admin/settings")
@requires(Permission.SITE_ADMINISTER)
def settings() -> ResponseReturnValue:
    """Every setting as it stands, secrets hidden."""
    listed = settings_list.list_settings(
        current_app.config["SETTINGS"], current_app.extensions["setting_origins"], Path(current_app.instance_path)
    )
    return render_template("administration/settings.html", settings=listed)


@bp.get("/admin/work")
@requires(Permission.SITE_ADMINISTER)
def work() -> ResponseReturnValue:
    """Whether background work is alive, how much waits, and what failed."""
    page, last_beat = asked_page(), jobs.last_beat(db.session)
    failures = select(JobFailure).order_by(JobFailure.id.desc())
    return render_template(
        "administration/work.html",
        last_beat=last_beat,
        is_at_work=attention.is_at_work(last_beat, now=clock.utcnow()),
        waiting=jobs.count_waiting(),
        without_pdf=certificates.count_without_pdf(db.session),
        failures=db.session.scalars(failures.offset((page - 1) * FAILURES_A_PAGE).limit(FAILURES_A_PAGE)).all(),
        paging=Paging(page, db.session.scalar(select(func.count()).select_from(JobFailure)) or 0, FAILURES_A_PAGE),
        form=ButtonForm(),
    )


@bp.post("/admin/work/start")
@requires(Permission.SITE_ADMINISTER)
def start_work() -> ResponseReturnValue:
    """Have what was left over looked for now, instead of within a minute."""
    if ButtonForm().submitted():
        jobs.start_sweeps()
        flash(_("What was left over is looked for now."), "success")
    return redirect(url_for("administration.work"))
