"""The commands without an application: for an installation whose settings, key or database are gone."""

import click

from lms.operation import cli


@click.group()
def main() -> None:
    """Work on this installation."""


for command in (cli.backup, cli.restore, cli.doctor):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="./run")
