"""The commands backup, restore and doctor. They work beside an application and, where none can be made, without."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo

from lms import clock, config
from lms.operation import archive
from lms.operation.backup import BackupError, Installation, create_backup
from lms.operation.doctor import examine, must_act
from lms.operation.findings import tell_size
from lms.operation.restore import Restored, RestoreError, check_backup, restore_backup
from lms.operation.sealing import SHORTEST_PASSPHRASE

FILE = click.Path(dir_okay=False, path_type=Path)
THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
@click.option("--encrypt", is_flag=True, help="Encrypt it by a passphrase, asked for on the terminal.")
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase from the first line of standard input.")
@click.option("--force", is_flag=True, help="Take the place of a file that is there.")
def backup(file: Path, encrypt: bool, passphrase_stdin: bool, force: bool) -> None:
    """Write database, settings, keys, help contacts, queue, outbox and own laws into FILE. People may go on working."""
    if file.exists() and not force:
        raise click.ClickException(f"{file} exists already. Choose another name, or say --force.")
    passphrase = _new_passphrase(passphrase_stdin) if encrypt or passphrase_stdin else None
    try:
        made = create_backup(_installation(), file, now=clock.utcnow(), passphrase=passphrase, force=force)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    kind = "Encrypted backup" if passphrase else "Backup"
    click.echo(f"{kind} {file} holds {made.counts}: {tell_size(file.stat().st_size)}.")
    click.echo("The folder of courses is not in it." + ("" if passphrase else " Whoever has the file can read it all."))


@click.command("restore")
@click.argument("file", type=THERE)
@click.option("--check", is_flag=True, help="Change nothing: say whether FILE could be restored, and what is in it.")
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase from the first line of standard input.")
def restore(file: Path, check: bool, passphrase_stdin: bool) -> None:
    """Put what FILE holds in the place of what is here. The service must be stopped."""
    instance = _instance()
    passphrase = _known_passphrase(file, passphrase_stdin)
    try:
        if check:
            _tell(file, check_backup(instance, file, passphrase=passphrase, now=clock.utcnow()))
        else:
            _tell(file, restore_backup(instance, file, passphrase=passphrase, now=clock.utcnow()))
    except RestoreError as error:
        raise click.ClickException(str(error)) from None


@click.command("doctor")
def doctor() -> None:
    """Look the installation over and say what to do. Exit 1 if anything must be acted on.

    Each line begins with a verdict. ok: in order. look: may be meant so, but somebody should know. act: must be done.
    """
    app = _find_app()
    findings = examine(_instance(), now=clock.utcnow(), settings=app.config["SETTINGS"] if app else None)
    for finding in findings:
        click.echo(f"{finding.verdict:<4} {finding.subject}: {finding.sentence}")
    sys.exit(1 if must_act(findings) else 0)


def _tell(file: Path, restored: Restored) -> None:
    made = restored.manifest
    click.echo(f"{file} was made on {made.made_at:%Y-%m-%d at %H:%M} UTC by Sabak {made.version} and is whole.")
    if restored.before is None:
        click.echo(f"It can be restored here and would bring {restored.counts}. Nothing was changed.")
        return
    click.echo(f"It is restored, and holds {restored.counts} now.")
    click.echo("Everybody is signed out. Passwords, links and slips are as they were when the backup was made.")
    click.echo(f"What was here before is in {restored.before}: delete that folder when you do not need it any more.")


def _find_app() -> Flask | None:
    """Give the application that the command was called through; None where it was called by itself."""
    script = click.get_current_context().find_object(ScriptInfo)
    return script.load_app() if script else None


def _instance() -> Path:
    app = _find_app()
    return Path(app.instance_path) if app else config.instance_folder().resolve()


def _installation() -> Installation:
    app, instance = _find_app(), _instance()
    return Installation(instance, app.config["DATABASE_URL"] if app else config.database_url(instance, instance))


def _new_passphrase(from_stdin: bool) -> str:
    if from_stdin:
        passphrase = _first_line()
    elif sys.stdin.isatty():
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt="Once more")
    else:
        raise click.ClickException("There is no terminal to ask for the passphrase on: use --passphrase-stdin.")
    if len(passphrase) < SHORTEST_PASSPHRASE or len(set(passphrase)) < SHORTEST_PASSPHRASE // 2:
        raise click.ClickException(
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters, and not the same few over and over."
        )
    return passphrase


def _known_passphrase(file: Path, from_stdin: bool) -> str | None:
    if not archive.is_encrypted(file):
        return None
    if from_stdin:
        return _first_line()
    if not sys.stdin.isatty():
        raise click.ClickException("The backup is encrypted: give its passphrase by --passphrase-stdin.")
    return str(click.prompt("Passphrase", hide_input=True))


def _first_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
