"""Synthetic courses: as large as real ones, valid for the loader and the checker, and the same each time."""

import random
from pathlib import Path

from lms.catalog.loader import load_library
from lms.catalog.versions import write_lock

COURSES = 10
MODULES = 5
LESSONS = 4  # in a module
QUIZ_QUESTIONS = 10
POOL = 60

OUTCOMES = ("see", "ask", "write", "act")
SOURCES = """\
un-example-treaty-2000:
  title: An example of a treaty
  body: United Nations
  year: 2000
  address: https://treaties.un.org/
  binds: treaty
"""
WORDS = """
a person comes to the desk and tells of work that was promised in another town while nobody else there knew what had
been agreed before that morning each form holds one piece of what happened then loses every other ask first how it
began who brought them where they slept which debts were named by whom under what threat or kindness write down
answers in those same words given because later questions often change small things that matter most listen until end
without hurry offer water rest chair quiet room explain why you need to know this much about family passport journey
money telephone driver foreman neighbour child market kiln field house border road night door key window letter
message photograph witness interpreter doctor lawyer teacher shelter safety choice trust
""".split()  # noqa: SIM905 - it is prose
CITED = "The treaty of 2000 says what every State has to do here, and leaves the way open. [@un-example-treaty-2000]"
TABLE = """\
| Element | The question | What counts |
| --- | --- | --- |
| Act | What was done with the person? | bringing, hiding, handing over |
| Means | How was it brought about? | force, a false promise, a debt |
| Purpose | What for? | work that nobody was free to leave |
"""
CHOICES = """\
=Ask what would make the next hour safe.#You looked after the person before the paper.
~Ask for papers first.#The story stops where papers come first, and does not begin again.
~Send the person to another desk.#Whoever is sent away seldom comes back.
####Safety first, then the story, then the form.
"""


def write_courses(folder: Path, number: int = COURSES) -> None:
    """Write so many courses, `course-1` and on, into a folder, with their sources and seals."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    for index in range(1, number + 1):
        _write_course(folder / f"course-{index}", index)
    courses = load_library(folder).courses.values()
    write_lock(folder, {(course.key, course.version): course.digest for course in courses})


def _write_course(folder: Path, index: int) -> None:
    outcomes = "\n".join(f"  {key}: {key} what the situation asks for" for key in OUTCOMES)
    _write(
        folder / "course.yaml",
        'version: "1.0"\nversion_date: 2026-11-01\naudience: [investigator, prosecutor, judge]\n'
        f"outcomes: [{', '.join(OUTCOMES)}]\nauthors: [{{name: A Generator}}]\naccess: public\n",
    )
    _write(
        folder / "course.en.md",
        f"---\ntitle: Synthetic course {index}\nsummary: A course to measure by.\noutcomes:\n{outcomes}\n---\n"
        f"{_prose(folder.name)}\n",
    )
    for module in range(1, MODULES + 1):
        _write_module(folder / f"{module:02d}-module-{module}", module)
    _write(folder / "final.en.gift", _questions("f", POOL))


def _write_module(folder: Path, number: int) -> None:
    _write(folder / "module.en.md", f"---\ntitle: Module {number} of the course\n---\n")
    for lesson in range(1, LESSONS + 1):
        _write(folder / f"{lesson:02d}-lesson-{lesson}.en.md", _lesson(number, lesson))
    _write(folder / "quiz.en.gift", _questions(f"m{number}", QUIZ_QUESTIONS))


def _lesson(module: int, number: int) -> str:
    """Give a lesson of about six thousand characters: what a lesson of a real course has."""
    parts = [f"---\ntitle: Lesson {number} of module {module}\n---\n"]
    for part in range(1, 5):
        parts.append(f"## Part {part} of the lesson {{#part-{part}}}\n")
        before, after = (_prose(f"{module}-{number}-{part}-{it}") for it in ("before", "after"))
        parts += [f"{before}\n", f"{CITED}\n", f"{after}\n"]
    practice = [f"```gift\n{_question(f'p-{module}-{number}-{it}', it).strip()}\n```\n" for it in (1, 2)]
    return "\n".join([*parts[:5], TABLE, practice[0], *parts[5:13], practice[1], *parts[13:]])


def _questions(prefix: str, number: int) -> str:
    return "\n".join(_question(f"{prefix}-{index}", index) for index in range(1, number + 1))


def _question(key: str, index: int) -> str:
    outcome = OUTCOMES[index % len(OUTCOMES)]
    stem = f"::{key}:: A person tells you what happened. What do you do first, and why? {_prose(key, 40)}"
    return f"// [id:{key}] [tag:{outcome}] [tag:apply]\n{stem} {{\n{CHOICES}}}\n"


def _prose(seed: str, words: int = 105) -> str:
    """Give a paragraph that no other repeats, since one that does is compressed to nothing; the same for each seed."""
    drawn = random.Random(seed).choices(WORDS, k=words)  # noqa: S311 - it keeps no secret
    sentences = [" ".join(drawn[at : at + 15]).capitalize() for at in range(0, words, 15)]
    return ". ".join(sentences) + "."


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
