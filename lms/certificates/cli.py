"""Commands on certificates."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from lms import audit, clock
from lms.certificates import offline
from lms.certificates.checking import Verdict, check_file
from lms.certificates.pdf import get_design, render_pdf
from lms.certificates.preview import longest
from lms.certificates.printing import DESIGNS
from lms.certificates.register import make_register
from lms.db import db, writing
from lms.errors import NotFound
from lms.notary.keys import list_credential_keys
from lms.pdf.renderer import RenderFailed

DAY = click.DateTime(["%Y-%m-%d"])

certificate = AppGroup("certificate", help="Certificates that this installation issued.")


@certificate.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Compare a PDF, or a credential's file, with those that were issued here. Exit 1 if it is none, or was changed."""
    found = check_file(db.session, file.read_bytes())
    credential = found.credential
    if credential is None:
        click.echo(f"{file.name}: this is no file that was issued here, or it was changed since.")
        sys.exit(1)
    status = credential.status_on(current_app.extensions["issuer"].day(clock.utcnow()))
    kind = "specimen" if credential.is_specimen else "certificate"
    named = f"{kind} {credential.serial}, code {credential.code}, today {status}"
    if found.verdict is Verdict.ISSUED:
        click.echo(f"{file.name}: issued here, unchanged: {named}.")
        return
    click.echo(f"{file.name}: changed after it was issued as {named}.")
    for difference in found.differences:
        click.echo(f"  {difference.claim}: {difference.in_file!r} in the file, {difference.issued!r} as issued")
    sys.exit(1)


@certificate.command("register")
@click.option("--from", "first", type=DAY, required=True, help="The first day, such as 2026-09-01.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option("--language", help="Of the register; left out, the first of the site's languages.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def register(first: datetime, last: datetime, language: str | None, folder: Path) -> None:
    """Write the register of issue into FOLDER: a signed PDF, and the same table as CSV."""
    if last < first:
        raise click.ClickException("The last day is before the first.")
    languages = current_app.config["LANGUAGES"]
    if language is not None and language not in languages:
        raise click.ClickException(f"The site's languages are {', '.join(languages)}.")
    made = make_register(db.session, first.date(), last.date(), language=language or languages[0], now=clock.utcnow())
    days = f"from {first:%Y-%m-%d}, to {last:%Y-%m-%d}"
    with writing() as session:
        change = audit.Change(new=f"register of certificates, {days}")
        audit.record(session, audit.Act.EXPORTED, by=None, now=clock.utcnow(), change=change)
    name = f"register-{first:%Y-%m-%d}-{last:%Y-%m-%d}"
    for suffix, data in (("pdf", made.pdf), ("csv", made.csv)):
        (folder / f"{name}.{suffix}").write_bytes(data)
    click.echo(f"{name}.pdf and .csv: {made.count} certificates.")


@certificate.command("preview")
@click.argument("design")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", help="Of the certificate; left out, the first of the site's languages.")
def preview(design: str, file: Path, language: str | None) -> None:
    """Print a certificate with the longest names and every letter of the region, to see a DESIGN with them."""
    try:
        folder = get_design(DESIGNS, design)
    except NotFound:
        known = sorted(it.name for it in DESIGNS.iterdir() if (it / "certificate.html").is_file())
        raise click.ClickException(f"There is no design {design}. There are: {', '.join(known)}.") from None
    try:
        pdf = render_pdf(longest(language or current_app.config["LANGUAGES"][0]), folder)
    except RenderFailed as error:
        raise click.ClickException(f"The design cannot be printed: {type(error).__name__}.") from None
    file.write_bytes(pdf)
    click.echo(f"{file.name}: a specimen by the design {design}.")


@certificate.command("checker")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--language", help="Of the page; left out, the first of the site's languages.")
def checker(folder: Path, language: str | None) -> None:
    """Write a page into FOLDER that checks certificates without a network, and the list that it needs beside it."""
    keys = list_credential_keys(Path(current_app.instance_path))
    told = offline.write_list(db.session, keys, site=current_app.extensions["issuer"].base_url, now=clock.utcnow())
    page = offline.write_page(language or current_app.config["LANGUAGES"][0])
    (folder / "checker.html").write_text(page, encoding="utf-8")
    (folder / "list.js").write_text(told, encoding="utf-8")
    click.echo("checker.html and list.js: keep the two together, and write them anew from time to time.")
