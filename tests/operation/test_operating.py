"""docs/operating.md and the files beside it name what there is."""

import re
import tomllib
from pathlib import Path

import pytest

from lms.catalog.contacts_file import CONTACTS_YAML, read_contacts
from lms.config import Settings
from lms.operation import cli

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
FILES = sorted((ROOT / "docs" / "operating").iterdir())
BLOCKS = re.findall(r"^```\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_each_command_is_there(app):
    named = set(re.findall(r"(?:^|`)sabak ([a-z]+)", PAGE, re.MULTILINE))

    assert named >= {"backup", "restore", "doctor", "user", "course"}
    assert named <= set(app.cli.commands)


def test_each_option_is_there():
    for name, rest in re.findall(r"sabak (backup|restore|doctor)\b([^`\n]*)", PAGE):
        options = {option for parameter in getattr(cli, name).params for option in parameter.opts}

        assert set(re.findall(r"--[a-z-]+", rest)) <= options


def test_each_setting_is_one():
    settings = {}
    for block in BLOCKS:
        if re.match(r"[a-z_]+ = ", block):
            settings |= tomllib.loads(block)

    Settings(**settings)


def test_the_example_of_help_contacts_can_be_read(tmp_path):
    (example,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    (tmp_path / CONTACTS_YAML).write_text(example, encoding="utf-8")

    found = read_contacts(tmp_path)

    assert (set(found.countries), found.problems) == ({"kg", "ru"}, ())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_is_explained_and_names_modules_that_are_there(file):
    text = file.read_text(encoding="utf-8")

    assert file.name in PAGE
    for module in re.findall(r"python -m (lms\.\w+)", text):
        assert (ROOT / module.replace(".", "/") / "__main__.py").exists()


def test_nginx_hands_on_one_address_and_keeps_no_log_of_its_own():
    text = (ROOT / "docs" / "operating" / "sabak.nginx.conf").read_text(encoding="utf-8")

    assert "X-Forwarded-For $remote_addr;" in text
    assert text.count("access_log off;") == text.count("server {")
