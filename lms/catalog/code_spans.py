"""Code in Markdown, which shows what it holds and means nothing else."""

import re

FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)")
SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


def blank_code(text: str) -> str:
    """Give `text` with what stands in code blanked out: as long as before, and on the same lines."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        match = None if fence else FENCE.match(line)
        is_end = bool(fence) and line.rstrip(" ") == fence
        if fence or match:
            lines[number] = " " * len(line)
        fence = match["fence"] if match else "" if is_end else fence
    blocks = re.split(r"(\n[ \t]*\n)", "\n".join(lines))
    return "".join(SPAN.sub(_blank, block) for block in blocks)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
