"""What CI runs: every check with its name, all of them even where one fails, the tests last."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "import rules": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "security": ["bandit", "-q", "-r", "lms", "-c", "pyproject.toml"],
    "courses": ["flask", "--app", "app", "course", "check"],
    "tests": ["python", "-m", "pytest", "-q"],
}


def main() -> int:
    """Run the checks named on the command line, or all; give how many failed."""
    wanted = sys.argv[1:] or list(CHECKS)
    failed = [name for name in wanted if not run(name)]
    if failed:
        print(f"Failed: {', '.join(failed)}", flush=True)
    return len(failed)


def run(name: str) -> bool:
    """Run one check; tell whether it succeeded."""
    print(f"== {name}", flush=True)
    command, *arguments = CHECKS[name]
    return subprocess.run([BIN / command, *arguments], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
