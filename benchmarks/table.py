"""The table of results: one line for each thing measured, for the terminal and for the README."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.figures import Comparison, cpu_ms, per_second

HEAD = ("What", "Measured", "Yardstick", "Ratio", "Budget", "Met")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was measured, in words."""

    what: str
    measured: str
    yardstick: str
    ratio: str
    budget: str
    met: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """Give the line as the table's cells."""
        return (self.what, self.measured, self.yardstick, self.ratio, self.budget, "yes" if self.met else "**no**")


def compare(what: str, comparison: Comparison, *, most: float) -> Line:
    """Make the line of a comparison whose ratio may be `most` at the most."""
    return Line(
        what=what,
        measured=f"{cpu_ms(comparison.ours):.1f} ms, {per_second(comparison.ours):.0f}/s",
        yardstick=f"{cpu_ms(comparison.yardstick):.1f} ms, {per_second(comparison.yardstick):.0f}/s",
        ratio=f"{comparison.ratio:.2f} ×",
        budget=f"≤ {most:g} ×",
        met=comparison.ratio <= most,
    )


def limit(what: str, measured: float, *, most: float, unit: str, digits: int = 0) -> Line:
    """Make the line of a figure that has no yardstick and may be `most` at the most."""
    return Line(what, f"{measured:.{digits}f}{unit}", "–", "–", f"≤ {most:g}{unit}", measured <= most)


def markdown(lines: Iterable[Line], *, aligned: bool = True) -> str:
    """Give the table in Markdown; aligned it reads well as plain text too."""
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) if aligned else 0 for column in range(len(HEAD))]
    head, *body = (_row(row, widths) for row in rows)
    rule = _row(["-" * max(width, 3) for width in widths], widths)
    return "\n".join([head, rule, *body])


def _row(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
