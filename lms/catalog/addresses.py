"""Where the links of a lesson lead: from files, as authors write them, to the site's addresses."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.catalog.course import AidText, Course, LessonText

LANGUAGE_ENDING = re.compile(r"\.[A-Za-z-]+\.md$")
ANCHOR = re.compile(r"\{[^{}\n]*#([A-Za-z][A-Za-z0-9_-]*)[^{}\n]*\}|<[^<>]*\bid=[\"']?([A-Za-z][A-Za-z0-9_-]*)")


@dataclass(frozen=True, slots=True)
class Page:
    """A lesson's or a job aid's file, and the address at which it is read."""

    address: str
    text: LessonText | AidText


@dataclass(frozen=True, slots=True)
class AddressBook:
    """The lessons, job aids and media of one course by the names that links use."""

    course_key: str
    media: Mapping[str, str]
    pages: Mapping[str, Page] = field(default_factory=dict)

    def find_page(self, file: str, target: str) -> Page | None:
        """Find the lesson or job aid that a link in `file` leads to, by its path; the language may be left out."""
        return self.pages.get(_join(file, target.partition("#")[0]))

    def find_media(self, file: str, target: str) -> str | None:
        """Give the address of a media file, linked as media/<file> or by its path; None if there is no such file."""
        path = target if target.startswith("media/") else _join(file, target).removeprefix(self.course_key + "/")
        folder, _slash, name = path.rpartition("/")
        return f"/courses/{self.course_key}/media/{name}" if folder == "media" and name in self.media else None

    def resolve(self, file: str, target: str) -> str | None:
        """Turn the target of a link in `file` into what the page's link says; None if it leads nowhere."""
        if target.startswith(("#", "https://")):
            return target
        page = self.find_page(file, target)
        if page:
            hash_sign, anchor = target.partition("#")[1:]
            return page.address + hash_sign + anchor
        return self.find_media(file, target)


def make_address_book(course: Course) -> AddressBook:
    """List a course's lessons and aids under the paths of their files, with and without the language."""
    pages: dict[str, Page] = {}

    def add(address: str, texts: Iterable[LessonText | AidText]) -> None:
        for text in sorted(texts, key=lambda text: text.file):
            pages[text.file] = Page(address, text)
            pages.setdefault(LANGUAGE_ENDING.sub(".md", text.file), pages[text.file])

    for lesson in course.lessons:
        address = f"/courses/{course.key}/{lesson.path}"
        add(address, lesson.texts.values())
        add(f"{address}?route=summary", lesson.summaries.values())
    for aid in course.aids:
        add(f"/courses/{course.key}/aids/{aid.key}", aid.texts.values())
    return AddressBook(course.key, course.media, pages)


def find_anchors(text: str) -> list[tuple[str, int]]:
    """Give the keys that can be linked to in a Markdown text, each with its place in the text."""
    return [(match[1] or match[2], match.start()) for match in ANCHOR.finditer(text)]


def _join(file: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
