"""Looks the whole installation over. It prints nothing and changes nothing, so that a page can show the same list."""

from datetime import datetime
from pathlib import Path

from lms import config
from lms.lock import foreign_owner, is_served
from lms.operation.arrangement import examine_folder, examine_settings
from lms.operation.contents import examine_database
from lms.operation.findings import Finding, Verdict, act
from lms.operation.machine import examine_machine


def examine(instance: Path, *, now: datetime, settings: config.Settings | None = None) -> list[Finding]:
    """Look at the machine, the settings, the folder and the database, as far as each can be looked at.

    :param settings: those in use; read anew if left out
    """
    if not instance.is_dir():
        return [act("installation", f"There is none in {instance} yet: ./run makes it.")]
    findings = examine_machine(instance, now=now)
    try:
        settings = settings or config.load(instance)
    except config.SettingsError as error:
        return [*findings, act("settings", str(error))]
    findings += examine_settings(settings, instance)
    findings += examine_folder(instance, settings, now=now)
    if foreign_owner(instance):
        return findings
    return [*findings, *examine_database(settings.database_url, now=now, served=is_served(instance))]


def must_act(findings: list[Finding]) -> bool:
    """Tell whether anything is to be done."""
    return any(finding.verdict == Verdict.ACT for finding in findings)
