"""What lessons leave to the page: keys of national law, and terms of the glossary. Each must be known."""

from collections.abc import Collection

from lms.catalog.citations import Citation, find_citations
from lms.catalog.folder import Report
from lms.catalog.law import LawKey
from lms.catalog.marked_terms import find_terms
from lms.markdown import find_excess

NO_LOCATOR = "Cite national law by its key alone, as [@law:{key}]: its articles are in laws/, and differ by country."
NO_KEY = "No law has the key “{key}”: it can be {keys}."
NO_TERM = "No term has the key “{key}”: add it to glossary.csv."


def check_own_words(markdown: str, *, file: str, line: int, glossary: Collection[str], report: Report) -> None:
    """Report the law and the terms in a lesson that nothing is known of.

    :param line: the line of the file at which the text begins, from 1
    """

    def complain(at: int, message: str) -> None:
        report.add(file, line + markdown.count("\n", 0, at), message)

    if find_excess(markdown):
        return  # reading the course reports it
    for group in find_citations(markdown):
        for fault in filter(None, map(_fault_of, group.citations)):
            complain(group.start, fault)
    for term in find_terms(markdown):
        if term.key not in glossary:
            complain(term.start, NO_TERM.format(key=term.key))


def _fault_of(citation: Citation) -> str:
    if not citation.is_law:
        return ""
    if citation.law_key not in list(LawKey):
        return NO_KEY.format(key=citation.law_key[:60], keys=", ".join(LawKey))
    return NO_LOCATOR.format(key=citation.law_key) if citation.locator else ""
