"""Commands on certificates."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from lms import clock
from lms.certificates.checking import Verdict, check_file
from lms.db import db

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
