"""The glossary: a page of all terms, and those of a lesson."""

from collections.abc import Iterable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.catalog import service as catalog
from lms.catalog.glossary import Term
from lms.i18n import current_language
from lms.permissions import public

bp = Blueprint("learning_glossary", __name__)


@bp.get("/glossary")
@public
def glossary() -> ResponseReturnValue:
    """Show every term in the reader's language, with what it is called in the others."""
    return render_template("learning/glossary.html", terms=list_terms(catalog.glossary()))


def list_terms(keys: Iterable[str]) -> list[Term]:
    """Give terms in the alphabet of the language in use; a key that is in no glossary is left out."""
    known, language = catalog.glossary(), current_language()
    found = [known[key] for key in keys if key in known]
    return sorted(found, key=lambda term: term.name(language).value.casefold().replace("ё", "е"))
