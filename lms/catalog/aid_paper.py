"""Job aids on paper: a text and the default design make an HTML sheet here, the renderer's process makes it a PDF."""

from hashlib import sha256

from flask import current_app
from flask_babel import gettext as _

from lms.catalog.course import AidText, Course, Localized
from lms.catalog.rendering import Sources, binding, render_for_paper
from lms.config import ROOT
from lms.i18n import day, speaking
from lms.pdf.design import environment_of
from lms.pdf.renderer import Sheet

DESIGN = ROOT / "certificates" / "default"
STYLE = DESIGN / "aid.css"
SETTINGS = ("roomy", "snug")  # how closely the text is set; the first that leaves it on one page is printed
MAX_BYTES = 100 * 1024


def make_sheet(course: Course, text: Localized[AidText], *, sources: Sources) -> Sheet:
    """Give a job aid as HTML in its own language, once for each setting. Needs an application's context.

    The sheet's identifier tells apart all that would print differently: text, works cited, version, site and style.
    """
    known: list[str] = current_app.config["LANGUAGES"]
    spoken = text.language if text.language in known else known[0]
    with speaking(spoken):
        shown = {**_shown(course, text, sources), **_words(course), "spoken": spoken}
        template = environment_of(DESIGN).get_template("aid.html")
        versions = tuple(template.render(setting=setting, **shown) for setting in SETTINGS)
    identifier = sha256("\0".join([*versions, STYLE.read_text(encoding="utf-8")]).encode()).hexdigest()[:32]
    return Sheet(versions=versions, style=STYLE, identifier=identifier)


def _shown(course: Course, text: Localized[AidText], sources: Sources) -> dict[str, object]:
    site = current_app.config["BASE_URL"] or ""
    title = course.text(text.language)
    return {
        "aid": text.value,
        "language": text.language,
        "rendered": render_for_paper(course, text.value, sources=sources, language=text.language, site=site),
        "course": course,
        "course_title": title.value.title,
        "course_language": title.language,
        "site_name": current_app.config["SITE_NAME"],
        "site_address": site,
        "binding": binding,
    }


def _words(course: Course) -> dict[str, object]:
    return {
        "sources_title": _("Sources"),
        "own_law": _("my code, article …"),
        "version": _("version %(version)s, %(day)s", version=course.version, day=day(course.version_date)),
    }
