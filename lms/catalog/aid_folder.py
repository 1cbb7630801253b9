"""The folder of a course's job aids."""

from pathlib import Path

from lms.catalog.course import SOURCE_LANGUAGE, Aid, AidText
from lms.catalog.folder import Report, Root, parse_aid_name
from lms.catalog.lesson_file import read_aid

STRAY = "Nothing reads this: a job aid is called like first-48-hours.en.md."


def read_aids(root: Root, folder: Path, report: Report) -> tuple[Aid, ...]:
    """Give the job aids of a course by key, each in all its languages; report what cannot be read."""
    found: dict[str, dict[str, AidText]] = {}
    for path in root.entries(folder, report):
        name = parse_aid_name(path.name) if path.is_file() else None
        if name is None:
            report.add(root.relative(path), 1, STRAY)
            continue
        text = read_aid(root, path, report)
        if text:
            found.setdefault(name.key, {})[name.language] = text
    return tuple(_make_aid(key, texts, report) for key, texts in sorted(found.items()))


def _make_aid(key: str, texts: dict[str, AidText], report: Report) -> Aid:
    languages = sorted(texts, key=lambda language: (language != SOURCE_LANGUAGE, language))
    first = texts[languages[0]]
    for text in texts.values():
        if (text.paper, text.courtroom) != (first.paper, first.courtroom):
            report.add(text.file, 1, f"Give paper and courtroom the values that they have in {first.file}.")
    return Aid(key, {language: texts[language] for language in languages})
