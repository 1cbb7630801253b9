"""Every template can be compiled, extends a frame, and holds nothing that our policy would block."""

import re
from pathlib import Path

import pytest

from lms import config

TEMPLATES = sorted((config.ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
class TestTemplate:
    def test_it_compiles(self, app, path: Path):
        app.jinja_env.get_template(path.relative_to(config.ROOT / "templates").as_posix())

    def test_it_marks_nothing_as_safe_and_holds_nothing_inline(self, path: Path):
        source = path.read_text()

        assert not re.search(r"\|\s*safe|<style|\sstyle=|\son[a-z]+=|javascript:|data:|<script>", source)


def test_markup_is_made_in_one_module():
    users = [
        path.relative_to(config.ROOT).as_posix()
        for path in (config.ROOT / "lms").rglob("*.py")
        if re.search(r"\bMarkup\(|\|\s*safe\b", path.read_text())
    ]

    assert users == ["lms/markdown.py"]


def test_nothing_runs_text_as_code():
    forbidden = re.compile(r"\b(eval|exec|pickle|yaml\.load|render_template_string|from_string)\(")
    users = [path.name for path in (config.ROOT / "lms").rglob("*.py") if forbidden.search(path.read_text())]

    assert users == []
