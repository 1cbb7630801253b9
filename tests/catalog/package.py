"""A small course without mistakes in a folder of its own, for tests to break."""

from pathlib import Path

from lms.catalog.checker import check_courses
from lms.catalog.course import Course
from lms.catalog.library import Library
from lms.catalog.loader import load_library

SOURCES = """\
some-treaty-2000:
  title: A treaty <on trial>
  body: United Nations
  year: 2000
  address: https://treaties.un.org/a?b=1&c=2
  binds: treaty
some-guide-2010:
  title: A guide
  body: An office
  year: 2010
  address: https://guide.example.org/
  binds: soft
"""
COURSE = """\
version: "1.0"
version_date: 2026-11-01
audience: [judge]
outcomes: [see]
authors: [{name: An Author}]
final: {questions: 1}
"""
COURSE_PAGE = """\
---
title: A course
summary: What it is about.
outcomes:
  see: see what is there
---
Welcome.
"""
MODULE_PAGE = """\
---
title: A module
---
"""
LESSON = """\
---
title: A lesson
---
Text.

## Look {#look}

More text.
"""
PRACTICE = """\
---
title: Practice
---
Try it.

```gift
// [id:p-1] [tag:see] [tag:apply]
What do you do? {
=Look.#One. That tells you what you need to know before you act. [@some-guide-2010]
~Leave.#Two. That tells you what you need to know before you act. [@some-guide-2010]
}
```
"""
QUESTION = """\
// [id:{key}] [tag:see]
::{key}:: What do you do? {{
=Look.#You saw it.
~Leave.#You missed it.
}}
"""


def question(key: str) -> str:
    """Give a GIFT question that is right."""
    return QUESTION.format(key=key)


class Package:
    """The courses folder of a test: one course, `basics`, with one module of one lesson, a quiz and a final."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("../sources.yaml", SOURCES)
        self.write("course.yaml", COURSE)
        self.write("course.en.md", COURSE_PAGE)
        self.write("01-start/module.en.md", MODULE_PAGE)
        self.write("01-start/01-first.en.md", LESSON)
        self.write("01-start/quiz.en.gift", question("q-1"))
        self.write("final.en.gift", question("f-1"))

    def path(self, name: str) -> Path:
        return self.folder / "basics" / name

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the course by its path in the course's folder."""
        path = self.path(name).resolve() if ".." in name else self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def lesson(self, body: str, *, top: str = "title: A lesson", name: str = "01-start/01-first.en.md") -> None:
        """Write the lesson: its text begins on line 4, or later when `top` has more lines."""
        self.write(name, f"---\n{top}\n---\n{body}")

    def ask_nothing(self) -> None:
        """Take the quiz and the final away: nothing that is left is beneath what the strict check demands."""
        self.path("01-start/quiz.en.gift").unlink()
        self.path("final.en.gift").unlink()

    def ask_in_practice(self) -> None:
        """Take the quiz and the final away, and ask in a lesson: that is small, and as good as the check demands."""
        self.ask_nothing()
        self.write("01-start/09-practice.en.md", PRACTICE)

    def load(self) -> Library:
        return load_library(self.folder)

    def course(self) -> Course:
        library = self.load()
        assert library.problems == ()
        return library.courses["basics"]

    def problems(self) -> list[str]:
        """Give what reading the course complains about, as authors see it."""
        return [str(problem) for problem in self.load().problems]

    def mistakes(self) -> list[str]:
        """Give what the check complains about, but that the course is not sealed."""
        return [str(problem) for problem in check_courses(self.folder)[1] if "not sealed" not in problem.message]
