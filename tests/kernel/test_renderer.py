"""The renderer's process: real renders, and all that can go wrong with it."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from lms.pdf.renderer import Renderer, RenderFailed, Sheet, TooLong
from tests.kernel.ending import wait_for_end

PAGE = "<html lang=en><title>A page</title><h1>{}</h1>"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    renderer.stop()


@pytest.fixture
def design(tmp_path: Path) -> Path:
    folder = tmp_path / "design"
    folder.mkdir()
    (folder / "design.css").write_text("@page { size: 100mm 100mm; margin: 10mm }")
    return folder


def sheet(design: Path, *versions: str) -> Sheet:
    return Sheet(versions=versions or (PAGE.format("Aigul"),), style=design / "design.css", identifier="00" * 16)


def read(pdf: bytes) -> str:
    return PdfReader(BytesIO(pdf)).pages[0].extract_text()


class TestRender:
    def test_a_sheet_becomes_a_page(self, renderer: Renderer, design: Path):
        pdf = renderer.render(sheet(design))

        assert "Aigul" in read(pdf)

    def test_one_process_serves_all(self, renderer: Renderer, design: Path):
        renderer.render(sheet(design))
        first = renderer.pid
        renderer.render(sheet(design))

        assert first is not None
        assert renderer.pid == first

    def test_threads_each_get_their_own_page(self, renderer: Renderer, design: Path):
        names = [f"Learner{number}" for number in range(12)]

        with ThreadPoolExecutor(4) as pool:
            pdfs = list(pool.map(lambda name: renderer.render(sheet(design, PAGE.format(name))), names))

        assert [name in read(pdf) for name, pdf in zip(names, pdfs, strict=True)] == [True] * 12

    def test_the_first_version_that_fits_one_page_is_used(self, renderer: Renderer, design: Path):
        pdf = renderer.render(sheet(design, PAGE.format("wide<br>" * 40), PAGE.format("close")))

        assert read(pdf).strip() == "close"
        assert len(PdfReader(BytesIO(pdf)).pages) == 1

    def test_a_sheet_that_never_fits_fails(self, renderer: Renderer, design: Path):
        with pytest.raises(TooLong):
            renderer.render(sheet(design, PAGE.format("wide<br>" * 40)))

    def test_a_changed_style_is_read_again(self, renderer: Renderer, design: Path):
        renderer.render(sheet(design))
        (design / "design.css").write_text("@page { size: 50mm 50mm; margin: 5mm }")
        os.utime(design / "design.css", (1, 1))

        pdf = renderer.render(sheet(design))

        assert round(PdfReader(BytesIO(pdf)).pages[0].mediabox.width / 72 * 25.4) == 50


class TestFence:
    @pytest.mark.parametrize(
        "html",
        [
            pytest.param('<img alt="" src="file:///etc/passwd">', id="file"),
            pytest.param('<img alt="" src="file://host/etc/passwd">', id="file of a host"),
            pytest.param('<img alt="" src="../outside.svg">', id="upwards"),
            pytest.param('<img alt="" src="%2e%2e/outside.svg">', id="upwards, hidden"),
            pytest.param('<img alt="" src="link.svg">', id="by a link"),
            pytest.param('<img alt="" src="http://127.0.0.1:9/x.png">', id="http"),
            pytest.param('<img alt="" src="ftp://127.0.0.1:9/x.png">', id="ftp"),
            pytest.param('<link rel="attachment" href="file:///etc/passwd">', id="attachment"),
            pytest.param('<link rel="stylesheet" href="http://127.0.0.1:9/x.css">', id="style sheet"),
            pytest.param("<style>@import url(file:///etc/passwd)</style>", id="import"),
            pytest.param("<style>h1 { background: url(http://127.0.0.1:9/x.png) }</style>", id="background"),
            pytest.param("<style>@font-face { font-family: x; src: url(file:///etc/passwd) }</style>", id="font"),
            pytest.param('<base href="file:///etc/"><img alt="" src="passwd">', id="base"),
            pytest.param('<img alt="" src="missing.svg">', id="missing"),
            pytest.param('<img alt="" src="design.css">', id="no picture"),
        ],
    )
    def test_what_a_design_may_not_have_fails(self, renderer: Renderer, design: Path, html: str):
        (design.parent / "outside.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
        (design / "link.svg").symlink_to(design.parent / "outside.svg")

        with pytest.raises(RenderFailed):
            renderer.render(sheet(design, PAGE.format("Aigul") + html))

    def test_its_own_pictures_and_data_are_printed(self, renderer: Renderer, design: Path):
        (design / "own.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
        data = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"

        pdf = renderer.render(
            sheet(design, f'{PAGE.format("Aigul")}<img alt="a" src="own.svg"><img alt="b" src="{data}">')
        )

        assert "Aigul" in read(pdf)

    def test_a_refusal_leaves_the_process_as_it_was(self, renderer: Renderer, design: Path):
        renderer.render(sheet(design))
        before = renderer.pid

        with pytest.raises(RenderFailed):
            renderer.render(sheet(design, '<img alt="" src="file:///etc/passwd">'))

        assert renderer.pid == before


class TestProcess:
    @pytest.fixture
    def own(self) -> Iterator[Renderer]:
        renderer = Renderer(renders=2)
        yield renderer
        renderer.stop()

    def test_a_killed_process_is_replaced(self, own: Renderer, design: Path):
        own.render(sheet(design))
        killed = own.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        wait_for_end(killed)

        pdf = own.render(sheet(design))

        assert "Aigul" in read(pdf)
        assert own.pid != killed

    def test_a_document_without_end_is_stopped_and_the_next_is_printed(self, design: Path):
        boxes = "<div style='display: flex'>" * 40
        impatient = Renderer(seconds=2)

        with pytest.raises(RenderFailed):
            impatient.render(sheet(design, PAGE.format("") + boxes + "x"))
        stopped = impatient.pid
        pdf = impatient.render(sheet(design))
        impatient.stop()

        assert stopped is None
        assert "Aigul" in read(pdf)

    def test_a_worn_out_process_is_replaced(self, own: Renderer, design: Path):
        pids = []
        for _ in range(3):
            own.render(sheet(design))
            pids.append(own.pid)

        assert pids[0] == pids[1] != pids[2]

    def test_it_may_not_take_more_memory_than_it_was_given(self, own: Renderer, design: Path):
        own.render(sheet(design))

        assert own.pid is not None
        assert resource.prlimit(own.pid, resource.RLIMIT_AS)[1] == 1024 * 1024 * 1024

    def test_it_knows_none_of_our_settings(self, own: Renderer, design: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("LMS_SECRET_KEY", "k" * 40)

        own.render(sheet(design))

        assert b"LMS_" not in Path(f"/proc/{own.pid}/environ").read_bytes()

    def test_stopping_ends_it_and_leaves_no_files(self, own: Renderer, design: Path):
        own.render(sheet(design))
        environ = Path(f"/proc/{own.pid}/environ").read_bytes().decode()
        folder = Path(dict(line.split("=", 1) for line in environ.split("\0") if line)["TMPDIR"])

        own.stop()

        assert own.pid is None
        assert not folder.exists()

    def test_a_fork_of_the_service_starts_its_own(self, design: Path):
        code = (
            "import os; from pathlib import Path; from lms.pdf.renderer import *\n"
            "renderer = Renderer()\n"
            f"sheet = Sheet(({PAGE.format('Aigul')!r},), Path({str(design)!r}, 'design.css'), '00')\n"
            "first = renderer.render(sheet)\n"
            "before = renderer.pid\n"
            "child = os.fork()\n"
            "same = renderer.render(sheet) == first\n"
            "print(f'{same} {renderer.pid == before}', flush=True)\n"
            "renderer.stop()\n"
            "child and os.waitpid(child, 0)\n"
        )

        service = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)

        assert sorted(service.stdout.decode().splitlines()) == ["True False", "True True"]

    def test_it_ends_with_the_service_even_when_that_is_killed(self, design: Path):
        code = (
            "import os, signal, sys; from pathlib import Path; from lms.pdf.renderer import *\n"
            "renderer = Renderer()\n"
            f"renderer.render(Sheet(({PAGE.format('Aigul')!r},), Path({str(design)!r}, 'design.css'), '00'))\n"
            "print(renderer.pid, flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )

        service = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=False)

        assert service.returncode == -signal.SIGKILL
        wait_for_end(int(service.stdout))
