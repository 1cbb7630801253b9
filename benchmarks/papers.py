"""The row of a certificate: ours, and the smallest that WeasyPrint makes, each by a process that stays warm.

The budget names the smallest certificate, which has no tags; the ratio to a tagged one stands beside it.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

from benchmarks.figures import Comparison, Sample
from benchmarks.rounds import in_turn
from benchmarks.server import cpu_seconds
from benchmarks.stage import Stage
from benchmarks.table import Line, compare
from lms.certificates.codes import new_code
from lms.certificates.facts import CertificateFacts
from lms.certificates.pdf import get_design, render_pdf
from lms.certificates.printing import DESIGNS
from lms.pdf.renderer import Renderer

SMALLEST = Path(__file__).with_name("smallest_certificate.py")
MOST = 1.5
TAGGED = "pdf/ua-1"
FACTS = CertificateFacts(
    name="Aigul Sadykova",
    course_title="Trafficking in persons: foundations",
    course_version="1.0",
    language="en",
    minutes=600,
    started_on=date(2026, 11, 2),
    completed_on=date(2026, 11, 20),
    issued_on=date(2026, 11, 20),
    code="",
    serial="2026-000001",
    pass_mark=0.8,
    score=None,
    verify_url=None,
    site_name="Sabak",
    outcomes=(
        "tell the three elements apart",
        "see control without locks",
        "ask first what would make the next hour safe",
        "write a story down in its own words",
    ),
    specimen=False,
    expires_on=None,
)


def measure_certificate(stage: Stage) -> list[Line]:
    """Measure making a certificate's PDF, each with other facts, in both processes together."""
    renderer = Renderer()
    try:
        with stage.app.app_context():
            bare, tagged = (_compare(stage, renderer, *variant) for variant in ((), (TAGGED,)))
    finally:
        renderer.stop()
    line = compare("a certificate, warm, tagged, before signing", bare, most=MOST)
    return [replace(line, ratio=f"{line.ratio} (to a tagged one {tagged.ratio:.2f} ×)")]


def _compare(stage: Stage, renderer: Renderer, *variant: str) -> Comparison:
    """Compare with the smallest certificate, of a kind of PDF if one is named."""
    count = max(4, stage.effort.requests // 4)
    with _smallest(*variant) as smallest:
        return in_turn(lambda: _print(renderer, count), lambda: _press(smallest, count), stage.effort.rounds)


def _print(renderer: Renderer, count: int) -> Sample:
    """Make so many of our certificates."""
    design = get_design(DESIGNS, "default")
    render_pdf(FACTS, design, renderer=renderer)  # the process is started by its first
    began, cpu = time.perf_counter(), time.process_time() + cpu_seconds(renderer.pid or 0)
    for _ in range(count):
        code = new_code()
        facts = replace(FACTS, code=code, verify_url=_address(code))
        render_pdf(facts, design, renderer=renderer)
    used = time.process_time() + cpu_seconds(renderer.pid or 0) - cpu
    return Sample(count, used, time.perf_counter() - began)


def _address(code: str) -> str:
    return f"https://courses.example.org/verify/{code}"


@contextmanager
def _smallest(*variant: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process that makes the smallest certificates, until the block ends."""
    command = [sys.executable, "-P", str(SMALLEST), str(DESIGNS / "default" / "fonts"), *variant]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _press(process: subprocess.Popen[bytes], count: int) -> Sample:
    """Have so many of the smallest certificates made."""
    began, cpu = time.perf_counter(), cpu_seconds(process.pid)
    for _ in range(count):
        _exchange(process.stdin, process.stdout, FACTS.name)
    return Sample(count, cpu_seconds(process.pid) - cpu, time.perf_counter() - began)


def _exchange(stdin: IO[bytes] | None, stdout: IO[bytes] | None, line: str) -> None:
    if stdin is None or stdout is None:
        raise SystemExit("The yardstick of certificates has no pipes.")
    stdin.write(f"{line}\n".encode())
    stdin.flush()
    size = int(stdout.readline() or b"0")
    if not stdout.read(size).startswith(b"%PDF"):
        raise SystemExit("The yardstick of certificates made no PDF.")
