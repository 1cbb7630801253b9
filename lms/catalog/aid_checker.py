"""Prints job aids as readers would get them: each must be one page, and light."""

from collections.abc import Mapping

from lms.catalog.aid_paper import MAX_BYTES, make_sheet
from lms.catalog.course import AidText, Course, Localized, Source
from lms.catalog.folder import Report
from lms.markdown import find_excess
from lms.pdf.renderer import RenderFailed, TooLong, shared

TOO_LONG = "This aid does not fit on one page of {paper}: shorten it."
TOO_HEAVY = "This aid's PDF has {kilobytes} KB, and 100 are allowed: use fewer kinds of letters and signs."
NOT_PRINTED = "This aid could not be printed: see what ./run doctor says, then check again."


def check_aids(course: Course, sources: Mapping[str, Source], report: Report) -> None:
    """Report each job aid that cannot be handed out as it is. Needs an application's context."""
    for aid in course.aids:
        for language, text in aid.texts.items():
            message = "" if find_excess(text.markdown) else _find_fault(course, Localized(text, language), sources)
            if message:
                report.add(text.file, text.line, message)


def _find_fault(course: Course, text: Localized[AidText], sources: Mapping[str, Source]) -> str:
    try:
        pdf = shared.render(make_sheet(course, text, sources=sources))
    except TooLong:
        return TOO_LONG.format(paper=text.value.paper)
    except RenderFailed:
        return NOT_PRINTED
    return TOO_HEAVY.format(kilobytes=-(-len(pdf) // 1024)) if len(pdf) > MAX_BYTES else ""
