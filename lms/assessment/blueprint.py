"""The blueprint that the pages of this domain belong to."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)
