"""What CI runs: every check with its name, all of them even where one fails, the tests last.

`./run check NAME …` runs the named ones alone. That translations are complete and that migrations make the tables of
the models is tested on both databases by the tests, and so has no step of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "imports": [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
    "templates": ["-m", "djlint", "templates", "certificates", "--lint", "--quiet"],
    "security": ["-m", "bandit", "--quiet", "-ll", "--recursive", "lms"],  # ruff's rules S judge what is minor
    "courses": ["-m", "flask", "--app", "app", "course", "check"],
    "tests": ["-m", "pytest", "-q", "-n", "auto", "--maxprocesses", "4"],
}


def main() -> int:
    """Run the checks named on the command line, or all; give 1 if any failed, 2 for a name that is none."""
    wanted = sys.argv[1:] or list(CHECKS)
    if unknown := set(wanted) - set(CHECKS):
        print(f"There is no check {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    failed = [name for name in wanted if not run(name)]
    if failed:
        print(f"Failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def run(name: str) -> bool:
    """Run one check, on an installation of its own without settings; tell whether it succeeded."""
    print(f"== {name}", flush=True)
    environment = {key: value for key, value in os.environ.items() if not key.upper().startswith("LMS_")}
    with tempfile.TemporaryDirectory(prefix="sabak-check-") as instance:
        environment["LMS_INSTANCE"] = instance
        command = [sys.executable, *CHECKS[name]]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
