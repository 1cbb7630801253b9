"""Commands on certificates."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from lms import clock
from lms.certificates import service
from lms.db import db

certificate = AppGroup("certificate", help="Certificates that this installation issued.")


@certificate.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Compare a PDF with those that were issued here, byte for byte. Exit 1 if it is none of them."""
    credential = service.find_by_pdf(db.session, file.read_bytes())
    if credential is None:
        click.echo(f"{file.name}: this is no file that was issued here, or it was changed since.")
        sys.exit(1)
    status = credential.status_on(current_app.extensions["issuer"].day(clock.utcnow()))
    kind = "specimen" if credential.is_specimen else "certificate"
    click.echo(
        f"{file.name}: issued here, unchanged: {kind} {credential.serial}, code {credential.code}, today {status}."
    )
