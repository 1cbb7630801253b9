"""The strings of the interface: finds them in code and templates and writes them into the catalogues.

`./run translations` brings every catalogue in lms/translations up to date: new strings are added empty, those that
nothing shows any more are dropped. `./run translations ky` also begins one for that language (`uz_Cyrl` for a script).
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "lms" / "translations"
HEADER = "# The strings of the interface. ./run translations adds those that are new."
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}


def main() -> int:
    """Update the catalogues, and begin those of the languages on the command line."""
    languages = {path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po")} | set(sys.argv[1:])
    strings = extract()
    for language in sorted(languages):
        catalogue = update(language, strings)
        missing = sum(1 for message in catalogue if message.id and not is_translated(message.string))
        print(f"{language}: {len(catalogue)} strings, {missing} to translate")
    return 0


def extract() -> Catalog:
    """Find every string that is marked for translation, with the files that show it."""
    catalogue = Catalog(fuzzy=False)
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True)
    for name, _line, ids, comments, context in found:
        catalogue.add(ids, locations=[(name, None)], auto_comments=comments, context=context)
    return catalogue


def read(language: str) -> Catalog:
    """Read the catalogue of a language; an empty one where there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Sabak", version="1", header_comment=HEADER, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, strings: Catalog) -> Catalog:
    """Give the catalogue of a language exactly the given strings, keep their translations, and write it."""
    catalogue = read(language)
    strings.creation_date = catalogue.creation_date  # a date that changes with each run says nothing
    catalogue.update(strings, no_fuzzy_matching=True)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return catalogue


def is_translated(string: str | tuple[str, ...] | list[str]) -> bool:
    """Tell whether a translation is there, with all of its plural forms."""
    return bool(string) and (isinstance(string, str) or all(string))


def catalogue_path(language: str) -> Path:
    """Say where the catalogue of a language is, or will be."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(main())
