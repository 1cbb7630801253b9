"""The pages of this domain, whose views are in several modules."""

from flask import Blueprint

bp = Blueprint("administration", __name__)
