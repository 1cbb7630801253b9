"""The front door on machines that lack something, and the packages it installs."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ["bash", "cat", "cut", "dirname", "env", "flock", "id", "readlink", "rm", "sha256sum", "touch"]
LOCKS = ["requirements", "requirements-dev"]


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A folder of programs in which there is neither apt-get nor sudo nor Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The front door with no packages to install, in a folder whose name asks for care."""
    folder = tmp_path / "a folder (of 'mine')"
    folder.mkdir()
    shutil.copy(ROOT / "run", folder)
    for lock in LOCKS:
        (folder / f"{lock}.txt").write_text("# nothing\n")
    return folder


def run(door: Path, *arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.defpath, "HOME": str(cwd), "LC_ALL": "C.UTF-8", **environment}
    command = ["bash", str(door), *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def program(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)
    return str(path)


class TestHelp:
    def test_it_needs_nothing_installed(self, bare_path, project):
        told = run(project / "run", "help", PATH=str(bare_path))

        assert told.returncode == 0
        assert "./run test" in told.stdout
        assert not (project / ".venv").exists()

    def test_it_can_be_asked_for_through_a_link(self, tmp_path, project):
        (tmp_path / "sabak").symlink_to(project / "run")

        told = run(tmp_path / "sabak", "--help", cwd=tmp_path)

        assert told.returncode == 0
        assert "./run check" in told.stdout


class TestWhatIsMissingIsNamedInOneSentence:
    def test_python(self, bare_path, project):
        told = run(project / "run", "routes", PATH=str(bare_path))

        assert told.returncode == 1
        assert told.stderr == "Sabak needs Python 3.11.2 or newer; python3 was not found.\n"

    def test_a_newer_python(self, tmp_path, project):
        old = program(tmp_path / "python", 'if [ "$1" = --version ]; then echo Python 3.9.2; else exit 1; fi')

        told = run(project / "run", "routes", PYTHON=old)

        assert told.returncode == 1
        assert told.stderr == "Sabak needs Python 3.11.2 or newer; Python 3.9.2.\n"

    def test_the_means_to_make_an_environment(self, tmp_path, bare_path, project):
        without = program(
            tmp_path / "python", f'case "$*" in *ensurepip*) exit 1;; esac; exec "{sys.base_prefix}/bin/python3" "$@"'
        )

        told = run(project / "run", "routes", PATH=str(bare_path), PYTHON=without)

        assert told.returncode == 1
        assert told.stderr == (
            "Python cannot make a virtual environment here: "
            "install the system package python3-venv, then run this again.\n"
        )


class TestSetUp:
    def test_what_is_there_is_not_installed_again(self, tmp_path, project):
        """A module named flask stands in the folder of the caller and tells what it was called with."""
        (tmp_path / "flask.py").write_text("import sys; print(sys.argv[1:])")
        python = f"{sys.base_prefix}/bin/python3"

        first = run(project / "run", "course", "check", "a b", "*", cwd=tmp_path, PYTHON=python)
        second = run(project / "run", "course", "check", "a b", "*", cwd=tmp_path, PYTHON=python)

        assert first.stdout == f"{['--app', str(project / 'app.py'), 'course', 'check', 'a b', '*']}\n"
        assert "Making the virtual environment" in first.stderr
        assert (second.stdout, second.stderr) == (first.stdout, "")

    def test_a_broken_environment_is_made_anew(self, tmp_path, project):
        (tmp_path / "flask.py").write_text("print('ready')")
        (project / ".venv" / "bin").mkdir(parents=True)
        (project / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")

        mended = run(project / "run", "routes", cwd=tmp_path, PYTHON=f"{sys.base_prefix}/bin/python3")

        assert (mended.returncode, mended.stdout) == (0, "ready\n")


class TestDemo:
    """Modules named flask and gunicorn stand in the project's folder and tell what they were called with."""

    TELLS = (
        "import json, os, sys; "
        "print(json.dumps([sys.argv[1:], {key: os.environ[key] for key in os.environ if key[:4] == 'LMS_'}]))"
    )

    @pytest.fixture
    def serve(self, project, bare_path):
        for module in ("flask", "gunicorn"):
            (project / f"{module}.py").write_text(self.TELLS)

        def serve(*arguments: str, **environment: str) -> list[list[object]]:
            python = f"{sys.base_prefix}/bin/python3"
            told = run(project / "run", "demo", *arguments, PATH=str(bare_path), PYTHON=python, **environment)
            assert told.returncode == 0
            return [json.loads(line) for line in told.stdout.splitlines()]

        return serve

    def test_it_fills_an_installation_of_its_own_and_serves_it(self, project, serve):
        own = {"LMS_INSTANCE": str(project / "instance" / "demo")}

        assert serve("--learners", "30") == [
            [["--app", "app", "demo", "--learners", "30"], own],
            [["--config", "lms/serving.py", "--log-level", "warning"], own],
        ]

    def test_nothing_of_the_real_installation_is_handed_on(self, project, serve):
        real = {"LMS_DATABASE_URL": "postgresql+psycopg://host/real", "LMS_INSTANCE": "/srv/sabak"}
        real |= {"LMS_REDIS_URL": "redis://host/0", "LMS_MAIL_URL": "smtp://host", "LMS_SECRET_KEY": "k" * 48}
        real |= {"LMS_BASE_URL": "https://courses.example.org", "LMS_REGISTRATION": "open"}

        handed_on = [environment for _arguments, environment in serve(**real, LMS_TIMEZONE="Asia/Bishkek")]

        own = {"LMS_INSTANCE": str(project / "instance" / "demo"), "LMS_TIMEZONE": "Asia/Bishkek"}
        assert handed_on == [own, own]


class TestPackages:
    @pytest.mark.parametrize("name", LOCKS)
    def test_each_one_asked_for_is_locked_with_its_hashes(self, name):
        locked = dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==\S+.*\\\n( +--hash=sha256:)", text(f"{name}.txt"), re.M))

        assert asked_for(name) <= set(locked)

    @pytest.mark.parametrize("name", LOCKS)
    def test_they_are_fetched_from_where_the_machine_is_told(self, name):
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text(f"{name}.txt") + text(f"{name}.in"))

    def test_each_one_is_explained(self):
        tables = text("docs/dependencies.md").split("## From the system")[0]

        explained = set(re.findall(r"^\| ([a-z][\w.-]*)", tables, re.M))

        assert explained == asked_for("requirements") | asked_for("requirements-dev")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def asked_for(name: str) -> set[str]:
    return set(re.findall(r"^([a-z][\w.-]*)", text(f"{name}.in"), re.M))
