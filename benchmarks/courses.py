"""Synthetic courses: as large as real ones, valid for the loader and the checker, and the same each time."""

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
PARAGRAPH = (
    "A person comes to the desk and tells a story that does not fit any of the forms within reach. Each form holds a "
    "piece of what happened and loses the rest of it. Before you choose one, ask what was done, how it was brought "
    "about and what for, and write the answers down in the words in which they were given. What was promised at the "
    "start and what was said at the end are seldom the same, and the difference is often the whole case."
)
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
        f"{PARAGRAPH}\n",
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
        parts += [f"{PARAGRAPH}\n", f"{CITED}\n", f"{PARAGRAPH}\n"]
    practice = "```gift\n" + _question(f"p-{module}-{number}", number).strip() + "\n```\n"
    return "\n".join([*parts[:6], TABLE, *parts[6:10], practice, *parts[10:]])


def _questions(prefix: str, number: int) -> str:
    return "\n".join(_question(f"{prefix}-{index}", index) for index in range(1, number + 1))


def _question(key: str, index: int) -> str:
    outcome = OUTCOMES[index % len(OUTCOMES)]
    stem = f"::{key}:: A person tells you what happened. What do you do first, and why? {PARAGRAPH}"
    return f"// [id:{key}] [tag:{outcome}] [tag:apply]\n{stem} {{\n{CHOICES}}}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
