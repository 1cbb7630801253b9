"""`./run bench [ROW …]`: measure everything, or the named rows, and print the table."""

import argparse
import os
import platform
import signal
import sqlite3
import sys
from collections.abc import Callable

from benchmarks.cohorts import measure_progress
from benchmarks.installation import measure_memory, measure_start, measure_weight
from benchmarks.pages import measure_course, measure_home, measure_lesson, measure_signing_in
from benchmarks.papers import measure_certificate
from benchmarks.queries import measure_queries
from benchmarks.quizzes import measure_handing_in
from benchmarks.stage import FULL, QUICK, Stage
from benchmarks.table import Line, markdown

# In this order: those that start a server of their own come before the one that the others share.
ROWS: dict[str, Callable[[Stage], list[Line]]] = {
    "start": measure_start,
    "memory": measure_memory,
    "lesson": measure_lesson,
    "course": measure_course,
    "home": measure_home,
    "hand-in": measure_handing_in,
    "sign-in": measure_signing_in,
    "certificate": measure_certificate,
    "weight": measure_weight,
    "queries": measure_queries,
    "progress": measure_progress,
}


def main() -> int:
    """Run what the command line names; give 1 if something is over its budget."""
    wanted = _read_arguments()
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        del os.environ[name]  # the settings of an installation are none of ours
    signal.signal(signal.SIGTERM, lambda *_it: sys.exit(1))  # so that the servers are ended then too
    lines: list[Line] = []
    with Stage(QUICK if wanted.quick else FULL) as stage:
        for name in [name for name in ROWS if name in wanted.rows or not wanted.rows]:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            lines += ROWS[name](stage)
    print(f"{describe_machine()}\n\n{markdown(lines, aligned=not wanted.markdown)}")
    return 0 if all(line.met for line in lines) else 1


def describe_machine() -> str:
    """Say on what it was measured, without naming anything."""
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores, {platform.system()}, {versions}."


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="of " + ", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a first look, not figures to quote")
    parser.add_argument("--markdown", action="store_true", help="print the table to be pasted into a page")
    arguments = parser.parse_args()
    if unknown := set(arguments.rows) - set(ROWS):
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
